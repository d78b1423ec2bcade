from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.clock import LONDON, school_year_words
from schools.form_fields import set_choices
from schools.forms import FilterForm
from schools.models import Version


def key_of(version: Version) -> str:
    """As a version stands in an address: its kind, school year and number."""
    return f"{version.version_kind}-{version.school_year}-{version.number}"


def short_words_of(version: Version) -> str:
    """For a list of choices, where a small screen shows the beginning only: what tells them apart comes first."""
    facts = {
        "year": school_year_words(version.school_year),
        "number": version.number,
        "day": date_format(version.at.astimezone(LONDON)),
    }
    if version.version_kind == Version.Kind.SELF_EVALUATION:
        return _now("%(year)s, version %(number)s, %(day)s") % facts
    return _now("%(year)s, governors, version %(number)s, %(day)s") % facts


def words_of(version: Version) -> str:
    facts = {
        "year": school_year_words(version.school_year),
        "number": version.number,
        "day": date_format(version.at.astimezone(LONDON)),
    }
    if version.version_kind == Version.Kind.SELF_EVALUATION:
        return _now("%(year)s, version %(number)s, submitted on %(day)s") % facts
    return _now("%(year)s, for the governors, version %(number)s, shared on %(day)s") % facts


class CompareForm(FilterForm):
    """Two of `versions`, the newest first: at first sight the newest and the one of its kind before it."""

    button = _("Compare")
    one = forms.ChoiceField(label=_("Compare this version"))
    other = forms.ChoiceField(label=_("with this one"))

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {key_of(version): version for version in versions}
        for name in ("one", "other"):
            set_choices(self.fields[name], [(key, short_words_of(version)) for key, version in self.versions.items()])
        newest = versions[0]
        others = [version for version in versions[1:] if version.version_kind == newest.version_kind]
        self.initial = {"one": key_of((others or versions[1:])[0]), "other": key_of(newest)}

    @property
    def pair(self) -> tuple[Version, Version]:
        """The earlier and the later of the two; the same one twice where only one was chosen."""
        keys = [self.chosen[name] or self.initial[name] for name in ("one", "other")]
        first, second = sorted((self.versions[key] for key in keys), key=lambda each: (each.school_year, each.at))
        return first, second
