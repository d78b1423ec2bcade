"""What is done with the record of a discussion: begun, written, sent, answered by each party, frozen."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from discussions import tellings as told
from discussions.access import AGREES, May, may_at_all
from discussions.changing import why_not_begin, why_not_send
from discussions.contents import sees_support_differently
from discussions.models import (
    Answer,
    Difference,
    Discussion,
    NextStep,
    Party,
    Record,
    RecordPart,
    RecordSection,
    Support,
)
from discussions.notices import (
    RECORD_AGREED,
    RECORD_ANSWERED,
    RECORD_SEEN_DIFFERENTLY,
    RECORD_SENT,
    RECORD_SENT_UNCHANGED,
    RECORD_WITHDRAWN,
    record_parties,
    record_readers,
)
from schools import clock
from schools.access import require
from schools.history import freeze, once_only, record, record_all, revise, role_acted_in
from schools.models import Event, Person, School, Version
from schools.models.base import reader_language
from schools.notice_kinds import NoticeKind
from schools.notices import advisers_of, path_to, tell
from schools.policy import Role
from schools.refusals import NotAllowed, Refused, Stale
from schools.sittings import keep_words
from schools.workflow import locked, move, require_seen, save_typing

from .queries import answers_of, content_of, gaps_in, schools_of, turns_in, words_in

ITEMS: dict[str, type[Support] | type[NextStep]] = {"support": Support, "next-steps": NextStep}
USUAL_ROLE = {
    Party.SCHOOL: Role.HEADTEACHER,
    Party.COUNCIL: Role.COUNCIL_OFFICER,
    Party.SERVICE: Role.SERVICE_ADVISER,
}


class SentAnew(Stale):
    """The record that was read is not the one that was sent last; the page then shows the last one."""

    def __init__(self, version: int) -> None:
        sentence = _("The record was corrected and sent again after you opened this page. Read it, then answer.")
        Refused.__init__(self, sentence)
        self.theirs, self.version = {}, version


@once_only
def begin(discussion: Discussion, *, by: Person, once: UUID) -> Record:
    """Begin the record, with a part for each school in the discussion and a section for each heading."""
    schools = [row.school for row in discussion.discussion_schools.select_related("school__council")]
    require_at_all(by, May.WRITE_RECORD, schools)
    discussion = locked(discussion, "round__council")
    if refusal := why_not_begin(discussion):
        raise Refused(refusal)
    if Record.objects.as_system("one record a discussion").filter(discussion=discussion).exists():
        raise Refused(_("The record of this discussion has already been begun."))
    new = Record.objects.create(discussion=discussion)
    lang = discussion.language if discussion.language != Discussion.Language.BOTH else reader_language()
    for school in schools:
        part = RecordPart.objects.create(record=new, school=school)
        for heading in RecordSection.Heading:
            RecordSection.objects.create(part=part, heading=heading, lang=lang)
    told_at_each(told.BEGUN, new, schools, by=by, once=once)
    return new


@once_only
def write(section: RecordSection, *, text: str, lang: str, version: int, by: Person, once: UUID | None) -> Any:
    """Save the text under one heading; without `once` it is an autosave."""
    _drafting(section.part, by)
    return save_typing(section, version, by=by, verb=told.WRITTEN, once=once, texts=("text",), text=text, lang=lang)


@once_only
def add(part: RecordPart, model: type[Support] | type[NextStep], *, by: Person, once: UUID, **words: Any) -> Any:
    """Add an item of support or a next step to the part of one school."""
    _drafting(part, by)
    item = model.objects.create(part=part, **_checked(part, model, words))
    for name in told.TEXTS[model]:
        revise(item, name, by=by, school=part.school)
    record(told.ADDED[model], item, by=by, school=part.school, once=once)
    return item


@once_only
def edit(item: Support | NextStep, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change an item of support or a next step; without `once` it is an autosave."""
    _drafting(item.part, by)
    model = type(item)
    words = _checked(item.part, model, words)
    return save_typing(item, version, by=by, verb=told.EDITED[model], once=once, texts=told.TEXTS[model], **words)


@once_only
def remove(item: Support | NextStep, *, seen: str = "", by: Person, once: UUID) -> Record:
    """Take an item of support or a next step out of the draft. Its words stay in the history of texts."""
    _drafting(item.part, by)
    stands = locked(item)
    require_seen(seen, [stands])
    keep_words(goes_with(stands), by=by, school=item.school)
    record(told.REMOVED[type(item)], item, by=by, school=item.school, once=once)
    item.delete()
    return item.document


