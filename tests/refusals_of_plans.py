"""What a school is refused while it writes what its plan says beside its priorities."""

from typing import Any
from uuid import uuid4

from schools import clock
from schools.consultations import actions as consultations
from schools.grants import actions as grants
from schools.models import Action, GrantKind, GrantLine, NationalPriority, PlanPriority, PreparedApproval
from schools.national_priorities import actions as national_priorities
from schools.plan_reference import load_national_priorities
from tests import factories as make
from tests.refusals import DAY, TODAY, Refusing
from tests.story import MEETING, day


def beside_the_priorities(story: Refusing) -> None:
    """At the forms, in a plan that has its first priority."""
    load_national_priorities()
    make.load_grant_kinds()
    nia, plan = story.nia, story.plan
    nia.open(story.own("consultations:add"))
    story.no(nia, "Choose who was consulted", "Enter the day on which they were", "Write what was asked, and what came")
    said: dict[str, Any] = {"consulted": "pupils", "note": "Darllen", "lang": "cy"}
    story.no(nia, "The date cannot be in the future. Write", **said, **day("held_on", TODAY + DAY))
    story.no(nia, "Enter a date from", **said, **day("held_on", clock.school_year_bounds(story.year - 1)[0] - DAY))
    national = NationalPriority.all_rows.get(code="literacy")
    nia.open(story.own("national_priorities:answer", national.public_id))
    story.no(nia, "Tick at least one priority of the plan, or explain how the plan")
    nia.open(story.own("grants:add"))
    story.no(nia, "Choose which grant it is", "Choose a school year", school_year=[])
    other = str(GrantKind.all_rows.get(code="other").public_id)
    story.no(nia, "Enter the name of the grant", grant_kind=other, school_year=str(story.year))
    sums = {
        "a lot": "Enter an amount in pounds, for example",
        "-5": "Enter an amount of nothing or more",
        "1.005": "Enter pounds and pence: at most two digits",
        "10,000,000": "Enter an amount below £10 million",
    }
    for typed, sentence in sums.items():
        story.no(nia, sentence, grant_kind=other, school_year=str(story.year), amount=typed)
    grant = make.make_grant(plan, 5)
    nia.open(story.own("grants:add_line", grant.public_id))
    story.no(nia, "Write what it pays for", "Enter an amount in pounds, for example")
    grant.delete()


def preparing(story: Refusing) -> None:
    """Ahead of the meeting; what somebody else prepared meanwhile is neither overwritten nor used up unread."""
    prepare, clem = story.own("governing_body:prepare"), story.clem
    story.no(clem.open(prepare), "Enter the date on which the governing body is", "Enter which meeting is to approve")
    meeting: dict[str, Any] = {"meeting": MEETING, "lang": "cy"}
    story.no(clem, "Enter a date from", **meeting, **day("meets_on", TODAY + DAY * 2000))
    late, removed = story.tab("glyn", prepare), story.tab("glyn", story.own("governing_body:approve"))
    clem.open(prepare).fill(**meeting, **day("meets_on", TODAY))
    story.no(late, "Somebody else saved this while you were writing.", **meeting, **day("meets_on", TODAY + DAY))
    approved = {"meeting": MEETING, "lang": "cy", **day("approved_on", TODAY)}
    story.no(removed, "What was prepared for this approval has been changed since you opened this page.", **approved)
    gone = story.tab("glyn", prepare)
    ready = PreparedApproval.all_rows.get()
    clem.open(story.own("governing_body:remove", ready.public_id)).fill()
    story.no(gone, "What you opened has been removed in the meantime.", **meeting, **day("meets_on", TODAY))
    story.forbidden(story.sion, prepare)
    late = story.tab("glyn", story.own("governing_body:approve"))
    clem.open(story.own("governing_body:approve")).fill(**approved)
    story.no(late, "Somebody else has recorded the approval of this plan since you opened the page.", **approved)


def behind_these_forms(behind: Any) -> None:
    """What no page lets happen, or only the fifty-first time."""
    plan, head = make.make_plan(behind.school, behind.story.year + 1), {"by": behind.head, "lang": "cy"}
    kind, year = make.make_grant(plan, code="other", name="Cyfaill").grant_kind, plan.first_year
    elsewhere = PlanPriority.all_rows.create(plan=make.make_plan(behind.other), text="x", lang="cy")
    answer = {"priorities": [elsewhere], "explanation": "", "lang": "cy", "version": 1}
    literacy = NationalPriority.all_rows.get(code="literacy")
    behind.no("A priority of another plan cannot serve", national_priorities.answer, plan, literacy, **answer)
    words = {"grant_kind": kind, "name": "Ffrindiau’r ysgol", "school_year": year, "amount": None}
    grant = grants.add(plan, once=uuid4(), **words, **head)
    behind.no("This grant is in the plan for that school year already.", grants.add, plan, lang="cy", **words)
    priority = PlanPriority.all_rows.create(plan=plan, text="x", lang="cy")
    days = {"starts_on": TODAY, "ends_on": TODAY}
    Action.all_rows.create(plan_priority=priority, text="x", lead="x", cost=1, grant=grant, **days)
    behind.no("This grant pays for actions of the plan:", grants.remove, grant)
    priority.delete()
    GrantLine.all_rows.bulk_create(GrantLine(grant=grant, text="x", amount=1) for _n in range(grants.MOST_LINES))
    behind.no("A grant holds at most 50 lines.", grants.add_line, grant, text="x", amount=1, lang="cy")
    for number in range(grants.MOST_GRANTS):
        make.make_grant(plan, code="other", name=f"Grant {number}")
    behind.no("A plan holds at most 20 grants.", grants.add, plan, lang="cy", **{**words, "name": "x"})
    for _number in range(consultations.MOST):
        make.make_consultation(plan)
    behind.no("A plan holds at most 50 consultations.", consultations.add, plan, consulted="staff", held_on=TODAY,
              note="x", lang="cy")  # fmt: skip
