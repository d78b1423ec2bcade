"""Frameworks for self-evaluation: data with versions and dates, never code."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import Noun, in_reader_language


class Framework(Noun):
    """One dated version of a framework, for example the three national themes."""

    code = models.SlugField(_("code"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    name_cy = models.CharField(_("name in Welsh"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="one_framework_a_code_and_edition"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="framework_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # frameworks are public

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class Area(Noun):
    """One theme of a framework, with what it asks about."""

    framework = models.ForeignKey(Framework, models.CASCADE, verbose_name=_("framework"), related_name="areas")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    name_cy = models.CharField(_("name in Welsh"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    about_cy = models.TextField(_("what it covers, in Welsh"))
    about_en = models.TextField(_("what it covers, in English"))
    why_cy = models.TextField(_("why we ask, in Welsh"), default="")
    why_en = models.TextField(_("why we ask, in English"), default="")

    class Meta(Noun.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_area_a_code"),
            models.UniqueConstraint(fields=["framework", "position"], name="one_area_a_position"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # frameworks are public

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")

    @property
    def about(self) -> str:
        return in_reader_language(self, "about")

    @property
    def why(self) -> str:
        return in_reader_language(self, "why")

    @property
    def told(self) -> dict[str, Any]:
        """Facts of an act under this area: its sentence names the area as %(in_area)s."""
        return {"in_area_cy": self.name_cy, "in_area_en": self.name_en}


class Prompt(Noun):
    """A question that may help somebody begin to write: a menu, never a tick-list."""

    area = models.ForeignKey(Area, models.CASCADE, verbose_name=_("area"), related_name="prompts")
    position = models.PositiveSmallIntegerField(_("position"))
    words_cy = models.CharField(_("words in Welsh"), max_length=300)
    words_en = models.CharField(_("words in English"), max_length=300)

    class Meta(Noun.Meta):
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["area", "position"], name="one_prompt_a_position"),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # frameworks are public

    @property
    def words(self) -> str:
        return in_reader_language(self, "words")


class AreaMapping(Noun):
    """Where the text of an area goes when a school changes to another framework: a proposal, which the school confirms.

    At most one for each framework to which somebody may change.
    """

    old = models.ForeignKey(Area, models.CASCADE, verbose_name=_("area"), related_name="mappings")
    new = models.ForeignKey(Area, models.CASCADE, verbose_name=_("area to which its text goes"), related_name="+")

    class Meta(Noun.Meta):
        verbose_name = _("proposal for a change of framework")
        verbose_name_plural = _("proposals for a change of framework")
        ordering = ["old__framework", "old__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_mapping_of_an_area_to_an_area"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="mapping_leads_to_another_area"),
        ]

    def __str__(self) -> str:
        return self.old.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # frameworks are public