def goes_with(item: Support | NextStep) -> list[tuple[Any, tuple[str, ...]]]:
    """What is removed, and where its words stand."""
    return [(item, told.TEXTS[type(item)])]


@once_only
def send(draft: Record, *, seen: str = "", by: Person, once: UUID) -> Record:
    """Send the record to each party for agreement.

    A record taken back and sent again without a change is the same sending: its answers were given to these very
    words, so they stand, and nobody who has answered is asked again.
    """
    schools = schools_of(draft)
    require_at_all(by, May.WRITE_RECORD, schools)
    discussion = locked(draft.discussion)  # it is not cancelled or moved meanwhile
    draft = locked(draft, "discussion__round__council")
    if not discussion.is_live:
        raise Refused(_("This discussion was cancelled, so its record cannot be sent."))
    if early := why_not_send(discussion):
        raise Refused(early)
    content = content_of(draft, [])
    if gaps := gaps_in(content["parts"], draft):
        raise Refused(gaps[0])
    words = words_in(content)
    if seen and seen != words:
        raise Refused(_("It has changed since you read it. Read it again, then send."))
    unchanged = draft.sending > 0 and _words_sent_last(draft) == words
    facts = {"sending": draft.sending + (not unchanged), "words": words}
    move(
        draft, Record.Status.SENT, by=by, verb=told.SENT, school=schools[0], once=once, facts=facts,
        sending=facts["sending"], sent_at=clock.now(),
    )  # fmt: skip
    record_all(told.SENT, schools[1:], by=by, about=draft, **facts)
    _tell(RECORD_SENT_UNCHANGED if unchanged else RECORD_SENT, draft, record_parties(draft.discussion, schools))
    return draft


def _words_sent_last(draft: Record) -> str:
    """The fingerprint of what was sent last, from the history of the record."""
    rows = Event.objects.as_system("what was sent last").filter(verb=told.SENT, target_id=draft.public_id)
    facts = rows.order_by("-pk").values_list("facts", flat=True).first() or {}
    return str(facts.get("words", ""))


@once_only
def withdraw(sent: Record, *, by: Person, once: UUID) -> Record:
    """Take a sent record back to correct it, until all have answered. Everybody answers a corrected record again."""
    schools = schools_of(sent)
    require_at_all(by, May.WRITE_RECORD, schools)
    sent = locked(sent, "discussion__round__council")
    if sent.status == Record.Status.AGREED:
        raise NotAllowed(_("All have answered, so the record can no longer be taken back."))
    facts = {"sending": sent.sending}
    move(sent, Record.Status.DRAFT, by=by, verb=told.WITHDRAWN, school=schools[0], once=once, facts=facts)
    record_all(told.WITHDRAWN, schools[1:], by=by, about=sent, **facts)
    people = record_parties(sent.discussion, schools)
    others = {school: [person for person in readers if person != by] for school, readers in people.items()}
    _tell(RECORD_WITHDRAWN, sent, others)
    return sent


@once_only
def answer(
    sent: Record,
    *,
    party: Party,
    school: School | None = None,
    agreed: bool,
    reasons: dict[tuple[RecordPart, str], str],
    lang: str,
    version: int,
    by: Person,
    once: UUID,
) -> Answer:
    """Say for one party, once, that it agrees the whole record, or beside which sections it sees things differently.

    Whoever answers last freezes the record in the same transaction; the lock makes two answers at once follow
    one another.
    """
    schools = schools_of(sent)
    require_at_all(by, AGREES[party], [school] if school else schools)
    sent = locked(sent, "discussion__round__council")
    _check_turn(sent, party, school, version)
    _check_reasons(agreed, reasons)
    given = Answer.objects.create(
        record=sent, sending=sent.sending, party=party, school=school, agreed=agreed, by=by,
        acted_as=role_acted_in(by) or USUAL_ROLE[party],
    )  # fmt: skip
    for (part, about), reason in reasons.items():
        Difference.objects.create(answer=given, part=part, about=about, reason=reason, lang=lang)
    verb = told.ANSWERED[party, agreed]
    told_at_each(verb, given, [school] if school else schools, by=by, once=once, sending=sent.sending)
    _finish(sent, agreed, by)
    return given


