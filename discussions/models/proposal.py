"""A proposal of dates for this year's discussions of a council: asked for, worked out, then released or set aside."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person, School
from schools.models.base import EditableNoun, Noun
from schools.models.constraints import known
from schools.models.roles import ROLES
from schools.policy import May, Role

from .discussion import Discussion
from .round import Round

ENDS_WITHIN = dt.timedelta(minutes=2)  # a search that is asked to end does so within seconds


class Proposal(EditableNoun):
    """The dates that were worked out at one time for one round. A round has at most one that is not closed."""

    class Status(models.TextChoices):
        WORKING = "working", _("Being worked out")
        READY = "ready", _("Ready to look at")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        FINISHED = "finished", _("Worked out to the end")
        STOPPED = "stopped", _("Stopped; the best so far was kept")
        OUT_OF_TIME = "out_of_time", _("Ended after the longest time allowed; the best so far was kept")
        FAILED = "failed", _("Could not be worked out")

    class Closed(models.TextChoices):
        RELEASED = "released", _("Released")
        SET_ASIDE = "set_aside", _("Set aside")
        FAILED = "failed", _("Could not be worked out")

    MOVES = {Status.WORKING: {Status.READY, Status.CLOSED}, Status.READY: {Status.CLOSED}}

    round = models.ForeignKey(Round, models.PROTECT, related_name="proposals")
    together = models.UUIDField(null=True, editable=False)  # of the search, where it was for several councils at once
    may_move = models.BooleanField(default=False)  # whether dates that stand may be changed where that helps
    status = models.CharField(max_length=12, choices=Status, default=Status.WORKING)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    closed_because = models.CharField(max_length=12, choices=Closed, blank=True, default="")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=24, choices=ROLES, blank=True, default="")  # only of one with others
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    stop_asked_at = models.DateTimeField(null=True, editable=False)
    progress = models.JSONField(default=dict, editable=False)  # how far it is while it is worked out: counts, no names
    figures = models.JSONField(default=dict, editable=False)  # what the result says of itself: counts, no names

    class Meta(EditableNoun.Meta):
        ordering = ["-asked_at", "-pk"]
        constraints = [
            known("status", ["working", "ready", "closed"]),
            known("outcome", ["finished", "stopped", "out_of_time", "failed"], blank=True),
            known("closed_because", ["released", "set_aside", "failed"], blank=True),
            known("asked_as", Role, blank=True),
            models.UniqueConstraint(fields=["round"], condition=~Q(status="closed"), name="one_open_proposal_a_round"),
            models.UniqueConstraint(fields=["together", "round"], name="round_once_in_a_search"),
            models.CheckConstraint(
                condition=Q(status="closed") ^ Q(closed_because=""), name="closed_proposal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(status="working", outcome="") | ~Q(status="working") & ~Q(outcome=""),
                name="worked_out_proposal_says_how",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Those who schedule for the council see that there is one; what it says of a school follows that school.

        One that was worked out for several councils at once is read by the lead of their service too.
        """
        own = Q(round__council_id__in=person.standing.councils_where(May.SCHEDULE_DISCUSSION))
        reached = person.standing.councils_reached(May.PROPOSE_DATES)
        return own | Q(together__isnull=False, round__council_id__in=reached)

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def is_working(self) -> bool:
        return self.status == self.Status.WORKING

    @property
    def is_silent(self) -> bool:
        """Whether its search was asked to end some minutes ago and still has not: whoever worked on it is gone."""
        return self.is_working and self.stop_asked_at is not None and clock.now() - self.stop_asked_at > ENDS_WITHIN


class Placement(Noun):
    """What a proposal says of one school, or of several that meet together; without a time they are left out."""

    class Refused(models.TextChoices):
        TAKEN = "taken", _("Somebody who is to take part, or the school, has been booked for that time meanwhile.")
        HAS_ONE = "has_one", _("The school has got a discussion of this school year meanwhile.")
        GONE = "gone", _("Somebody who was to take part can no longer do so.")
        PASSED = "passed", _("The time has passed.")
        CHANGED = "changed", _("The discussion has been changed or cancelled meanwhile.")
        NO_PART = "no_part", _("The school takes no part in this year’s discussions any more, or has closed.")
        SET_ASIDE = "set_aside", _("The proposal was set aside before the date was set up.")
        NOT_ALLOWED = "not_allowed", _("Whoever released it may no longer schedule discussions of this school.")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="placements")
    key = models.CharField(max_length=40)  # of the meeting, the same in every proposal of the round
    present = models.ForeignKey(Discussion, models.PROTECT, null=True, related_name="+")  # it has this date already
    present_version = models.PositiveIntegerField(default=0, editable=False)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    setting = models.CharField(max_length=12, choices=Discussion.Setting, blank=True, default="")
    host = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    online_link = models.URLField(blank=True, default="")
    language = models.CharField(max_length=4, choices=Discussion.Language, blank=True, default="")
    who = models.JSONField(default=list)  # who takes part: public ids, and as what
    facts = models.JSONField(default=dict)  # why there, or what stands in the way: codes, public ids, half-days
    release_asked_at = models.DateTimeField(null=True, editable=False)
    release_asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    release_asked_as = models.CharField(max_length=24, choices=ROLES, blank=True, default="")
    released = models.ForeignKey(Discussion, models.PROTECT, null=True, related_name="+")
    refused_because = models.CharField(max_length=12, choices=Refused, blank=True, default="")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="one_placement_a_meeting"),
            known("setting", ["at_school", "online", "elsewhere"], blank=True),
            known("language", ["cy", "en", "both"], blank=True),
            known("release_asked_as", Role, blank=True),
            known(
                "refused_because",
                ["taken", "has_one", "gone", "passed", "changed", "no_part", "set_aside", "not_allowed"],
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None, setting="", release_asked_at=None)
                | Q(ends_at__gt=F("starts_at")) & ~Q(setting="") & ~Q(language=""),
                name="placement_has_time_and_place_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(release_asked_at=None, release_asked_by=None, released=None, refused_because="")
                | Q(release_asked_at__isnull=False, release_asked_by__isnull=False)
                & (Q(released=None) | Q(refused_because="")),
                name="placement_is_released_by_somebody",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """For those who reach every one of its schools: a declared interest in one of them closes it."""
        reached = PlacementSchool.scope(person)
        inside = PlacementSchool.all_rows.filter(reached).values("placement")
        return Q(pk__in=inside) & ~Q(pk__in=PlacementSchool.all_rows.exclude(reached).values("placement"))

    @property
    def schools(self) -> list[School]:
        """The schools that would meet, in the order in which they were put in."""
        return [row.school for row in self.placement_schools.all()]

    @property
    def is_left_out(self) -> bool:
        return self.starts_at is None

    @property
    def needs_no_change(self) -> bool:
        """Whether the discussion has this date already, with these people."""
        stands = self.present
        if stands is None or self.facts.get("joins") or self.facts.get("leaves"):
            return False
        return (self.starts_at, self.ends_at) == (stands.starts_at, stands.ends_at)

    @property
    def waits_for_release(self) -> bool:
        """Whether it was released and the portal is still about to set it up."""
        return bool(self.release_asked_at) and not self.released_id and not self.refused_because


class PlacementSchool(Noun):
    """A school in a placement."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="placement_schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["placement", "school"], name="school_once_in_a_placement")]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Those who schedule there, and whoever reads the proposal because it was worked out for several councils."""
        of_several = Q(placement__proposal__together__isnull=False) & person.standing.reaches(May.PROPOSE_DATES)
        return person.standing.reaches(May.SCHEDULE_DISCUSSION) | of_several
