"""The year on one page: what falls when, what is done, what was sent, what was decided and why, and what comes next."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from discussions.models import EarlierDecision, Proposal, Round, RoundOfficer, YearDecision
from discussions.planning import actions as planning
from discussions.professional_discussions import actions as meetings
from discussions.resettling import resettle
from discussions.year_plan import actions
from schools import clock
from schools.models import Appointment, InsetDay, Notice, Term
from schools.refusals import Refused, Stale
from schools.school_calendar.actions import enter_inset
from schools.school_days import no_school_meets
from tests import factories as make
from tests.discussions.planning import YEAR, plan, set_up
from tests.discussions.rounds import key, make_discussion
from tests.on_pages import Visitor, errors_on, links_in

READY = {"status": "ready", "outcome": "finished"}
SECRET = "Mae’r pennaeth yn absennol"


def path(name: str, council: Any, *more: Any, year: int = YEAR) -> str:
    return reverse(f"year_plan:{name}", args=[year, council.public_id, *more])


def page_of(person: Any, council: Any, year: int = YEAR) -> str:
    return Visitor(person, "en").open(path("detail", council, year=year)).page


def write_down(council: Any, by: Any, **words: Any) -> YearDecision:
    said = {"what": "Yn y gwanwyn", "why": "Arolygir yn yr hydref", "lang": "cy", "school": None}
    said |= {"decided_on": clock.today(), "once": uuid4(), "year": YEAR, **words}
    row: YearDecision = actions.write_down(council, by=by, **said)
    return row


# What was decided, and why


def test_an_officer_writes_down_a_decision_and_its_reason_in_their_own_language(council, olwen, mari):
    visitor = Visitor(olwen, "cy").open(path("add", council).replace("/en/", "/cy/"))
    visitor.press(what="Pob ysgol yn y gwanwyn", why="Bydd Estyn yma yn yr hydref", lang="cy")
    row = YearDecision.all_rows.get()
    assert (row.what, row.lang, row.written_by, row.decided_on) == (
        "Pob ysgol yn y gwanwyn",
        "cy",
        olwen,
        clock.today(),
    )
    for person in (olwen, mari):
        page = page_of(person, council)
        assert '<p class="govuk-body" lang="cy">Pob ysgol yn y gwanwyn</p>' in page and "Bydd Estyn yma" in page
    assert path("edit", council, row.public_id) not in page_of(mari, council)


def test_a_decision_is_changed_and_both_names_are_told(council, olwen, lowri):
    row = write_down(council, olwen)
    visitor = Visitor(lowri, "en").open(path("edit", council, row.public_id))
    visitor.press(why="Am reswm arall")
    assert not errors_on(visitor.page)
    row.refresh_from_db()
    assert (row.why, row.written_by, row.changed_by) == ("Am reswm arall", olwen, lowri)
    page = Visitor(olwen, "en").open(path("edit", council, row.public_id)).page
    assert "Written down by Olwen" in page and "Last changed by Lowri" in page


def test_what_a_decision_said_before_stays_readable_with_who_wrote_it(council, olwen, lowri, mari):
    row = write_down(council, olwen)
    words = {"what": "Yn yr haf", "lang": "cy", "school": None, "decided_on": clock.today()}
    for reason in ("Am reswm arall", "Am y trydydd"):
        row.refresh_from_db()
        actions.change(row, version=row.seen, by=lowri, once=uuid4(), why=reason, **words)
    before = path("earlier", council, row.public_id)
    assert before in page_of(mari, council)
    page = Visitor(mari, "en").open(before).page
    told = [page.index(each) for each in ("Am y trydydd", "Am reswm arall", "Arolygir yn yr hydref")]
    assert told == sorted(told) and "Written by Olwen" in page and "Written by Lowri" in page
    assert list(EarlierDecision.all_rows.values_list("what", "written_by__name")) == [
        ("Yn yr haf", "Lowri"),
        ("Yn y gwanwyn", "Olwen"),
    ]


def test_a_save_that_is_refused_keeps_nothing_earlier(council, olwen, lowri):
    row = write_down(council, olwen)
    words = {"what": "x", "why": "y", "lang": "en", "school": None, "decided_on": clock.today()}
    seen = row.seen
    actions.change(row, version=seen, by=lowri, once=uuid4(), **words)
    with pytest.raises(Stale):
        actions.change(row, version=seen, by=olwen, once=uuid4(), **words)
    assert EarlierDecision.all_rows.count() == 1
    fresh = write_down(council, olwen, what="Heb ei newid")
    assert path("earlier", council, fresh.public_id) not in page_of(olwen, council)


def test_earlier_words_about_a_school_stay_closed_to_whoever_has_an_interest_in_it(council, olwen, elin, school):
    """Olwen, who may, turns a decision about the school into one about the whole year."""
    row = write_down(council, olwen, school=school.public_id, why=SECRET)
    words = {"what": "Pawb", "why": "Pawb", "lang": "cy", "school": None, "decided_on": clock.today()}
    actions.change(row, version=row.seen, by=olwen, once=uuid4(), **words)
    before = path("earlier", council, row.public_id)
    assert SECRET in Visitor(olwen, "en").open(before).page
    assert before not in page_of(elin, council)
    assert SECRET not in Visitor(elin, "en").open(before).page


def test_two_who_change_a_decision_at_once_are_told(council, olwen, lowri):
    row = write_down(council, olwen)
    words = {"what": "x", "why": "y", "lang": "en", "school": None, "decided_on": clock.today()}
    seen = row.seen
    actions.change(row, version=seen, by=lowri, once=uuid4(), **words)
    with pytest.raises(Stale):
        actions.change(row, version=seen, by=olwen, once=uuid4(), **{**words, "why": "z"})


@pytest.mark.parametrize("field", ["decided_on", "school"])
def test_what_cannot_be_is_refused(council, olwen, elin, school, field):
    words = {"decided_on": clock.today() + dt.timedelta(days=1)} if field == "decided_on" else {}
    words |= {"school": school.public_id} if field == "school" else {}
    with pytest.raises(Refused) as refused:
        write_down(council, elin if field == "school" else olwen, **words)
    assert refused.value.field == field and not YearDecision.all_rows.exists()


def test_who_only_reads_writes_nothing_down(council, mari, rhys, nia):
    for person in (mari, rhys, nia):
        with pytest.raises(PermissionDenied):
            write_down(council, person)
    with pytest.raises(PermissionDenied):
        write_down(council, make.make_person("Neb"), year=YEAR - 1)


def test_a_second_press_writes_one_decision(council, olwen):
    once = uuid4()
    assert write_down(council, olwen, once=once) == write_down(council, olwen, once=once)
    assert YearDecision.all_rows.count() == 1


def test_acts_of_the_portal_that_are_decisions_stand_in_the_log(council, olwen, school, other_school):
    round_ = set_up(council, olwen)
    plan(other_school, olwen, takes_part=False, not_because="Cynhelir hi yng Nghaerdydd", lang="cy")
    found = make_discussion(school, day=clock.today() + dt.timedelta(days=20))
    meetings.cancel(found, reason=SECRET, lang="cy", by=olwen, once=key())
    planning.set_aside(Proposal.all_rows.create(round=round_, **READY, asked_by=olwen), by=olwen, once=key())
    page = page_of(olwen, council)
    for said in ("takes no part", "Cynhelir hi yng Nghaerdydd", "was cancelled", SECRET, "was set aside"):
        assert said in page
    assert page.count("Olwen") > 2  # who decided it, beside each


def test_a_proposal_that_gave_way_to_a_newer_one_is_no_decision(council, olwen, school):
    round_ = set_up(council, olwen)
    RoundOfficer.all_rows.create(round=round_, person=olwen)
    plan(school, olwen)
    for _each in range(2):
        older = Proposal.all_rows.create(round=round_, **READY, asked_by=olwen)
        planning.propose(round_, may_move=False, by=olwen, once=key())
        Proposal.all_rows.exclude(pk=older.pk).filter(status="working").delete()
    assert Proposal.all_rows.filter(closed_because="set_aside").count() == 2
    assert "was set aside" not in page_of(olwen, council)


def test_a_discussion_that_was_moved_and_an_inset_day_stand_in_the_log(council, olwen, elin, school):
    set_up(council, olwen)
    found = make_discussion(school, day=clock.today() + dt.timedelta(days=20))
    where = {"setting": "at_school", "host_id": None, "place": "", "online_link": "", "language": "both"}
    later = {"starts_at": found.starts_at + dt.timedelta(days=1), "ends_at": found.ends_at + dt.timedelta(days=1)}
    with transaction.atomic():
        resettle(found, **later, **where, version=found.version, by=olwen)
    day = clock.school_year_bounds(YEAR)[0] + dt.timedelta(days=7)
    while no_school_meets(day):
        day += dt.timedelta(days=1)
    enter_inset(council, year=YEAR, day=day, which="all", schools=[], by=olwen, once=key())
    moved = f"since then it was to be on {date_format(later['starts_at'].astimezone(clock.LONDON))}."
    inset = f"An INSET day was entered: {date_format(day)}."
    page = page_of(olwen, council)
    assert moved in page and page.count(inset) == 1 and school.name in page
    page = page_of(elin, council)  # whom an interest keeps from the school
    assert moved not in page and inset in page


def test_an_interest_closes_a_schools_reasons(council, olwen, elin, school):
    set_up(council, olwen)
    write_down(council, olwen, school=school.public_id, what="CANARY-one", why="CANARY-two")
    plan(school, olwen, takes_part=False, not_because="CANARY-three", lang="en")
    found = make_discussion(school, day=clock.today() + dt.timedelta(days=20))
    meetings.cancel(found, reason="CANARY-four", lang="cy", by=olwen, once=key())
    assert page_of(olwen, council).count("CANARY") >= 4
    assert "CANARY" not in page_of(elin, council)


def test_no_school_and_no_adviser_sees_the_page(council, nia, glyn, alun, rhys):
    for person, status in ((nia, 403), (glyn, 403), (alun, 403), (rhys, 404)):
        Visitor(person, "en").open(path("detail", council), status=status)


# Month by month


def test_what_falls_in_a_month_stands_there(council, olwen, school, other_school):
    set_up(council, olwen)
    first = dt.date(YEAR, 9, 2)
    for begins, ends in ((first, dt.date(YEAR, 10, 22)), (dt.date(YEAR, 11, 2), dt.date(YEAR + 1, 7, 20))):
        Term.all_rows.create(council=council, school_year=YEAR, starts_on=begins, ends_on=ends)
    shared = InsetDay.all_rows.create(council=council, day=dt.date(YEAR, 9, 4))
    shared.schools.set([school, other_school])
    InsetDay.all_rows.create(council=council, day=dt.date(YEAR + 1, 6, 4)).schools.set([school])
    meeting = dt.date(YEAR + 1, 2, 4)
    make_discussion(school, day=meeting)
    page = page_of(olwen, council)
    monday = meeting - dt.timedelta(days=meeting.weekday())
    for words in (
        f"may take place from 12 January {YEAR + 1}",
        f"The last day for discussions is 26 March {YEAR + 1}",
        f"Week of {date_format(monday)}: 1 discussion",
        f"No school from 23 October {YEAR} to 1 November {YEAR}",
        f"INSET day of all schools: 4 September {YEAR}",
    ):
        assert words in page, words
    assert f"4 June {YEAR + 1}" not in page  # not of all schools
    assert school.name not in page
    week = reverse("this_year:week", args=[YEAR, council.public_id])
    assert f"{week}?day={monday}" in links_in(page)


def test_what_was_sent_is_counted_by_its_class_and_leads_to_the_messages(
    council, olwen, nia, school, other_school, elin
):
    year_began = clock.midnight_before(YEAR) + dt.timedelta(days=3)
    words = {"school": school, "path": "/", "mail_class": "news", "emailed_at": year_began, "at": year_began}
    for _each in range(2):
        Notice.all_rows.create(person=nia, notice_kind="record_sent", target_kind="x", target_id=uuid4(), **words)
    page = page_of(olwen, council)
    assert "News sent by e-mail: 2" in page and reverse("sent_mail:index") in links_in(page)
    assert "sent by e-mail" not in page_of(elin, council)


def test_a_year_of_which_nothing_is_kept_has_its_page(council, olwen):
    page = page_of(olwen, council, YEAR + 1)
    assert "has not been entered" in page and "Nothing known yet" in page


def test_as_many_questions_whatever_there_is(council, olwen, mari, school, other_school):
    def asked(person: Any) -> int:
        visitor = Visitor(person, "en")
        with CaptureQueriesContext(connection) as queries:
            visitor.open(path("detail", council))
        return len(queries)

    def add(place: Any) -> None:
        write_down(council, olwen, school=place.public_id)
        plan(place, olwen, takes_part=False, not_because="x", lang="en")
        make_discussion(place)

    set_up(council, olwen)
    add(school)
    before = [asked(olwen), asked(mari)]
    for place in (other_school, make.make_school(council)):
        add(place)
    assert [asked(olwen), asked(mari)] == before and max(before) <= 12, before


# Taking over


def test_a_new_officer_finds_from_this_page_alone_what_to_do_next(
    council, olwen, mari, school, other_school, federation
):
    """Olwen sets up half a year and leaves; Cadi comes, and every link of the page is hers to open."""
    set_up(council, olwen)
    RoundOfficer.all_rows.create(round=Round.all_rows.get(), person=olwen)
    plan(school, olwen)
    write_down(council, olwen, what="Ysgol arall yn olaf", why="Mae pennaeth newydd yno")
    Appointment.all_rows.filter(person=olwen).update(ends_on=make.YESTERDAY)
    Visitor(olwen, "en").open(path("detail", council), status=403)
    cadi = make.make_person("Cadi", language="en")
    make.appoint(cadi, "council_officer", council, starts_on=clock.today())
    visitor = Visitor(cadi, "en").open(path("detail", council))
    for words in ("1 school takes part", "1 school is not decided yet", "1 school is to get its date"):
        assert words in visitor.page
    assert "Mae pennaeth newydd yno" in visitor.page and "Olwen" in visitor.page
    for href in links_in(visitor.page):
        if "/discussions/" in href or "/sent-mail/" in href:
            Visitor(cadi, "en").open(href)
    visitor.follow(reverse("rounds:schools", args=[YEAR, council.public_id]))
    visitor.press(schools=visitor.form.fields["schools"].offers)
    assert "is not decided yet" not in page_of(cadi, council)


def test_whoever_only_reads_is_offered_no_page_that_is_closed_to_them(council, olwen, mari, school):
    set_up(council, olwen)
    for year in (YEAR, YEAR + 1):
        for href in links_in(page_of(mari, council, year)):
            if "/discussions/" in href or "/sent-mail/" in href:
                Visitor(mari, "en").open(href)
