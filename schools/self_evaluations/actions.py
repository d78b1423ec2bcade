"""What a school does with its self-evaluation: write it, cite evidence, submit it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, may_change, require
from schools.boxes import Shown, to_save
from schools.circles import Circle, held, put, put_document, why_no_further
from schools.copies import keep_document
from schools.evaluation_contents import DOCUMENT, content_of, gaps_in
from schools.history import fingerprint, freeze, once_only, record, revise, tells
from schools.in_both_languages import other_of, removed
from schools.models import (
    Citation,
    Entry,
    Passage,
    Person,
    Priority,
    Section,
    SelfEvaluation,
    Strength,
    Version,
)
from schools.models.evidence import EvidenceItem
from schools.models.self_evaluation import MOST_FINDINGS
from schools.notice_kinds import SELF_EVALUATION_SUBMITTED
from schools.notices import council_and_adviser_of, path_to, people_at, tell
from schools.policy import Role
from schools.refusals import Refused
from schools.sittings import end_sitting, is_same_sitting, keep_pressed, keep_words
from schools.workflow import locked, locked_all, move, require_seen, save_typing, save_version

FINDINGS: dict[str, type[Strength] | type[Priority]] = {"strengths": Strength, "priorities": Priority}
CITING: dict[str, Any] = {**FINDINGS, "entries": Entry}

WRITTEN = tells("section.written", gettext_lazy("The text under “%(in_area)s” was saved."))
CONFIRMED = tells("section.confirmed", gettext_lazy("Texts that had been carried from another year were read again."))
LENT = tells(
    "section.lent", gettext_lazy("Another school of the federation chose to use the text under “%(in_area)s”.")
)
SHARED_TEXT = tells("section.same_text", gettext_lazy("The school chose whose text stands under “%(in_area)s”."))
CITED = tells("evidence.cited", gettext_lazy("The evidence under “%(in_area)s” was changed."))
ADDED = {
    Strength: tells("strength.added", gettext_lazy("A strength was added under “%(in_area)s”.")),
    Priority: tells("priority.added", gettext_lazy("A priority for improvement was added under “%(in_area)s”.")),
}
EDITED = {
    Strength: tells("strength.edited", gettext_lazy("A strength under “%(in_area)s” was changed.")),
    Priority: tells("priority.edited", gettext_lazy("A priority for improvement under “%(in_area)s” was changed.")),
}
REMOVED = {
    Strength: tells("strength.removed", gettext_lazy("A strength under “%(in_area)s” was removed.")),
    Priority: tells("priority.removed", gettext_lazy("A priority for improvement under “%(in_area)s” was removed.")),
}
SUBMITTED = tells(
    "self_evaluation.submitted",
    gettext_lazy("The self-evaluation was submitted as version %(number)s."),
    gettext_lazy("The school submitted its self-evaluation, version %(number)s."),
)


@once_only
def write(
    section: Section,
    *,
    texts: dict[str, str],
    lang: str,
    shown: dict[str, Shown],
    langs: dict[str, str] | None = None,
    by: Person,
    once: UUID | None,
) -> Section:
    """Save the boxes of one area that were changed; all of them, or none where somebody else has saved one meanwhile.

    Without `once` it is an autosave: the same words may be saved again after others, and the history tells it once a
    sitting. What stands there after a press of the button is kept in the history of texts at once.
    """
    require(by, May.WRITE_SELF_EVALUATION, section.school)
    locked(section)
    saved, is_autosave = {row.box: row for row in section.passages.all()}, once is None
    for box, (text, language) in to_save(saved, texts=texts, lang=lang, shown=shown, langs=langs, by=by).items():
        row = saved[box]
        verb = None if is_autosave and is_same_sitting(row, by=by) else WRITTEN
        end_sitting(row, "text", by=by, school=section.school)
        written: dict[str, Any] = {"written_by": by, "written_at": clock.now(), "carried": False}
        words: dict[str, Any] = {"text": text, "lang": language}
        save_version(
            row, row.version, by=by, verb=verb, once=once, facts={"box": box} | section.area.told, **words, **written
        )
        once = None
    if not is_autosave:
        keep_pressed([saved[box] for box in texts], by=by, school=section.school)
        _confirm([saved[box] for box in texts if saved[box].carried], section, by=by, once=once)
    return section


def _confirm(carried: list[Passage], section: Section, *, by: Person, once: UUID | None) -> None:
    """Whoever saves the page has read what was carried there. The words do not change, so neither do their versions."""
    if carried:
        section.passages.filter(pk__in=[row.pk for row in carried]).update(carried=False)
        record(CONFIRMED, section, by=by, school=section.school, once=once)


@once_only
def use_same_text(section: Section, *, source: Section | None, version: int, by: Person, once: UUID) -> Any:
    """Let the text of a federated school's section stand here, or (source None) the school's own again."""
    require(by, May.WRITE_SELF_EVALUATION, section.school)
    if source is not None:
        for each in sorted((section, source), key=lambda row: row.pk):  # two schools may choose each other's at once
            each.same_text_as_id = locked(each).same_text_as_id
        require(by, May.WRITE_SELF_EVALUATION, source.school)
        same_federation = source.school.federation_id == section.school.federation_id
        if not same_federation or source.school.federation_id is None or source.area_id != section.area_id:
            raise Refused(_("Only the text of the same area in a school of your federation can stand here."))
        if source.same_text_as_id:
            raise Refused(_("That school itself uses another school’s text. Choose the school that wrote it."))
        if section.also_used_by.exists():
            raise Refused(_("Another school uses this text, so this school must keep its own."))
        record(LENT, source, by=by, school=source.school, **section.area.told)
    told = section.area.told
    return save_version(section, version, by=by, verb=SHARED_TEXT, once=once, facts=told, same_text_as=source)


@once_only
def add(section: Section, model: Any, *, by: Person, once: UUID, **words: Any) -> Any:
    """Add a strength or a priority to an area."""
    require(by, May.WRITE_SELF_EVALUATION, section.school)
    locked_all([section])
    if model.objects.as_system("counted, not read").filter(section=section).count() >= MOST_FINDINGS:
        raise Refused(
            _(
                "There are 50 of these in this area already. Remove those that matter least, or write this into the "
                "text of the area."
            )
        )
    finding = model.objects.create(section=section, **words)
    revise(finding, "text", by=by, school=section.school)
    record(ADDED[model], finding, by=by, school=section.school, once=once, **section.area.told)
    return finding


@once_only
def edit(finding: Any, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change a strength or a priority; without `once` it is an autosave."""
    require(by, May.WRITE_SELF_EVALUATION, finding.school)
    verb, told, touched = EDITED[type(finding)], finding.section.area.told, {**words, "carried": False}
    return save_typing(finding, version, by=by, verb=verb, once=once, texts=("text",), facts=told, **touched)


