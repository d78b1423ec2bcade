"""Ticking the school’s evidence in a form: what is ticked, then what is found by a part of its title, page by page."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.forms import PRESS, PortalForm
from schools.kept_typing import DISCARD
from schools.models import EvidenceItem, Person, School

ON_A_PAGE = 25
FIND, PREVIOUS, NEXT = SEEK = ("find", "previous", "next")  # the buttons that show others and save nothing


def evidence_to_tick(school: School, person: Person) -> Any:
    return EvidenceItem.objects.visible_to(person).filter(school=school)


class EvidenceTicks(forms.ModelMultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Which evidence shows it?"),
            help_text=_("If any. Your team alone sees it."),
            queryset=EvidenceItem.objects.as_system("filled for each person").none(),
            required=False,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, item: Any) -> str:
        return format_html('<span lang="{}">{}</span>', item.lang, item.title)


class SeeksEvidence(PortalForm):
    """`items` are the school's evidence, those gathered last first. A form of this kind has a field `evidence`.

    Where there are many, what is ticked stands above one page of those found by a part of their title. Whoever looks
    for others keeps what they typed and ticked: the page is shown again with it, nothing is checked and nothing saved.
    """

    title = forms.CharField(label=_("Part of the evidence’s title"), required=False, max_length=200)
    page = forms.CharField(widget=forms.HiddenInput, required=False)
    nobody_is_named_in = {"title": "what is looked for is not kept"}
    sought = ""  # which button showed others
    found: Page[Any]
    is_long = False

    @classmethod
    def of(cls, request: HttpRequest, *args: Any, items: Any, **kwargs: Any) -> Self:
        pressed = str(request.POST.get(PRESS, ""))
        if pressed in SEEK and DISCARD not in request.POST:
            form = cls(*args, person=request.user, **kwargs)
            form.refill(request.POST)
            form.request, form.sought, form.not_saved_yet = request, pressed, False
        else:
            form = super().of(request, *args, **kwargs)
        form.offer(items)
        return form

    def offer(self, items: Any) -> None:
        """Once it is known what is ticked: choose which of the items are shown. Any of them may be ticked."""
        field: Any = self.fields["evidence"]
        field.queryset = items
        keys = list(_uuids(self["evidence"].value() or []))
        ticked = list(items.filter(public_id__in=keys)) if keys else []
        title = str(self["title"].value() or "")[:200].replace("\0", "").strip()
        pages = Paginator(items.filter(title__icontains=title) if title else items, ON_A_PAGE)
        asked = pages.get_page("1" if self.sought == FIND else self["page"].value())
        step = {NEXT: 1, PREVIOUS: -1}.get(self.sought, 0)
        self.found = pages.get_page(asked.number + step) if step else asked
        self.is_long = bool(title) or pages.num_pages > 1
        offered = {item.public_id: field.label_from_instance(item) for item in (*ticked, *self.found)}
        field.choices = list(offered.items())
        if self.is_long:
            self._offer_others()
        else:
            del self.fields["title"], self.fields["page"]
            if not offered:
                del self.fields["evidence"]

    def _offer_others(self) -> None:
        """The buttons beside the fields, and how many there are; the first button is the one that Enter presses."""
        others = [(PREVIOUS, _("Show the ones before"))] if self.found.has_previous() else []
        others += [(NEXT, _("Show the next ones"))] if self.found.has_next() else []
        number = self.found.paginator.count
        said = ngettext("One item has been found.", "%(number)s items have been found.", number) % {"number": number}
        kept = _now("What you have ticked stays at the top, whatever you look for.")
        self.look = {
            **self.look,
            "title": {"size": "m", "width": "two-thirds", "presses": [(FIND, _("Find evidence"))]},
            "evidence": {**self.look.get("evidence", {}), "presses": others, "said": f"{said} {kept}"},
        }

    def words(self) -> dict[str, Any]:
        return {"evidence": [], **{k: word for k, word in super().words().items() if k not in ("title", "page")}}

    def hidden_value(self, name: str) -> Any:
        return self.found.number if name == "page" else super().hidden_value(name)


def _uuids(keys: list[Any]) -> Iterator[UUID]:
    for key in keys:
        with suppress(ValueError):
            yield UUID(str(key))
