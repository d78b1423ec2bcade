"""On which day, at which hour and at which of several schools people meet; and who comes for which school."""

import datetime as dt
from typing import Any

import pytest

from discussions import inviting
from discussions.bookings import where_words
from discussions.models import Discussion
from discussions.professional_discussions import actions, forms
from schools import clock
from schools.refusals import Refused
from schools.school_days import closed_on
from tests import factories as make
from tests.on_pages import parsed, text_of

from .meetings import DAY, ids, key, schedule, words
from .test_discussion_pages import as_, hidden_in, page, typed

HAS_PASSED = forms.has_passed  # as it is before a test's morning begins


@pytest.fixture
def dwynwen(other_school: Any) -> Any:
    """Chairs the governors of the other school."""
    person = make.make_person("Dwynwen", language="cy")
    make.appoint(person, "chair_of_governors", other_school)
    return person


@pytest.mark.parametrize("place", ["", "Ystafell 4"])
def test_several_schools_meet_at_the_one_that_was_chosen(place, federated, school, olwen, nia):
    url = page("schedule", school.public_id)
    client = as_(olwen)
    joint = typed(nia, also=[str(federated.public_id)], host=str(federated.public_id), place=place)
    shown = client.post(url, hidden_in(client, url) | joint, follow=True).content.decode()
    found = Discussion.all_rows.get()
    assert found.host == federated
    where = ", ".join(filter(None, [place, federated.name]))
    assert where_words(found, found.covered) == where
    assert where in shown and f"{where}, " not in shown
    assert set(found.calendar_messages.values_list("host", flat=True)) == {federated.pk}


@pytest.mark.parametrize(
    ("host", "sentence"),
    [(None, "Choose at which of the schools you will meet"), ("far", "Choose one of the schools that take part")],
)
def test_the_place_of_several_schools_is_one_of_them(host, sentence, federated, school, far_school, olwen, nia):
    chosen = far_school.public_id if host else None
    with pytest.raises(Refused, match=sentence) as refusal:
        schedule(school, olwen, nia, also=ids(federated), host=chosen)
    assert refusal.value.field == "host"


def test_a_joint_discussion_is_moved_to_the_other_school_and_everybody_is_told(federated, school, olwen, nia):
    discussion = schedule(school, olwen, nia, also=ids(federated))
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    assert client.get(url).context["form"].initial["host"] == school.public_id
    client.post(url, hidden_in(client, url) | typed(host=str(federated.public_id), ends="11:00", language="both"))
    discussion.refresh_from_db()
    assert (discussion.host, discussion.sequence) == (federated, 1)


def test_the_second_of_two_officers_sees_the_first_ones_school(federated, school, olwen, lowri, nia):
    discussion = schedule(school, olwen, nia, also=ids(federated))
    client, url = as_(lowri), page("reschedule", discussion.public_id)
    late = hidden_in(client, url) | typed(host=str(school.public_id), starts="13:00", ends="14:00", language="both")
    actions.reschedule(discussion, version=1, by=olwen, once=key(), **moved(host=federated.public_id))
    form = client.post(url, late).context["form"]
    assert [(row.theirs, row.yours) for row in form.differences][-1] == (federated.name, school.name)


def test_the_list_tells_a_school_at_which_other_one_it_meets(federated, school, olwen, nia):
    schedule(school, olwen, nia, also=ids(federated))
    shown = text_of(parsed(as_(olwen).get(page("index")).content.decode()))
    assert "At the school" in shown.split("Ysgol Nant y Coed", 1)[1].split("Ysgol Pen y Bryn")[0]
    own_row = shown.split("(Ysgol Pen y Bryn)", 1)[1]
    assert own_row.split()[:4] == ["Ysgol", "Nant", "y", "Coed"] and "At the school" not in own_row


def moved(**other: Any) -> dict[str, Any]:
    return {name: value for name, value in words(**other).items() if name != "guests"}


def test_one_school_is_not_asked_at_which(school, olwen):
    assert "host" not in as_(olwen).get(page("schedule", school.public_id)).context["form"].fields


def test_beside_each_person_stands_the_school_they_come_for(federated, school, olwen, dwynwen, glyn, alun, beca):
    able = as_(olwen).get(page("schedule", school.public_id)).context["able"]
    labels = {each.person.name: each.label for each in able}
    assert labels["Dwynwen"] == "Dwynwen (Chair of governors, Ysgol Pen y Bryn)"
    assert labels["Glyn"] == "Glyn (Chair of governors, Ysgol Nant y Coed)"
    assert labels["Beca"].endswith(", Ysgol Pen y Bryn)") and labels["Alun"].endswith(", Ysgol Nant y Coed)")
    assert labels["Nia"] == "Nia (Headteacher, Ysgol Nant y Coed, Ysgol Pen y Bryn)"


@pytest.mark.parametrize("who", ["dwynwen", "beca"])
def test_whose_school_is_not_ticked_is_named_with_it(who, request, federated, school, olwen, nia):
    person = request.getfixturevalue(who)
    sentence = f"{person.name} takes part for Ysgol Pen y Bryn. Tick Ysgol Pen y Bryn too, or untick {person.name}."
    with pytest.raises(Refused) as refusal:
        schedule(school, olwen, nia, person)
    assert (refusal.value.message, refusal.value.field) == (sentence, "participants")
    assert schedule(school, olwen, nia, person, also=ids(federated)).pk


