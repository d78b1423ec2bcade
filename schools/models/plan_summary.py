"""The plain-language summary of a plan, for the governors' annual report and for everybody (row 16 of the check).

What was published stands in `Version`, kind 'plan_summary'; the lines here may be written further until then.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import EditableNoun, reader_language
from .constraints import known
from .history import Version
from .plan import Plan
from .school import School

UNGUESSABLE = r"^[A-Za-z0-9_-]{32,}$"  # an address that nobody guesses: 192 random bits


class SummaryPart(models.TextChoices):
    """The parts that the law names, in the order in which they are read."""

    STRENGTHS = "strengths", _("Strengths")
    AREAS = "areas", _("Areas to develop")
    PRIORITIES = "priorities", _("Priorities")
    ACTIONS = "actions", _("Actions")
    MILESTONES = "milestones", _("Milestones")
    SUPPORT = "support", _("External support this year")
    LAST_YEAR = "last_year", _("Progress with last year’s targets")


class PlanSummary(EditableNoun):
    """One summary a plan. `address` is what its public page is called, for as long as there is one."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not published")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        Status.DRAFT: {Status.PUBLISHED},
        Status.PUBLISHED: {Status.PUBLISHED, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.PUBLISHED},
    }

    PARTS_IN_HISTORY = ("schools.summaryline",)  # told in the history of the plan, as the summary itself is

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="summary")
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    # The parts of which the school says that there is nothing to say this year.
    nothing_in = ArrayField(models.CharField(max_length=10, choices=SummaryPart), default=list, blank=True)
    published = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    is_listed = models.BooleanField(default=True)  # an address that says whose it is; else one that nobody guesses
    address = models.CharField(max_length=160, null=True, unique=True, editable=False)  # noqa: DJ001 # unique where there is one

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            known("status", ["draft", "published", "withdrawn"]),
            models.CheckConstraint(
                condition=Q(nothing_in__contained_by=SummaryPart.values), name="summary_is_silent_on_known_parts"
            ),
            models.CheckConstraint(
                condition=Q(status="published", published__isnull=False, address__isnull=False)
                | Q(status__in=["draft", "withdrawn"], address=None),
                name="a_published_summary_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(is_listed=True) | Q(address=None) | Q(address__regex=UNGUESSABLE),
                name="an_unlisted_summary_is_not_guessed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan)

    @classmethod
    def scope(cls, person: Any) -> Q:
        """The living one is the school's; others read what was published (`Version`)."""
        return person.standing.reaches(May.READ_LIVING_PLAN, at="plan__school")

    @property
    def school(self) -> School:
        return self.plan.school

    @property
    def document(self) -> Plan:
        return self.plan


class SummaryLine(EditableNoun):
    """One line of one part, in one language or in both. `source` is what of the plan it was begun with, if anything.

    The digest is of what the source said when somebody last looked at both.
    """

    summary = models.ForeignKey(PlanSummary, models.CASCADE, related_name="lines")
    part = models.CharField(max_length=10, choices=SummaryPart)
    position = models.PositiveSmallIntegerField(default=0)
    text_cy = models.TextField(_("In Welsh"), max_length=2500, blank=True, default="")
    text_en = models.TextField(_("In English"), max_length=2500, blank=True, default="")
    source = models.UUIDField(null=True, editable=False)
    source_digest = models.CharField(max_length=32, blank=True, default="", editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["position", "pk"]
        constraints = [
            known("part", SummaryPart),
            models.CheckConstraint(condition=~Q(text_cy="", text_en=""), name="summary_line_says_something"),
            models.CheckConstraint(
                condition=Q(source=None, source_digest="") | Q(source__isnull=False) & ~Q(source_digest=""),
                name="summary_line_knows_what_it_began_with",
            ),
            models.UniqueConstraint(
                fields=["summary", "part", "source"],
                condition=Q(source__isnull=False),
                name="one_summary_line_a_source_and_part",
            ),
        ]

    def __str__(self) -> str:
        own, other = (self.text_cy, self.text_en) if reader_language() == "cy" else (self.text_en, self.text_cy)
        return own or other

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_PLAN, at="summary__plan__school")

    @property
    def school(self) -> School:
        return self.summary.school

    @property
    def document(self) -> Plan:
        return self.summary.plan

    @property
    def lang(self) -> str:
        """The language in which it is called by its words: that of the page where it has it, else the other."""
        own = reader_language()
        return own if getattr(self, f"text_{own}") else ("en" if own == "cy" else "cy")

    @property
    def lacks(self) -> str:
        """The language in which it has not been written yet; empty when it has both."""
        return "" if self.text_cy and self.text_en else ("en" if self.text_cy else "cy")
