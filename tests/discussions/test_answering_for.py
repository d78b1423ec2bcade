"""A diary helper answers for a headteacher who may have answered in person; times that may be slips; old links."""

import datetime as dt

from django.urls import reverse

from discussions.models import Participant, Reply
from schools.models import Notice
from schools.notice_kinds import words_of
from tests import factories as make
from tests.on_pages import Visitor, errors_on
from tests.story import day

from .meetings import schedule
from .test_no_longer_free import SOON, planned  # noqa: F401 (a fixture)
from .test_replies import come, propose


def own_page(discussion, name="reply", *more):
    return reverse(f"replies:{name}", args=[discussion.public_id, *more])


def test_an_answer_that_the_head_gave_in_person_is_replaced_only_when_that_is_meant(planned, nia, dai):  # noqa: F811
    propose(planned, nia)
    page = Visitor(dai, "en").open(own_page(planned))
    assert errors_on(page.press().page) == [
        "Nia has answered in person. Press the button again if your answer is to take its place."
    ]
    assert Reply.all_rows.get().answer == "another_time"
    page.press()
    assert Reply.all_rows.get().answer == "coming"


def test_the_head_is_told_when_somebody_answered_for_them_and_nobody_is_asked_about_a_helpers_answer(
    planned,  # noqa: F811
    nia,
    dai,
):
    Visitor(dai, "en").open(own_page(planned)).fill()
    notice = Notice.all_rows.get(notice_kind="discussion_answered_for_you")
    assert notice.person == nia and "your diary helper answered" in words_of(notice)[0]
    Visitor(nia, "en").open(f"/en{notice.path}").says("Coming")
    Visitor(dai, "en").open(own_page(planned, "not_possible")).fill(text="Na", lang="cy")
    assert Reply.all_rows.get().answer == "not_possible"
    come(planned, nia)
    assert Notice.all_rows.filter(notice_kind="discussion_answered_for_you").count() == 2


def test_another_time_on_a_saturday_or_in_the_evening_is_asked_about_once(planned, nia):  # noqa: F811
    saturday = SOON + dt.timedelta(days=(5 - SOON.weekday()) % 7)
    typed = {**day("date1", saturday), "time1": "10:00", **day("date2", SOON), "time2": "18:30"}
    page = Visitor(nia, "en").open(own_page(planned, "another_time")).press(**typed)
    said = errors_on(page.page)
    assert len(said) == 2 and "is not a school day" in said[0] and "outside working hours" in said[1]
    page.press()
    assert len(Reply.all_rows.get().times) == 2


def test_an_hour_alone_is_not_taken_for_another_one(planned, nia):  # noqa: F811
    page = Visitor(nia, "en").open(own_page(planned, "another_time"))
    assert errors_on(page.press(**day("date1", SOON), time1="10").page) == ["Write the minutes too: 10:00"]


def test_a_chair_who_was_taken_off_is_told_so_on_the_page_of_the_discussion(school, olwen, nia):
    chair = make.make_person("Carys", language="en")
    make.appoint(chair, "chair_of_governors", school)
    discussion = schedule(school, olwen, nia, chair, olwen, date=SOON)
    Participant.all_rows.filter(discussion=discussion, person=chair).delete()
    for name in ("reply", "not_possible", "another_time"):
        Visitor(chair, "en").open(own_page(discussion, name)).says("You are no longer invited to this discussion")
