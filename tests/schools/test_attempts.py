"""How often somebody may try to sign in: five wrong passwords from one place, and room for a whole council there."""

from django.core.cache import cache
from django.test import Client

from tests.schools.test_sign_in import is_signed_in, sign_in


def test_after_five_wrong_passwords_even_the_right_one_must_wait(client, nia):
    for _attempt in range(5):
        sign_in(client, nia.email, "anghywir")
    answer = sign_in(client, nia.email)
    assert "There were too many attempts" in str(answer.context["form"].errors)
    assert not is_signed_in(client)
    assert sign_in(client, "somebody.else@example.test", "anghywir").status_code == 200, "others are not held up"


def test_wrong_passwords_of_a_stranger_lock_out_the_stranger_and_not_the_owner(nia):
    stranger, owner = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    for _attempt in range(6):
        sign_in(stranger, nia.email, "anghywir")
    sign_in(stranger, nia.email)
    assert not is_signed_in(stranger)
    sign_in(owner, nia.email)
    assert is_signed_in(owner)


def test_a_locked_account_stays_locked_whatever_else_fills_the_cache(client, nia):
    """Django's cache drops rows above its MAX_ENTRIES, which were 300: a few hundred other attempts undid a limit."""
    for _attempt in range(5):
        sign_in(client, nia.email, "anghywir")
    for n in range(700):
        cache.set(f"another:{n}", 1, timeout=300)
    sign_in(client, nia.email)
    assert not is_signed_in(client)


def test_when_the_cache_is_full_what_is_over_goes_first(nia, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "OPTIONS": {"MAX_ENTRIES": 40}}}
    for n in range(60):
        cache.set(f"over:{n}", 1, timeout=-1)
    locked = Client()
    for _attempt in range(5):
        sign_in(locked, nia.email, "anghywir")
    sign_in(locked, nia.email)
    assert not is_signed_in(locked)


def test_many_who_mistype_behind_one_address_keep_nobody_there_from_signing_in(client, nia):
    for n in range(60):
        sign_in(Client(), f"somebody.{n}@example.test", "anghywir")
    assert sign_in(client, nia.email).status_code == 302
    assert is_signed_in(client)


def test_guessing_at_many_accounts_from_one_address_is_stopped_all_the_same(client, nia, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "8/5m/ip,5/5m/key"}
    assert "ip" in settings.ACCOUNT_RATE_LIMITS["login_failed"]
    for n in range(8):
        sign_in(client, f"somebody.{n}@example.test", "anghywir")
    assert "There were too many attempts" in str(sign_in(client, nia.email).context["form"].errors)
