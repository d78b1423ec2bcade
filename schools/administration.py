"""The Django admin's site, and what its pages keep to: the administrator's own organisation, history, versions."""

import re
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import EmailField, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from schools import clock, kept_typing
from schools.admin_forms import CARRIED, PromisedForm, VersionForm
from schools.form_fields import deliverable, keep_to_one_line
from schools.history import record, tells
from schools.models import (
    Appointment,
    Cluster,
    Council,
    Federation,
    GuestOrganisation,
    Person,
    School,
    Service,
    ServiceCouncil,
)
from schools.models.authority import current
from schools.models.base import SortKeyField
from schools.policy import May
from schools.workflow import save_version

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

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """No page of the admin reads a NUL: no text of the database holds one, so it names or finds nothing."""

        @wraps(view)
        def read(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            asked = [text for name, values in request.GET.lists() for text in (name, *values)]
            marked = request.POST.getlist(ACTION_CHECKBOX_NAME)
            if any(NUL in text for text in (*asked, *marked, *map(str, kwargs.values()))):
                raise BadRequest
            return view(request, *args, **kwargs)

        return super().admin_view(read, cacheable)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Only for the fields that one of the admin's own forms completes."""
        words = [request.GET.get(name, "") for name in ("app_label", "model_name", "field_name")]
        kept = {(model._meta.app_label, model._meta.model_name): each for model, each in self._registry.items()}
        asking = kept.get((words[0], words[1]))
        if asking is not None and words[2] in asking.get_autocomplete_fields(request):
            return super().autocomplete_view(request)
        raise PermissionDenied


NUL = "\x00"
FILTERS_ASK = re.compile(r"(__(id__)?exact|__isnull|)")  # what the admin's own filters put behind the name of a field

site = ReferenceData(name="admin")
WHY = "an administrator's own organisation"


def councils_of(person: Any) -> list[int]:
    return person.standing.councils_where(May.MANAGE_COUNCIL_PEOPLE)


def services_of(person: Any) -> list[int]:
    return person.standing.services_where(May.MANAGE_SERVICE_PEOPLE)


def at_places_of(person: Any) -> Q:
    """Appointments at the council, its schools and guest organisations, or at the service."""
    councils = councils_of(person)
    return (
        Q(school__council__in=councils)
        | Q(council__in=councils)
        | Q(guest_organisation__council__in=councils)
        | Q(service__in=services_of(person))
    )


def people_of(person: Any) -> QuerySet[Person]:
    """Those who hold, held or will hold a role there."""
    rows = Appointment.objects.as_system(WHY).filter(at_places_of(person))
    return Person.objects.filter(pk__in=rows.values("person"))


def served_by(person: Any) -> QuerySet[Any]:
    rows = ServiceCouncil.objects.as_system(WHY).filter(current(clock.today()), service__in=services_of(person))
    return rows.values("council")


def choices_of(model: Any, person: Any) -> QuerySet[Any] | None:
    """What may be chosen in a form; None where the model is reference data that all administrators share."""
    councils = Q(council__in=councils_of(person))
    wanted: dict[Any, Any] = {
        Council: Q(pk__in=councils_of(person)),
        Service: Q(pk__in=services_of(person)),
        School: councils | Q(council__in=served_by(person)),
        Federation: councils,
        Cluster: councils,
        GuestOrganisation: councils,
    }
    if model is Person:
        return people_of(person)
    rows: QuerySet[Any] | None = model.objects.as_system(WHY).filter(wanted[model]) if model in wanted else None
    return rows


def spoken(name: str, language: str) -> Any:
    """A column of a list, in the language of its words: `name_cy`, `name_en` and their like."""
    column = f"{name}_{language}"

    def shown(item: Any) -> str:
        return format_html('<span lang="{}">{}</span>', language, getattr(item, column))

    shown.__name__ = column
    return admin.display(description=NAMED[column], ordering=column)(shown)


def told(name: str, label: Any, yes: Any, no: Any) -> Any:
    """A yes or a no in words. Django shows a picture of it, which says “True” in every language."""

    def shown(item: Any) -> str:
        return str(yes if getattr(item, name) else no)

    shown.__name__ = f"{name}_in_words"
    return admin.display(description=label, ordering=name)(shown)


KEY = re.compile(r"[0-9]{1,18}")


class Completed(AutocompleteSelect):
    """Shows what was chosen, and nothing where the post held no key: Django would ask the database for it as it is."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if KEY.fullmatch(str(each))], attrs)


RELATED = ("can_add_related", "can_change_related", "can_delete_related", "can_view_related")
NAMED = {
    "name_cy": _("name in Welsh"),
    "name_en": _("name in English"),
    "title_cy": _("title in Welsh"),
    "title_en": _("title in English"),
}


class Recorded(admin.ModelAdmin[Any]):
    """Every change stands in the portal's history too; what has one line is written in one line.

    `reach` says which rows an administrator finds, and what they choose from is narrowed likewise.
    """

    form = PromisedForm
    delete_confirmation_template = "admin/confirm_removal.html"
    fixed: tuple[str, ...] = ()  # may be chosen when an entry is added, and not changed afterwards

    @classmethod
    def reach(cls, person: Any) -> Q:
        return Q()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.reach(request.user))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """A list is asked by its filters alone. Django would let any column be asked, a password's hash too."""
        filters: Any = self.list_filter
        named = [each if isinstance(each, str) else each[0] for each in filters]
        return any(FILTERS_ASK.fullmatch(lookup.removeprefix(name)) for name in named if lookup.startswith(name))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is only read carries nothing."""
        changed = obj is not None and self.has_change_permission(request, obj)
        return [name for name in super().get_fields(request, obj) if changed or name not in CARRIED]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        return choices_of(db_field.related_model, request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Completed(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model and (rows := self.choices(db_field, request)) is not None:
            kwargs["queryset"] = rows
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        keep_to_one_line(field)
        if db_field.name.endswith(("_cy", "_en")):
            field.widget.attrs["lang"] = db_field.name[-2:]
        for symbol in RELATED:  # each thing has a list of its own; a symbol beside the box would open a second window
            if hasattr(field, "widget") and hasattr(field.widget, symbol):
                setattr(field.widget, symbol, False)
        if isinstance(db_field, EmailField):
            field.validators.append(deliverable)
        return field

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What the database refuses because of what somebody else saved at that very moment is a sentence too."""
        if kept_typing.DISCARD in request.POST:
            kept_typing.forget(request)
            return redirect(request.get_full_path())
        try:
            answer = super().changeform_view(request, *args, **kwargs)
            if request.method == "POST" and answer.status_code == 302:  # it has been saved
                kept_typing.forget(request)
            return answer
        except IntegrityError as error:
            broken = [each for each in self.model._meta.constraints if each.name in str(error)]
            if not broken:
                raise
            self.message_user(request, str(broken[0].violation_error_message), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        last = getattr(obj, "ends_on", None)
        facts = {"on": last.isoformat()} if last else {}
        self.write_down(CHANGED if change else ADDED, request, obj, fields=form.changed_data, **facts)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.write_down(REMOVED, request, obj)
        super().delete_model(request, obj)

    def write_down(self, verb: str, request: HttpRequest, obj: Any, **facts: Any) -> None:
        """Where the entry belongs to a school or a council, in its history."""
        school = obj if isinstance(obj, School) else getattr(obj, "school", None)
        person: Any = request.user
        record(verb, obj, by=person, school=school, council=getattr(obj, "council", None), **facts)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


class Kept(Recorded):
    """Ended by its last day, never removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Dated(Kept):
    """What has ended stays ended and is only read: whoever held a role or an assignment is given a new one."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        over = obj is not None and obj.ends_on is not None and obj.ends_on < clock.today()
        return not over and super().has_change_permission(request, obj)


class SavedByVersion(Recorded):
    """Of a record that officers edit too: saved against the version that was opened, as they save it."""

    form = VersionForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        person: Any = request.user
        saved = [
            field
            for field in obj._meta.concrete_fields
            if (field.editable and not field.primary_key) or isinstance(field, SortKeyField)
        ]
        fields = {field.name: field.pre_save(obj, add=False) for field in saved}
        facts = {"fields": form.changed_data}
        save_version(obj, form.cleaned_data["opened"], by=person, verb=CHANGED, facts=facts, **fields)


class Versioned(SavedByVersion, Kept):
    pass


class OwnChoices(admin.RelatedFieldListFilter):
    """Offers what the administrator manages, never the names of the others."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = choices_of(field.related_model, request.user)
        return [(row.pk, str(row)) for row in rows] if rows is not None else []


def managed_at(council: str) -> Any:
    """`reach` of what belongs to a council: the path to it."""
    return classmethod(lambda cls, person: Q(**{f"{council}__in": councils_of(person)}))


def of_council_or_service(person: Any) -> Q:
    return Q(council__in=councils_of(person)) | Q(service__in=services_of(person))