def test_a_discussion_that_people_had_this_morning_is_written_down_at_noon_after_one_question(
    school, olwen, nia, submitted, hour, monkeypatch
):
    for module in (forms, inviting):
        monkeypatch.setattr(module, "has_passed", HAS_PASSED)
    hour(12)
    client, url = as_(olwen), page("schedule", school.public_id)
    held = typed(nia, day=clock.today(), starts="9:00", ends="10:00")
    form = client.post(url, hidden_in(client, url) | held).context["form"]
    assert "This time has passed already. If people met then, press the button below" in str(form.errors["starts"])
    assert not Discussion.all_rows.exists()
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    other = client.post(url, again | typed(nia, day=clock.today(), starts="9:30", ends="10:00"))
    assert other.context["form"].errors["starts"], "asked about nine o’clock, not about half past"
    answer = client.post(url, again | held, follow=True)
    assert "The discussion has been written down with the time you gave" in answer.content.decode()
    discussion = Discussion.all_rows.get()
    assert discussion.has_begun and not discussion.calendar_messages.exists()
    assert not discussion.agenda_items.exists(), "as the page had said"


def test_while_people_meet_the_room_can_be_changed_without_a_question(school, olwen, nia, hour, monkeypatch):
    monkeypatch.setattr(forms, "has_passed", HAS_PASSED)
    discussion = schedule(school, olwen, nia, date=clock.today())
    hour(12)
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    same = typed(day=clock.today(), place="Neuadd")
    assert client.post(url, hidden_in(client, url) | same).status_code == 302
    form = client.post(url, hidden_in(client, url) | {**same, "starts": "10:30"}).context["form"]
    assert "This time has passed already." in str(form.errors["starts"])


def test_a_day_without_school_is_asked_about_once_and_kept_when_pressed_again(school, olwen, nia, monkeypatch):
    monkeypatch.setattr(forms, "closed_on", lambda schools, day: schools if day == DAY else [])
    client, url = as_(olwen), page("schedule", school.public_id)
    form = client.post(url, hidden_in(client, url) | typed(nia)).context["form"]
    assert "is not a school day. Choose another date, or press the button again" in str(form.errors["date"])
    assert not Discussion.all_rows.exists()
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    client.post(url, again | typed(nia))
    discussion = Discussion.all_rows.get()
    url = page("reschedule", discussion.public_id)
    client.post(url, hidden_in(client, url) | typed(starts="13:00", ends="14:00"))
    discussion.refresh_from_db()
    assert discussion.starts_at.astimezone(clock.LONDON).hour == 13, "nobody is asked twice about the same day"


@pytest.mark.parametrize(
    ("day", "none"), [(dt.date(2026, 12, 26), True), (dt.date(2026, 11, 28), True), (dt.date(2026, 11, 24), False)]
)
def test_weekends_and_bank_holidays_are_no_school_days_even_where_no_terms_are_known(day, none, school):
    assert bool(closed_on([school], day)) is none


@pytest.mark.parametrize(
    "link",
    [
        "https://teams.microsoft.com@evil.example/x",
        "https://a:b@evil.example/",
        "https://teams.microsoft.com%40@evil.example/x",
    ],
)
def test_a_link_that_looks_like_another_sites_is_refused(link, school, olwen, nia):
    with pytest.raises(Refused, match="no name and @ stand before") as refusal:
        schedule(school, olwen, nia, setting="online", online_link=link)
    assert refusal.value.field == "online_link"
    schedule(school, olwen, nia, setting="online", online_link="https://teams.microsoft.com/l/a%40thread.v2/0?b=c@d")


def test_everything_that_is_wrong_with_a_time_is_said_at_one_press(school, other_school, olwen, nia, alun, monkeypatch):
    monkeypatch.setattr(forms, "closed_on", lambda schools, day: schools if day == DAY else [])
    schedule(school, olwen, nia)
    client, url = as_(olwen), page("schedule", school.public_id)
    wrong = typed(nia, setting="elsewhere", place="")
    errors = client.post(url, hidden_in(client, url) | wrong).context["form"].errors
    assert "is not a school day" in str(errors["date"])
    assert "Nia is already booked on" in str(errors["starts"]) and f"{school.name} is already booked" in str(errors)
    assert "Enter the place where you will meet" in str(errors["place"])


def test_a_past_day_is_told_although_the_time_cannot_be_understood(school, olwen, nia):
    client, url = as_(olwen), page("schedule", school.public_id)
    before = clock.school_year_bounds(clock.current_school_year())[0] - dt.timedelta(days=1)
    wrong = typed(nia, day=before, starts="ten", ends="22:00")
    errors = client.post(url, hidden_in(client, url) | wrong).context["form"].errors
    assert {"date", "starts", "ends"} <= set(errors)
    assert "this school year or the next" in str(errors["date"]) and "not later than 21:00" in str(errors["ends"])
