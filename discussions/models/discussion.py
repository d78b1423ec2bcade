"""A professional discussion: when, where, who takes part, about what; and who is booked for it."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.clock import LONDON
from schools.models import GuestOrganisation, Person, School
from schools.models.base import LANGUAGE_CODES, EditableNoun, LanguageField, Noun
from schools.models.constraints import known, plausible_year
from schools.policy import May

from .round import Round

NOBODY = Q(pk__in=[])


class Party(models.TextChoices):
    SCHOOL = "school", _("School")
    COUNCIL = "council", _("Council")
    SERVICE = "service", _("Improvement service")


class Discussion(EditableNoun):
    class Kind(models.TextChoices):
        YEARLY = "yearly", _("Yearly professional discussion")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")

    class Setting(models.TextChoices):
        AT_SCHOOL = "at_school", _("At the school")
        ONLINE = "online", _("Online")
        ELSEWHERE = "elsewhere", _("At another place")

    class Language(models.TextChoices):
        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Welsh and English")

    MOVES = {Status.SCHEDULED: {Status.CANCELLED}}

    round = models.ForeignKey(Round, models.PROTECT, related_name="discussions")
    discussion_kind = models.CharField(max_length=16, choices=Kind, default=Kind.YEARLY)
    status = models.CharField(max_length=12, choices=Status, default=Status.SCHEDULED)
    schools = models.ManyToManyField(School, through="DiscussionSchool", related_name="discussions")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    setting = models.CharField(_("Where"), max_length=12, choices=Setting)
    host = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")  # of several, where they meet
    place = models.CharField(_("Place"), max_length=200, blank=True, default="")
    online_link = models.URLField(_("Link for joining online"), blank=True, default="")
    language = models.CharField(_("Language of the discussion"), max_length=4, choices=Language)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # rises for time, place or cancellation only
    cancelled_because = models.TextField(_("Reason"), blank=True, default="", max_length=1000)
    cancelled_because_lang = LanguageField(blank=True, default="")

    shows_record: bool  # filled by discussions.access.discussion_for: there is a record, and the reader may see it

    class Meta(EditableNoun.Meta):
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="discussion_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status__in=["scheduled", "cancelled"]), name="discussion_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(host=None) | Q(setting="at_school"), name="only_who_meets_at_school_has_a_host"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""), name="cancelled_for_a_reason"
            ),
            known("discussion_kind", ["yearly"]),
            known("setting", ["at_school", "online", "elsewhere"]),
            known("language", ["cy", "en", "both"]),
            known("cancelled_because_lang", LANGUAGE_CODES, blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at.astimezone(LONDON):%Y-%m-%d %H:%M}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        """Its schools' people, council and service; a guest once the head has said yes."""
        return Q(pk__in=DiscussionSchool.reached(person, May.SEE_DISCUSSION)) | Q(
            pk__in=Participant.guest_discussions(person)
        )

    @property
    def is_live(self) -> bool:
        return self.status == self.Status.SCHEDULED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        """Its day has passed (on the day itself one may still be late). Whether it took place, its record tells."""
        return self.ends_at.astimezone(LONDON).date() < clock.today()

    @property
    def can_be_prepared(self) -> bool:
        """Agenda and guests are settled before it is held, never afterwards."""
        kept = getattr(self, "record", None)
        return self.is_live and not self.is_over and not (kept and kept.sending)

    @cached_property
    def covered(self) -> list[School]:
        """The schools it is about, in the order in which they were put in; they never change."""
        return [row.school for row in self.discussion_schools.select_related("school__council", "school__federation")]

    @property
    def school(self) -> School:
        """The first of its schools: the gate writes its history there, the action beside it at the others."""
        return self.covered[0]


