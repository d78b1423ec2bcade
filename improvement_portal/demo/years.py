"""What a school has written of its year, as far as it has come: self-evaluation and plan."""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from schools import clock
from schools.models import (
    SMALLEST,
    Action,
    Area,
    Box,
    Citation,
    Entry,
    Event,
    EvidenceItem,
    Framework,
    GoverningBodyApproval,
    Notice,
    Passage,
    Person,
    Plan,
    PlanPriority,
    Priority,
    PriorityLink,
    Revision,
    School,
    Section,
    SelfEvaluation,
    Strength,
    Target,
    Version,
)
from schools.notice_kinds import NoticeKind
from schools.policy import Role

from .documents import EVALUATION, brought_document, own_document
from .papers import file_of
from .people import Cast, has_welsh_writers
from .places import A_COUNCIL, WORDS, Place, at, is_welsh_medium
from .plan_sections import add_sections
from .progress import add_progress
from .rows import Rows

OWN = 5  # at this place in a council is a school whose self-evaluation is its own document
BRINGING = 2  # so many are bringing in a Word document
# Estyn's areas stand on the words that were made up for the national themes.
THEME_OF = {
    "teaching-and-learning": "curriculum-learning-and-teaching",
    "well-being-care-support-and-guidance": "well-being-inclusion-and-equity",
    "leading-and-improving": "vision-leadership-and-management",
}
WITH_ESTYNS_AREAS, CHANGED_TO_THEM = 1, 4  # positions within a council; the second has changed to them this year
CARRIED_FORWARD = (0, CHANGED_TO_THEM)  # began this year with what stood in the one before
FILED = 6  # so many schools of a council may have kept the paper itself


class Stage(IntEnum):
    """How far a school has come in its year."""

    NOTHING = 0
    DRAFT = 1
    SUBMITTED = 2
    PLAN_DRAFT = 3
    PLAN_SHARED = 4
    SCHEDULED = 5
    HELD = 6
    SENT = 7
    ANSWERED_BY_SOME = 8
    AGREED = 9


# The stage of each school of a council in the current year. The first is ready to submit, so that whoever tries the
# portal can walk the whole path with it.
FEDERATION = Stage.SCHEDULED  # their joint discussion is to come, so that one can be tried
STAGES = [
    Stage.DRAFT, Stage.AGREED, Stage.ANSWERED_BY_SOME, Stage.SCHEDULED, Stage.SUBMITTED, Stage.HELD, Stage.SENT,
    Stage.PLAN_SHARED, Stage.NOTHING, Stage.PLAN_DRAFT,
]  # fmt: skip


@dataclass
class Year:
    """What has been made of one school's year, for what follows from it."""

    place: Place
    position: int
    school: School
    year: int
    stage: Stage
    lang: str
    head: Person
    self_evaluation: SelfEvaluation | None = None
    plan: Plan | None = None
    priorities: list[Priority] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)  # by the national theme whose words stand there

    @property
    def submitted(self) -> bool:
        return self.stage >= Stage.SUBMITTED

    def words(self, pair: list[str]) -> str:
        """One of a Welsh and English pair, in the school's language."""
        return in_language(self.lang, pair)


def in_language(lang: str, pair: list[str]) -> str:
    return pair[0] if lang == "cy" else pair[1]


