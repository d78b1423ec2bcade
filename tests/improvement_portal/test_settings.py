"""Production is the default, and starts only when it is told what it must know."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands

from improvement_portal.start import OWNER_COMMANDS
from improvement_portal.unconfigured import why_unconfigured

COMPLETE = {
    "SECRET_KEY": "a-long-and-random-text-of-more-than-fifty-letters-0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://portal_web:secret@db.example.org/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner:secret@db.example.org/portal",
}


def manage(*words, **environment):
    ours = {*COMPLETE, "PORTAL_MODE", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    own = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=own | {"PORTAL_IGNORE_DOTENV": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["migrate", "runserver", "worker", "serve", "shell", "import_schools", "demo_data"])
@pytest.mark.parametrize("missing", [[*COMPLETE], ["DATABASE_OWNER_URL"]])
def test_production_refuses_in_words_what_is_not_set_up(command, missing):
    known = {name: value for name, value in COMPLETE.items() if name not in missing}
    done = manage(command, **known)
    assert done.returncode == 1
    assert f"{', '.join(missing)} must be set first" in done.stderr
    assert ".env.example" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["help"], ["check"], ["--version"], []])
def test_help_and_check_answer_without_any_setting(words):
    done = manage(*words)
    assert (done.returncode, done.stderr.partition("Traceback")[1]) == (0, "")


def test_the_web_server_refuses_in_the_same_words():
    command = [sys.executable, "-c", "import improvement_portal.wsgi"]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={"PORTAL_IGNORE_DOTENV": "1", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The portal is in production mode and SECRET_KEY")


def test_an_unknown_mode_is_refused():
    done = manage("migrate", PORTAL_MODE="staging", **COMPLETE)
    assert "set it to production, demo or test" in done.stderr


def test_the_deployment_check_is_clean_in_production():
    done = manage("check", "--deploy", "--fail-level=DEBUG", **COMPLETE)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def print_setting(name, *, mode="production", command="shell"):
    program = (
        f"from improvement_portal.start import prepare; prepare(['manage.py', {command!r}]); "
        f"from django.conf import settings; print(settings.{name})"
    )
    environment = {**COMPLETE, "PORTAL_MODE": mode, "PORTAL_IGNORE_DOTENV": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("mode", ["production", "demo", "test"])
def test_debug_is_off_in_every_mode(mode):
    assert print_setting("DEBUG", mode=mode) == "False"


@pytest.mark.parametrize(
    ("command", "role"),
    [("migrate", "owner"), ("demo_data", "owner"), ("worker", "web"), ("import_schools", "web")],
)
def test_only_the_named_commands_hold_the_owners_address(command, role):
    assert print_setting("DATABASES['default']['USER']", command=command) == f"portal_{role}"


def test_cookies_travel_over_tls_only_in_production():
    assert print_setting("SESSION_COOKIE_SECURE") == "True"
    assert print_setting("SESSION_COOKIE_SECURE", mode="demo") == "False"


def test_every_command_that_holds_the_owners_address_exists():
    assert set(get_commands()) >= OWNER_COMMANDS


WEAK = [
    "x",
    "a-short-key-1234567890",
    "a" * 60,
    "not a secret, for demo only" * 2,
    "django-insecure-" + COMPLETE["SECRET_KEY"],
]


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
@pytest.mark.parametrize("key", WEAK)
def test_production_starts_with_no_key_that_a_stranger_knows(name, key):
    key = key.replace(",", "")  # fallbacks are a list with commas
    done = manage("migrate", **{**COMPLETE, name: key})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is too short or not a secret") and "token_urlsafe" in done.stderr
    assert key not in done.stderr.replace("not a secret:", "") or len(key) < 2


def test_the_deployment_check_names_a_weak_key():
    done = manage("check", "--deploy", **{**COMPLETE, "SECRET_KEY": WEAK[3]})
    assert done.returncode == 1 and "not a secret: whoever knows it" in done.stderr


HOSTS = ["*", "portal.example.org,*", "*.example.org", "https://portal.example.org", "portal.example.org:8000", "a b"]


@pytest.mark.parametrize("hosts", HOSTS)
def test_production_starts_with_no_name_of_a_server_that_lets_every_name_in(hosts):
    done = manage("migrate", **{**COMPLETE, "ALLOWED_HOSTS": hosts})
    assert done.returncode == 1
    assert done.stderr.startswith("ALLOWED_HOSTS holds") and "ALLOWED_HOSTS=portal.example.org" in done.stderr


@pytest.mark.parametrize(
    "told",
    [
        {"ALLOWED_HOSTS": ".example.org"},
        {"PORTAL_ADDRESS": "portal.example.org"},
        {"PORTAL_ADDRESS": "https://*"},
        {"PORTAL_ADDRESS": "https://"},
        {"PORTAL_ADDRESS": "https://[portal"},
    ],
)
def test_production_starts_with_no_address_that_a_mail_cannot_link_to(told):
    done = manage("migrate", **COMPLETE | told)
    assert done.returncode == 1
    assert done.stderr.startswith("PORTAL_ADDRESS is") and "PORTAL_ADDRESS=https://" in done.stderr


@pytest.mark.parametrize(
    "told",
    [
        {"DATABASE_URL": COMPLETE["DATABASE_OWNER_URL"]},
        {"DATABASE_URL": "postgres://portal%5Fowner:other@pool.example.org:6432/portal"},
        {"DATABASE_URL": "postgres:///portal", "DATABASE_OWNER_URL": "postgres:///portal"},
    ],
)
def test_production_does_not_serve_as_the_role_that_owns_the_tables(told):
    done = manage("worker", **COMPLETE | told)
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL and DATABASE_OWNER_URL name the same user.")


def test_what_a_server_may_be_called_is_let_in():
    known = {"PORTAL_MODE": "production", "SECRET_KEY_FALLBACKS": [], **COMPLETE}
    users = [{"USER": "portal_web"}, {"OPTIONS": {"user": "portal_owner"}}]
    for hosts in (["Portal.example.org", ".example.org"], ["127.0.0.1"], ["[::1]"]):
        told = known | {"ALLOWED_HOSTS": hosts, "PORTAL_ADDRESS": f"https://{hosts[0]}"}
        assert why_unconfigured(told, users) == ""
