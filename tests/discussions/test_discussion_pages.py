"""The pages of discussions and agendas: what each person is shown, what a form refuses, and how much they ask."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from discussions.announcements import organisations_of
from discussions.models import Discussion, Participant
from discussions.professional_discussions import actions
from schools import clock
from schools.models import GuestOrganisation
from tests import factories as make

from .meetings import DAY, guest_of, ids, key, schedule


def page(name: str, *arguments: Any) -> str:
    with translation.override("en"):
        return reverse(name if ":" in name else f"professional_discussions:{name}", args=arguments)


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hidden_in(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {field.html_name: field.value() for field in form.hidden_fields()}


def typed(*people: Any, **other: Any) -> dict[str, Any]:
    day = other.pop("day", DAY)
    usual = {
        "date-day": day.day,
        "date-month": day.month,
        "date-year": day.year,
        "starts": "10:00",
        "ends": "11:30",
        "setting": "at_school",
        "language": "cy",
        "participants": [str(person.public_id) for person in people],
    }
    return usual | other


def test_an_officer_schedules_on_one_page_with_everybody_proposed(school, olwen, nia, alun, submitted):
    client, url = as_(olwen), page("schedule", school.public_id)
    form = client.get(url).context["form"]
    assert set(form.initial["participants"]) == set(ids(nia, alun, olwen))
    answer = client.post(url, hidden_in(client, url) | typed(nia, alun, olwen), follow=True)
    assert "everybody who takes part is invited" in answer.content.decode()
    assert "10:00 to 11:30" in answer.content.decode()
    assert "Mae&#x27;r dysgwyr yn darllen yn dda. (blaenoriaeth)" in answer.content.decode()
    assert Discussion.all_rows.get().language == "cy"


def test_everything_that_is_wrong_is_said_at_once_beside_its_field(school, olwen, nia):
    client, url = as_(olwen), page("schedule", school.public_id)
    wrong = typed(nia, day=dt.date(2001, 1, 5), ends="9:00", setting="online")
    form = client.post(url, hidden_in(client, url) | wrong).context["form"]
    assert set(form.errors) == {"date", "ends", "online_link"}


def test_who_is_taken_is_said_on_the_form(school, other_school, olwen, owain, nia, discussion):
    client, url = as_(olwen), page("schedule", other_school.public_id)
    answer = client.post(url, hidden_in(client, url) | typed(owain, olwen))
    assert "Olwen is already booked on" in answer.content.decode()


def test_the_list_has_schools_with_a_date_first_and_then_those_without_by_name(discussion, council, olwen):
    for name in ("Ysgol Chwilog", "Ysgol Cadle"):
        make.make_school(council, name)
    lines = as_(olwen).get(page("index").replace("/en/", "/cy/")).context["lines"]
    assert [school.name for school, _meeting, _may in lines] == ["Ysgol Nant y Coed", "Ysgol Cadle", "Ysgol Chwilog"]
    assert [meeting for _school, meeting, _may in lines] == [discussion, None, None]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("which=with", ["Ysgol Nant y Coed"]),
        ("which=without", ["Ysgol Cadle"]),
        ("name=cadle", ["Ysgol Cadle"]),
        (f"year={clock.current_school_year() + 1}", ["Ysgol Cadle", "Ysgol Nant y Coed"]),
        ("year=x&which=y&page=zz", ["Ysgol Nant y Coed", "Ysgol Cadle"]),
    ],
)
def test_the_list_is_narrowed_by_year_date_and_name(query, names, discussion, council, olwen):
    make.make_school(council, "Ysgol Cadle")
    lines = as_(olwen).get(f"{page('index')}?{query}").context["lines"]
    assert [school.name for school, _meeting, _may in lines] == names


def test_a_guest_to_whom_the_headteacher_said_no_does_not_stand_among_those_who_take_part(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    url = page("detail", discussion.public_id)
    assert [row.person.name for row in as_(olwen).get(url).context["people"]] == ["Nia", "Gareth"]
    Participant.all_rows.filter(person=gareth).update(consent="refused")
    for reader in (olwen, nia):
        answer = as_(reader).get(url)
        assert [row.person.name for row in answer.context["people"]] == ["Nia"]
        assert "Gareth: the headteacher said no." in answer.content.decode()


def test_a_guest_sees_the_discussion_and_its_agenda_only_after_yes(submitted, school, olwen, nia, gareth, tomos):
    discussion = schedule(school, olwen, nia, guests=ids(gareth, tomos))
    url, guest = page("detail", discussion.public_id), as_(gareth)
    assert guest.get(url).status_code == 404
    assert "Nant y Coed" not in guest.get(page("index")).content.decode()
    asked = Participant.all_rows.get(person=gareth)
    consent = page("consent", discussion.public_id, asked.public_id)
    head = as_(nia)
    question = head.get(consent).content.decode()
    assert "What the guest would receive" in question
    assert "(blaenoriaeth)" in question
    head.post(consent, hidden_in(head, consent) | {"answer": "given"})
    shown = guest.get(url).content.decode()
    assert "(blaenoriaeth)" in shown
    assert "Gareth" in shown
    assert "Tomos" not in shown, "who else was asked is not the guest's to know"
    assert url in guest.get(page("index")).content.decode()
    assert guest.get(page("history", discussion.public_id)).status_code == 403


def test_a_diary_helper_sees_when_where_and_who_and_nothing_else(submitted, school, olwen, nia, dai, gareth, tomos):
    discussion = schedule(school, olwen, nia, olwen, place="Ystafell 4", guests=ids(gareth, tomos))
    actions.answer_about_guest(Participant.all_rows.get(person=gareth), answer="given", by=nia, once=key())
    shown = as_(dai).get(page("detail", discussion.public_id)).content.decode()
    assert "Ystafell 4" in shown
    assert "10:00 to 11:00" in shown
    assert "blaenoriaeth" not in shown
    assert all(name in shown for name in ("Nia", "Headteacher", "Olwen", "Council officer", "Gareth"))
    assert "Tomos" not in shown and "said yes" not in shown
    assert as_(dai).get(page("calendar", discussion.public_id)).status_code == 200


def test_a_reason_is_shown_in_its_own_language(discussion, olwen, nia):
    client, url = as_(olwen), page("cancel", discussion.public_id)
    client.post(url, hidden_in(client, url) | {"reason": "Storm yn y nos", "lang": "cy"})
    shown = as_(nia).get(page("detail", discussion.public_id)).content.decode()
    assert '<div class="portal-words" lang="cy"><p>Storm yn y nos</p></div>' in shown


def test_the_history_names_people_to_their_own_side_only(discussion, nia, alun, olwen, lowri):
    url = page("history", discussion.public_id)
    for person in (olwen, lowri):
        shown = as_(person).get(url).content.decode()
        assert "By Olwen" in shown and "T" in shown.split('<time datetime="')[1][:20]
    for person in (alun, nia):
        outside = as_(person).get(url).content.decode()
        assert "Olwen" not in outside
        assert "The professional discussion was scheduled for" in outside


def test_the_calendar_file_is_a_calendar_with_no_attendee(discussion, nia):
    answer = as_(nia).get(page("calendar", discussion.public_id))
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]


def test_changing_the_time_by_the_form_keeps_what_was_not_changed(discussion, olwen):
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    initial = client.get(url).context["form"].initial
    assert (initial["date"], initial["starts"], initial["language"]) == (DAY, dt.time(10), "both")
    client.post(url, hidden_in(client, url) | typed(starts="13:00", ends="14:00", language="both"))
    discussion.refresh_from_db()
    assert discussion.starts_at.astimezone(clock.LONDON).hour == 13


def test_people_are_ticked_and_unticked_on_one_page(discussion, olwen, nia, lowri, gareth):
    client, url = as_(olwen), page("participants", discussion.public_id)
    chosen = {"participants": [str(nia.public_id), str(lowri.public_id)], "guests": [str(gareth.public_id)]}
    client.post(url, hidden_in(client, url) | chosen)
    names = {row.person.name for row in Participant.all_rows.all()}
    assert names == {"Nia", "Lowri", "Gareth"}
    assert guest_of(discussion).consent == "asked"


def test_the_second_of_two_officers_sees_the_first_ones_time_and_can_save_on_purpose(discussion, olwen, lowri):
    client, url = as_(lowri), page("reschedule", discussion.public_id)
    before = hidden_in(client, url)
    first = as_(olwen)
    first.post(url, hidden_in(first, url) | typed(starts="9:00", ends="9:45", language="both"))
    form = client.post(url, before | typed(starts="13:00", ends="14:00", language="both")).context["form"]
    assert [(row.theirs, row.yours) for row in form.differences] == [("09:00", "13:00"), ("09:45", "14:00")]
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    assert client.post(url, again | typed(starts="13:00", ends="14:00", language="both")).status_code == 302


def test_the_second_of_two_officers_who_tick_people_is_asked_to_check(discussion, olwen, lowri, nia):
    client, url = as_(lowri), page("participants", discussion.public_id)
    before = hidden_in(client, url)
    first = as_(olwen)
    first.post(url, hidden_in(first, url) | {"participants": [str(nia.public_id), str(lowri.public_id)]})
    form = client.post(url, before | {"participants": [str(nia.public_id)]}).context["form"]
    assert "Somebody else has changed this discussion" in str(form.errors)
    again = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    assert client.post(url, again | {"participants": [str(nia.public_id)]}).status_code == 302


def build(request: Any, size: int) -> list[tuple[str, str]]:
    """Everything `size` times: people, guests, agenda items, discussions, schools. The pages, by reader."""
    school, nia, olwen, alun, gareth = (
        request.getfixturevalue(name) for name in ("school", "nia", "olwen", "alun", "gareth")
    )
    council, diocese = request.getfixturevalue("council"), request.getfixturevalue("diocese")
    officers, guests = [olwen], [gareth]
    for _again in range(size):
        officers.append(make.make_person("Swyddog", language="en"))
        make.appoint(officers[-1], "council_officer", council)
        guests.append(make.make_person("Gwestai", language="en"))
        make.appoint(guests[-1], "guest", diocese)
        make.make_school(council)
    last = clock.now() - dt.timedelta(days=300)
    for number in range(size):
        old = schedule(school, olwen, nia, date=clock.today() + dt.timedelta(days=number), starts=dt.time(8))
        actions.cancel(old, reason="x", lang="en", by=olwen, once=key())
        Discussion.all_rows.filter(pk=old.pk).update(starts_at=last, ends_at=last + dt.timedelta(hours=1))
    discussion = schedule(school, olwen, nia, alun, *officers, guests=ids(*guests))
    for guest in Participant.all_rows.filter(discussion=discussion, person__in=guests[1:]):
        Participant.all_rows.filter(pk=guest.pk).update(consent="given")
    from discussions.agenda import actions as agenda

    for _again in range(size):
        item = agenda.add(discussion, text="x", lang="en", by=nia, once=key())
    key_of, asked = discussion.public_id, Participant.all_rows.get(discussion=discussion, person=gareth)
    of_all = [page(name, key_of) for name in ("detail", "calendar")] + [page("index")]
    own = [page("agenda:edit", key_of, item.public_id), page("agenda:remove", key_of, item.public_id)]
    either = [page("agenda:add", key_of), page("agenda:redraft", key_of), page("history", key_of)]
    officers_only = [page(name, key_of) for name in ("reschedule", "cancel", "participants")]
    officers_only.append(page("schedule", make.make_school(council).public_id))
    pages = [("nia", url) for url in (*of_all, *own, *either, page("consent", key_of, asked.public_id))]
    pages += [("olwen", url) for url in (*of_all, *either, *officers_only)]
    pages += [("alun", url) for url in (*of_all, *either)]
    return [*pages, ("nia", page("at_school", school.public_id))]


def counted(request: Any, size: int) -> list[int]:
    counts = []
    for who, url in build(request, size):
        client = as_(request.getfixturevalue(who))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, url
        assert len(queries) <= 12, (who, url, [query["sql"][:120] for query in queries])
        counts.append(len(queries))
    return counts


def test_each_page_asks_the_same_at_one_and_three_of_everything_and_at_most_twelve(
    request, submitted, olwen, alun, gareth
):
    with transaction.atomic():
        at_one = counted(request, 1)
        transaction.set_rollback(True)
    assert counted(request, 3) == at_one


def test_scheduling_asks_the_same_for_one_and_for_three_people_guests_and_items(
    request, council, olwen, nia, submitted, school, lowri, diocese
):
    def queries_for(size: int) -> int:
        people = [nia, olwen, lowri][:size]
        guests = [make.make_person("Gwestai") for _again in range(size)]
        for guest in guests:
            make.appoint(guest, "guest", diocese)
        with CaptureQueriesContext(connection) as queries:
            schedule(school, olwen, *people, guests=ids(*guests))
        return len(queries)

    assert olwen.standing, "read once for both"
    counts = []
    for size in (1, 3):
        with transaction.atomic():
            counts.append(queries_for(size))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]


anything = st.one_of(
    st.text(max_size=40), st.sampled_from(["10:00", "2026", "13", "cy", "online", "\x00", "-1", "9" * 30])
)
NAMES = ["once", "version", "date-day", "date-month", "date-year", "starts", "ends", "setting", "place", "online_link"]
NAMES += ["language", "participants", "guests", "also", "reason", "lang", "answer", "text"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    posted=st.dictionaries(st.sampled_from(NAMES), st.one_of(anything, st.lists(anything, max_size=3))),
    which=st.integers(0, 9),
)
def test_whatever_is_posted_is_answered_and_never_half_done(
    posted, which, discussion, school, other_school, olwen, nia, client
):
    item = discussion.agenda_items.first()
    if item is None:
        from discussions.agenda import actions as agenda

        item = agenda.add(discussion, text="x", lang="en", by=nia, once=key())
    urls = [
        (olwen, page("schedule", school.public_id)),
        (olwen, page("schedule", other_school.public_id)),
        (olwen, page("reschedule", discussion.public_id)),
        (olwen, page("cancel", discussion.public_id)),
        (olwen, page("participants", discussion.public_id)),
        (nia, page("agenda:add", discussion.public_id)),
        (nia, page("agenda:redraft", discussion.public_id)),
        (nia, page("agenda:edit", discussion.public_id, item.public_id)),
        (nia, page("agenda:remove", discussion.public_id, item.public_id)),
        (olwen, page("index")),
    ]
    person, url = urls[which]
    client.force_login(person)
    with transaction.atomic():
        answer = client.post(url, posted)
        transaction.set_rollback(True)
    assert answer.status_code in (200, 302, 405)


def test_a_role_as_a_guest_of_another_council_opens_nothing_here(submitted, school, far_council, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    actions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    pages = [page("detail", discussion.public_id), page("calendar", discussion.public_id)]
    assert [as_(gareth).get(url).status_code for url in pages] == [200, 200]
    gareth.appointments.update(ends_on=make.YESTERDAY)
    elsewhere = GuestOrganisation.all_rows.create(council=far_council, name_cy="Esgobaeth y Môr", name_en="Sea Diocese")
    make.appoint(gareth, "guest", elsewhere)
    assert [as_(gareth).get(url).status_code for url in pages] == [404, 404]
    assert "Nant y Coed" not in as_(gareth).get(page("index")).content.decode()
    assert organisations_of([guest_of(discussion)])[gareth.pk]["organisation_en"] == "–"
