"""What administrators keep of discussions: kinds of support, which are reference data. Nothing that was agreed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from discussions.models import SupportKind
from schools.administration import Kept, site, spoken, told

IN_USE = told("in_use", _("in use"), _("In use"), _("Not in use"))


@admin.register(SupportKind, site=site)
class SupportKindAdmin(Kept):
    """Renamed or taken out of use, never removed: what was agreed refers to it."""

    list_display = [spoken("name", "cy"), spoken("name", "en"), "position", IN_USE]
    fixed = ("code",)
