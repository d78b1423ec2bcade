"""Forms that the world of the walks does not show as it stands: who is shown them, and after what."""

from typing import Any

from django.db.models import F

from discussions.models import Proposal, Round, RoundSchool
from schools import clock
from schools.models import Action, Plan, PlanPriority, Section, Target
from tests import factories as make


def lend(world: Any) -> None:
    """The partner school's area holds the text of Nia's."""
    area = world.arguments["sharing:lending"][-1]
    theirs = make.make_self_evaluation(world.partner)
    of_this_year = Section.all_rows.filter(self_evaluation__school_year=theirs.school_year, area__code=area)
    lent = of_this_year.get(self_evaluation__school=world.school)
    theirs.sections.filter(area__code=area).update(same_text_as=lent)


def change_the_plan(world: Any) -> None:
    """No approval is of the plan as it stands, and each of its priorities has a target and an action."""
    Plan.all_rows.filter(school=world.school).update(version=F("version") + 1)
    day = {"starts_on": clock.today(), "ends_on": clock.today()}
    for priority in PlanPriority.all_rows.filter(plan__school=world.school):
        Target.all_rows.create(plan_priority=priority, text="x", expected_outcome="x", lang="en")
        Action.all_rows.create(plan_priority=priority, text="x", lead="x", lang="en", **day)


def begin_a_search(world: Any) -> None:
    """Dates of this year are being worked out, so that there is a search to stop."""
    round_ = Round.all_rows.get(council=world.school.council, school_year=clock.current_school_year())
    Proposal.all_rows.filter(round=round_, status="ready").update(status="working", outcome="", ready_at=None)


def set_up_the_year(world: Any) -> None:
    """The school takes part, and no proposal of its council is open, so that dates can be asked for."""
    round_ = Round.all_rows.get(council=world.school.council, school_year=clock.current_school_year())
    Proposal.all_rows.filter(round=round_, status="ready").update(status="closed", closed_because="set_aside")
    taking_part = {"takes_part": True, "not_because": "", "lang": ""}
    RoundSchool.all_rows.filter(round=round_, school=world.school).update(**taking_part)


def begin_a_search_for_several(world: Any) -> None:
    """In a search that is over for Nia's council, dates of another one are still being worked out."""
    mari, far = world.cast.mari, world.cast.rhys.appointments.get().council
    round_, _new = Round.all_rows.get_or_create(council=far, school_year=clock.current_school_year())
    search = world.arguments["planning_together:stop"][-1]
    Proposal.all_rows.create(round=round_, together=search, asked_by=mari, asked_as="service_lead")


SHOWN_AFTER = {
    "sharing:lending": lend,
    "governing_body:put_forward": change_the_plan,
    "planning:stop": begin_a_search,
    "planning_together:ask": set_up_the_year,
    "planning_together:stop": begin_a_search_for_several,
}
# Whoever works at the only school in reach declares nothing, and another council's search is not seen.
SHOWN_TO = {"people:declare": "olwen", "planning_together:stop": "mari"}


def show_form(route: str, world: Any) -> None:
    """Bring the world to where this route shows its form; undone by the caller."""
    if route in SHOWN_AFTER:
        SHOWN_AFTER[route](world)
