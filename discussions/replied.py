"""Who has said whether they come: what follows for the discussion, asked of one or of many at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Appointment
from schools.policy import Role

from .models import INVITED, CalendarMessage, Discussion, Participant, Reply
from .waiting import Awaited

Answer = Reply.Answer


class ReplyState(models.TextChoices):
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")


@dataclass(frozen=True)
class Replies:
    """How many are invited to one discussion, and how many of them have said what about its time and place."""

    invited: int = 0
    coming: int = 0
    not_coming: int = 0  # they cannot, or would need another time

    @property
    def silent(self) -> int:
        return self.invited - self.coming - self.not_coming

    @property
    def state(self) -> ReplyState:
        """Confirmed once everybody who is invited has said that they are coming."""
        return ReplyState.CONFIRMED if self.invited and self.coming == self.invited else ReplyState.INVITED


NO_REPLIES = Replies()


def replies_to(discussions: Collection[Discussion]) -> dict[int, Replies]:
    """By the discussions' keys, in one query however many there are; of a guest nobody counts who was not invited."""
    rows = Participant.objects.as_system("how many come is told of a discussion that its reader sees")
    rows = rows.filter(INVITED, discussion__in=discussions).order_by().values("discussion")
    given = {"replies__sequence": F("discussion__sequence")}
    said = rows.annotate(
        invited=Count("pk", distinct=True),
        coming=Count("replies", filter=Q(replies__answer=Answer.COMING, **given), distinct=True),
        not_coming=Count("replies", filter=~Q(replies__answer=Answer.COMING) & Q(**given), distinct=True),
    )
    found = {row.pop("discussion"): Replies(**row) for row in said}
    return {discussion.pk: found.get(discussion.pk, Replies()) for discussion in discussions}


def reply_state(discussion: Discussion) -> ReplyState:
    """Of one discussion. Whoever lists many asks `replies_to` once."""
    return replies_to([discussion])[discussion.pk].state


def is_asked_now(discussion: Discussion) -> bool:
    """Whether those who are invited are still asked, and may change their minds: until it begins."""
    return discussion.is_live and not discussion.has_begun


def with_replies(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Each row knows as `said` what was answered to the time and place as they are now, None while nothing was; and as
    `leads` the schools that the person leads.
    """
    known: dict[str, Any] = {
        "said": Subquery(Reply.standing().values("answer")[:1]),
        "leads": ArraySubquery(_leading(OuterRef("person")).values("school")),
    }
    return participants.annotate(**known)


def keep_replies(discussion: Discussion, *, given_to: int) -> None:
    """Where only the link for joining has been changed, nobody is asked anew: when and where people meet is the same.

    `given_to` is the sequence before the change.
    """
    rows = Reply.objects.as_system("the answers stand")
    rows.filter(participant__discussion=discussion, sequence=given_to).update(sequence=discussion.sequence)


def awaited_in(discussion: Discussion) -> Awaited:
    """Who has not answered yet, and whether somebody cannot come; of nobody once it has begun or was called off."""
    if not is_asked_now(discussion):
        return Awaited()
    rows = with_replies(Participant.objects.as_system("whose turn it is"))
    return awaited_among(discussion, rows.filter(INVITED, discussion=discussion))


def awaited_among(discussion: Discussion, invited: Iterable[Participant]) -> Awaited:
    """The same where those who are invited have been read with their replies."""
    if not is_asked_now(discussion):
        return Awaited()
    found = list(invited)
    silent = [row for row in found if row.said is None]
    heads = [row for row in silent if row.taking_part_as == Participant.As.HEADTEACHER]
    return Awaited(
        people=frozenset(row.person_id for row in silent),
        heads_of=frozenset(school for row in heads for school in row.leads),
        not_everybody=any(row.said not in (None, Answer.COMING) for row in found),
    )


def with_those_awaited(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same in the query that reads schools in discussions, since when too: who is silent, and that not all come."""
    silent = silent_in(OuterRef("discussion"))
    own_head = silent.filter(
        Exists(_leading(OuterRef("person")).filter(school=OuterRef(OuterRef("school")))),
        taking_part_as=Participant.As.HEADTEACHER,
    )
    said = not_coming_to(OuterRef("discussion"), OuterRef("discussion__sequence"))
    return rows.annotate(
        silent=ArraySubquery(silent.values_list(JSONObject(person="person", since=asked_at()), flat=True)),
        head_is_silent=Exists(own_head),
        not_coming_since=Subquery(said.order_by("given_at").values("given_at")[:1]),
    )


def silent_in(discussion: Any) -> QuerySet[Participant]:
    """Those who are invited and have not answered."""
    rows: QuerySet[Participant] = Participant.objects.as_system("who has not answered")
    return rows.filter(INVITED, ~Exists(Reply.standing()), discussion=discussion).order_by("pk")


def not_coming_to(discussion: Any, sequence: Any) -> QuerySet[Reply]:
    rows: QuerySet[Reply] = Reply.objects.as_system("whether somebody cannot come")
    return rows.filter(participant__discussion=discussion, sequence=sequence).exclude(answer=Answer.COMING)


def asked_at() -> Coalesce:
    """Since when a participant is asked: since the letter that told of the time as it is, or since they were put in."""
    letters = CalendarMessage.objects.as_system("since when somebody is asked").filter(
        discussion=OuterRef("discussion"), person=OuterRef("person"), starts_at=OuterRef("discussion__starts_at")
    )
    return Coalesce(Subquery(letters.order_by("pk").values("created_at")[:1]), F("added_at"))


def _leading(person: Any) -> QuerySet[Appointment]:
    """Headships of this person that have not ended; one that is to begin is among them."""
    rows: QuerySet[Appointment] = Appointment.objects.as_system("for whom a diary helper may answer")
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), person=person, role=Role.HEADTEACHER)