class DiscussionSchool(Noun):
    """A school in a discussion: one, or several of one federation. `live` follows the discussion."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="discussion_schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="discussion_schools")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    discussion_kind = models.CharField(max_length=16, choices=Discussion.Kind)
    live = models.BooleanField(default=True)

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "school"], name="school_once_in_a_discussion"),
            models.UniqueConstraint(
                fields=["round", "school"],
                condition=Q(live=True, discussion_kind="yearly"),
                name="one_live_yearly_discussion_a_school",
            ),
            known("discussion_kind", Discussion.Kind.values),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_DISCUSSION)

    @classmethod
    def reached(cls, person: Any, permission: May) -> models.QuerySet[Any]:
        """Keys of the discussions that this permission reaches at one school at least."""
        return cls.all_rows.filter(person.standing.reaches(permission)).values("discussion")


class Participant(Noun):
    """A person who takes part. A guest takes part only after the headteacher has said yes."""

    class As(models.TextChoices):
        HEADTEACHER = "headteacher", _("Headteacher")
        ADVISER = "adviser", _("Adviser")
        OFFICER = "officer", _("Council officer")
        CHAIR_OF_GOVERNORS = "chair_of_governors", _("Chair of governors")
        GUEST = "guest", _("Guest")

    class Consent(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Not needed")
        ASKED = "asked", _("Waiting for the headteacher to say yes")
        GIVEN = "given", _("The headteacher said yes")
        REFUSED = "refused", _("The headteacher said no")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    taking_part_as = models.CharField(max_length=24, choices=As)
    consent = models.CharField(max_length=12, choices=Consent, default=Consent.NOT_NEEDED)
    added_at = models.DateTimeField(default=clock.now, editable=False)  # of a guest: when the head was asked

    leads_then = True  # of a headteacher: whether they lead one of the schools on the day; set likewise
    called = ""  # what their role is called where they work; set where those who take part are listed
    answers: Any  # of the schools asked about a guest
    said: Any = None  # whether they come to the time and place as they are now; set where replies are asked for
    leads: Any = ()  # keys of the schools that they lead; set likewise
    reason: Any = None  # why they do not come, and when they could, for whoever is told; set where they are listed
    may_answer: bool = False  # whether the reader may say whether they come; set likewise

    class Meta(Noun.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "person"], name="person_once_in_a_discussion"),
            models.CheckConstraint(
                condition=Q(taking_part_as="guest") ^ Q(consent="not_needed"), name="only_guests_need_consent"
            ),
            known("taking_part_as", ["headteacher", "adviser", "officer", "chair_of_governors", "guest"]),
            known("consent", ["not_needed", "asked", "given", "refused"]),
        ]

    @property
    def is_invited(self) -> bool:
        """Not a guest about whom a headteacher is still to say yes, or has said no."""
        return self.consent in (self.Consent.NOT_NEEDED, self.Consent.GIVEN)

    @property
    def leaves_before(self) -> bool:
        """Whether they take part as a headteacher who no longer leads any of the schools on the day."""
        return self.taking_part_as == self.As.HEADTEACHER and not self.leads_then

    @property
    def waits_for(self) -> list[School]:
        """The schools whose headteacher is still to say whether this guest may come."""
        if self.consent != self.Consent.ASKED:
            return []
        answered = {row.school_id for row in self.answers.all()}
        return [school for school in self.discussion.covered if school.pk not in answered]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """All of them for who may read the agenda, those who come for who sees the discussion; a guest learns that they
        were asked when the head has said yes.
        """
        coming = Q(consent__in=[cls.Consent.NOT_NEEDED, cls.Consent.GIVEN])
        return (
            Q(discussion_id__in=DiscussionSchool.reached(person, May.READ_AGENDA))
            | Q(discussion_id__in=DiscussionSchool.reached(person, May.SEE_DISCUSSION)) & coming
            | Q(discussion_id__in=cls.guest_discussions(person))
            | Q(person=person) & ~Q(taking_part_as=cls.As.GUEST)
        )

    @classmethod
    def invited_guest(cls, person: Any) -> Q:
        """This person's own invitations as a guest, while they still hold a guest role of the council that invited."""
        if not person.standing.at_guest_organisations:
            return NOBODY
        organisations = GuestOrganisation.all_rows.filter(pk__in=person.standing.guest_organisation_ids)
        return Q(
            person=person,
            taking_part_as=cls.As.GUEST,
            consent=cls.Consent.GIVEN,
            discussion__round__council__in=organisations.values("council"),
        )

    @classmethod
    def guest_discussions(cls, person: Any) -> models.QuerySet[Any]:
        """Keys of the discussions to which this person is invited as a guest."""
        return cls.all_rows.filter(cls.invited_guest(person)).values("discussion")