class YearMaker:
    """Makes the rows of schools' years. Dates never lie after `today`, but for the discussions still to come."""

    def __init__(self, rows: Rows, cast: Cast, frameworks: list[Framework], today: dt.date) -> None:
        """`frameworks`: the national themes, and Estyn's areas."""
        self.rows, self.cast, self.frameworks, self.today = rows, cast, frameworks, today
        self.areas = {framework: list(framework.areas.all()) for framework in frameworks}

    def begin(self, place: Place, position: int, year: int, stage: Stage) -> Year:
        school = place.schools[position]
        lang = "cy" if is_welsh_medium(position) else "en"
        made = Year(place, position, school, year, stage, lang, self.cast.heads[school.public_id])
        if stage >= Stage.DRAFT:
            self._self_evaluation(made)
        if stage >= Stage.PLAN_DRAFT:
            self._plan(made)
        if stage >= Stage.PLAN_SHARED:
            add_progress(self.rows, self, made)
        return made

    def framework_of(self, made: Year) -> Framework:
        themes, estyn = self.frameworks
        position, holds = made.position % A_COUNCIL, estyn.starts_on <= clock.school_year_bounds(made.year)[0]
        changed = position == CHANGED_TO_THEM and self.is_this_year(made)
        return estyn if holds and (position == WITH_ESTYNS_AREAS or changed) else themes

    def is_this_year(self, made: Year) -> bool:
        return made.year == clock.school_year_of(self.today)

    def is_carried(self, made: Year, theme: str) -> bool:
        """One area in which this year's team has not touched yet what came along."""
        came_along = made.position in CARRIED_FORWARD and self.is_this_year(made)
        return came_along and theme == "well-being-inclusion-and-equity"

    def day(self, made: Year, month: int, day: int) -> dt.date:
        """A day of the school year, or the latest day before today if it has not come yet."""
        wanted = dt.date(made.year if month >= 9 else made.year + 1, month, day)
        first, _last = clock.school_year_bounds(made.year)
        return max(first, min(wanted, self.today - dt.timedelta(days=1)))

    def tell(self, made: Year, verb: str, target: Any, when: dt.date, by: Person, role: Role, /, **facts: Any) -> None:
        self.rows.add(
            Event,
            at=min(at(when, 15, 30), at(self.today, 0)),
            by=by,
            acted_as=role,
            verb=verb,
            target_kind=target._meta.label_lower,
            target_id=target.public_id,
            within_id=getattr(getattr(target, "document", None), "public_id", None),
            school=made.school,
            facts=facts,
        )

    def leave_notice(
        self, made: Year, person: Person, kind: NoticeKind, target: Any, path: str, when: dt.date, /, **facts: Any
    ) -> None:
        """A notice of this year's, on the site only: what the demo makes up is mailed to nobody."""
        if made.year < clock.school_year_of(self.today):
            return
        told = at(when, 15, 30)
        self.rows.add(
            Notice,
            person=person,
            notice_kind=kind.name,
            school=made.school,
            target_kind=target._meta.label_lower,
            target_id=target.public_id,
            path=path,
            facts=facts,
            at=told,
            mail_class=kind.mail,
            mail_due_at=told,
            emailed_at=told,
        )

    def _self_evaluation(self, made: Year) -> None:
        rows = self.rows
        evaluation = made.self_evaluation = rows.add(
            SelfEvaluation,
            school=made.school,
            school_year=made.year,
            framework=self.framework_of(made),
            status="submitted" if made.submitted else "draft",
        )
        kind, cy, en, shows_cy, shows_en, link = WORDS["evidence"][made.position % len(WORDS["evidence"])]
        item = rows.add(
            EvidenceItem,
            school=made.school,
            evidence_kind=kind,
            title=made.words([cy, en]),
            shows=made.words([shows_cy, shows_en]),
            lang=made.lang,
            gathered_on=self.day(made, 9, 25),
            link=link,
        )
        if kind == "lesson_observation" and made.position < FILED:
            file_of(rows, item, made.head, self.day(made, 9, 25))
        for number, area in enumerate(self.areas[evaluation.framework]):
            section = self._section(made, number, area)
            entries = self._entries(made, number, section)
            if number < 2:
                rows.add(Citation, evidence=item, section=section)
            for entry in entries[:1]:
                rows.add(Citation, evidence=item, entry=entry)
        if made.position < BRINGING and made.year == clock.school_year_of(self.today):
            day = self.day(made, 10, 6)
            brought_document(rows, evaluation, made.words, lang=made.lang, by=made.head, day=day)
        if made.position == OWN and made.submitted:
            words: Any = {"lang": made.lang, "by": made.head, "day": self.day(made, 9, 30)}
            own_document(rows, made.words, name=EVALUATION, self_evaluation=evaluation, **words)
        self.tell(made, "self_evaluation.started", evaluation, self.day(made, 9, 8), made.head, Role.HEADTEACHER)

    def _section(self, made: Year, number: int, area: Area) -> Section:
        rows, theme = self.rows, THEME_OF.get(area.code, area.code)
        carried = self.is_carried(made, theme)
        texts = WORDS["areas"][theme][(made.position + made.year - carried) % 2]
        circle = Section.Circle.COUNCIL if made.submitted else Section.Circle.TEAM
        team = self.cast.teams[made.school.public_id]
        owner = {"owner": team[(number + 1) % len(team)]} if made.position < FILED else {}
        section = rows.add(Section, self_evaluation=made.self_evaluation, area=area, circle=circle, **owner)
        made.sections[theme] = section
        written = {"written_by": made.head, "written_at": at(self.day(made, 9, 25), 16)}
        for box in Box:
            words = {"text": made.words(texts["boxes"][box]), "carried": carried, **written} if box in SMALLEST else {}
            passage = rows.add(Passage, section=section, box=box, lang=made.lang, **words)
            if box == Box.GOING_WELL and made.position < FILED:
                self._begun_by_a_colleague(made, passage)
        lang = "cy" if number == 1 and has_welsh_writers(made.position) else made.lang
        strength = {"text": in_language(lang, texts["strength"]), "could_share": (made.position + number) % 3 == 0}
        priority = {"text": made.words(texts["priority"]), "needs_support": (made.position + number) % 2 == 0}
        rows.add(Strength, section=section, lang=lang, carried=carried, **strength)
        made.priorities.append(rows.add(Priority, section=section, lang=made.lang, carried=carried, **priority))
        return section

    def _begun_by_a_colleague(self, made: Year, passage: Passage) -> None:
        """The history of this text begins with its first words, written by somebody else of the team."""
        self.rows.add(
            Revision,
            at=at(self.day(made, 9, 18), 16),
            by=self.cast.teams[made.school.public_id][-1],
            school=made.school,
            target_kind=Passage._meta.label_lower,
            target_id=passage.public_id,
            field="text",
            text=re.split("[.,]", passage.text)[0] + ".",
            lang=made.lang,
        )

    def _entries(self, made: Year, number: int, section: Section) -> list[Entry]:
        """What the team noted, little and often; in some schools nobody has begun with that yet."""
        if made.position >= FILED:
            return []
        found, team = [], self.cast.teams[made.school.public_id]
        for again, texts in enumerate(WORDS["entries"][THEME_OF.get(section.area.code, section.area.code)]):
            words = dict(zip(("looked_at", "found", "so_what"), map(made.words, texts), strict=True))
            day, by = self.day(made, 9 + again, 14 + 4 * number), team[(number + again + 1) % len(team)]
            found.append(self.rows.add(Entry, section=section, on=day, lang=made.lang, by=by, **words))
        return found

    def _plan(self, made: Year) -> None:
        rows, shared = self.rows, made.stage >= Stage.PLAN_SHARED
        plan = made.plan = rows.add(
            Plan, school=made.school, first_year=made.year, status="shared" if shared else "draft"
        )
        self.tell(made, "plan.started", plan, self.day(made, 10, 5), made.head, Role.HEADTEACHER, year=made.year)
        lead = made.words(WORDS["record"]["lead"])
        drawn = []
        for number, (theme, source) in enumerate(zip(made.sections, made.priorities, strict=True)):
            texts = WORDS["areas"][theme][(made.position + made.year) % 2]
            priority = rows.add(PlanPriority, plan=plan, text=source.text, lang=made.lang, year=number + 1)
            drawn.append(priority)
            rows.add(PriorityLink, plan_priority=priority, priority=source)
            rows.add(
                Target,
                plan_priority=priority,
                text=made.words(texts["target"]),
                expected_outcome=made.words(texts["outcome"]),
                lang=made.lang,
            )
            rows.add(
                Action,
                plan_priority=priority,
                text=made.words(texts["action"]),
                lang=made.lang,
                lead=lead,
                starts_on=dt.date(made.year + number, 11, 2),
                ends_on=dt.date(made.year + number + 1, 7, 16),
            )
        add_sections(self, made, plan, drawn, drafted=not shared)

    def approval(self, made: Year) -> dict[str, Any]:
        """What the governing body recorded of the year's plan."""
        return {
            "plan": made.plan,
            "approved_on": self.day(made, 10, 12),
            "meeting": made.words(WORDS["record"]["meeting"]),
            "lang": made.lang,
            "plan_version": 1,
            "recorded_by": self.cast.chairs[made.school.public_id],
            "recorded_at": at(self.day(made, 10, 12), 19),
        }

    def approve(self, made: Year, frozen: Version) -> None:
        """Record it, with what was approved."""
        approval = self.rows.add(GoverningBodyApproval, frozen=frozen, **self.approval(made))
        self.tell(made, "plan.approved", made.plan, approval.approved_on, approval.recorded_by, Role.CHAIR_OF_GOVERNORS)
