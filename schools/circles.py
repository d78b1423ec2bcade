"""In which circle an area stands, and which permission opens each circle: one page for sharing, submitting, preview.

A text that another school of the federation lends never goes further than that school has opened it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.evaluation_contents import DOCUMENT, own_document_of
from schools.history import tells
from schools.models import OwnDocument, Person, Section, SelfEvaluation
from schools.policy import GRANTS, May, Role
from schools.refusals import Refused
from schools.workflow import locked_all, save_version

Circle = Section.Circle
MOVED = tells("section.circle", _("Who may read “%(in_area)s” was changed."))

DOCUMENT_MOVED = tells("own_document.moved", _("It was changed who may come to read the school’s own document."))

OPENED_BY: dict[Circle, May] = {
    Circle.TEAM: May.READ_LIVING_SELF_EVALUATION,
    Circle.GOVERNORS: May.READ_SHARED_SELF_EVALUATION,
    Circle.COUNCIL: May.READ_SUBMITTED_SELF_EVALUATION,
}
NARROW_FIRST = [circle.value for circle in Circle]
LENT_TO: dict[str, object] = {
    Circle.TEAM: _(
        "The text under “%(area)s” is lent by %(school)s, which keeps it for its own team. "
        "Choose your own text under this area, or ask that school to open its own."
    ),
    Circle.GOVERNORS: _(
        "The text under “%(area)s” is lent by %(school)s, which has opened it to its governors only. "
        "Choose your own text under this area, or ask that school to open its own."
    ),
}


def narrowest(role: Role | None) -> Circle | None:
    """The narrowest circle that is open to this role; None for whoever holds none, such as a councillor."""
    granted = GRANTS[role] if role else frozenset()
    return next((circle for circle in Circle if OPENED_BY[circle] in granted), None)


def sections_of(evaluation: SelfEvaluation) -> QuerySet[Section]:
    """The areas in the framework's order, each with the section whose text it borrows."""
    borrowed = "same_text_as__self_evaluation__school"
    rows = evaluation.sections.select_related("area", "self_evaluation__school", borrowed)
    return rows.order_by("area__position")


def reach_of(section: Section) -> str:
    """The circle to which this area goes: its own, or the one to which the lending school has opened its text."""
    return min(section.circle, section.source.circle, key=NARROW_FIRST.index)


class Parts(NamedTuple):
    """What can be read of a self-evaluation, or not: its areas in the framework's order, and the document in use."""

    sections: Sequence[Section]
    document: OwnDocument | None

    def within(self, circle: Circle | None) -> list[str]:
        """The codes of the areas that go as far as this circle; last, the own document."""
        if circle is None:
            return []
        codes = [section.area.code for section in self.sections if _goes_to(section, circle)]
        if self.document is None or is_wider(circle, self.document.circle):
            return codes
        return [*codes, DOCUMENT]

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each as code and name."""
        named = [(section.area.code, section.area.name) for section in self.sections]
        if self.document:
            named.append((DOCUMENT, _now("Your school’s own document: %(name)s") % {"name": self.document.name}))
        return named


def why_no_further(sections: Iterable[Section], circle: str) -> list[str]:
    """For each of these areas that holds a text lent for a narrower circle than this one: the sentence that says so."""
    return [_why(section) for section in sections if is_wider(circle, section.source.circle) and _is_lent(section)]


def held(evaluation: SelfEvaluation) -> list[Section]:
    """The areas, the texts lent to them and the own document under a lock.

    Nobody opens or closes one until this has been frozen; read the document after this.
    """
    sections = list(sections_of(evaluation))
    locked_all([*sections, *(section.source for section in sections)])
    if document := own_document_of(evaluation):
        locked_all([document])
    return list(sections_of(evaluation))


def put(section: Section, circle: str, *, by: Person) -> None:
    """Move one area into a circle. What has been shared or submitted before is not taken back by it."""
    if section.circle == circle:
        return
    if refusals := why_no_further([section], circle):
        raise Refused(refusals[0], section.area.code)
    facts = {"circle": str(circle)} | section.area.told
    save_version(section, section.version, by=by, verb=MOVED, facts=facts, circle=circle)


def put_document(evaluation: SelfEvaluation, circle: str, *, by: Person) -> None:
    """Move the school's own document into a circle."""
    document = own_document_of(evaluation)
    if document and document.circle != circle:
        facts = {"circle": str(circle)}
        save_version(document, document.version, by=by, verb=DOCUMENT_MOVED, facts=facts, circle=circle)


def _goes_to(section: Section, circle: Circle) -> bool:
    return not is_wider(circle, reach_of(section))


def is_wider(one: str, other: str) -> bool:
    return NARROW_FIRST.index(one) > NARROW_FIRST.index(other)


def _is_lent(section: Section) -> bool:
    return section.source.pk != section.pk


def _why(section: Section) -> str:
    school = section.source.self_evaluation.school.name
    return str(LENT_TO[section.source.circle]) % {"area": section.area.name, "school": school}