@once_only
def remove(finding: Any, *, seen: str = "", by: Person, once: UUID) -> SelfEvaluation:
    """Take a strength or a priority out, with its other language. The words stay in the school's history of texts."""
    require(by, May.WRITE_SELF_EVALUATION, finding.school)
    stands, other = locked(finding), other_of(finding)
    require_seen(seen, [stands, other] if other else [stands])
    keep_words([(stands, ("text",))], by=by, school=finding.school)
    if other:
        removed(other, by=by)
    evaluation: SelfEvaluation = finding.document
    area = finding.section.area
    told = area.told | {"area": area.code}
    record(REMOVED[type(finding)], finding, by=by, school=finding.school, once=once, **told)
    try:
        with transaction.atomic():
            finding.delete()
    except ProtectedError:
        raise Refused(
            _("The development plan draws on this priority. Take it out of the plan first, then remove it here.")
        ) from None
    return evaluation


@once_only
def cite(place: Any, *, evidence: list[EvidenceItem], version: int, by: Person, once: UUID) -> Any:
    """Let exactly these evidence items stand behind a section, a strength, a priority or an entry."""
    school = place.school
    require(by, May.WRITE_SELF_EVALUATION, school)
    if isinstance(place, Entry) and not may_change(by, place):
        raise PermissionDenied
    if any(item.school_id != school.pk for item in evidence):
        raise Refused(_("Evidence of another school cannot be cited here."))
    section = place if isinstance(place, Section) else place.section
    save_version(place, version, by=by, verb=CITED, once=once, facts=section.area.told)
    name = place._meta.model_name
    wanted = {item.pk for item in evidence}
    place.citations.exclude(evidence__in=wanted).delete()
    for key in wanted - set(place.citations.values_list("evidence", flat=True)):
        Citation.objects.create(evidence_id=key, **{name: place})
    return place


@once_only
def submit(
    evaluation: SelfEvaluation, *, areas: Collection[str], seen: str = "", by: Person, once: UUID
) -> SelfEvaluation:
    """Freeze these areas of the self-evaluation as its next version and tell whoever may read it.

    `areas` are the codes that the headteacher ticked, or DOCUMENT; nothing in the version shows that there are others.
    `seen` is the fingerprint of what was read: words that a colleague has saved since are not submitted unread.
    The living copy stays with the school and can be written further; there is no reopening.
    """
    school = evaluation.school
    require(by, May.SUBMIT_SELF_EVALUATION, school)
    locked(evaluation)
    chosen = [section for section in held(evaluation) if section.area.code in areas]
    if not chosen:
        raise Refused(_("Tick at least one area to be submitted."))
    if limits := why_no_further(chosen, Circle.COUNCIL):
        raise Refused(limits[0])
    content = content_of(evaluation, {section.area.code for section in chosen} | ({DOCUMENT} & set(areas)))
    _check_read(content, seen)
    frozen = freeze(
        Version.Kind.SELF_EVALUATION,
        evaluation,
        content,
        by=by,
        school=school,
        school_year=evaluation.school_year,
        unchanged=_("Nothing has changed since you last submitted, so there is no new version to submit."),
    )
    keep_document(frozen, content)
    _open_to_the_council(evaluation, chosen, content, by=by)
    facts: dict[str, Any] = {"number": frozen.number, "year": evaluation.year_words}
    status = SelfEvaluation.Status.SUBMITTED
    move(evaluation, status, by=by, verb=SUBMITTED, school=school, once=once, facts=facts)
    path = path_to("self_evaluations:version", school.public_id, evaluation.school_year, frozen.number)
    governors = people_at(school, Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)
    readers = [person for person in [*council_and_adviser_of(school), *governors] if person != by]
    tell(readers, SELF_EVALUATION_SUBMITTED, evaluation, path=path, school=school, **facts)
    return evaluation


def _open_to_the_council(
    evaluation: SelfEvaluation, chosen: list[Section], content: dict[str, Any], *, by: Person
) -> None:
    """What has been submitted can be read from now on as far as that."""
    for section in chosen:
        put(section, Circle.COUNCIL, by=by)
    if "document" in content:
        put_document(evaluation, Circle.COUNCIL, by=by)


def _check_read(content: dict[str, Any], seen: str) -> None:
    """Refuse what is not complete, and what a colleague has changed since it was read."""
    if gaps := gaps_in(content):
        raise Refused(gaps[0].sentence)
    if seen and seen != fingerprint(content):
        raise Refused(
            _("A colleague has changed the self-evaluation since you read it. Read it again, then submit it.")
        )
