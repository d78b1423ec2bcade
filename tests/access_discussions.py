"""Discussions of Nia's school for the walks: Gareth is a guest, Tomos only asked about."""

import datetime as dt
from typing import Any
from uuid import uuid4

from discussions.agenda import actions as agenda
from discussions.calendar_feed import actions as feeds
from discussions.models import MOST_TIMES, AgendaItem, CalendarFeed, Discussion, Participant, Reply
from discussions.professional_discussions import actions
from schools import clock
from schools.policy import Role
from tests import factories as make
from tests.discussions.meetings import ids, schedule
from tests.discussions.rounds import make_discussion, take_part

REPLIES = ("reply", "not_possible", "another_time")
WHOLE = ("detail", "reschedule", "cancel", "participants", "calendar", "history")


def add_discussions(world: Any) -> None:
    """One called off before it, and one to come with people, guests and items of each kind, as many as the size."""
    school, cast = world.school, world.cast
    for _again in range(world.size):
        former = schedule(school, cast.olwen, cast.nia, place="CANARY-discussion-place")
        actions.cancel(former, reason="CANARY-reason-for-cancelling", lang="en", by=cast.olwen, once=uuid4())
    found = _to_come(world)
    world.arguments |= {f"professional_discussions:{name}": [school.public_id] for name in ("at_school", "schedule")}
    world.arguments["finding:find_a_time"] = [school.public_id]
    _add_arguments(world, "own", found)
    _add_arguments(world, "joint", _joint(world))
    for name in ("detail", "calendar", "history"):
        world.arguments[f"professional_discussions:{name}[cancelled]"] = [former.public_id]
    answered = Participant.all_rows.get(discussion=found, person=cast.gareth).public_id
    world.arguments["professional_discussions:consent[answered]"] = [found.public_id, answered]
    head = Participant.all_rows.get(discussion=found, person=cast.nia).public_id
    world.arguments |= {f"replies:{name}[for_head]": [found.public_id, head] for name in REPLIES}
    feeds.renew(seed="of somebody who may see nothing of it any more", by=cast.huw, once=uuid4())
    secret = CalendarFeed.secret_of(cast.huw, "of somebody who may see nothing of it any more")
    world.arguments["calendar"] = [secret]
    feeds.renew(seed="hers", by=cast.nia, once=uuid4())


def _to_come(world: Any) -> Discussion:
    school, cast, size = world.school, world.cast, world.size
    officers, guests = [], [cast.gareth, cast.tomos]
    diocese = cast.gareth.appointments.get().guest_organisation
    for n in range(size):
        officers.append(make.make_person(f"Swyddog{n}"))
        make.appoint(officers[-1], Role.COUNCIL_OFFICER, school.council)
        guests.append(make.make_person(f"Gwestai{n}"))
        make.appoint(guests[-1], Role.GUEST, diocese)
    people = [cast.nia, cast.alun, cast.olwen, *officers]
    found = schedule(school, cast.olwen, *people, guests=ids(*guests), place="CANARY-discussion-place")
    for guest in Participant.all_rows.filter(discussion=found, taking_part_as="guest").exclude(person=cast.tomos):
        actions.answer_about_guest(guest, answer="given", by=cast.nia, once=uuid4())
    found.agenda_items.filter(pk__in=found.agenda_items.order_by("-pk")[:size]).delete()
    for row in found.participants.filter(taking_part_as__in=("headteacher", "adviser")):
        say_no(row, f"CANARY-reply-of-{'the-head' if row.person == cast.nia else 'alun'}")
    for row in found.participants.filter(taking_part_as="officer").exclude(person=cast.olwen):
        say_no(row, "x")
    AgendaItem.all_rows.filter(discussion=found).update(text="CANARY-agenda-item", lang="en")
    for person in (cast.nia, cast.olwen, cast.alun) * size:
        agenda.add(found, text="CANARY-agenda-item", lang="en", by=person, once=uuid4())
    return found


def _joint(world: Any) -> Discussion:
    """Next year's, of Nia's school together with the other of its federation, whose head is Mererid."""
    cast, day = world.cast, dt.date(clock.current_school_year() + 1, 10, 1)
    found = make_discussion(world.school, world.partner, day=day, setting="elsewhere", place="CANARY-joint-place")
    for person, part in ((cast.nia, "headteacher"), (cast.olwen, "officer"), (cast.alun, "adviser")):
        row = take_part(found, person, part)
        if person == cast.nia:
            say_no(row, "CANARY-joint-reply")
    take_part(found, cast.tomos, "guest", consent="asked")
    for _again in range(world.size):
        take_part(found, make.make_person("Gwestai"), "guest", consent="given")
        agenda.add(found, text="CANARY-joint-item", lang="en", by=cast.nia, once=uuid4())
    return found


def say_no(participant: Participant, words: str) -> None:
    """They cannot come, and propose as many days as may be."""
    sequence = participant.discussion.sequence
    times = [participant.discussion.starts_at + dt.timedelta(weeks=number) for number in range(MOST_TIMES)]
    said = {"answer": "another_time", "text": words, "lang": "en", "times": times}
    Reply.all_rows.create(participant=participant, sequence=sequence, given_by=participant.person, **said)


def _add_arguments(world: Any, kind: str, found: Discussion) -> None:
    item = found.agenda_items.filter(party="school").first().public_id
    asked = Participant.all_rows.get(discussion=found, person=world.cast.tomos).public_id
    own = [found.public_id]
    world.arguments |= {
        **{f"professional_discussions:{name}[{kind}]": own for name in WHOLE},
        f"finding:find_another_time[{kind}]": own,
        f"professional_discussions:consent[{kind}]": [*own, asked],
        **{f"replies:{name}[{kind}]": own for name in REPLIES},
        **{f"agenda:{name}[{kind}]": own for name in ("add", "redraft")},
        **{f"agenda:{name}[{kind}]": [*own, item] for name in ("edit", "remove")},
    }
