"""The words that all councils share, in the admin: frameworks, their areas and prompts, Welsh-medium categories.

They come from files (`manage.py load_reference`). An administrator is of one council or service: words may be put
better, but nothing is added, and no code, order or first day changes on which the other councils' work stands.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from schools.admin_forms import PromisedForm
from schools.administration import Kept, site
from schools.frameworks import refuse_a_gap
from schools.models import Area, Framework, Prompt, WelshMediumWords
from schools.refusals import Refused


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
    fixed = ("code", "edition", "starts_on")


@admin.register(Area, site=site)
class AreaAdmin(SharedWords):
    fixed = ("framework", "code", "position")


@admin.register(Prompt, site=site)
class PromptAdmin(SharedWords):
    fixed = ("area", "position")


@admin.register(WelshMediumWords, site=site)
class WelshMediumAdmin(SharedWords):
    fixed = ("scheme", "code", "position")
