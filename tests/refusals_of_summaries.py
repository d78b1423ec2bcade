"""What a school is refused while it writes the summary of its plan, and before it is published."""

from typing import Any
from uuid import uuid4

from schools.models import SummaryPart
from schools.plan_summary import actions
from schools.plan_summary.queries import Source, sources_of
from tests.refusals import Refusing

WORDS = {"text_cy": "Darllen yn well", "text_en": "Reading better"}


def summing_up(story: Refusing) -> None:
    nia, head = story.nia, {"by": story.cast.nia}
    nia.open(story.own("plan_summary:choose", "priorities"))
    story.no(nia, "Tick at least one line")
    story.no(nia, "One of these is not in the plan any more.", sources=["x"])
    late = story.tab("nia", story.own("plan_summary:choose", "priorities"))
    offered = sources_of(story.plan, story.cast.nia)["priorities"]
    actions.tick(story.plan, part="priorities", sources=offered, once=uuid4(), **head)
    story.no(late, "One of these stands in the summary already.", sources=[str(offered[0].id)])
    nia.open(story.own("plan_summary:add", "strengths"))
    story.no(nia, "Write the line in Welsh or in English")
    late = story.tab("nia", story.own("plan_summary:nothing", "strengths"))
    line = actions.add(story.plan, part="strengths", once=uuid4(), **WORDS, **head)
    story.no(late, "There are lines in this part. Remove them first")
    nia.open(story.own("plan_summary:edit", line.public_id))
    story.no(nia, "Write the line in Welsh or in English", text_cy="", text_en="")
    publishing(story)


def publishing(story: Refusing) -> None:
    nia, head = story.nia, {"by": story.cast.nia}
    for part in SummaryPart:
        if part not in ("priorities", "strengths"):
            actions.silence(story.plan, part=part.value, silent=True, once=uuid4(), **head)
    for line in story.plan.summary.lines.all():
        actions.edit(line, version=line.version, once=uuid4(), **WORDS, **head)
    nia.open(story.own("plan_summary:publish"))
    story.no(nia, "Choose which address the page has")
    late, unanswered = (story.tab("nia", story.own("plan_summary:publish")) for _each in range(2))
    actions.silence(story.plan, part="support", silent=False, once=uuid4(), **head)
    story.no(unanswered, "“External support this year” says nothing yet.", link="listed")
    actions.add(story.plan, part="support", once=uuid4(), **WORDS, **head)
    story.no(late, "A colleague has changed the summary since you read it.", link="listed")
    nia.open(story.own("plan_summary:publish")).fill(link="listed")
    nia.open(story.own("plan_summary:link"))
    story.no(nia, "The page has an address with the name of the school already.", link="listed")
    story.no(nia, "Choose which address the page has", link=[])
    late = story.tab("nia", story.own("plan_summary:link"))
    actions.move_page(story.plan, link="unlisted", once=uuid4(), **head)
    story.no(late, "The page has been given another address since you opened this one.", link="listed")
    story.forbidden(story.tab("sion", story.own("plan_summary:index")), story.own("plan_summary:publish"))


def behind_summaries(behind: Any, plan: Any) -> None:
    """Pages offer none of this."""
    head, listed = {"by": behind.head}, {"link": "listed"}
    behind.no("Nothing is written in the summary yet.", actions.publish, plan, **listed)
    source = Source(uuid4(), "Un", "cy")
    actions.tick(plan, part="areas", sources=[source], once=uuid4(), **head)
    behind.no("One of these stands in the summary already. Open", actions.tick, plan, part="areas", sources=[source])
    many = [Source(uuid4(), f"{number}", "cy") for number in range(actions.MOST)]
    behind.no("A part of the summary holds at most 30 lines", actions.tick, plan, part="areas", sources=many)
    behind.no("The summary is not published, so it has no address yet.", actions.move_page, plan, **listed)
    behind.no("The summary is not published, so there is nothing to withdraw.", actions.withdraw, plan)
    for line in plan.summary.lines.all():
        actions.edit(line, version=line.version, once=uuid4(), **WORDS, **head)
    for part in SummaryPart:
        if part != "areas":
            actions.silence(plan, part=part.value, silent=True, once=uuid4(), **head)
    actions.publish(plan, once=uuid4(), **listed, **head)
    behind.no("Nothing has changed since the summary was published", actions.publish, plan, **listed)
