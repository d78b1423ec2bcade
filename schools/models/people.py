"""People, the roles they hold, whom they are assigned to, and what closes a school to them."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May, Place, Role

from .authority import Council, GuestOrganisation, Organisation, Service, Title, date_range, not_before_start
from .base import LANGUAGE_CODES, LANGUAGES, Noun
from .constraints import at_the_right_place, known
from .mail_classes import NewsByMail
from .prepared import Prepared
from .roles import ROLES
from .school import School
from .standing import Standing, approves_by_right, closed_to, standing_of

NOBODY = -1


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who may sign in, by e-mail address. What they may do follows from the roles they hold today."""

    public_id = models.UUIDField(default=Noun._meta.get_field("public_id").default, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=LANGUAGES,
        blank=True,
        default="",
        help_text=_("Asked once, then kept. Empty until the person has chosen."),
    )
    news_by_mail = models.CharField(
        _("news by e-mail"), max_length=8, choices=NewsByMail, default=NewsByMail.DAILY, editable=False
    )
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            known("language", LANGUAGE_CODES, blank=True),
            known("news_by_mail", NewsByMail.values),
        ]

    hat: Role | None = None  # the role acted in during a request; None means all roles held (tasks, commands)

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session ends with the password, and with the address: whose mailbox it is, decides who may sign in."""
        said = f"{self.password} {self.email}"
        return salted_hmac("schools.Person", said, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def appointments_today(self) -> list["Appointment"]:
        """The roles held today, in the order of the policy page."""
        rows = _held(Appointment.current(), clock.today()).ask(self.pk)
        for row in rows:
            row.person = self
        order = list(Role)
        return sorted(rows, key=lambda row: (order.index(Role(row.role)), row.pk))

    @cached_property
    def standing(self) -> Standing:
        """Where today's roles reach. Read once per person object, and there is one per request."""
        rows = [row for row in self.appointments_today if self.hat is None or row.role == self.hat]
        return standing_of(self.pk, rows)

    @property
    def hats(self) -> list[Role]:
        """The different roles held today; with more than one the person chooses which to act in."""
        return list(dict.fromkeys(Role(row.role) for row in self.appointments_today))

    def wear(self, hat: Role | None) -> None:
        """Act in this role only, from here on."""
        self.hat = hat
        self.__dict__.pop("standing", None)

    def forget_roles(self) -> None:
        """After a role or an interest has changed: read the roles again when next asked."""
        for name in ("appointments_today", "standing"):
            self.__dict__.pop(name, None)

    @property
    def is_staff(self) -> bool:
        """May enter the Django admin: administrators only (and only people who act as one)."""
        return self.is_active and Role.ADMINISTRATOR in self.standing.roles

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Appointment(Noun):
    """A role held at exactly one place, from its first to its last day (inclusive; no last day = still held)."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="appointments")
    role = models.CharField(_("role"), max_length=24, choices=ROLES)
    acting = models.BooleanField(_("acting"), default=False)
    school = models.ForeignKey(
        School, models.PROTECT, verbose_name=_("school"), null=True, blank=True, related_name="appointments"
    )
    council = models.ForeignKey(
        Council, models.PROTECT, verbose_name=_("council"), null=True, blank=True, related_name="appointments"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("service"), null=True, blank=True, related_name="appointments"
    )
    guest_organisation = models.ForeignKey(
        GuestOrganisation,
        models.PROTECT,
        verbose_name=_("guest organisation"),
        null=True,
        blank=True,
        related_name="appointments",
    )
    starts_on = models.DateField(_("first day"), default=clock.today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            at_the_right_place("role_is_held_at_the_right_place"),
            not_before_start("role_ends_after_start"),
            ExclusionConstraint(
                name="same_role_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    *((Coalesce(place.value, 0), RangeOperators.EQUAL) for place in Place),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already holds this role there on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place}"

    @classmethod
    def scope(cls, person: Any) -> Q:
        """The people of a place are seen by those who manage them, and by oneself."""
        standing = person.standing
        return (
            Q(person=person)
            | standing.reaches(May.MANAGE_SCHOOL_PEOPLE)
            | Q(council_id__in=standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
            | Q(service_id__in=standing.services_where(May.MANAGE_SERVICE_PEOPLE))
            | Q(guest_organisation__council_id__in=standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
        )

    @staticmethod
    def current() -> Q:
        today = clock.today()
        return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))

    @property
    def place(self) -> School | Organisation:
        held_at = self.school or self.council or self.service or self.guest_organisation
        return cast("School | Organisation", held_at)  # exactly one, by constraint


@lru_cache(maxsize=8)
def _held(current: Q, day: date) -> Prepared[Appointment]:
    """The roles somebody holds, with the places where, what they are called there, and what closes schools to them."""
    rows = with_titles(Appointment.all_rows.filter(current, person=NOBODY))
    rows = rows.select_related("school", "council", "service", "guest_organisation")
    more = {"closed_schools": closed_to(OuterRef("person"), day), "approves": approves_by_right(OuterRef("pk"))}
    return Prepared(rows.annotate(**more), NOBODY)


def with_titles(rows: models.QuerySet[Appointment]) -> models.QuerySet[Appointment]:
    """Each appointment knows what the role is called there, so that no page asks once more for the person's own."""
    council = Coalesce(OuterRef("council"), OuterRef("school__council"))
    titles = Title.all_rows.filter(Q(council=council) | Q(service=OuterRef("service")), role=OuterRef("role"))
    words = {name: Subquery(titles.values(f"title_{name}")[:1]) for name, _language in LANGUAGES}
    return rows.annotate(**{f"titled_{name}": Coalesce(found, Value("")) for name, found in words.items()})


