"""A record as one content: for the page, the check before sending, and the frozen version."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access import AGREES, may_at_all, record_version_of
from discussions.contents import (
    Content,
    name_of_one,
    readable_step,
    readable_support,
    sees_support_differently,
    services_of,
    step_content,
    support_content,
)
from discussions.models import (
    Answer,
    Difference,
    NextStep,
    Participant,
    Party,
    Record,
    RecordPart,
    RecordSection,
    Support,
)
from discussions.tellings import ANSWERED
from schools.clock import LONDON
from schools.history import events_of, fingerprint
from schools.models import Event, Person, School, Version
from schools.models.roles import ROLE_WORDS
from schools.models.titles import titles_around
from schools.policy import Role

ORDER = tuple(Difference.About)
HEADINGS = set(RecordSection.Heading.values)
SCHOOL_ANSWERS = [ANSWERED[Party.SCHOOL, agreed] for agreed in (True, False)]


@dataclass(frozen=True)
class Turn:
    """One of those who answer for the record, and what they said to its present sending."""

    party: Party
    school: School | None
    label: str
    answer: Content | None


def parts_of(record: Record) -> list[RecordPart]:
    """Every part with its school, in their order."""
    if not hasattr(record, "all_parts"):
        record.all_parts = list(record.parts.select_related("school__council").order_by("pk"))
    return record.all_parts


def schools_of(record: Record) -> list[School]:
    return [part.school for part in parts_of(record)]


def sections_of(record: Record, parts: Iterable[Content]) -> list[tuple[RecordPart, Content]]:
    """Each section of these readable parts, beside the part of the record it stands in."""
    of_school = {part.school: part for part in record.shown_parts}
    return [(of_school[words["school"]], section) for words in parts for section in words["sections"]]


def answers_of(record: Record) -> list[Answer]:
    """What was said to the present sending. What was said to an earlier one no longer counts."""
    if not record.sending:
        return []
    said = Difference.objects.as_system("what was said stands beside the answer").filter(answer=OuterRef("pk"))
    facts = JSONObject(part="part", about="about", reason="reason", lang="lang")
    rows = record.answers.filter(sending=record.sending).select_related("by", "school")
    return list(rows.annotate(said=ArraySubquery(said.order_by("pk").values_list(facts, flat=True))))


def said_before(record: Record, turn: Turn) -> dict[tuple[int, str], Content]:
    """What this party wrote beside the sections of the text that was sent before: by part and section, reason and lang.

    Nothing where it agreed then, or where the present text is the first.
    """
    answers = record.answers.filter(party=turn.party, school=turn.school, sending__lt=record.sending)
    last = answers.order_by("-sending").values("pk")[:1]
    rows = Difference.objects.as_system("what a party wrote to the text sent before").filter(answer__in=last)
    return {(row["part"], row["about"]): row for row in rows.values("part", "about", "reason", "lang")}


def content_of(record: Record, answers: Iterable[Answer]) -> Content:
    """Everything the record says now, in three queries. People, schools and councils stand in it by public id."""
    discussion = record.discussion
    return {
        "discussion": str(discussion.public_id),
        "discussion_kind": discussion.discussion_kind,
        "held_on": discussion.starts_at.astimezone(LONDON).date().isoformat(),
        "school_year": discussion.round.school_year,
        "council": str(discussion.round.council.public_id),
        "sending": record.sending,
        "sent_at": record.sent_at.astimezone(LONDON).isoformat() if record.sent_at else None,
        "parts": _parts(parts_of(record)),
        "answers": [_answer(answer, parts_of(record)) for answer in answers],
    }


def words_in(content: Content) -> str:
    """The fingerprint of what was written: nobody sends words that a colleague has saved since they were read."""
    return fingerprint({"parts": content["parts"]})


def parts_shown(content: Content, record: Record) -> list[Content]:
    """The parts of a content that this reader may see."""
    seen = {str(part.school.public_id) for part in record.shown_parts}
    return [part for part in content["parts"] if part["school"] in seen]


def _parts(parts: list[RecordPart]) -> list[Content]:
    found: dict[int, Content] = {
        part.pk: {"school": str(part.school.public_id), "sections": {}, "support": [], "next_steps": []}
        for part in parts
    }
    reason = "the parts are at hand"
    for section in RecordSection.objects.as_system(reason).filter(part__in=parts):
        found[section.part_id]["sections"][section.heading] = {"text": section.text, "lang": section.lang}
    for item in Support.objects.as_system(reason).filter(part__in=parts).select_related("support_kind"):
        found[item.part_id]["support"].append(support_content(item))
    for step in NextStep.objects.as_system(reason).filter(part__in=parts):
        found[step.part_id]["next_steps"].append(step_content(step))
    return [found[part.pk] for part in parts]


def _answer(answer: Any, parts: list[RecordPart]) -> Content:
    schools = {part.pk: str(part.school.public_id) for part in parts}
    return {
        "party": answer.party,
        "school": str(answer.school.public_id) if answer.school else None,
        "agreed": answer.agreed,
        "by": str(answer.by.public_id),
        "role": answer.acted_as,
        "at": answer.at.astimezone(LONDON).isoformat(),
        "differences": [
            {
                "school": schools[said["part"]],
                "about": said["about"],
                "reason": said["reason"],
                "lang": said["lang"],
            }
            for said in answer.said
        ],
    }


def gaps_in(parts: Iterable[Content], record: Record) -> list[str]:
    """What must still be written in these parts before sending, as sentences; empty when it can be sent."""
    schools = {str(school.public_id): school.name for school in schools_of(record)}
    gaps = []
    for part in parts:
        words = {"school": schools[part["school"]]}
        if not part["sections"][RecordSection.Heading.PRIORITIES]["text"].strip():
            gaps.append(_("Write which priorities were confirmed with %(school)s before you send the record.") % words)
        if not part["next_steps"]:
            gaps.append(_("Add at least one next step for %(school)s before you send the record.") % words)
    return gaps


@dataclass(frozen=True)
class Earlier:
    """What the last record before this one holds for the school."""

    discussion: str
    school_year: int
    priorities: Content
    support_title: str
    support: list[Content]
    next_steps: list[Content]


def agreed_before(person: Person, part: RecordPart) -> Earlier | None:
    """From the last record of an earlier school year that all have answered and this person may read."""
    records = Record.objects.visible_to(person).filter(status=Record.Status.AGREED, parts__school=part.school)
    rows = Version.objects.as_system("reached through the records that this person may read").filter(
        version_kind=Version.Kind.RECORD,
        thing_id__in=records.values("public_id"),
        school_year__lt=part.record.discussion.round.school_year,
    )
    found = rows.order_by("-school_year", "-at").first()
    if found is None:
        return None
    words, key = found.words, str(part.school.public_id)
    own = next(each for each in words["parts"] if each["school"] == key)
    return Earlier(
        discussion=words["discussion"],
        school_year=found.school_year,
        priorities=own["sections"][RecordSection.Heading.PRIORITIES],
        support_title=_title(Difference.About.SUPPORT, bool(sees_support_differently(words, [key]))),
        support=[readable_support(item) for item in own["support"]],
        next_steps=[readable_step(step) for step in own["next_steps"]],
    )


def turns_in(content: Content, record: Record) -> list[Turn]:
    """Everybody who answers: each school, the council, the service."""
    given = {(answer["party"], answer["school"]): answer for answer in content["answers"]}
    turns = []
    for school in schools_of(record):
        answer = given.get((Party.SCHOOL, str(school.public_id)))
        turns.append(Turn(Party.SCHOOL, school, school.name, answer))
    council = record.discussion.round.council
    turns.append(Turn(Party.COUNCIL, None, council.name, given.get((Party.COUNCIL, None))))
    turns.append(Turn(Party.SERVICE, None, service_of(record), given.get((Party.SERVICE, None))))
    return turns


def service_of(record: Record) -> str:
    """The name of the service that worked for the council on the day of the discussion."""
    day = record.discussion.starts_at.astimezone(LONDON).date()
    known = getattr(record, "services", None)  # read with the record where a page shows it
    if known is None:
        return services_of(record.discussion.round.council_id)(day)
    return name_of_one(known)


def people_in(content: Content) -> dict[str, str]:
    """The names of those who answered, looked up when shown: a frozen version holds none."""
    ids = {answer["by"] for answer in content["answers"]}
    rows = Person.objects.filter(public_id__in=ids).values_list("public_id", "name")
    return {str(public_id): name for public_id, name in rows}


def reading(record: Record) -> tuple[Content, Version | None]:
    """What this reader sees: once all have answered the frozen version and nothing else, until then the record."""
    if record.status == Record.Status.AGREED:
        version = record_version_of(record)
        content = version.words
        return readable(content, record, people_in(content) if record.tells_names else {}), version
    answers = answers_of(record)
    names = {str(answer.by.public_id): answer.by.name for answer in answers if record.tells_names}
    return readable(content_of(record, answers), record, names), None


def offer_answers(person: Any, record: Record, content: Content) -> None:
    """Beside each turn that is this reader's to take, the address where they answer."""
    if record.status != Record.Status.SENT:
        return
    for row in content["turns"]:
        turn = row["turn"]
        schools = [turn.school] if turn.school else schools_of(record)
        if turn.answer is None and may_at_all(person, AGREES[turn.party], schools):
            own = {"school": turn.school.public_id} if turn.school else {"party": turn.party.value}
            row["answer_url"] = reverse("records:answer", kwargs={"discussion": record.discussion.public_id, **own})


