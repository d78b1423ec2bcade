"""This year's discussion of Nia's school for the walks: Gareth is a guest, Tomos only asked about."""

from typing import Any
from uuid import uuid4

from discussions.agenda import actions as agenda
from discussions.models import AgendaItem, Participant
from discussions.professional_discussions import actions
from schools.policy import Role
from tests import factories as make
from tests.discussions.meetings import ids, schedule


def add_discussions(world: Any) -> None:
    """One called off before it, and one to come with people, guests and items of each kind, as many as the size."""
    school, cast, size = world.school, world.cast, world.size
    for _again in range(size):
        former = schedule(school, cast.olwen, cast.nia, place="CANARY-discussion-place")
        actions.cancel(former, reason="CANARY-reason-for-cancelling", lang="en", by=cast.olwen, once=uuid4())
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
    AgendaItem.all_rows.filter(discussion=found).update(text="CANARY-agenda-item", lang="en")
    for person in (cast.nia, cast.olwen, cast.alun) * size:
        agenda.add(found, text="CANARY-agenda-item", lang="en", by=person, once=uuid4())
    item = found.agenda_items.filter(party="school").first().public_id
    asked = Participant.all_rows.get(discussion=found, person=cast.tomos).public_id
    own = [found.public_id]
    names = ("detail", "reschedule", "cancel", "participants", "calendar", "history")
    world.arguments |= {
        **{f"professional_discussions:{name}": own for name in names},
        **{f"professional_discussions:{name}": [school.public_id] for name in ("at_school", "schedule")},
        "professional_discussions:consent": [*own, asked],
        **{f"agenda:{name}": own for name in ("add", "redraft")},
        **{f"agenda:{name}": [*own, item] for name in ("edit", "remove")},
    }
