"""What a priority of the plan may come from."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from schools.models import Person, Plan, PlanPriority, Priority, PriorityLink, Recommendation


def sources_for(plan: Plan, person: Person) -> QuerySet[Priority]:
    """The living self-evaluations' priorities this plan may draw on, newest self-evaluation first.

    Those of the year before the plan and of its own years, but no untouched copies in a year after it began: the plan
    has the words that they were copied from; and whatever it already draws on.
    """
    near = Q(section__self_evaluation__school_year__range=(plan.first_year - 1, plan.first_year + 2))
    near &= ~Q(carried=True, section__self_evaluation__school_year__gt=plan.first_year)
    drawn = Q(pk__in=PriorityLink.objects.visible_to(person).filter(plan_priority__plan=plan).values("priority"))
    rows = Priority.objects.visible_to(person).filter(near | drawn, section__self_evaluation__school=plan.school)
    elsewhere = (
        PriorityLink.objects.visible_to(person).filter(priority=OuterRef("pk")).exclude(plan_priority__plan=plan)
    )
    other_plan = elsewhere.order_by("-plan_priority__plan__first_year").values("plan_priority__plan__first_year")[:1]
    rows = rows.annotate(in_plan_of=Subquery(other_plan))
    order = ("-section__self_evaluation__school_year", "section__area__position", "pk")
    return rows.select_related("section__area", "section__self_evaluation").order_by(*order)


def not_yet_in(plan: Plan, person: Person) -> QuerySet[Priority]:
    """The same, without those that already stand behind a priority of the plan."""
    drawn = PriorityLink.objects.visible_to(person).filter(plan_priority__plan=plan)
    return sources_for(plan, person).exclude(pk__in=drawn.values("priority"))


def recommendations_for(plan: Plan, person: Person) -> QuerySet[Recommendation]:
    """Those of the school's inspections, the newest report first."""
    rows = Recommendation.objects.visible_to(person).filter(inspection__school=plan.school)
    return rows.select_related("inspection").order_by("-inspection__report_on", "number")


def behind(priority: PlanPriority) -> dict[str, list[UUID]]:
    """What a priority comes from and which recommendations it answers, by public id; one query."""
    links = priority.priority_links.values_list(Value("comes_from"), "priority__public_id")
    answers = priority.recommendation_links.values_list(Value("answers"), "recommendation__public_id")
    found: dict[str, list[UUID]] = {"comes_from": [], "answers": []}
    for kind, public_id in links.union(answers, all=True):
        found[kind].append(public_id)
    return found