def whole_version_of(record: Record) -> Version:
    """What was frozen, with every school's part, for a reader of them all: 403 for others, 404 before it is agreed."""
    if record.status != Record.Status.AGREED:
        raise Http404
    if not record.shows_all:
        raise PermissionDenied
    return record_version_of(record)


def readable(content: Content, record: Record, names: dict[str, str]) -> Content:
    """The content made ready for a page: only the parts this reader may see, in words of the page's language."""
    turns = turns_in(content, record)
    titles = titles_around(record.discussion.round.council_id) if content["answers"] else {}
    seen = {str(part.school.public_id): part.school for part in record.shown_parts}
    beside: dict[tuple[str, str], list[Content]] = defaultdict(list)
    for turn in turns:
        for difference in (turn.answer or {}).get("differences", []):
            beside[difference["school"], difference["about"]].append({**difference, "who": turn.label})
    return {
        **content,
        "several": len(content["parts"]) > 1,
        "disputed": bool(sees_support_differently(content, seen)),
        "parts": [
            {"school": seen[part["school"]], "sections": _sections(part, beside)}
            for part in parts_shown(content, record)
        ],
        "turns": [{"turn": turn, **_answered(turn, names, titles)} for turn in turns],
    }


def _sections(part: Content, beside: dict[tuple[str, str], list[Content]]) -> list[Content]:
    sections = []
    for about in ORDER:
        said = beside[part["school"], about]
        section: Content = {"about": about.value, "title": _title(about, bool(said)), "differences": said}
        if about in HEADINGS:
            section |= part["sections"][about]
        elif about == Difference.About.SUPPORT:
            section["support"] = [readable_support(item) for item in part["support"]]
        else:
            section["next_steps"] = [readable_step(step) for step in part["next_steps"]]
        sections.append(section)
    return sections


