"""What the forms of a plan's parts let somebody choose: a year of the plan, what a priority comes from, a grant."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words, three_school_years_words
from schools.models import Grant, Plan, Priority, Recommendation
from schools.models.base import in_reader_language
from schools.plan_contents import Known


class YearOfPlanField(forms.TypedChoiceField):
    """Year 1, 2 or 3; the form that has one calls `years_of` with the plan."""

    widget = forms.RadioSelect
    default_look = {"size": "m"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("In which year of the plan will you begin with it?"))
        kwargs.setdefault("error_messages", {"required": _("Choose a year of the plan")})
        super().__init__(coerce=int, choices=[(1, ""), (2, ""), (3, "")], **kwargs)

    def years_of(self, plan: Plan) -> None:
        self.choices = [
            (
                number,
                _now("Year %(number)s (%(year)s)")
                % {"number": number, "year": school_year_words(plan.first_year + number - 1)},
            )
            for number in (1, 2, 3)
        ]


class SourcesField(forms.ModelMultipleChoiceField):
    """The self-evaluation's priorities as tick boxes, each in the language it was written in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Tick at least one priority")})
        super().__init__(
            queryset=Priority.objects.as_system("filled for each person").none(),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, source: Any) -> str:
        return format_html('<span lang="{}">{}</span>', source.lang, source.text)


def about(source: Any, submitted: Known) -> str:
    """What helps to choose: where the priority stands, whether another plan holds it, whether support is needed."""
    lines = [where(source)]
    if source.in_plan_of is not None:
        lines.append(
            _now("Already in the plan for %(period)s") % {"period": three_school_years_words(source.in_plan_of)}
        )
    if source.needs_support:
        lines.append(_now("We need support with this"))
    section = source.section
    if (str(section.self_evaluation.public_id), section.area.code) not in submitted:
        lines.append(_now("This area has not been submitted, so the shared plan will not name it"))
    return " · ".join(lines)


def where(source: Priority) -> str:
    """Under which area of which self-evaluation a priority stands."""
    section = source.section
    area, year = in_reader_language(section.area, "name"), section.self_evaluation.year_words
    return _now("%(area)s, self-evaluation %(year)s") % {"area": area, "year": year}


class RecommendationsField(forms.ModelMultipleChoiceField):
    """The recommendations of the school's inspections as tick boxes, each in the language it was written in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Which recommendations of an inspection does it answer?"),
            queryset=Recommendation.objects.as_system("filled for each person").none(),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **kwargs,
        )

    def label_from_instance(self, row: Any) -> str:
        return format_html('<span lang="{}">{}</span>', row.lang, row.text)


def about_recommendation(row: Recommendation) -> str:
    words = {"number": row.number, "day": date_format(row.inspection.report_on)}
    return _now("Recommendation %(number)s, report of %(day)s") % words


class GrantField(forms.ModelChoiceField):
    """One of the plan's grants, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Which grant pays for it?"),
            queryset=Grant.objects.as_system("filled for each plan").none(),
            to_field_name="public_id",
            required=False,
            empty_label=_("No grant"),
            widget=forms.RadioSelect,
            **kwargs,
        )

    def label_from_instance(self, grant: Any) -> str:
        year = school_year_words(grant.school_year)
        if not grant.name:
            return f"{grant} {year}"
        return format_html('<span lang="{}">{}</span> {}', grant.lang, grant.name, year)


class ComesFromField(SourcesField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Which priorities of your self-evaluation does it come from?"),
            help_text=_("Tick at least one of these, or a recommendation of an inspection where there is one."),
            **kwargs,
        )
