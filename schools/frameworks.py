"""Frameworks are data: loaded from files, added in editions; an edition that is there is never changed by a file."""

import datetime as dt
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from schools import clock
from schools.models import Area, AreaMapping, Framework, Prompt
from schools.models.authority import current
from schools.refusals import Refused

DATA = Path(__file__).parent / "data"
FILE = DATA / "frameworks.json"
MAPPINGS = DATA / "area_mappings.json"
DAY = dt.timedelta(days=1)
NATIONAL = "national-themes"
WORDS = ("name_cy", "name_en", "about_cy", "about_en", "why_cy", "why_en")


@transaction.atomic
def load_frameworks(file: Path = FILE) -> int:
    """Add the frameworks, areas and prompts of a file that are not there yet. Returns how many editions are new.

    What is there keeps the words, the days and the order that it was given; only what was empty is filled in: a last
    day, or why an area is asked about. An edition without a last day ends on the day before the next one begins.
    """
    new = 0
    for entry in json.loads(file.read_text(encoding="utf-8")):
        days = {"starts_on": entry["starts_on"], "ends_on": entry.get("ends_on")}
        framework, is_new = Framework.all_rows.get_or_create(
            code=entry["code"],
            edition=entry["edition"],
            defaults={"name_cy": entry["name_cy"], "name_en": entry["name_en"], **days},
        )
        new += is_new
        if days["ends_on"] and not framework.ends_on:
            Framework.all_rows.filter(pk=framework.pk).update(ends_on=days["ends_on"])
        for position, words in enumerate(entry["areas"], start=1):
            _load_area(framework, position, words)
        _end_the_one_before(framework)
    return new


def _load_area(framework: Framework, position: int, words: dict[str, Any]) -> None:
    """The area with this code; else the one at this place, whose code somebody has changed; else a new one."""
    known = framework.areas.filter(Q(code=words["code"]) | Q(position=position))
    area = known.filter(code=words["code"]).first() or known.first()
    texts = {name: words.get(name, "") for name in WORDS}
    if area is None:
        area = Area.all_rows.create(framework=framework, code=words["code"], position=position, **texts)
    for name in ("why_cy", "why_en"):
        if not getattr(area, name) and texts[name]:
            Area.all_rows.filter(pk=area.pk).update(**{name: texts[name]})
    for place, prompt in enumerate(words["prompts"], start=1):
        Prompt.all_rows.get_or_create(
            area=area, position=place, defaults={"words_cy": prompt["cy"], "words_en": prompt["en"]}
        )


def _end_the_one_before(framework: Framework) -> None:
    framework.refresh_from_db()
    earlier = Framework.all_rows.filter(code=framework.code, ends_on=None, starts_on__lt=framework.starts_on)
    earlier.update(ends_on=framework.starts_on - DAY)


@transaction.atomic
def load_area_mappings(file: Path = MAPPINGS) -> int:
    """Add the proposals of a file for areas that have none yet; what was changed stays. Returns how many are new."""
    areas = {
        (area.framework.code, area.framework.edition, area.code): area
        for area in Area.all_rows.select_related("framework")
    }
    told = set(AreaMapping.all_rows.values_list("old", "new__framework"))
    new = []
    for entry in json.loads(file.read_text(encoding="utf-8")):
        (old_code, old_edition), (new_code, new_edition) = (
            (entry[name]["code"], entry[name]["edition"]) for name in ("old", "new")
        )
        for old, other in entry["areas"].items():
            one, two = areas.get((old_code, old_edition, old)), areas.get((new_code, new_edition, other))
            if one and two and (one.pk, two.framework_id) not in told:
                new.append(AreaMapping(old=one, new=two))
    return len(AreaMapping.all_rows.bulk_create(new))


def usable() -> QuerySet[Framework]:
    """Those with areas to write about."""
    rows = Framework.objects.as_system("frameworks are public")
    return rows.filter(pk__in=Area.objects.as_system("frameworks are public").values("framework"))


def of_year(*years: int) -> QuerySet[Framework]:
    """Those with which a self-evaluation of one of these school years may be begun: they hold on its first day."""
    days = Q(pk__in=[])
    for year in years:
        days |= current(clock.school_year_bounds(year)[0])
    return usable().filter(days).order_by("-starts_on", "-pk")


def proposed(year: int, last: Framework | None) -> Framework | None:
    """The framework with which a year is begun if nobody says otherwise.

    The one of the self-evaluation before, in the edition that holds; else the national themes; else the newest.
    """
    rows = list(of_year(year))
    wanted = (last.pk if last else None, last.code if last else None, NATIONAL)
    for name, value in zip(("pk", "code", "code"), wanted, strict=True):
        for row in rows:
            if getattr(row, name) == value:
                return row
    return rows[0] if rows else None


def proposed_places(old: Collection[Area], new: Collection[Area]) -> dict[str, str]:
    """By the code of an old area: the code of the new one to which its text would go; nothing where none is known."""
    codes = {area.code for area in new}
    rows = AreaMapping.objects.as_system("frameworks are public").filter(old__in=old, new__in=new).order_by("-pk")
    same = {area.code: area.code for area in old if area.code in codes}
    return {**same, **dict(rows.values_list("old__code", "new__code"))}


def refuse_a_gap(framework: int, *, ends_on: dt.date | None) -> None:
    """Raise Refused where with this last day no edition of the framework would hold on a day on which one now does.

    The schools of every council may work to it. The rows stay locked until the change is saved.
    """
    code = Framework.objects.as_system("frameworks are public").get(pk=framework).code
    rows = list(usable().filter(code=code).select_for_update().order_by("starts_on"))
    now = {row.pk: (row.starts_on, row.ends_on or dt.date.max) for row in rows}
    if framework not in now:
        return
    then = {**now, framework: (now[framework][0], ends_on or dt.date.max)}
    if _reaches(then.values()) < _reaches(now.values()):
        raise Refused(
            _(
                "After that day no version of this framework would be in force, and no school of any council could "
                "begin a self-evaluation with it. Have its next version loaded first; until then enter no last day."
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