def _title(about: Difference.About, disputed: bool) -> str:
    """Nothing is called agreed that somebody sees differently."""
    return _("Support not agreed by all") if disputed and about == Difference.About.SUPPORT else str(about.label)


def _answered(turn: Turn, names: dict[str, str], titles: dict[str, str]) -> Content:
    if turn.answer is None:
        return {}
    role = turn.answer["role"]
    return {
        "agreed": turn.answer["agreed"],
        "name": names.get(turn.answer["by"], ""),
        "role": (titles.get(role) or ROLE_WORDS[Role(role)]) if role else "",
        "on": turn.answer["at"][:10],
    }


def guests_reading(record: Record) -> list[str]:
    """The guests to whom the headteacher said yes: they read the record too."""
    rows = Participant.objects.as_system("who will read the record").filter(
        discussion=record.discussion_id, consent=Participant.Consent.GIVEN
    )
    return list(rows.order_by("person__name").values_list("person__name", flat=True))


def events_shown(person: Person, record: Record) -> QuerySet[Event]:
    """The acts on the record. What was done once for all its schools stands in each one's history, and here once."""
    first, *others = [part.school for part in record.shown_parts]
    rows = events_of(person, record.public_id).filter(school__in=[first, *others])
    of_all = Q(target_kind=Record._meta.label_lower) | Q(target_kind=Answer._meta.label_lower)
    return rows.exclude(of_all & ~Q(verb__in=SCHOOL_ANSWERS), school__in=others)
