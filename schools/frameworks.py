"""Frameworks are data: loaded from a file, added in editions; an edition that is there is never changed by a file."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from schools import clock
from schools.models import Area, Framework, Prompt
from schools.models.authority import current
from schools.refusals import Refused

FILE = Path(__file__).parent / "data" / "frameworks.json"
DAY = dt.timedelta(days=1)


@transaction.atomic
def load_frameworks(file: Path = FILE) -> int:
    """Add the frameworks, areas and prompts of a file that are not there yet. Returns how many editions are new.

    What is there keeps the words, the days and the order that it was given.
    """
    new = 0
    for entry in json.loads(file.read_text(encoding="utf-8")):
        framework, is_new = Framework.all_rows.get_or_create(
            code=entry["code"],
            edition=entry["edition"],
            defaults={
                "name_cy": entry["name_cy"],
                "name_en": entry["name_en"],
                "starts_on": entry["starts_on"],
                "ends_on": entry.get("ends_on"),
            },
        )
        new += is_new
        for position, words in enumerate(entry["areas"], start=1):
            _load_area(framework, position, words)
    return new


def _load_area(framework: Framework, position: int, words: dict[str, Any]) -> None:
    """The area with this code; else the one at this place, whose code somebody has changed; else a new one."""
    known = framework.areas.filter(Q(code=words["code"]) | Q(position=position))
    area = known.filter(code=words["code"]).first() or known.first()
    if area is None:
        texts = {name: words[name] for name in ("name_cy", "name_en", "about_cy", "about_en")}
        area = Area.all_rows.create(framework=framework, code=words["code"], position=position, **texts)
    for place, prompt in enumerate(words["prompts"], start=1):
        Prompt.all_rows.get_or_create(
            area=area, position=place, defaults={"words_cy": prompt["cy"], "words_en": prompt["en"]}
        )


def usable() -> QuerySet[Framework]:
    """Those with areas to write about."""
    rows = Framework.objects.as_system("frameworks are public")
    return rows.filter(pk__in=Area.objects.as_system("frameworks are public").values("framework"))


def in_force() -> Framework | None:
    """The framework with which a self-evaluation is begun today."""
    return usable().filter(current(clock.today())).order_by("-starts_on", "-pk").first()


def refuse_a_gap(framework: int, *, ends_on: dt.date | None) -> None:
    """Raise Refused where with this last day some school could begin no self-evaluation on a day on which it now can.

    The rows stay locked until the change is saved.
    """
    rows = list(usable().select_for_update().order_by("starts_on"))
    now = {row.pk: (row.starts_on, row.ends_on or dt.date.max) for row in rows}
    if framework not in now:
        return
    then = {**now, framework: (now[framework][0], ends_on or dt.date.max)}
    if _reaches(then.values()) < _reaches(now.values()):
        raise Refused(
            _(
                "After that day no framework would be in force, and no school of any council could begin its "
                "self-evaluation. Have the next framework loaded first; until then enter no last day."
            )
        )


def _reaches(frameworks: Any) -> dt.date:
    """The last day from today on until which there is one on every day."""
    reached = clock.today() - DAY
    for first, last in sorted(frameworks):
        if reached == dt.date.max or first > reached + DAY:
            break
        reached = max(reached, last)
    return reached
