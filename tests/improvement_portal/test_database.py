"""The embedded PostgreSQL, in the places and after the accidents that it must survive."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from improvement_portal.database import binaries, places, roles
from improvement_portal.database.errors import EmbeddedServerError
from improvement_portal.database.server import EmbeddedServer

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


@pytest.fixture
def place():
    """A folder that every account can reach, whatever this machine's umask."""
    folder = Path(tempfile.mkdtemp(prefix="portal-trial-"))
    folder.chmod(0o755)
    yield folder
    wait_for(lambda: not list(folder.rglob("postmaster.pid")))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def started(place):
    """Starts servers; all are down when the test ends."""
    servers = []

    def start(folder=None, **choices):
        server = EmbeddedServer(folder or place / "pg", grace=0.2, **choices)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        if hasattr(server, "process"):
            server.stop()
            shutil.rmtree(getattr(server, "host", place), ignore_errors=True)


def ask(server, statement, role=roles.SERVING):
    connection = roles.connect(server, roles.DATABASE, role)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def postmaster(server) -> int:
    return int((server.process.data / "postmaster.pid").read_text().split()[0])


def wait_for(truth, seconds=20):
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def is_running(pid) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:  # gone between the two questions
        return False


def crash(server):
    pid = postmaster(server)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not is_running(pid))


def test_a_new_server_has_the_extensions_the_roles_and_the_database(started):
    server = started()
    assert ask(server, "SELECT extname FROM pg_extension ORDER BY 1") == [
        ("btree_gist",), ("pg_trgm",), ("plpgsql",), ("unaccent",),
    ]  # fmt: skip
    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert ask(server, "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)") == [
        ("portal_web", False)
    ]
    ask(server, "CREATE TABLE kept (n int)", role=roles.OWNER)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server, "CREATE TABLE mine ()")


def test_nobody_gets_in_without_the_password(started):
    server = started()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=server.host, user="postgres", password="guess", dbname="postgres")
    assert (server.folder / "passwords.json").stat().st_mode & 0o077 == 0
    assert server.process.data.stat().st_mode & 0o077 == 0


@as_root
def test_root_hands_the_server_to_another_account(started):
    server = started()
    assert server.account.uid != 0
    assert server.process.data.stat().st_uid == server.account.uid
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid == server.account.uid


@as_root
def test_root_in_a_closed_home_folder_leaves_it_closed(place, started, monkeypatch):
    monkeypatch.setattr(places, "SHARED", place / "shared")
    closed = place / "home"
    closed.mkdir(0o700)
    server = started(closed / "var" / "pg")
    assert server.folder.parent == place / "shared"
    assert closed.stat().st_mode & 0o077 == 0
    assert ask(server, "SELECT 1") == [(1,)]


@as_root
def test_programs_in_a_closed_folder_are_copied_not_opened(place, started, monkeypatch):
    monkeypatch.setattr(binaries, "SHARED", place / "shared")
    source = next(binaries._candidates()).parent.parent
    closed = place / "home"
    closed.mkdir(0o700)
    shutil.copytree(source, closed / source.name, symlinks=True)
    libraries = source.with_name(f"{source.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)
    monkeypatch.setenv("PORTAL_PG_BINDIR", str(closed / source.name / "pginstall" / "bin"))
    server = started()
    assert place / "shared" in server.programs.folder.parents
    assert closed.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["with space", "a,b", 'it\'s "quoted"', "back\\slash", "ŵyn", "x" * 120])
def test_any_path_will_do(place, started, name):
    server = started(place / name / "pg")
    assert ask(server, "SELECT 1") == [(1,)]
    assert len(os.fsencode(server.host)) < places.LONGEST_SOCKET


def test_a_strange_environment_does_not_reach_the_server(started, monkeypatch):
    for name in ("LC_ALL", "LANG", "PGDATA", "PGPORT", "TZ"):
        monkeypatch.setenv(name, "bogus")
    monkeypatch.setenv("HOME", "/nowhere")
    assert ask(started(), "SHOW timezone") == [("UTC",)]


@pytest.mark.parametrize("roomy", [True, False])
def test_little_shared_memory_is_no_obstacle(started, monkeypatch, roomy):
    monkeypatch.setattr("improvement_portal.database.server._roomy_shared_memory", lambda: roomy)
    kind = ask(started(), "SHOW dynamic_shared_memory_type")
    assert (kind == [("mmap",)]) is not roomy


