"""Beginning the self-evaluation of a school year: with which framework, and with what of the one before."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.boxes import LONGEST
from schools.frameworks import of_year, proposed
from schools.history import once_only, record, tells
from schools.models import (
    Box,
    CarriedArea,
    Citation,
    Framework,
    Notice,
    OtherLanguage,
    Passage,
    Person,
    Priority,
    School,
    Section,
    SelfEvaluation,
    Stays,
    Strength,
)
from schools.notices import path_to
from schools.refusals import Refused
from schools.sittings import keep_who_wrote
from schools.workflow import locked, locked_all, require_seen

from .queries import (
    IN_OTHER_LANGUAGE,
    LENT,
    PRIORITIES,
    STRENGTHS,
    TEXTS,
    WHY,
    Place,
    last_before,
    place_of,
    sections_to_carry,
    was_only_begun,
)

MARKS: dict[str, tuple[Any, str]] = {STRENGTHS: (Strength, "could_share"), PRIORITIES: (Priority, "needs_support")}
BETWEEN = "\n\n"

STARTED = tells("self_evaluation.started", gettext_lazy("The self-evaluation was started."))
REMOVED = tells(
    "self_evaluation.removed",
    gettext_lazy("The self-evaluation for %(year)s was removed. Nothing had been written in it since it was started."),
)
CARRIED = tells("self_evaluation.carried", gettext_lazy("It was begun with what stood in the one for %(year)s."))

Stay = tuple[str, str]  # what, and why (`Stays`)
Pairs = list[tuple[Section, Section | None]]  # an area of the older self-evaluation, and where it goes


@once_only
def start(
    school: School,
    *,
    year: int,
    framework: Framework | None = None,
    carry: Collection[str] = (),
    last: int | None = None,
    places: dict[str, str] | None = None,
    by: Person,
    once: UUID,
) -> SelfEvaluation:
    """Begin the self-evaluation of one school year, with a section for each area of the framework.

    `carry` names what comes along ("texts", "strengths", "priorities") from the one of the year `last`. Where that was
    written to another framework, `places` says by the code of each old area to which area it goes ("": nowhere).
    """
    require(by, May.WRITE_SELF_EVALUATION, school)
    locked(school)
    if school.self_evaluations.filter(school_year=year).exists():
        raise Refused(_("This school year’s self-evaluation has already been started."), "year")
    older = last_before(school, year)
    framework = _checked(framework or proposed(year, older.framework if older else None), year)
    source = older if carry else None
    if carry and (source is None or source.school_year != last):
        raise Refused(_("Another self-evaluation has been started since you opened this page. Open the page again."))
    evaluation = SelfEvaluation.objects.create(
        school=school, school_year=year, framework=framework, carried_from=source
    )
    sections = _sections_for(evaluation)
    record(STARTED, evaluation, by=by, school=school, once=once, year=year)
    if source is None:
        _write_boxes(sections.values(), {}, by)
        return evaluation
    _bring(evaluation, source, sections, set(carry), places, by)
    record(CARRIED, evaluation, by=by, school=school, year=source.year_words)
    return evaluation


def _checked(framework: Framework | None, year: int) -> Framework:
    if framework is None:
        raise Refused(
            _("No framework is in force on the first day of that school year. Ask the administrator to load one.")
        )
    if framework not in of_year(year):
        raise Refused(
            _("“%(framework)s” is not in force on the first day of the school year %(year)s. Choose another framework.")
            % {"framework": framework.name, "year": clock.school_year_words(year)},
            "framework",
        )
    return framework


def _sections_for(evaluation: SelfEvaluation) -> dict[str, Section]:
    """A new section for each area, by its code. Nothing is open to anybody outside the team."""
    areas = evaluation.framework.areas.order_by("position")
    new = [Section(self_evaluation=evaluation, area=area) for area in areas]
    Section.objects.as_system("begun").bulk_create(new)
    return {section.area.code: section for section in new}


def _bring(
    evaluation: SelfEvaluation,
    source: SelfEvaluation,
    sections: dict[str, Section],
    carry: set[str],
    places: dict[str, str] | None,
    by: Person,
) -> None:
    pairs = _pairs(source, sections, places)
    stayed: dict[Section, list[Stay]] = {old: _left_behind(old, new, carry) for old, new in pairs}
    going = [(old, new) for old, new in pairs if new]
    _write_boxes(sections.values(), _texts(going, stayed) if TEXTS in carry else {}, by)
    if TEXTS in carry:
        _carry_questions(going)
        _cite({(new, cited.evidence_id) for old, new in going for cited in old.citations.all()}, "section")
    _name_owners(going)
    for kind in MARKS:
        if kind in carry:
            _carry_findings(kind, going, by)
    CarriedArea.objects.as_system(WHY).bulk_create(
        CarriedArea(self_evaluation=evaluation, old=old, new=new, held=_held(old), stayed=stayed[old])
        for old, new in pairs
    )


def foresee(source: SelfEvaluation, framework: Framework, *, carry: set[str], places: dict[str, str]) -> list[Place]:
    """What would come along from each area and where it would go, if the year were begun like this."""
    new = {area.code: Section(pk=area.pk, area=area) for area in framework.areas.all()}  # never saved
    pairs = _pairs(source, new, places)
    stayed: dict[Section, list[Stay]] = {old: _left_behind(old, goal, carry) for old, goal in pairs}
    if TEXTS in carry:
        _texts([(old, goal) for old, goal in pairs if goal], stayed)
    return [place_of(old, goal, _held(old), stayed[old]) for old, goal in pairs]


@once_only
def remove(school: School, *, year: int, seen: str = "", by: Person, once: UUID) -> School:
    """Take out a self-evaluation that was started by mistake, while nothing has been done in it."""
    require(by, May.SUBMIT_SELF_EVALUATION, school)
    locked(school)
    evaluation = school.self_evaluations.filter(school_year=year).first()
    if evaluation is None:
        raise Refused(_("This has been removed in the meantime."))
    require_seen(seen, [locked(evaluation)])
    sections = list(evaluation.sections.all())
    locked_all(sections)
    if not was_only_begun(evaluation):
        raise Refused(
            _(
                "Something has been written, shared or submitted in this self-evaluation since it was started, or the "
                "development plan or another year draws on it. So it stays."
            )
        )
    record(REMOVED, evaluation, by=by, school=school, once=once, year=evaluation.year_words)
    told = Notice.objects.as_system("what they lead to is gone").filter(
        target_id__in=[evaluation.public_id, *(section.public_id for section in sections)]
    )
    told.update(path=path_to("self_evaluations:index", school.public_id))
    evaluation.delete()
    return school


def _pairs(source: SelfEvaluation, sections: dict[str, Section], places: dict[str, str] | None) -> Pairs:
    """Within one framework each area stays itself; otherwise the school has said where each one goes."""
    old = sections_to_carry(source)
    if any(source.framework_id == section.area.framework_id for section in sections.values()):
        return [(section, sections.get(section.area.code)) for section in old]
    codes = {section.area.code for section in old}
    if places is None or set(places) != codes or not set(places.values()) <= {"", *sections}:
        raise Refused(_("Say for each area where its text goes, or that it goes nowhere."))
    return [(section, sections.get(places[section.area.code])) for section in old]


def _left_behind(old: Section, new: Section | None, carry: set[str]) -> list[Stay]:
    """What of an area stays in the older self-evaluation whatever its texts are like."""
    stays: list[Stay] = []
    for box in _written(old):
        if new is None or TEXTS not in carry:
            stays.append((box.box, Stays.NOWHERE if new is None else Stays.NOT_CHOSEN))
    for kind in MARKS:
        if getattr(old, kind).all() and (new is None or kind not in carry):
            stays.append((kind, Stays.NOWHERE if new is None else Stays.NOT_CHOSEN))
    if old.source.pk != old.pk:
        stays.append((LENT, Stays.LENT))
    return stays


def _written(section: Section) -> list[Passage]:
    rows = {row.box: row for row in section.passages.all() if row.text.strip()}
    return [rows[box] for box in Box if box in rows]


def _held(section: Section) -> dict[str, int]:
    """What stands in an area, and how many of each."""
    found = {row.box: 1 for row in _written(section)}
    return found | {kind: len(rows) for kind in MARKS if (rows := getattr(section, kind).all())}


def _texts(
    going: Iterable[tuple[Section, Section]], stayed: dict[Section, list[Stay]]
) -> dict[tuple[Section, str], list[tuple[Section, Passage]]]:
    """What comes together in each box: texts of one language that fit into it. The others stay, and it is noted why."""
    found: dict[tuple[Section, str], list[tuple[Section, Passage]]] = defaultdict(list)
    for old, new in going:
        for row in _written(old):
            there = found[new, row.box]
            if there and there[0][1].lang != row.lang:
                stayed[old].append((row.box, Stays.OTHER_LANGUAGE))
            elif len(_joined([*there, (old, row)])) > LONGEST:
                stayed[old].append((row.box, Stays.TOO_LONG))
            else:
                there.append((old, row))
    for parts in found.values():
        for old, row in parts if len(parts) > 1 else ():
            stays = (IN_OTHER_LANGUAGE, Stays.TOGETHER)
            if hasattr(row, "other_language") and stays not in stayed[old]:
                stayed[old].append(stays)
    return found


def _joined(parts: list[tuple[Section, Passage]]) -> str:
    """One text as it is; several one after another, each under the name of the area where it stood."""
    if len(parts) == 1:
        return parts[0][1].text
    return BETWEEN.join(f"{getattr(old.area, f'name_{row.lang}')}\n{row.text.strip()}" for old, row in parts)


def _write_boxes(
    sections: Iterable[Section], texts: dict[tuple[Section, str], list[tuple[Section, Passage]]], by: Person
) -> None:
    """All boxes of all areas. A text that was carried is of whoever wrote it last."""
    new, unchanged = [], []
    for section in sections:
        for box in Box:
            row = Passage(section=section, box=box, lang=by.language or "en")
            if parts := texts.get((section, box)):
                dated = [part for _old, part in parts if part.written_at]
                newest = max(dated, key=attrgetter("written_at")) if dated else parts[0][1]
                row.text, row.lang, row.carried = _joined(parts), newest.lang, True
                row.written_by_id, row.written_at = newest.written_by_id, newest.written_at
                unchanged += [(parts[0][1], row)] if len(parts) == 1 else []
            new.append(row)
    Passage.objects.as_system("begun").bulk_create(new)
    _carry_other_language(unchanged, by)


def _carry_questions(going: Iterable[tuple[Section, Section]]) -> None:
    """What was asked about in an area and never answered for is asked about where its text stands now."""
    asked = {new for old, new in going if old.unanswered}
    for new in asked:
        new.unanswered = " ".join(old.unanswered for old, to in going if to == new)
    if asked:
        Section.objects.as_system("its questions came along").bulk_update(asked, ["unanswered"])


def _name_owners(going: Iterable[tuple[Section, Section]]) -> None:
    """Whoever looked after an area, and still is in the team, looks after it further."""
    owned: dict[Section, Any] = {}
    for old, new in going:
        if old.owner and old.is_in_team:  # type: ignore[attr-defined] # annotated
            owned.setdefault(new, old.owner)
    for section, owner in owned.items():
        section.owner = owner
    Section.objects.as_system("whoever looked after it does so further").bulk_update(owned, ["owner"])


def _carry_findings(kind: str, going: Iterable[tuple[Section, Section]], by: Person) -> None:
    """The strengths or the priorities, with their marks and their evidence; the history knows who wrote them."""
    model, mark = MARKS[kind]
    olds = [(row, new) for old, new in going for row in getattr(old, kind).all()]
    news = [
        model(
            section=new,
            text=old.text,
            lang=old.lang,
            carried=True,
            unanswered=old.unanswered,
            **{mark: getattr(old, mark)},
        )
        for old, new in olds
    ]
    model.objects.as_system(WHY).bulk_create(news)
    cited = {
        (new, cited.evidence_id)
        for (old, _section), new in zip(olds, news, strict=True)
        for cited in old.citations.all()
    }
    _cite(cited, model.kind())
    pairs = [(old, new) for (old, _section), new in zip(olds, news, strict=True)]
    keep_who_wrote(pairs, by)
    _carry_other_language(pairs, by)


def _carry_other_language(pairs: Iterable[tuple[Any, Any]], by: Person) -> None:
    """A text that goes along as it is takes its other language with it, in the state in which that is."""
    others = []
    for old, new in pairs:
        if other := getattr(old, "other_language", None):
            kept = {name: getattr(other, name) for name in ("text", "lang", "status", "original_digest")}
            others.append((other, OtherLanguage(**{new.kind(): new}, **kept)))
    OtherLanguage.objects.as_system(WHY).bulk_create(new for _old, new in others)
    keep_who_wrote(others, by)


def _cite(cited: set[tuple[Any, int]], place: str) -> None:
    rows = sorted(cited, key=lambda pair: (pair[0].pk, pair[1]))
    Citation.objects.as_system(WHY).bulk_create(
        Citation(evidence_id=evidence, **{place: thing}) for thing, evidence in rows
    )