class Booking(Noun):
    """A person or a school is taken for a stretch of time. The database refuses two live ones that overlap."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="bookings")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="bookings")
    during = DateTimeRangeField(default_bounds="[)")
    live = models.BooleanField(default=True)

    class Meta(Noun.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, school__isnull=False) | Q(person__isnull=False, school=None),
                name="booking_is_of_a_person_or_a_school",
            ),
            ExclusionConstraint(
                name="person_is_not_double_booked",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(live=True, person__isnull=False),
                deferrable=models.Deferrable.IMMEDIATE,  # until all of several that change places have moved
            ),
            ExclusionConstraint(
                name="school_is_not_double_booked",
                expressions=[("school", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(live=True, school__isnull=False),
                deferrable=models.Deferrable.IMMEDIATE,  # until all of several that change places have moved
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        """When somebody is taken is for that person and for those who schedule at the school that is booked."""
        return person.standing.reaches(May.SCHEDULE_DISCUSSION) | Q(person=person)


class AgendaItem(EditableNoun):
    """One thing to talk about, drafted from what the school submitted or added by a party."""

    class Source(models.TextChoices):
        PRIORITY = "priority", _("Priority for improvement")
        SUPPORT_NEED = "support_need", _("Support need")
        STRENGTH = "strength", _("Strength to share")
        ADDED = "added", _("Added")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="agenda_items")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=16, choices=Source)
    drafted_from = models.UUIDField(null=True, editable=False)  # public id of what was submitted, as it was frozen
    drafted_year = models.PositiveSmallIntegerField(null=True, editable=False)  # school year of that submission
    text = models.TextField(_("What to discuss"), max_length=2000)
    lang = LanguageField(default="en")
    position = models.PositiveSmallIntegerField(default=0)
    party = models.CharField(max_length=12, choices=Party)  # whose words they are
    from_school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")  # of several, which added it

    changeable = False  # whether the reader may change it; set where an agenda is read
    earlier = False  # whether it was submitted in an earlier year than the discussion's; set likewise

    class Meta(EditableNoun.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "drafted_from"], name="drafted_once_in_a_discussion"),
            known("source", ["priority", "support_need", "strength", "added"]),
            known("party", Party.values),
            known("lang", LANGUAGE_CODES),
            plausible_year("drafted_year"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def scope(cls, person: Any) -> Q:
        """What is about one school follows that school; what is about all of them, any; an invited guest sees all.

        A declared interest closes what is about that school and what its people wrote.
        """
        standing = person.standing
        seen = standing.reaches(May.READ_AGENDA)
        seen |= Q(school=None, discussion_id__in=DiscussionSchool.reached(person, May.READ_AGENDA))
        if standing.at_guest_organisations:
            seen |= Q(discussion_id__in=Participant.guest_discussions(person))
        if standing.conflicts:
            closed = Q(school_id__in=standing.conflicts) | Q(from_school_id__in=standing.conflicts)
            seen &= ~closed
        return seen

    @property
    def document(self) -> Discussion:
        return self.discussion

    @property
    def whose(self) -> list[School]:
        """The schools whose people may change the words, where they are a school's."""
        own = self.school or self.from_school
        return [own] if own else self.discussion.covered
