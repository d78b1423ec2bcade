"""A school and its register facts."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.policy import May

from .authority import Council, Organisation, date_range, not_before_start
from .base import EditableNoun, Noun, SortKeyField, in_reader_language
from .constraints import known, once_a_council, plausible_year


class Federation(Organisation):
    """Several schools with one governing body and one headteacher."""

    council = models.ForeignKey(Council, models.PROTECT, verbose_name=_("council"), related_name="federations")

    class Meta(Organisation.Meta):
        verbose_name = _("federation")
        verbose_name_plural = _("federations")
        constraints = once_a_council("federation", _("The council already has a federation of this name."))

    @classmethod
    def scope(cls, person: Any) -> Q:
        kept = person.standing.councils_where(May.EDIT_REGISTER)
        used = School.all_rows.filter(School.scope(person)).values("federation")
        return Q(council_id__in=kept) | Q(pk__in=used)


class Cluster(Organisation):
    """A secondary school and the primary schools around it."""

    council = models.ForeignKey(Council, models.PROTECT, verbose_name=_("council"), related_name="clusters")

    class Meta(Organisation.Meta):
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        constraints = once_a_council("cluster", _("The council already has a cluster of this name."))

    @classmethod
    def scope(cls, person: Any) -> Q:
        kept = person.standing.councils_where(May.EDIT_REGISTER)
        used = School.all_rows.filter(School.scope(person)).values("cluster")
        return Q(council_id__in=kept) | Q(pk__in=used)


class Sector(models.TextChoices):
    NURSERY = "nursery", _("Nursery")
    PRIMARY = "primary", _("Primary")
    INFANT = "infant", _("Infant")
    JUNIOR = "junior", _("Junior")
    ALL_AGE = "all-age", _("All-age")
    SECONDARY = "secondary", _("Secondary")
    SPECIAL = "special", _("Special")
    PUPIL_REFERRAL_UNIT = "pupil referral unit", _("Pupil referral unit")


class Governance(models.TextChoices):
    COMMUNITY = "community", _("Community")
    VOLUNTARY = "voluntary", _("Voluntary")
    VOLUNTARY_CONTROLLED = "voluntary controlled", _("Voluntary controlled")
    VOLUNTARY_AIDED = "voluntary aided", _("Voluntary aided")
    FOUNDATION = "foundation", _("Foundation")
    COMMUNITY_SPECIAL = "community special", _("Community special")


class School(EditableNoun):
    Sector = Sector

    Governance = Governance

    council = models.ForeignKey(Council, models.PROTECT, verbose_name=_("council"), related_name="schools")
    number = models.CharField(_("school number"), max_length=7, blank=True, default="")
    predecessors = models.ManyToManyField(
        "self", verbose_name=_("schools that it replaced"), symmetrical=False, blank=True, related_name="successors"
    )
    name_cy = models.CharField(_("name in Welsh"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    sort_cy = SortKeyField(of="name_cy", language="cy")
    sort_en = SortKeyField(of="name_en", language="en")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    governance = models.CharField(_("governance"), max_length=20, choices=Governance, blank=True, default="")
    town = models.CharField(_("town"), max_length=80, blank=True, default="")
    sort_town_cy = SortKeyField(of="town", language="cy")
    sort_town_en = SortKeyField(of="town", language="en")
    postcode = models.CharField(_("postcode"), max_length=8, blank=True, default="")
    federation = models.ForeignKey(
        Federation, models.SET_NULL, verbose_name=_("federation"), null=True, blank=True, related_name="schools"
    )
    cluster = models.ForeignKey(
        Cluster, models.SET_NULL, verbose_name=_("cluster"), null=True, blank=True, related_name="schools"
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(EditableNoun.Meta):
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        indexes = [
            models.Index(fields=["council", "sort_cy"]),
            models.Index(fields=["council", "sort_en"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="school_number_once"),
            models.CheckConstraint(
                condition=Q(number="") | Q(number__regex=r"^[0-9]{7}$"), name="school_number_has_seven_digits"
            ),
            known("sector", Sector.values),
            known("governance", Governance.values, blank=True),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL, at="")

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")

    @property
    def school(self) -> "School":
        """Itself: the gate and the history ask every noun for its school."""
        return self


class WelshMediumCategory(Noun):
    """How much Welsh the school teaches in: dated, by the scheme in force and the scheme's own code."""

    school = models.ForeignKey(School, models.CASCADE, related_name="welsh_medium_categories")
    scheme = models.CharField(_("scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Noun.Meta):
        ordering = ["starts_on"]
        constraints = [
            not_before_start("welsh_medium_ends_after_start"),
            ExclusionConstraint(
                name="one_welsh_medium_category_a_scheme_at_a_time",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL)


class WelshMediumWords(Noun):
    """The words for one code of one scheme: reference data, because the law changes the schemes."""

    scheme = models.CharField(_("scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    words_cy = models.CharField(_("words in Welsh"), max_length=120)
    words_en = models.CharField(_("words in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Noun.Meta):
        verbose_name = _("Welsh-medium category")
        verbose_name_plural = _("Welsh-medium categories")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_meaning_a_code"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def scope(cls, person: Any) -> Q:
        return Q()  # public words

    @property
    def words(self) -> str:
        return in_reader_language(self, "words")


class ContextFigures(EditableNoun):
    """A school's context in one school year. Aggregates only; an empty figure is not known."""

    school = models.ForeignKey(School, models.CASCADE, related_name="context_figures")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    pupils = models.PositiveIntegerField(_("pupils on roll"), null=True, blank=True)
    efsm_percent = models.DecimalField(
        _("eligible for free school meals (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    aln_percent = models.DecimalField(
        _("additional learning needs (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    attendance_percent = models.DecimalField(_("attendance (%)"), max_digits=4, decimal_places=1, null=True, blank=True)
    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)

    class Meta(EditableNoun.Meta):
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="one_set_of_figures_a_year"),
            plausible_year(),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 100}),
                    name=f"{name}_is_a_percentage",
                )
                for name in ("efsm_percent", "aln_percent", "attendance_percent")
            ),
        ]

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.SEE_SCHOOL)
