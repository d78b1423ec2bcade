"""Web and worker under one roof: both come up, both end."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest
from django.conf import settings

from tests.database import as_demo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def served(port):
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=as_demo())
    family = []
    end = time.monotonic() + 40
    while not answers(port):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.1)
    family = psutil.Process(process.pid).children(recursive=True)
    yield process, family
    for member in [*family, process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait()


def answers(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_both(served, end):
    process, family = served
    assert any("worker" in member.cmdline() for member in family)
    process.send_signal(end)
    assert process.wait(30) == 0
    assert not [member for member in family if member.is_running()]


def test_when_one_ends_by_itself_the_other_is_ended_too(served):
    process, family = served
    next(member for member in family if "worker" in member.cmdline()).kill()
    assert process.wait(30) == 1
    assert not [member for member in family if member.is_running()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_even_a_killed_supervisor_leaves_nobody_on_the_port(served, port):
    process, family = served
    process.kill()
    process.wait()
    _gone, left = psutil.wait_procs(family, timeout=40)
    assert left == []
    assert not answers(port)


def test_a_taken_port_is_refused_in_words(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        command = [sys.executable, "manage.py", "serve", f"--port={port}"]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=as_demo(), capture_output=True, text=True)
    assert done.returncode == 1
    assert "PORT=8001" in done.stderr
