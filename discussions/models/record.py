"""The record of a discussion, the support agreed in it, and what each party answered."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.models import Person, School
from schools.models.base import LANGUAGE_CODES, AskedNoun, EditableNoun, LanguageField, Noun, in_reader_language
from schools.models.constraints import known
from schools.models.roles import ROLES
from schools.policy import May, Role

from .discussion import Discussion, DiscussionSchool, Participant, Party


class Record(EditableNoun):
    """One record a discussion. Frozen as a `Version` when all three parties have answered."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent for agreement")
        AGREED = "agreed", _("Answered by all")

    MOVES = {Status.DRAFT: {Status.SENT}, Status.SENT: {Status.DRAFT, Status.AGREED}}

    discussion = models.OneToOneField(Discussion, models.PROTECT, related_name="record")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    sending = models.PositiveIntegerField(default=0, editable=False)  # how often it has been sent
    sent_at = models.DateTimeField(null=True, editable=False)

    all_parts: list["RecordPart"]  # filled by discussions.access.record_for
    shown_parts: list["RecordPart"]  # those of them that the reader may see
    tells_names = False  # whether the reader learns the names of those who answered: a party does, a guest does not
    services: list[str]  # names of those that worked for the council on the day; filled there too

    class Meta(EditableNoun.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["draft", "sent", "agreed"]), name="record_status_is_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(sent_at__isnull=False, sending__gte=1),
                name="sent_record_has_a_time",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """The draft is for those who may write or read drafts; what was sent is for the parties and guests."""
        reach = person.standing.reaches
        drafts = DiscussionSchool.all_rows.filter(reach(May.READ_DRAFT_RECORD))
        shared = DiscussionSchool.all_rows.filter(reach(May.READ_RECORD))
        guests = Participant.all_rows.filter(Participant.invited_guest(person))
        return Q(discussion_id__in=drafts.values("discussion")) | ~Q(status="draft") & (
            Q(discussion_id__in=shared.values("discussion")) | Q(discussion_id__in=guests.values("discussion"))
        )

    @property
    def shows_all(self) -> bool:
        """Whether its reader may see the part of every school."""
        return len(self.shown_parts) == len(self.all_parts)


class RecordPart(Noun):
    """The part of the record that is about one school; a federation's record has one for each."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="parts")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "school"], name="one_part_a_school")]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Within a record that this person may see, the parts of the schools they reach; a guest sees them all."""
        reach = person.standing.reaches
        seen = reach(May.READ_DRAFT_RECORD) | reach(May.READ_RECORD) & ~Q(record__status="draft")
        if person.standing.at_guest_organisations:
            invited = Participant.all_rows.filter(Participant.invited_guest(person))
            seen |= (
                Q(record__discussion_id__in=invited.values("discussion"))
                & ~Q(record__status="draft")
                & ~Q(school_id__in=person.standing.conflicts)
            )
        return seen

    @property
    def document(self) -> Record:
        return self.record


def in_seen_part(person: Any) -> Q:
    return Q(part__in=RecordPart.all_rows.filter(RecordPart.scope(person)))


class PartOfRecord(AskedNoun):
    """Something written in one part of the record. It belongs to the school of that part."""

    class Meta(AskedNoun.Meta):
        abstract = True

    part: RecordPart

    @classmethod
    def scope(cls, person: Any) -> Q:
        return in_seen_part(person)

    @property
    def school(self) -> School:
        return self.part.school

    @property
    def document(self) -> Record:
        return self.part.record


class RecordSection(PartOfRecord):
    """One heading of a part, in the language it was written in."""

    class Heading(models.TextChoices):
        PRIORITIES = "priorities", _("Priorities confirmed")
        PROGRESS = "progress", _("Progress on last year")
        ACCURACY = "accuracy", _("Is the self-evaluation accurate?")
        PRACTICE = "practice", _("Practice worth sharing")

    part = models.ForeignKey(RecordPart, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=12, choices=Heading)
    text = models.TextField(blank=True, default="", max_length=10000)
    lang = LanguageField(default="en")

    class Meta(PartOfRecord.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["part", "heading"], name="one_section_a_heading"),
            known("heading", ["priorities", "progress", "accuracy", "practice"]),
            known("lang", LANGUAGE_CODES),
        ]