def test_an_interrupted_initdb_is_begun_again(place, started, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            started()
    assert list(place.glob("pg-*/draft-*"))
    assert ask(started(), "SELECT 1") == [(1,)]
    assert not list(place.glob("pg-*/draft-*"))


def test_a_killed_initdb_is_begun_again(place, started):
    process = subprocess.Popen([sys.executable, "-c", ONE_CLIENT, place / "pg"], cwd=settings.BASE_DIR)
    wait_for(lambda: list(place.glob("pg-*/draft-*/base")) or process.poll() is not None)
    process.kill()
    process.wait()
    assert ask(started(), "SELECT 1") == [(1,)]


def test_interrupted_preparations_are_finished(started, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(roles, "_make_roles_and_database", lambda server: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            started()
    server = started()
    assert ask(server, "SELECT 1") == [(1,)]
    (server.folder / "prepared").unlink()
    assert ask(started(), "SELECT 1") == [(1,)]


def test_foreign_files_in_the_data_folder_are_left_alone(place, started):
    server = started()
    server.stop()
    (server.process.data / "PG_VERSION").unlink()
    with pytest.raises(EmbeddedServerError, match="Move it away"):
        started()
    assert (server.process.data / "base").exists()


ONE_CLIENT = """
import sys, time
from pathlib import Path
sys.path.insert(0, ".")
from improvement_portal.database import roles
from improvement_portal.database.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), grace=0.2).start()
connection = roles.connect(server, "portal", "portal_owner")
cursor = connection.cursor()
"""


def client(place, rest, **choices):
    command = [sys.executable, "-u", "-c", ONE_CLIENT + rest, place / "pg"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True, **choices)


def test_several_starts_at_once_share_one_server(place, started):
    rest = "cursor.execute('SELECT pg_postmaster_start_time()'); print(cursor.fetchone()[0]); time.sleep(1)"
    answers = {process.communicate(timeout=60)[0] for process in [client(place, rest) for _ in range(4)]}
    assert len(answers) == 1
    assert answers != {""}


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_stops_after_its_last_client_however_that_ended(place, end):
    process = client(place, "print('ready'); time.sleep(60)")
    assert process.stdout.readline() == "ready\n"
    [file] = place.glob("pg-*/data/postmaster.pid")
    pid = int(file.read_text().split()[0])
    process.send_signal(end)
    process.wait()
    wait_for(lambda: not is_running(pid) and not file.exists())


def test_the_server_outlives_ctrl_c_in_the_terminal_of_one_client(place, started):
    server = started()
    process = client(place, "print('ready'); time.sleep(60)", start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    time.sleep(0.5)
    assert ask(server, "SELECT 1") == [(1,)]


def test_a_number_that_passed_to_a_stranger_is_not_taken_for_the_server(started):
    crash(server := started())
    file = server.process.data / "postmaster.pid"
    stranger = subprocess.Popen(["sleep", "60"])
    file.write_text(file.read_text().replace(file.read_text().split()[0], str(stranger.pid), 1))
    server.release()
    assert ask(started(), "SELECT 1") == [(1,)]
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_server_whose_socket_was_deleted_is_started_again(started, monkeypatch):
    server = started()
    Path(server.host, f".s.PGSQL.{places.PORT}").unlink()
    monkeypatch.setattr("improvement_portal.database.process.DEAF_AFTER", 0.2)
    assert ask(started(), "SELECT 1") == [(1,)]


def test_a_server_that_was_killed_is_started_again_at_the_next_connection(started):
    server = started()
    idle = roles.connect(server, roles.DATABASE, roles.SERVING)
    ask(server, "CREATE TABLE kept AS SELECT 1 AS n; GRANT SELECT ON kept TO PUBLIC", roles.OWNER)
    killed = postmaster(server)
    crash(server)
    server.revive()
    assert postmaster(server) != killed
    assert ask(server, "SELECT n FROM kept") == [(1,)]
    before = postmaster(server)
    server.revive()
    assert postmaster(server) == before, "one that lives is left alone"
    idle.close()


def test_a_crash_loses_nothing_that_was_acknowledged(place, started):
    server = started()
    ask(server, "CREATE TABLE kept (n int)", role=roles.OWNER)
    writer = "n = 0\nwhile True:\n    n += 1\n    cursor.execute('INSERT INTO kept VALUES (%s)', [n])\n    print(n)\n"
    process = client(place, writer, stderr=subprocess.DEVNULL)
    acknowledged = [int(process.stdout.readline()) for _ in range(100)]
    crash(server)
    acknowledged += [int(line) for line in process.stdout]
    process.wait()
    server.release()
    kept = {n for (n,) in ask(started(), "SELECT n FROM kept", role=roles.OWNER)}
    assert set(acknowledged) <= kept


def test_where_no_program_runs_the_refusal_says_what_to_do(place, started, monkeypatch):
    monkeypatch.setenv("PORTAL_PG_BINDIR", str(place))
    with pytest.raises(EmbeddedServerError, match=r"has no initdb.*\n.*DATABASE_URL"):
        started()
    for name, answer in (("initdb", ""), ("postgres", "#!/bin/sh\necho 'not for this machine'; exit 127\n")):
        (place / name).write_text(answer)
        (place / name).chmod(0o755)
    with pytest.raises(EmbeddedServerError, match="not for this machine"):
        started()


def test_the_data_of_another_version_is_left_alone(place, started, capsys):
    older = place / "pg-9"
    (older / "data").mkdir(parents=True)
    server = started()
    assert server.folder.name == f"pg-{server.programs.major}"
    assert "pg-9 holds the data of another version" in capsys.readouterr().err
    assert list(older.iterdir()) == [older / "data"]


def test_the_programs_of_the_system_are_the_second_source(started, monkeypatch):
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    try:
        server = started()
    except EmbeddedServerError as refusal:
        assert "DATABASE_URL" in str(refusal)
        pytest.skip("no PostgreSQL of the system here")
    assert ask(server, "SELECT 1") == [(1,)]


def test_the_log_of_the_server_holds_no_word_of_a_statement_that_failed(place, started):
    """Neither the statement, nor its parameters, nor the row that it would have written."""
    server = started(place / "postgres")
    connection = roles.connect(server, "portal", roles.OWNER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text PRIMARY KEY, CHECK (words <> ''))")
        for _twice in range(2):
            with contextlib.suppress(psycopg2.Error):
                cursor.execute("INSERT INTO said VALUES (%s)", ["Geiriau Nia am ddarllen"])
        with contextlib.suppress(psycopg2.Error):
            cursor.execute("SELECT 'Geiriau Siôn' FROM nowhere")
    connection.close()
    said = server.process.log.read_text(errors="replace")
    assert "duplicate key" in said, "that something failed is told"
    assert "Geiriau" not in said
