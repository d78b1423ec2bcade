"""How often somebody gets news is their own choice, and whoever sends in a quiet time is told when it goes."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from schools import clock
from schools.mail_wishes.actions import choose
from schools.mailing import Due, readers_of
from schools.models import ClosedDay, Event, Person, Term, Version
from schools.quiet import may_be_mailed_on
from schools.when_it_goes import sentence_about
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db
PAGE = "/en/mail/edit/"
HOUR = dt.timedelta(hours=1)


def test_news_comes_daily_unless_somebody_chooses_otherwise(nia):
    assert nia.news_by_mail == "daily"


def test_the_page_is_reached_from_the_settings_and_from_the_news_and_keeps_the_choice(olwen):
    visitor = Visitor(olwen, "en")
    for start in ("/en/notices/", "/en/people/language/"):
        assert PAGE in visitor.open(start).page
    visitor.open(PAGE).fill(news_by_mail="weekly").says("Your choice has been saved.")
    assert Person.objects.get(pk=olwen.pk).news_by_mail == "weekly"
    assert Event.all_rows.get(verb="news_by_mail.chosen").facts["choice"] == "weekly"


def test_a_second_press_chooses_once(olwen):
    once = uuid4()
    for _press in range(2):
        choose(news_by_mail="weekly", by=olwen, once=once)
    assert Event.all_rows.filter(verb="news_by_mail.chosen").count() == 1


def test_who_works_at_a_school_and_for_the_council_is_not_bound_by_its_holidays(nia, olwen, school, other_school):
    today = clock.today()
    year = clock.school_year_of(today)
    Term.all_rows.create(
        council=school.council, school_year=year, starts_on=dt.date(year, 9, 2), ends_on=dt.date(year + 1, 7, 20)
    )
    day = dt.date(year, 11, 17)
    while not may_be_mailed_on(readers_of([olwen.pk])[olwen.pk], day):
        day += dt.timedelta(days=1)
    ClosedDay.all_rows.create(school=school, day=day, reason="inspection")
    make.appoint(olwen, "governor", school)
    readers = readers_of([nia.pk, olwen.pk])
    assert not may_be_mailed_on(readers[nia.pk], day) and may_be_mailed_on(readers[olwen.pk], day)
    make.appoint(nia, "governor", other_school)
    assert not may_be_mailed_on(readers_of([nia.pk])[nia.pk], day), "one of two schools is enough"


def test_the_sentence_names_the_first_time_and_only_in_a_quiet_time():
    friday = dt.datetime(2026, 12, 4, 15, tzinfo=clock.LONDON)
    monday = friday.replace(day=7, hour=8)
    assert sentence_about([]) == sentence_about([Due(friday), Due(monday, in_digest=True)]) == ""
    whole = sentence_about([Due(monday, is_quiet=True), Due(monday + 24 * HOUR, in_digest=True, is_quiet=True)])
    assert "Monday 7 December at 08:00" in whole and "nothing was sent yet" in whole
    some = sentence_about([Due(friday), Due(monday, is_quiet=True)])
    assert "some of the people" in some and "Monday 7 December at 08:00" in some


@pytest.mark.parametrize(("hour", "is_told"), [(10, False), (18, True)])
def test_whoever_sends_in_a_quiet_time_is_told_on_the_next_page(monkeypatch, alun, nia, school, hour, is_told):
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    frozen = Version.all_rows.get()
    moment = dt.datetime.combine(dt.date(clock.current_school_year(), 11, 17), dt.time(hour), clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: moment)
    place = [school.public_id, frozen.school_year, frozen.number, frozen.words["areas"][0]["code"]]
    adviser = Visitor(alun, "en").open(reverse("clarifications:ask", args=place))
    adviser.fill(question="How do you know?", lang="en").says("How do you know?")
    assert ("This is a quiet time for e-mail" in adviser.page) is is_told
    assert "quiet time" not in adviser.open(reverse("home:index")).page, "once"