class SupportKind(Noun):
    """A kind of support: reference data, because councils and services name their own."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta(Noun.Meta):
        verbose_name = _("kind of support")
        verbose_name_plural = _("kinds of support")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # public words

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class Support(PartOfRecord):
    """One item of support agreed. Once all have answered it counts as agreed, unless one saw it differently."""

    class GivenBy(models.TextChoices):
        SERVICE = "service", _("Improvement service")
        COUNCIL = "council", _("Council")
        SCHOOL = "school", _("Another school")
        EXTERNAL = "external", _("Somebody else")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        HOURS = "hours", _("hours")

    part = models.ForeignKey(RecordPart, models.CASCADE, related_name="support_items")
    support_kind = models.ForeignKey(SupportKind, models.PROTECT, related_name="+", verbose_name=_("Kind"))
    what = models.TextField(_("What"), max_length=2000)
    success = models.TextField(_("What success looks like"), max_length=2000)
    lang = LanguageField(default="en")
    given_by = models.CharField(_("Who gives it"), max_length=12, choices=GivenBy)
    given_by_name = models.CharField(_("Name of the school or body"), max_length=160, blank=True, default="")
    amount = models.DecimalField(_("Amount"), max_digits=5, decimal_places=1)
    unit = models.CharField(_("Unit"), max_length=8, choices=Unit, default=Unit.DAYS)
    starts_on = models.DateField(_("First date"))
    ends_on = models.DateField(_("Last date"))

    class Meta(PartOfRecord.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="support_ends_after_start"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="support_amount_is_positive"),
            known("given_by", ["service", "council", "school", "external"]),
            known("unit", ["days", "hours"]),
            known("lang", LANGUAGE_CODES),
        ]

    def __str__(self) -> str:
        return self.what


class NextStep(PartOfRecord):
    """What one party does next, and by when."""

    part = models.ForeignKey(RecordPart, models.CASCADE, related_name="next_steps")
    party = models.CharField(_("Who"), max_length=12, choices=Party)
    text = models.TextField(_("Next step"), max_length=2000)
    lang = LanguageField(default="en")
    due_on = models.DateField(_("By"))

    class Meta(PartOfRecord.Meta):
        ordering = ["due_on", "pk"]
        constraints = [known("party", Party.values), known("lang", LANGUAGE_CODES)]

    def __str__(self) -> str:
        return self.text


class Answer(Noun):
    """What one party said to one sending: agreed to the whole, or sees something differently. Never changed."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="answers")
    sending = models.PositiveIntegerField()
    party = models.CharField(max_length=12, choices=Party)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    agreed = models.BooleanField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acted_as = models.CharField(max_length=24, choices=ROLES)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "record", "sending", "party", Coalesce("school", 0), name="one_answer_a_party_and_sending"
            ),
            models.CheckConstraint(
                condition=Q(party="school", school__isnull=False) | ~Q(party="school") & Q(school=None),
                name="only_schools_answer_for_a_school",
            ),
            known("party", Party.values),
            known("acted_as", Role),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(record__in=Record.all_rows.filter(Record.scope(person)))

    @property
    def document(self) -> Record:
        return self.record


class Difference(Noun):
    """'We see this differently', beside one section of one part, with the reason."""

    class About(models.TextChoices):
        PRIORITIES = "priorities", _("Priorities confirmed")
        PROGRESS = "progress", _("Progress on last year")
        ACCURACY = "accuracy", _("Is the self-evaluation accurate?")
        SUPPORT = "support", _("Support agreed")
        PRACTICE = "practice", _("Practice worth sharing")
        NEXT_STEPS = "next_steps", _("Next steps")

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="differences")
    part = models.ForeignKey(RecordPart, models.CASCADE, related_name="differences")
    about = models.CharField(max_length=12, choices=About)
    reason = models.TextField(_("How you see it, and why"), max_length=4000)
    lang = LanguageField(default="en")

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "part", "about"], name="one_difference_a_section"),
            known("about", ["priorities", "progress", "accuracy", "support", "practice", "next_steps"]),
            known("lang", LANGUAGE_CODES),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return in_seen_part(person)
