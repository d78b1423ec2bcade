"""Evidence belongs to the school, is kept once and cited from many places."""

from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .base import LANGUAGE_CODES, EditableNoun, LanguageField, Noun
from .constraints import known
from .passage import Entry
from .plan_priority import Target
from .progress import ProgressNote
from .school import School
from .self_evaluation import Priority, Section, Strength


class EvidenceKind(models.TextChoices):
    LESSON_OBSERVATION = "lesson_observation", _("Lesson observation or learning walk")
    LEARNERS_WORK = "learners_work", _("Learners’ work")
    LEARNER_VOICE = "learner_voice", _("Learner voice")
    PARENT_VOICE = "parent_voice", _("Parent or carer voice")
    STAFF_VOICE = "staff_voice", _("Staff voice")
    GOVERNOR_VISIT = "governor_visit", _("Governor visit")
    ATTENDANCE = "attendance", _("Attendance")
    WELL_BEING = "well_being", _("Well-being data")
    ASSESSMENT = "assessment", _("Assessment or progress data")
    QUALIFICATIONS = "qualifications", _("Qualifications")
    EXCLUSIONS = "exclusions", _("Exclusions")
    ALN = "aln", _("Additional learning needs")
    FINANCE = "finance", _("Finance and resources")
    PEER_REVIEW = "peer_review", _("Peer review")
    PROFESSIONAL_LEARNING = "professional_learning", _("Impact of professional learning")
    ESTYN_REPORT = "estyn_report", _("Estyn report")
    PARTNER_NOTE = "partner_note", _("Improvement partner’s note")
    OTHER = "other", _("Other")


class EvidenceItem(EditableNoun):
    Kind = EvidenceKind

    class Nature(models.TextChoices):
        QUALITATIVE = "qualitative", _("What was seen and said (qualitative)")
        QUANTITATIVE = "quantitative", _("What was counted (quantitative)")

    school = models.ForeignKey(School, models.PROTECT, related_name="evidence_items")
    evidence_kind = models.CharField(_("Type of evidence"), max_length=24, choices=Kind)
    title = models.CharField(_("Title"), max_length=200)
    shows = models.TextField(_("What it shows"), max_length=4000)
    lang = LanguageField(default="en")
    gathered_on = models.DateField(_("Date gathered"))
    link = models.URLField(_("Link"), max_length=500, blank=True, default="")

    class Meta(EditableNoun.Meta):
        ordering = ["-gathered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="evidence_links_to_the_web_only",
            ),
            known("evidence_kind", EvidenceKind.values),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def link_host(self) -> str:
        """Where the link leads, as it is shown: a name may be made to look like another, the host less so."""
        return urlsplit(self.link).hostname or ""

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION)


_KIND, _NATURE = EvidenceItem.Kind, EvidenceItem.Nature
_SEEN_AND_SAID, _COUNTED = frozenset({_NATURE.QUALITATIVE}), frozenset({_NATURE.QUANTITATIVE})

# What each type of evidence is made of. `other` may be anything, so nothing is said of it.
NATURES: dict[str, frozenset[EvidenceItem.Nature]] = {
    _KIND.LESSON_OBSERVATION: _SEEN_AND_SAID,
    _KIND.LEARNERS_WORK: _SEEN_AND_SAID,
    _KIND.LEARNER_VOICE: _SEEN_AND_SAID,
    _KIND.PARENT_VOICE: _SEEN_AND_SAID,
    _KIND.STAFF_VOICE: _SEEN_AND_SAID,
    _KIND.GOVERNOR_VISIT: _SEEN_AND_SAID,
    _KIND.ATTENDANCE: _COUNTED,
    _KIND.WELL_BEING: _COUNTED,
    _KIND.ASSESSMENT: _COUNTED,
    _KIND.QUALIFICATIONS: _COUNTED,
    _KIND.EXCLUSIONS: _COUNTED,
    _KIND.ALN: _SEEN_AND_SAID | _COUNTED,
    _KIND.FINANCE: _COUNTED,
    _KIND.PEER_REVIEW: _SEEN_AND_SAID,
    _KIND.PROFESSIONAL_LEARNING: _SEEN_AND_SAID,
    _KIND.ESTYN_REPORT: _SEEN_AND_SAID,
    _KIND.PARTNER_NOTE: _SEEN_AND_SAID,
    _KIND.OTHER: frozenset(),
}


PLACES = ("section", "entry", "strength", "priority", "target", "progress_note")


def _from(place: str) -> Q:
    """Only this one of the places is named."""
    return Q(**{f"{each}__isnull": each != place for each in PLACES})


class Citation(Noun):
    """This evidence stands behind exactly one area, entry, strength or priority of a self-evaluation, or behind one
    target or one note of progress of a development plan.
    """

    PLACES = PLACES
    IN_PLANS = ("target", "progress_note")

    evidence = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="citations")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="citations")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="citations")
    strength = models.ForeignKey(Strength, models.CASCADE, null=True, blank=True, related_name="citations")
    priority = models.ForeignKey(Priority, models.CASCADE, null=True, blank=True, related_name="citations")
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="citations")
    progress_note = models.ForeignKey(ProgressNote, models.CASCADE, null=True, blank=True, related_name="citations")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="citation_is_from_one_place",
                condition=reduce(or_, [_from(place) for place in PLACES]),
            ),
            *(
                models.UniqueConstraint(
                    fields=["evidence", place],
                    condition=~Q(**{place: None}),
                    name=f"evidence_cited_once_a_{place}",
                )
                for place in PLACES
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="evidence__school")