def _finish(sent: Record, agreed: bool, by: Person) -> None:
    """Freeze the record if this was the last answer; else tell its writer when somebody sees it differently."""
    schools = schools_of(sent)
    content = content_of(sent, answers_of(sent))
    if any(turn.answer is None for turn in turns_in(content, sent)):
        if not agreed:
            _tell(RECORD_SEEN_DIFFERENTLY, sent, {school: advisers_of(school) for school in schools})
        return
    frozen = freeze(
        Version.Kind.RECORD,
        sent,
        content,
        by=by,
        school=schools[0] if len(schools) == 1 else None,
        school_year=sent.discussion.round.school_year,
    )
    facts = {"sending": sent.sending, "number": frozen.number}
    move(sent, Record.Status.AGREED, by=by, verb=told.AGREED, school=schools[0], facts=facts)
    record_all(told.AGREED, schools[1:], by=by, about=sent, **facts)
    disputed = sees_support_differently(content, [str(school.public_id) for school in schools])
    _tell(RECORD_ANSWERED if disputed else RECORD_AGREED, sent, record_readers(sent.discussion, schools))


def _check_turn(sent: Record, party: Party, school: School | None, version: int) -> None:
    if sent.status == Record.Status.DRAFT:
        raise NotAllowed(_("The record was taken back to be corrected. Answer it when it has been sent again."))
    rows = sent.answers.filter(sending=sent.sending, party=party, school=school)
    if rows.exists():
        raise NotAllowed(
            _("Your school has already answered.")
            if school
            else _("An answer has already been given for the council.")
            if party == Party.COUNCIL
            else _("An answer has already been given for the service.")
        )
    if sent.version != version:
        raise SentAnew(version=sent.seen)


def _check_reasons(agreed: bool, reasons: dict[tuple[RecordPart, str], str]) -> None:
    if agreed and reasons:
        raise Refused(
            _("You chose to agree, but wrote how you see a section differently. Change your choice or clear the text."),
            "agreed",
        )
    if not agreed and not reasons:
        raise Refused(_("Write beside at least one section how you see it, and why."), "agreed")


def _drafting(part: RecordPart, by: Person) -> None:
    """May this person write this part, and is the record a draft? It is locked, so it cannot be sent meanwhile."""
    require(by, May.WRITE_RECORD, part.school)
    if locked(part.record).status != Record.Status.DRAFT:
        raise NotAllowed(_("The record has been sent, so it can no longer be written. Take it back to correct it."))


def _checked(part: RecordPart, model: type[Support] | type[NextStep], words: dict[str, Any]) -> dict[str, Any]:
    if model is NextStep:
        held = part.record.discussion.starts_at.astimezone(clock.LONDON).date()
        if words["due_on"] < held:
            raise Refused(_("The date cannot be before the day of the discussion."), "due_on")
        return words
    for fault in faults_of_support(**{name: words[name] for name in TOGETHER}):
        raise fault
    return words


TOGETHER = ("given_by", "given_by_name", "starts_on", "ends_on")


def faults_of_support(
    given_by: str, given_by_name: str, starts_on: dt.date | None, ends_on: dt.date | None
) -> Iterator[Refused]:
    """What does not belong together in an item of support, as far as it is known, each as a sentence."""
    if starts_on and ends_on and ends_on < starts_on:
        yield Refused(_("The last date cannot be before the first date."), "ends_on")
    named = given_by in (Support.GivenBy.SCHOOL, Support.GivenBy.EXTERNAL)
    if named and not given_by_name.strip():
        yield Refused(_("Enter the name of the school or body that gives the support."), "given_by_name")
    if given_by and not named and given_by_name.strip():
        yield Refused(
            _("Only another school or somebody else is named. Clear the name, or choose who gives the support."),
            "given_by_name",
        )


def require_at_all(person: Person, permission: May, schools: list[School]) -> None:
    if not may_at_all(person, permission, schools):
        raise PermissionDenied


def told_at_each(verb: str, target: Any, schools: list[School], *, by: Person, once: Any = None, **facts: Any) -> None:
    """Record the act in the history of every school it is about; the one-time key stands on the first."""
    record(verb, target, by=by, school=schools[0], once=once, **facts)
    record_all(verb, schools[1:], by=by, about=target, **facts)


def _tell(kind: NoticeKind, sent: Record, people: dict[School, list[Person]]) -> None:
    path = path_to("records:detail", sent.discussion.public_id)
    for school, readers in people.items():
        tell(readers, kind, sent, path=path, school=school)
