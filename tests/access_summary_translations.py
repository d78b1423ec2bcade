"""Lines of a summary at the translators, in the world of the walks: a plan before the one that the others walk.

Into English some lines have come back, some wait, and some are asked for by nobody. Into Welsh it could not be done.
"""

from typing import Any
from uuid import uuid4

from schools import clock
from schools.models import SummaryPart, Translation
from schools.plan_summary import actions as writing
from schools.summary_translations import actions
from schools.translatable import to_translate
from schools.translations import actions as translations
from schools.translations.queries import code_of
from tests import factories as make

ITS = "at-the-translators"
WORDS = "CANARY-line-for-the-translators"


def add_summary_translations(world: Any) -> None:
    cast, size = world.cast, world.size
    plan = make.make_plan(world.school, clock.current_school_year() - 3)
    for number in range(2 * size):
        line = _write(plan, cast.nia, cy=f"{WORDS} {number}")
    asked = actions.ask(plan, by=cast.nia, once=None)
    for each in (cast.sion, cast.carys)[: size - 1]:
        actions.ask(plan, by=each, once=None)
    texts = to_translate(asked.frozen, "en")
    for text in texts[:size]:
        words = {"frozen": asked.frozen, "lang": "en", "by": cast.olwen, "original": text.digest}
        Translation.all_rows.create(text="CANARY-words-for-the-summary", place=text.place, **words)
    found = [[code_of(asked, each.place), each.text, "CANARY-brought-for-the-summary"] for each in texts[:size]]
    loose = [["", "", "CANARY-brought-for-the-summary"]] * size
    file = translations.Returned("CANARY-brought-for-the-summary", "", [*found, *loose])
    translations.bring(asked, file=file, by=cast.lowri, once=None)
    for number in range(size):
        _write(plan, cast.nia, en=f"{WORDS} {number}")
    for _again in range(size):
        refused = actions.ask(plan, by=cast.nia, once=None)
        reason = "CANARY-reason-for-the-school"
        translations.refuse(refused, reason=reason, lang="en", by=cast.olwen, once=None)
    for _again in range(size):
        _write(plan, cast.nia, cy=f"{WORDS} {uuid4()}")
    own = [plan.school.public_id, plan.first_year]
    world.arguments |= {f"summary_translations:{name}": own for name in ("ask", "take_over")}
    world.arguments |= {f"plan_summary:index[{ITS}]": own, f"plan_summary:edit[{ITS}]": [*own, line.public_id]}
    for name in ("take_back", "detail", "download", "send", "bring", "check", "refuse"):
        world.arguments[f"translations:{name}[{ITS}]"] = [asked.public_id]


def _write(plan: Any, by: Any, *, cy: str = "", en: str = "") -> Any:
    part = SummaryPart.STRENGTHS.value
    return writing.add(plan, part=part, text_cy=cy, text_en=en, by=by, once=uuid4())
