"""What people are told on the site: all of it can be found, and is read when they say so."""

import datetime as dt
from uuid import uuid4

import pytest

from schools import clock
from schools.models import Event, Notice

PAGE = "/en/notices/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(nia, school):
    """Thirty notices for Nia, the last one today, and the address of the page."""

    def leave(number: int) -> Notice:
        return Notice.all_rows.create(
            person=nia,
            notice_kind="self_evaluation_submitted",
            school=school,
            target_kind="schools.school",
            target_id=school.public_id,
            path="/help/",
            facts={"year": "2026/27", "number": number},
            at=clock.now() - dt.timedelta(days=30 - number),
        )

    return [leave(number) for number in range(1, 31)]


def says(client, page: str = PAGE) -> str:
    return client.get(page).content.decode()


def form_of(client) -> dict[str, str]:
    form = client.get(PAGE).context["form"]
    return {name: form.initial[name] for name in ("once", "sealed_for", "up_to")}


def test_every_notice_is_found_the_newest_first_and_by_the_page(client, nia, told):
    client.force_login(nia)
    first, second = says(client), says(client, f"{PAGE}?page=2")
    assert first.index("version 30.") < first.index("version 6.")
    assert "version 5." not in first and "version 5." in second
    assert first.count("Not read yet") == 25
    home = says(client, "/en/home/")
    assert "You have 30 notices that are not marked as read." in home and PAGE in home


def test_looking_changes_nothing_and_one_press_marks_what_was_shown(client, nia, told):
    client.force_login(nia)
    words = form_of(client)
    assert not Notice.all_rows.exclude(read_at=None).exists()
    newer = told[0]
    newer.pk, newer.public_id, newer.at = None, uuid4(), clock.now() + dt.timedelta(seconds=1)
    newer.save(force_insert=True)
    for _pressed in range(2):
        assert client.post(PAGE, words).status_code == 302
    assert Notice.all_rows.filter(read_at=None).get() == newer, "it came after the page was opened"
    assert Event.all_rows.filter(verb="notices.read", by=nia).count() == 1
    assert "You have 1 notice that is not marked as read." in says(client)
    assert client.post(PAGE, form_of(client)).status_code == 302
    assert "All your notices are marked as read." in says(client)
    assert "Mark all as read" not in says(client)


def test_nobody_marks_the_notices_of_somebody_else(client, owain, told):
    client.force_login(owain)
    assert "No news yet" in says(client)
    words = {**form_of(client), "up_to": told[-1].public_id}
    assert client.post(PAGE, words).status_code == 302
    assert not Notice.all_rows.exclude(read_at=None).exists()


@pytest.mark.parametrize("up_to", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_form_with_a_strange_notice_marks_nothing(client, nia, told, up_to):
    client.force_login(nia)
    assert client.post(PAGE, {**form_of(client), "up_to": up_to}).status_code in (200, 302)
    assert not Notice.all_rows.exclude(read_at=None).exists()
