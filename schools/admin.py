"""Django's admin, for administrators: reference data and people only. No school's content, task, file or history."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from schools.form_fields import keep_to_one_line
from schools.history import record, tells
from schools.models import (
    AdviserAssignment,
    Appointment,
    Area,
    Cluster,
    ConflictOfInterest,
    Council,
    Federation,
    Framework,
    GuestOrganisation,
    Person,
    Prompt,
    School,
    Service,
    ServiceCouncil,
    Term,
    Title,
    WelshMediumWords,
)
from schools.notices import tell_of_address, tell_of_role
from schools.shared_texts import end_shared_texts

ADDED = tells("admin.added", _("An administrator added an entry."))
CHANGED = tells("admin.changed", _("An administrator changed an entry."))
REMOVED = tells("admin.removed", _("An administrator removed an entry."))


class ReferenceData(admin.AdminSite):
    """A site of its own: what a package registers for itself does not appear here. It has no sign-in of its own."""

    site_header = site_title = _("Improvement Portal: reference data and people")
    index_title = _("Reference data and people")

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The only door is the portal's own sign-in, with its limits."""
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('admin:index')})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")


site = ReferenceData(name="admin")


class Recorded(admin.ModelAdmin[Any]):
    """Every change stands in the portal's history too; what has one line is written in one line."""

    delete_confirmation_template = "admin/confirm_removal.html"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        keep_to_one_line(field)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.write_down(CHANGED if change else ADDED, request, obj, fields=form.changed_data)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.write_down(REMOVED, request, obj)
        super().delete_model(request, obj)

    def write_down(self, verb: str, request: HttpRequest, obj: Any, **facts: Any) -> None:
        """Where the entry belongs to a school or a council, in its history."""
        school = obj if isinstance(obj, School) else getattr(obj, "school", None)
        person: Any = request.user
        record(verb, obj, by=person, school=school, council=getattr(obj, "council", None), **facts)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


class Kept(Recorded):
    """Ended by its last day, never removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Person, site=site)
class PersonAdmin(Kept):
    """Nobody is added here, and no password is seen or set: people come by invitation."""

    list_display = ["name", "email", "language", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "last_login"]
    readonly_fields = ["last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A former address opens nothing any more, and whoever reads it is told; so is the new one."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if "email" in form.changed_data:
            tell_of_address(obj, former=form.initial["email"])


class OfOthers(Kept):
    """Administrators give and change these for other people, never for themselves."""

    held_by = ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is not None and getattr(obj, self.held_by) == request.user
        return not mine and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.held_by:
            me: Any = request.user
            kwargs["queryset"] = Person.objects.exclude(pk=me.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Appointment, site=site)
class AppointmentAdmin(OfOthers):
    held_by = "person"
    list_display = ["person", "role", "place", "starts_on", "ends_on"]
    list_filter = ["role"]
    search_fields = ["person__name", "person__email"]
    autocomplete_fields = ["person", "school"]
    list_select_related = ["person", "school", "council", "service", "guest_organisation"]

    @admin.display(description=_("Place"))
    def place(self, appointment: Appointment) -> str:
        return str(appointment.place)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_of_role(obj, besides=[obj.person])


@admin.register(AdviserAssignment, site=site)
class AssignmentAdmin(OfOthers):
    held_by = "adviser"
    list_display = ["adviser", "school", "service", "starts_on", "ends_on"]
    autocomplete_fields = ["adviser", "school"]
    list_select_related = ["adviser", "school", "service"]


@admin.register(ConflictOfInterest, site=site)
class ConflictAdmin(Kept):
    list_display = ["person", "school", "starts_on", "ends_on"]
    autocomplete_fields = ["person", "school"]
    list_select_related = ["person", "school"]


@admin.register(School, site=site)
class SchoolAdmin(Kept):
    list_display = ["name_cy", "name_en", "number", "council", "sector"]
    list_filter = ["council", "sector"]
    search_fields = ["name_cy", "name_en", "number"]
    list_select_related = ["council"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        end_shared_texts(by=request.user)  # type: ignore[arg-type] # an administrator is signed in


@admin.register(ServiceCouncil, site=site)
class ServiceCouncilAdmin(Kept):
    list_display = ["service", "council", "starts_on", "ends_on"]
    list_select_related = ["service", "council"]


@admin.register(Council, Service, GuestOrganisation, Federation, Cluster, site=site)
class OrganisationAdmin(Kept):
    list_display = ["name_cy", "name_en"]
    search_fields = ["name_cy", "name_en"]


@admin.register(Title, site=site)
class TitleAdmin(Recorded):
    list_display = ["title_cy", "title_en", "role", "council", "service"]
    list_select_related = ["council", "service"]


@admin.register(Term, site=site)
class TermAdmin(Recorded):
    list_display = ["council", "school_year", "starts_on", "ends_on"]
    list_filter = ["council", "school_year"]
    list_select_related = ["council"]


@admin.register(Framework, Area, Prompt, WelshMediumWords, site=site)
class WordsAdmin(Kept):
    """The words of frameworks and of Welsh-medium categories, in both languages."""
