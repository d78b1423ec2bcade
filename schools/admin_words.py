"""The words that all councils share, in the admin: frameworks, their areas and prompts, Welsh-medium categories.

Also the national priorities and the kinds of grants that a development plan names.

They come from files (`manage.py load_reference`). An administrator is of one council or service: words may be put
better, but nothing is added, and no code, order or first day changes on which the other councils' work stands.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from schools.admin_forms import PromisedForm
from schools.administration import Kept, site
from schools.frameworks import refuse_a_gap
from schools.models import Area, AreaMapping, Framework, GrantKind, NationalPriority, Prompt, WelshMediumWords
from schools.refusals import Refused

LAST_YEAR = 2100
YEAR_BEFORE_FIRST = _("Enter a last school year that is not before the first: the year in which it begins.")


class SharedWords(Kept):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class FrameworkForm(PromisedForm):
    def clean(self) -> Any:
        words = super().clean()
        if "ends_on" in words and "ends_on" in self.changed_data:
            try:
                refuse_a_gap(self.instance.pk, ends_on=words["ends_on"])
            except Refused as refusal:
                self.add_error("ends_on", refusal.message)
        return words


@admin.register(Framework, site=site)
class FrameworkAdmin(SharedWords):
    form = FrameworkForm
    list_display = ["name_cy", "name_en", "edition", "starts_on", "ends_on"]
    fixed = ("code", "edition", "starts_on")


@admin.register(Area, site=site)
class AreaAdmin(SharedWords):
    list_display = ["name_cy", "name_en", "framework"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    fixed = ("framework", "code", "position")


@admin.register(Prompt, site=site)
class PromptAdmin(SharedWords):
    list_display = ["words_cy", "words_en", "area", "framework"]
    ordering = ["area__framework__starts_on", "area__framework_id", "area__position", "position"]
    list_filter = ["area__framework"]
    list_select_related = ["area__framework"]
    fixed = ("area", "position")

    @admin.display(description=_("framework"))
    def framework(self, prompt: Prompt) -> str:
        return prompt.area.framework.name


@admin.register(AreaMapping, site=site)
class AreaMappingAdmin(SharedWords):
    """Where the text of an area may go: to an area of the framework of which the proposal is."""

    fixed = ("old",)
    list_display = ["old", "new", "framework"]
    list_select_related = ["old__framework", "new__framework"]

    @admin.display(description=_("framework"))
    def framework(self, mapping: AreaMapping) -> str:
        return mapping.new.framework.name

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj is not None and "new" in form.base_fields:
            rows = Area.objects.as_system("frameworks are public")
            form.base_fields["new"].queryset = rows.filter(framework=obj.new.framework_id)
        return form


@admin.register(WelshMediumWords, site=site)
class WelshMediumAdmin(SharedWords):
    fixed = ("scheme", "code", "position")


class NationalPriorityForm(PromisedForm):
    def clean(self) -> Any:
        words = super().clean()
        last = words.get("last_year")
        if last is not None and not self.instance.first_year <= last <= LAST_YEAR:
            self.add_error("last_year", YEAR_BEFORE_FIRST)
        return words


@admin.register(NationalPriority, site=site)
class NationalPriorityAdmin(SharedWords):
    """Worded better, or ended: plans that begin after its last school year are not asked about it."""

    form = NationalPriorityForm
    list_display = ["name_cy", "name_en", "first_year", "last_year"]
    fixed = ("code", "position", "first_year")


@admin.register(GrantKind, site=site)
class GrantKindAdmin(SharedWords):
    list_display = ["name_cy", "name_en"]
    fixed = ("code", "position", "is_other")
