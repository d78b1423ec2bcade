"""In which circle an area stands, and which permission opens each circle: one page for sharing, submitting, preview."""

from django.utils.translation import gettext_lazy as _

from schools.history import tells
from schools.models import Person, Section, SelfEvaluation
from schools.policy import GRANTS, May, Role
from schools.workflow import save_version

Circle = Section.Circle
MOVED = tells("section.circle", _("It was changed who may come to read an area."))

OPENED_BY: dict[Circle, May] = {
    Circle.TEAM: May.READ_LIVING_SELF_EVALUATION,
    Circle.GOVERNORS: May.READ_SHARED_SELF_EVALUATION,
    Circle.COUNCIL: May.READ_SUBMITTED_SELF_EVALUATION,
}


def narrowest(role: Role | None) -> Circle | None:
    """The narrowest circle that is open to this role; None for whoever holds none, such as a councillor."""
    granted = GRANTS[role] if role else frozenset()
    return next((circle for circle in Circle if OPENED_BY[circle] in granted), None)


def areas_within(evaluation: SelfEvaluation, circle: Circle | None) -> list[str]:
    """The codes of the areas that stand in this circle or in a wider one, in the framework's order."""
    if circle is None:
        return []
    wide = list(Circle)[list(Circle).index(circle) :]
    rows = evaluation.sections.filter(circle__in=[each.value for each in wide]).order_by("area__position")
    return list(rows.values_list("area__code", flat=True))


def put(section: Section, circle: str, *, by: Person) -> None:
    """Move one area into a circle. What has been shared or submitted before is not taken back by it."""
    if section.circle != circle:
        save_version(section, section.version, by=by, verb=MOVED, facts={"circle": str(circle)}, circle=circle)