class AdviserAssignment(Noun):
    """This adviser works with this school, from one day to another."""

    adviser = models.ForeignKey(Person, models.PROTECT, verbose_name=_("adviser"), related_name="assignments")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"), related_name="assignments")
    school = models.ForeignKey(School, models.PROTECT, verbose_name=_("school"), related_name="assignments")
    starts_on = models.DateField(_("first day"), default=clock.today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("adviser’s assignment")
        verbose_name_plural = _("advisers’ assignments")
        constraints = [
            not_before_start("assignment_ends_after_start"),
            ExclusionConstraint(
                name="same_assignment_once_at_a_time",
                expressions=[
                    ("adviser", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This adviser is already assigned to this school on some of these days."),
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL)


class ConflictOfInterest(Noun):
    """A declared interest: it closes the school's content to that person while it lasts."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="conflicts")
    school = models.ForeignKey(School, models.PROTECT, verbose_name=_("school"), related_name="conflicts")
    starts_on = models.DateField(_("first day"), default=clock.today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            not_before_start("conflict_ends_after_start"),
            ExclusionConstraint(
                name="same_interest_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "This person has already declared an interest in this school for some of these days."
                ),
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q(person=person) | Q(school__council_id__in=person.standing.council_ids)


INVITATION_DAYS = 14


class Invitation(Noun):
    """An offer of a role to an e-mail address; the link in it works once and expires."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    role = models.CharField(_("role"), max_length=24, choices=ROLES)
    acting = models.BooleanField(_("acting"), default=False)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="invitations")
    council = models.ForeignKey(Council, models.CASCADE, null=True, blank=True, related_name="invitations")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="invitations")
    guest_organisation = models.ForeignKey(
        GuestOrganisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    starts_on = models.DateField(_("first day"), default=clock.today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations_sent")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Of the link in a letter of which nobody knows whether it arrived: it works beside the one that was sent after it.
    earlier_token_hash = models.CharField(max_length=64, default="", blank=True, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, editable=False)
    used_by = models.ForeignKey(Person, models.PROTECT, null=True, editable=False, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    emailed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Noun.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
                name="a_used_invitation_names_who_used_it",
            ),
            at_the_right_place("role_is_offered_at_the_right_place"),
            not_before_start("offered_role_ends_after_start"),
            known("language", LANGUAGE_CODES),
            models.UniqueConstraint(
                fields=["earlier_token_hash"],
                condition=~Q(earlier_token_hash=""),
                name="one_invitation_an_earlier_link",
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        standing = person.standing
        return (
            standing.reaches(May.MANAGE_SCHOOL_PEOPLE)
            | Q(council_id__in=standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
            | Q(service_id__in=standing.services_where(May.MANAGE_SERVICE_PEOPLE))
            | Q(guest_organisation__council_id__in=standing.councils_where(May.MANAGE_COUNCIL_PEOPLE))
        )

    @staticmethod
    def live(moment: datetime) -> Q:
        return Q(used_at=None, withdrawn_at=None, expires_at__gt=moment)

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def new_token(self) -> str:
        """A fresh secret for the link. Only its hash is kept, so it can be shown once and never read back."""
        token = secrets.token_urlsafe(32)
        self.token_hash = self.hash_of(token)
        self.expires_at = clock.end_of(clock.today() + timedelta(days=INVITATION_DAYS))
        return token

    @property
    def last_day(self) -> date:
        """The last day on which the link works: in every mail and on every page, it still works on that day."""
        return (self.expires_at.astimezone(clock.LONDON) - timedelta(microseconds=1)).date()

    @property
    def place(self) -> School | Organisation:
        held_at = self.school or self.council or self.service or self.guest_organisation
        return cast("School | Organisation", held_at)  # exactly one, by constraint
