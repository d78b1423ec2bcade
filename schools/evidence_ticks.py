"""Ticking the school's evidence in a form that is about something else: what is ticked, then what was gathered last."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from schools.models import EvidenceItem, Person, School

MOST_EVIDENCE = 30


def evidence_to_tick(school: School, person: Person) -> Any:
    return EvidenceItem.objects.visible_to(person).filter(school=school)


class EvidenceTicks(forms.ModelMultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Which evidence shows it?"),
            help_text=_("If any. Your team alone sees it. The items gathered last are listed."),
            queryset=EvidenceItem.objects.as_system("filled for each person").none(),
            required=False,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, item: Any) -> str:
        return format_html('<span lang="{}">{}</span>', item.lang, item.title)

    def offer(self, items: Any, ticked: Collection[Any] = ()) -> None:
        """Any item may be cited; the ticked ones are listed, and those gathered last."""
        self.queryset = items
        first = list(items.filter(public_id__in=ticked)) if ticked else []
        listed = {item.public_id: self.label_from_instance(item) for item in (*first, *items[:MOST_EVIDENCE])}
        self.choices = list(listed.items())
