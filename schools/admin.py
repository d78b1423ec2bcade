"""Django's admin, for administrators: reference data and people only. No school's content, task, file or history.

An administrator of a council finds its people, schools and lists; one of a service the people and assignments of the
service; words that all share (frameworks, prompts, categories) are everybody's. `schools.administration` holds it.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from schools import (
    admin_words,  # noqa: F401 # registers what all councils share
    clock,
)
from schools.admin_forms import PromisedForm
from schools.administration import (
    WHY,
    Dated,
    Kept,
    OwnChoices,
    Recorded,
    SavedByVersion,
    Versioned,
    at_places_of,
    councils_of,
    managed_at,
    of_council_or_service,
    people_of,
    served_by,
    services_of,
    site,
    spoken,
    told,
)
from schools.models import (
    AdviserAssignment,
    Appointment,
    Cluster,
    ConflictOfInterest,
    Council,
    Federation,
    GuestOrganisation,
    Person,
    School,
    Service,
    ServiceCouncil,
    Term,
    Title,
)
from schools.models.roles import ROLES
from schools.notices import tell_of_address, tell_of_interest, tell_of_role
from schools.people.actions import end_assignments, refuse_unfit, withdraw_open
from schools.people.declaring import refuse_own_school
from schools.policy import GIVEN_ONLY_BY, Role
from schools.refusals import Refused
from schools.shared_texts import end_shared_texts

__all__ = ["site"]

SIGNS_IN = told("is_active", _("may sign in"), _("May sign in"), _("May not sign in"))


@admin.register(Person, site=site)
class PersonAdmin(Kept):
    """Nobody is added here, and no password is seen or set: people come by invitation.

    Who also holds a role elsewhere is seen and not changed: with the address goes the way into every role.
    """

    list_display = ["name", "email", "language", SIGNS_IN]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "last_login", "seen"]
    readonly_fields = ["last_login", SIGNS_IN]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return Q(pk__in=people_of(person).values("pk"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody shuts themselves out; and what is only read is said in words."""
        given = super().get_fields(request, obj)
        told = obj == request.user or not self.has_change_permission(request, obj)
        return [SIGNS_IN if told and name == "is_active" else name for name in given]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or not super().has_change_permission(request, obj):
            return super().has_change_permission(request, obj)
        if "held_elsewhere" not in obj.__dict__:  # asked for many times of one page
            lasting = Appointment.objects.as_system(WHY).filter(person=obj).exclude(ends_on__lt=clock.today())
            obj.held_elsewhere = lasting.exclude(at_places_of(request.user)).exists()
        return not obj.held_elsewhere

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A former address opens nothing any more, and whoever reads it is told; so is the new one."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if "email" in form.changed_data:
            tell_of_address(obj, former=form.initial["email"])
            if obj == request.user:  # everybody else is signed out
                update_session_auth_hash(request, obj)


class OfOthers(Dated):
    """Administrators give and change these for other people, never for themselves."""

    held_by = ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is not None and getattr(obj, self.held_by) == request.user
        return not mine and super().has_change_permission(request, obj)

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        found: Any = super().choices(db_field, request)
        me: Any = request.user
        return found.exclude(pk=me.pk) if db_field.name == self.held_by else found


def is_given_by_administrators(role: str) -> bool:
    """Given and ended by them in the admin: the policy keeps some roles for others."""
    return Role.ADMINISTRATOR in GIVEN_ONLY_BY.get(Role(role), {Role.ADMINISTRATOR})


