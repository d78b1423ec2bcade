"""Somebody who is invited says whether they come: with one press, for one time and place, told to those who see it."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from discussions.bookings import moment
from discussions.calendar import letter
from discussions.models import CalendarMessage, Discussion, Participant, Reply
from discussions.professional_discussions import actions as officers
from discussions.replied import ReplyState, replies_to, reply_state
from discussions.replies import actions
from discussions.replies.queries import reply_of, shown_of
from schools import clock
from schools.form_fields import in_boxes
from schools.models import ConflictOfInterest, Event, Notice
from schools.refusals import NotAllowed, Refused
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, key, schedule, words

SOON = clock.today() + dt.timedelta(days=7)
REASON = "Rheswm CANARY: rwy’n dysgu"


@pytest.fixture
def invited(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    """In a week: Nia, Alun and Olwen, who has scheduled it."""
    return schedule(school, olwen, nia, alun, olwen, date=SOON)


def of(discussion: Discussion, person: Any) -> Participant:
    row = Participant.all_rows.select_related("discussion", "person").get(discussion=discussion, person=person)
    row.discussion = Discussion.all_rows.get(pk=discussion.pk)
    return row


def shown(discussion: Discussion, person: Any) -> str:
    row = of(discussion, person)
    return shown_of(row, reply_of(row))


def come(discussion: Discussion, person: Any, **other: Any) -> Reply:
    asked = {"by": person, "once": key(), "shown": shown(discussion, person), **other}
    return actions.come(of(discussion, person), **asked)


def decline(discussion: Discussion, person: Any, **other: Any) -> Reply:
    asked = {"by": person, "once": key(), "shown": shown(discussion, person), "text": REASON, "lang": "cy", **other}
    return actions.decline(of(discussion, person), **asked)


def propose(discussion: Discussion, person: Any, **other: Any) -> Reply:
    times = [moment(SOON + dt.timedelta(days=1), dt.time(14))]
    usual = {"by": person, "once": key(), "shown": shown(discussion, person), "times": times, "text": "", "lang": "en"}
    return actions.propose(of(discussion, person), **{**usual, **other})


def move_to(discussion: Discussion, by: Any, **other: Any) -> None:
    typed = words(date=SOON, **other) if "date" not in other else words(**other)
    del typed["guests"]
    discussion.refresh_from_db()
    officers.reschedule(discussion, version=discussion.version, by=by, once=key(), **typed)
    discussion.refresh_from_db()


def page_of(person: Any, discussion: Discussion, route: str = "replies:reply", *more: Any, **asked: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(route, args=[discussion.public_id, *more]), **asked)


def words_on(page: Any) -> str:
    return " ".join(page.content.decode().replace("&#x27;", "'").split())


DETAIL = "professional_discussions:detail"


def test_one_press_says_that_one_is_coming(invited, nia):
    client = Client()
    client.force_login(nia)
    url = reverse("replies:reply", args=[invited.public_id])
    form = client.get(url).context["form"]
    sent = {name: form.hidden_value(name) for name in ("once", "sealed_for", "shown")}
    answer = client.post(url, sent)
    assert answer.status_code == 302
    assert [str(each) for each in get_messages(answer.wsgi_request)] == ["It has been noted that you are coming."]
    reply = Reply.all_rows.get()
    assert (reply.participant.person, reply.answer, reply.sequence, reply.given_by) == (nia, "coming", 0, nia)
    assert client.post(url, sent).status_code == 302, "a second press answers with the first result"
    assert Reply.all_rows.count() == 1
    assert Event.all_rows.filter(verb="discussion.reply_coming").count() == 1


def test_the_link_in_the_letter_leads_over_the_sign_in_page_to_the_question(invited, nia, settings):
    body = letter(CalendarMessage.all_rows.filter(person=nia).last()).body
    (link, *_other) = [line for line in body.splitlines() if line.endswith(f"/discussions/{invited.public_id}/reply/")]
    assert link.startswith(f"{settings.PORTAL_ADDRESS}/cy/"), "her own language first"
    client, path = Client(), link.removeprefix(settings.PORTAL_ADDRESS)
    to_sign_in = client.get(path)
    assert to_sign_in.status_code == 302 and "/account/login/" in to_sign_in["Location"]
    nia.set_password("gair cyfrinachol hir")
    nia.save()
    answer = client.post(to_sign_in["Location"], {"login": nia.email, "password": "gair cyfrinachol hir"}, follow=True)
    assert answer.redirect_chain[-1][0] == path
    assert answer.templates[0].name == "discussions/replies/reply.html"


def test_whoever_is_not_invited_is_not_asked(invited, sion, glyn, lowri, owain):
    for person, status in ((sion, 403), (glyn, 403), (lowri, 403), (owain, 404)):
        assert page_of(person, invited).status_code == status, person
    with pytest.raises(PermissionDenied):
        actions.come(of(invited, Participant.all_rows.first().person), shown="0.0", by=sion, once=key())


def test_a_guest_is_asked_once_the_head_has_said_yes(school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth), date=SOON)
    assert page_of(gareth, discussion).status_code == 404
    assert replies_to([discussion])[discussion.pk].invited == 1, "nobody counts a guest who is not invited"
    officers.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    assert page_of(gareth, discussion).status_code == 200
    assert come(discussion, gareth).answer == "coming"


def test_a_diary_helper_answers_for_the_head_of_their_school_and_for_nobody_else(invited, dai, nia, alun):
    page = words_on(page_of(dai, invited))
    assert "You answer for Nia, whose diary you help with." in page and "Nia is coming" in page
    reply = come(invited, nia, by=dai)
    assert (reply.participant.person, reply.given_by) == (nia, dai)
    event = Event.all_rows.get(verb="discussion.reply_coming_for")
    assert event.by == dai
    with pytest.raises(PermissionDenied):
        come(invited, alun, by=dai)
    assert page_of(dai, invited, "replies:reply", of(invited, alun).public_id).status_code == 404


def test_a_diary_helper_of_another_school_answers_for_nobody(invited, other_school):
    stranger = make.make_person("Delyth")
    make.appoint(stranger, "diary_helper", other_school)
    assert page_of(stranger, invited).status_code == 404


def test_what_the_head_wrote_is_not_shown_to_the_diary_helper_who_wrote_nothing(invited, dai, nia):
    decline(invited, nia)
    for route in ("replies:reply", "replies:not_possible", DETAIL):
        assert "CANARY" not in words_on(page_of(dai, invited, route)), route
    assert "CANARY" in words_on(page_of(nia, invited, "replies:not_possible")), "to go on from"


def test_the_reason_is_for_those_who_schedule_and_the_others_read_that_it_is_not_possible(
    invited, nia, alun, olwen, lowri, sion, dai
):
    decline(invited, nia)
    for person in (olwen, lowri, nia):
        assert "CANARY" in words_on(page_of(person, invited, DETAIL)), person
    for person in (alun, sion, dai):
        page = words_on(page_of(person, invited, DETAIL))
        assert "CANARY" not in page and "Cannot come" in page, person


def test_an_interest_in_one_of_the_schools_closes_the_reason_to_an_officer(federated, school, olwen, nia, elin):
    discussion = schedule(school, olwen, nia, also=ids(federated), date=SOON)
    decline(discussion, nia)
    page = words_on(page_of(elin, discussion, DETAIL))
    assert "CANARY" not in page and "Cannot come" in page


def test_the_officers_hear_of_a_no_and_of_another_time_and_not_of_each_yes(invited, nia, alun, olwen, lowri):
    come(invited, alun)
    assert not Notice.all_rows.filter(notice_kind__contains="com").exclude(notice_kind="discussion_scheduled").exists()
    decline(invited, nia)
    propose(invited, alun)
    come(invited, nia)
    told = Notice.all_rows.filter(person=olwen).exclude(notice_kind="discussion_scheduled").order_by("pk")
    kinds = [notice.notice_kind for notice in told]
    assert kinds == ["discussion_cannot_come", "discussion_another_time", "discussion_coming_after_all"]
    assert all("CANARY" not in str(notice.facts) for notice in told)
    assert not Notice.all_rows.filter(person=lowri, notice_kind="discussion_cannot_come").exists()


def test_an_officer_who_cannot_come_is_not_told_so_by_the_portal(invited, olwen):
    decline(invited, olwen)
    assert not Notice.all_rows.filter(person=olwen, notice_kind="discussion_cannot_come").exists()


def test_when_the_discussion_moves_everybody_is_asked_anew(invited, nia, alun, olwen):
    for person in (nia, alun, olwen):
        come(invited, person)
    assert reply_state(invited) == ReplyState.CONFIRMED
    move_to(invited, olwen, starts=dt.time(14), ends=dt.time(15))
    assert reply_state(invited) == ReplyState.INVITED
    assert replies_to([invited])[invited.pk].silent == 3
    come(invited, nia)
    assert Reply.all_rows.filter(participant__person=nia).count() == 2


def test_a_new_link_for_joining_or_another_language_asks_nobody_anew(school, olwen, nia):
    online = {"setting": "online", "online_link": "https://cyfarfod.example/abc"}
    discussion = schedule(school, olwen, nia, date=SOON, **online)
    come(discussion, nia)
    move_to(discussion, olwen, **{**online, "online_link": "https://cyfarfod.example/def"})
    assert discussion.sequence == 1
    assert reply_state(discussion) == ReplyState.CONFIRMED
    move_to(discussion, olwen, **{**online, "online_link": "https://cyfarfod.example/def", "language": "cy"})
    assert reply_state(discussion) == ReplyState.CONFIRMED
    move_to(discussion, olwen, setting="at_school", online_link="https://cyfarfod.example/def")
    assert reply_state(discussion) == ReplyState.INVITED, "to another place"


def test_a_yes_to_a_time_that_has_moved_meanwhile_is_refused_and_asked_again(invited, nia, olwen):
    before = shown(invited, nia)
    move_to(invited, olwen, starts=dt.time(14), ends=dt.time(15))
    with pytest.raises(Refused, match="has been changed since you opened the page"):
        come(invited, nia, shown=before)
    assert not Reply.all_rows.exists()


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_overwritten_unseen(invited, nia, dai):
    before = shown(invited, nia)
    decline(invited, nia)
    with pytest.raises(Refused, match="Another answer has been given"):
        come(invited, nia, by=dai, shown=before)
    assert Reply.all_rows.get().answer == "not_possible"


def test_the_same_answer_again_changes_and_tells_nothing(invited, nia, olwen):
    decline(invited, nia)
    decline(invited, nia)
    assert Reply.all_rows.get().version == 1
    assert Notice.all_rows.filter(person=olwen, notice_kind="discussion_cannot_come").count() == 1


def test_one_may_change_ones_mind_until_it_begins(invited, nia, hour):
    decline(invited, nia)
    assert come(invited, nia).answer == "coming"
    now = clock.now()
    Discussion.all_rows.filter(pk=invited.pk).update(starts_at=now, ends_at=now + dt.timedelta(hours=1))
    with pytest.raises(NotAllowed, match="has begun"):
        decline(invited, nia)
    page = page_of(nia, invited, follow=True)
    assert "has begun or is over" in words_on(page)


def test_nobody_is_asked_about_a_discussion_that_was_called_off(invited, nia, olwen):
    officers.cancel(invited, reason="Eira", lang="cy", by=olwen, once=key())
    with pytest.raises(NotAllowed, match="has been cancelled"):
        come(invited, nia)
    assert "nobody is asked any more" in words_on(page_of(nia, invited, follow=True))
    assert reply_state(Discussion.all_rows.get(pk=invited.pk)) == ReplyState.INVITED


def test_whoever_is_taken_off_and_put_back_is_asked_again(invited, nia, alun, olwen):
    come(invited, alun)
    for people, version in (([nia, olwen], 1), ([nia, olwen, alun], 2)):
        officers.change_participants(invited, participants=ids(*people), version=version, by=olwen, once=key())
    assert not Reply.all_rows.exists()


def test_another_time_is_a_day_with_a_time_or_words_or_both(invited, nia):
    with pytest.raises(Refused, match="Enter a day and a time"):
        propose(invited, nia, times=[], text="")
    assert propose(invited, nia, times=[], text="Dydd Mawrth").lang == "en"
    assert propose(invited, nia, text="").lang == "", "no language where nothing is written"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter a day and a time when you could come"),
        ({"time1": "10:00"}, "Enter the day to which this time belongs"),
        ({"date1": SOON}, "Enter from what time you could come on that day"),
        ({"date1": SOON, "time1": "6:00"}, "Enter a start time between 7:00 and 21:00"),
        ({"date2": clock.today() - dt.timedelta(days=1), "time2": "10:00"}, "Enter a date that is today or later"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_beside_its_box(invited, nia, typed, said):
    client = Client()
    client.force_login(nia)
    url = reverse("replies:another_time", args=[invited.public_id])
    form = client.get(url).context["form"]
    data = {name: form.hidden_value(name) for name in ("once", "sealed_for", "shown")} | {"lang": "en"}
    for name, value in typed.items():
        boxes = in_boxes(value) if name.startswith("date") else {}
        data |= {f"{name}-{part}": each for part, each in boxes.items()} or {name: value}
    page = client.post(url, data)
    assert page.status_code == 200 and said in words_on(page)
    assert not Reply.all_rows.exists()


def test_a_proposed_time_leads_the_officer_to_the_form_with_that_time_in_its_boxes(invited, nia, olwen):
    propose(invited, nia)
    page = words_on(page_of(olwen, invited, DETAIL))
    day = SOON + dt.timedelta(days=1)
    address = f"{reverse('professional_discussions:reschedule', args=[invited.public_id])}?from={day.isoformat()}T14:00"
    assert address in page
    client = Client()
    client.force_login(olwen)
    initial = client.get(address).context["form"].initial
    assert (initial["date"], initial["starts"], initial["ends"]) == (day, dt.time(14), dt.time(15))
    for nonsense in ("2026-13-45T14:00", "x", "9999-12-31T23:59", ""):
        assert client.get(f"{address.partition('?')[0]}?from={nonsense}").status_code == 200


def test_each_answer_stands_in_the_history_of_the_discussion(invited, nia, dai, olwen):
    come(invited, nia)
    decline(invited, nia, by=dai)
    page = words_on(page_of(olwen, invited, "professional_discussions:history"))
    assert "Somebody who is invited said that they are coming." in page
    assert "A diary helper said that the headteacher cannot come." in page
    assert "CANARY" not in page


def test_many_discussions_are_asked_in_one_query(school, other_school, olwen, nia, owain, django_assert_num_queries):
    first = schedule(school, olwen, nia, olwen, date=SOON)
    second = schedule(other_school, olwen, owain, date=SOON, starts=dt.time(14), ends=dt.time(15))
    come(first, nia)
    decline(first, olwen)
    come(second, owain)
    with django_assert_num_queries(1):
        found = replies_to([first, second])
    assert (found[first.pk].coming, found[first.pk].not_coming, found[first.pk].silent) == (1, 1, 0)
    assert found[first.pk].state == ReplyState.INVITED
    assert found[second.pk].state == ReplyState.CONFIRMED


def test_home_tells_whoever_has_not_answered_and_the_officer_of_whom_cannot_come(invited, nia, alun, olwen, lowri, dai):
    arrange = "Somebody cannot come to the discussion"
    asked = {person: "Say whether you can come to the discussion" for person in (nia, alun, olwen, lowri)}
    asked[dai] = "Say whether the headteacher can come to the discussion"  # whom he helps

    def home_of(person: Any) -> str:
        client = Client()
        client.force_login(person)
        return words_on(client.get("/en/home/"))

    for person, is_asked in ((nia, True), (alun, True), (olwen, True), (dai, True), (lowri, False)):
        assert (asked[person] in home_of(person)) == is_asked, person
    come(invited, alun)
    decline(invited, nia, by=dai)
    for person in (nia, alun, dai):
        home = home_of(person)
        assert asked[person] not in home and arrange not in home, person
    assert arrange in home_of(olwen) and arrange in home_of(lowri)
    come(invited, nia)
    assert arrange not in home_of(olwen)


def test_home_tells_a_guest_who_has_not_answered(school, olwen, nia, gareth, tomos):
    discussion = schedule(school, olwen, nia, guests=ids(gareth, tomos), date=SOON)
    guest = Participant.all_rows.get(discussion=discussion, person=gareth)
    officers.answer_about_guest(guest, answer="given", by=nia, once=key())
    for person, told in ((gareth, True), (tomos, False)):
        client = Client()
        client.force_login(person)
        assert ("Say whether you can come" in words_on(client.get("/en/home/"))) == told
    come(discussion, gareth)
    client = Client()
    client.force_login(gareth)
    assert "Nothing waits for you today." in words_on(client.get("/en/home/"))


def test_a_declared_interest_closes_the_question(invited, alun, school):
    ConflictOfInterest.all_rows.create(person=alun, school=school)
    assert page_of(alun, invited).status_code == 404
