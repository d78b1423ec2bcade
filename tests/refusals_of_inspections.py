"""What is refused while somebody writes down what Estyn reported, or lets a governor record approvals."""

from typing import Any

from django.urls import reverse

from schools.models import Inspection, RecommendationLink
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day


def inspecting(story: Refusing) -> None:
    nia = story.nia
    nia.open(story.url("inspections:add"))
    story.no(nia, "Enter the date of the report", "Choose the follow-up that the report names", follow_up=[])
    given: dict[str, Any] = {"follow_up": "special_measures", **day("report_on", TODAY - DAY * 9)}
    story.no(nia, "Enter the day on which the report was published", **(given | day("report_on", TODAY + DAY)))
    story.no(nia, "The follow-up ends after the report.", **given, **day("follow_up_ended_on", TODAY - DAY * 99))
    story.no(nia, "once Estyn has ended it", **given, **day("follow_up_ended_on", TODAY + DAY))
    ended = day("follow_up_ended_on", TODAY)
    story.no(nia, "There is no last day where there is no follow-up.", **(given | ended | {"follow_up": "none"}))
    nothing = {f"follow_up_ended_on-{part}": "" for part in ("day", "month", "year")}
    nia.open(story.url("inspections:add")).fill(**given, **nothing)
    story.no(nia, "Write the recommendation", number="1", text=" ", lang="cy")
    story.no(nia, "Enter the number of the recommendation", number="", text="Darllen", lang="cy")
    nia.fill(number="1", text="Darllen", lang="cy")
    nia.open(story.url("inspections:add"))
    story.no(nia, "An inspection with a report of this day is written down already.", **given, **nothing)
    inspection = Inspection.all_rows.get()
    item: Any = inspection.recommendations.get()
    own = [story.school.public_id, inspection.public_id]
    nia.open(reverse("inspections:recommend", args=own))
    story.no(nia, "This report has a recommendation with this number already.", number="1", text="Arall", lang="cy")
    reword = reverse("inspections:reword", args=[*own, item.public_id])
    late = story.tab("olwen", reword)
    nia.open(reword).fill(text="Darllen yn dda")
    story.no(late, "Somebody else saved this while you were writing.", text="Reading")
    link = RecommendationLink.all_rows.create(plan_priority=story.plan.priorities.get(), recommendation=item)
    take_out, remove = (
        reverse("inspections:take_out", args=[*own, item.public_id]),
        reverse("inspections:remove", args=own),
    )
    answers = "A priority of the development plan answers this report."
    story.no(nia.open(take_out), answers)
    story.no(nia.open(remove), answers)
    story.no(story.olwen.open(take_out), "The school works with this report, so it cannot be removed.")
    link.delete()
    nia.open(remove).fill().says_nothing_of("Darllen yn dda")
    story.forbidden(story.sion, story.url("inspections:add"))


def giving_the_right(story: Refusing) -> None:
    gwen = story.cast.gwen.appointments
    held = gwen.get()
    glyn = story.tab("glyn", story.own("governing_body:rights"))
    gwen.update(ends_on=TODAY - DAY)
    story.no(glyn, "One of these people is no longer a governor of the school.", governors=[str(held.public_id)])
    gwen.update(ends_on=None)
    late = story.tab("glyn", story.own("governing_body:rights"))
    story.nia.open(story.own("governing_body:rights")).fill(governors=[str(held.public_id)])
    story.no(late, "Somebody else saved this while you were writing.", governors=[])
    story.nia.open(story.own("governing_body:rights")).fill(governors=[])
    story.forbidden(story.gwen, story.own("governing_body:rights"))