@admin.register(Appointment, site=site)
class AppointmentAdmin(OfOthers):
    """Whose role it is, which and where, is said when it is given; afterwards its days are all that changes."""

    held_by = "person"
    fixed = ("person", "role", "school", "council", "service", "guest_organisation")
    list_display = ["person", "role", "place", "starts_on", "ends_on"]
    list_filter = ["role"]
    search_fields = ["person__name", "person__email"]
    autocomplete_fields = ["person", "school"]
    list_select_related = ["person", "school", "council", "service", "guest_organisation"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return at_places_of(person)

    @admin.display(description=_("Place"))
    def place(self, appointment: Appointment) -> str:
        return str(appointment.place)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [("", _("Choose")), *(row for row in ROLES if is_given_by_administrators(row[0]))]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        theirs = obj is None or is_given_by_administrators(obj.role)
        return theirs and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.ends_on:
            withdraw_open(obj, by=request.user)  # type: ignore[arg-type] # an administrator is signed in
        if obj.role == Role.SERVICE_ADVISER and obj.ends_on:
            end_assignments(obj, obj.ends_on)
        tell_of_role(obj, besides=[obj.person])


class AssignmentForm(PromisedForm):
    def clean(self) -> Any:
        words = super().clean()
        given = {name: words.get(name) for name in ("service", "adviser", "school", "starts_on")}
        if all(given.values()):  # when it is given; afterwards only its days are in the form
            try:
                refuse_unfit(**given, ends_on=words.get("ends_on"))
            except Refused as refusal:
                self.add_error(refusal.field, refusal.message)
        return words


@admin.register(AdviserAssignment, site=site)
class AssignmentAdmin(OfOthers):
    """The service assigns; the council of the school may set the last day."""

    form = AssignmentForm
    held_by = "adviser"
    fixed = ("adviser", "service", "school")
    list_display = ["adviser", "school", "service", "starts_on", "ends_on"]
    autocomplete_fields = ["adviser", "school"]
    list_select_related = ["adviser", "school", "service"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return Q(school__council__in=councils_of(person)) | Q(service__in=services_of(person))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(services_of(request.user)) and super().has_add_permission(request)


class ConflictForm(PromisedForm):
    def clean(self) -> Any:
        """What somebody may not declare for themselves is not entered for them either."""
        words = super().clean()
        given = {
            name: words.get(name, getattr(self.instance, name, None)) for name in ("school", "starts_on", "ends_on")
        }
        person = words.get("person") or getattr(self.instance, "person", None)
        if person and given["school"] and given["starts_on"]:
            try:
                refuse_own_school(person, **given)
            except Refused as refusal:
                self.add_error("school" if "school" in self.fields else None, refusal.message)
        return words


@admin.register(ConflictOfInterest, site=site)
class ConflictAdmin(Dated):
    form = ConflictForm
    fixed = ("person", "school")
    list_display = ["person", "school", "starts_on", "ends_on"]
    autocomplete_fields = ["person", "school"]
    list_select_related = ["person", "school"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        at_service = Appointment.objects.as_system(WHY).filter(service__in=services_of(person))
        return Q(school__council__in=councils_of(person)) | Q(person__in=at_service.values("person"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            tell_of_interest(obj)


@admin.register(School, site=site)
class SchoolAdmin(Versioned):
    """A service's administrator chooses from the schools that it serves, and changes none."""

    list_display = [spoken("name", "cy"), spoken("name", "en"), "number", "council", "sector"]
    list_filter = [("council", OwnChoices), "sector"]
    search_fields = ["name_cy", "name_en", "number"]
    list_select_related = ["council"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return Q(council__in=councils_of(person)) | Q(council__in=served_by(person))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(councils_of(request.user)) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        theirs = obj is None or obj.council_id in councils_of(request.user)
        return theirs and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        end_shared_texts(by=request.user)  # type: ignore[arg-type] # an administrator is signed in


class OfCouncils:
    """Added and changed by a council's administrators only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(councils_of(request.user)) and super().has_add_permission(request)  # type: ignore[misc] # a mixin


@admin.register(ServiceCouncil, site=site)
class ServiceCouncilAdmin(OfCouncils, Dated):
    """The council says which service works for it: a service does not let itself in."""

    list_display = ["service", "council", "starts_on", "ends_on"]
    list_select_related = ["service", "council"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return of_council_or_service(person)

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        every = db_field.related_model is Service
        return Service.objects.as_system("their names are public") if every else super().choices(db_field, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        theirs = obj is None or obj.council_id in councils_of(request.user)
        return theirs and super().has_change_permission(request, obj)


class OrganisationAdmin(Kept):
    list_display = [spoken("name", "cy"), spoken("name", "en")]
    search_fields = ["name_cy", "name_en"]


@admin.register(Council, site=site)
class CouncilAdmin(OrganisationAdmin):
    """Councils come with the register."""

    reach = managed_at("pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Service, site=site)
class ServiceAdmin(OfCouncils, OrganisationAdmin):
    """A council's administrator sees the services that work for it, and may add one before it does."""

    @classmethod
    def reach(cls, person: Any) -> Q:
        works = ServiceCouncil.objects.as_system(WHY).filter(council__in=councils_of(person))
        return Q(pk__in=services_of(person)) | Q(pk__in=works.values("service"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        theirs = obj is None or obj.pk in services_of(request.user)
        return theirs and super().has_change_permission(request, obj)


@admin.register(GuestOrganisation, Federation, Cluster, site=site)
class OfTheCouncilAdmin(OfCouncils, OrganisationAdmin):
    reach = managed_at("council")


@admin.register(Title, site=site)
class TitleAdmin(Recorded):
    list_display = [spoken("title", "cy"), spoken("title", "en"), "role", "council", "service"]
    list_select_related = ["council", "service"]

    @classmethod
    def reach(cls, person: Any) -> Q:
        return of_council_or_service(person)


@admin.register(Term, site=site)
class TermAdmin(OfCouncils, SavedByVersion):
    list_display = ["council", "school_year", "starts_on", "ends_on"]
    list_filter = [("council", OwnChoices), "school_year"]
    list_select_related = ["council"]
    reach = managed_at("council")
