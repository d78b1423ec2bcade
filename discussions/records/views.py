from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import May, discussion_for, item_for, may_at_all, part_for, record_for, record_if_seen
from discussions.changing import why_not_begin, why_not_send
from discussions.contents import doubts_in, left_empty_in
from discussions.models import Discussion, Party, Record, RecordSection
from discussions.papers import papers_of
from discussions.waiting import is_held
from schools import kept_typing
from schools.access import Request, may, one_of
from schools.autosave import after_saving, say_saved
from schools.copies import copy_of
from schools.documents.answers import document_of
from schools.documents.outline import file_name_of
from schools.history import told_to
from schools.models import School

from . import actions, queries
from .forms import (
    ADD_FORMS,
    EDIT_FORMS,
    AnswerForm,
    BeginForm,
    RemoveForm,
    SendForm,
    WithdrawForm,
    WriteForm,
    WritePrioritiesForm,
)
from .outlines import of_record
from .put_forward import filled, priorities_put_forward, ways_to_fill

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def detail(request: Request, discussion: UUID) -> HttpResponse:
    """The record as it now stands for this reader, and whose turn it is; or why there is nothing to read yet."""
    record = record_if_seen(request.user, discussion)
    if record is None:
        return _nothing_yet(request, discussion_for(request.user, discussion, May.READ_RECORD))
    content, frozen = queries.reading(record)
    schools = queries.schools_of(record)
    queries.offer_answers(request.user, record, content)
    draft = record.status == Record.Status.DRAFT
    may_act_for_all = may_at_all(request.user, May.WRITE_RECORD, schools)
    context = {
        **_frame(record),
        "content": content,
        "version": frozen,
        "papers": papers_of(request.user, record.discussion, [part.school for part in record.shown_parts]),
        "mine": [row for row in content["turns"] if row.get("answer_url")],
        "editable": draft and any(may(request.user, May.WRITE_RECORD, part.school) for part in record.shown_parts),
        "may_send": draft and may_act_for_all,
        "is_mine": draft and may_act_for_all and is_held(record.discussion, record),
        "is_held": is_held(record.discussion, record),
        "may_see_support": any(may(request.user, May.READ_RECORD, part.school) for part in record.shown_parts),
        "may_withdraw": record.status == Record.Status.SENT and may_act_for_all,
    }
    return render(request, "discussions/records/detail.html", context)


def _nothing_yet(request: Request, discussion: Discussion) -> HttpResponse:
    schools = discussion.covered
    kept = getattr(discussion, "record", None)
    context = {
        "taken_back": kept if kept and kept.sending else None,
        "discussion": discussion,
        "schools": schools,
        "may_begin": may_at_all(request.user, May.WRITE_RECORD, schools)
        and not Record.objects.visible_to(request.user).filter(discussion=discussion).exists(),
        "why_not": why_not_begin(discussion),
        "is_held": is_held(discussion, kept),
    }
    return render(request, "discussions/records/detail.html", context)


@get_or_post
def begin(request: Request, discussion: UUID) -> HttpResponse:
    found = discussion_for(request.user, discussion, May.WRITE_RECORD)
    form = BeginForm.of(request)
    if form.attempt(actions.begin, found, by=request.user):
        return redirect("records:detail", discussion)
    context = {"discussion": found, "schools": found.covered, "form": form, "why_not": why_not_begin(found)}
    return render(request, "discussions/records/begin.html", context)


@get_or_post
def write(request: Request, discussion: UUID, school: UUID, heading: str) -> HttpResponse:
    part = part_for(request.user, discussion, school, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, part.record, Record.Status.DRAFT):
        return elsewhere
    section: RecordSection = one_of(RecordSection.objects.visible_to(request.user).filter(part=part), heading=heading)
    section.part = part
    source, offered = priorities_put_forward(request.user, section)
    before = queries.agreed_before(request.user, part) if heading == RecordSection.Heading.PROGRESS else None
    form_of = WritePrioritiesForm if heading == RecordSection.Heading.PRIORITIES else WriteForm
    form = form_of.of(request, initial=filled(section, offered, request.GET.get("fill", "")), version=section.seen)
    if done := after_saving(request, form, actions.write, section, to=("records:detail", discussion)):
        return done
    context = {**_frame(part.record, part.school), "section": section, "form": form, "before": before}
    context |= {"offered": offered, "source": source, **ways_to_fill(section, offered)}
    return render(request, "discussions/records/write.html", context)


@get_or_post
def add(request: Request, discussion: UUID, school: UUID, kind: str) -> HttpResponse:
    part = part_for(request.user, discussion, school, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, part.record, Record.Status.DRAFT):
        return elsewhere
    form = ADD_FORMS[kind].of(request)
    if form.attempt(actions.add, part, actions.ITEMS[kind], by=request.user):
        say_saved(request, _("It has been added to the record."))
        if form.pressed == "again":
            return redirect("records:add", discussion, school, kind)
        return redirect("records:detail", discussion)
    context = {**_frame(part.record, part.school), "kind": kind, "form": form}
    return render(request, "discussions/records/add.html", context)


@get_or_post
def edit(request: Request, discussion: UUID, kind: str, item: UUID) -> HttpResponse:
    found = item_for(request.user, discussion, actions.ITEMS[kind], item, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, found.document, Record.Status.DRAFT):
        return elsewhere
    words = {name: getattr(found, name) for name in EDIT_FORMS[kind].base_fields if hasattr(found, name)}
    if "amount" in words:
        words["amount"] = f"{words['amount']:f}".removesuffix(".0")
    form = EDIT_FORMS[kind].of(request, initial=words, version=found.seen)
    if done := after_saving(request, form, actions.edit, found, to=("records:detail", discussion)):
        return done
    context = {**_frame(found.document, found.school), "kind": kind, "item": found, "form": form}
    return render(request, "discussions/records/edit.html", context)


@get_or_post
def remove(request: Request, discussion: UUID, kind: str, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, actions.ITEMS[kind](public_id=item)):
        return redirect("records:detail", discussion)
    found = item_for(request.user, discussion, actions.ITEMS[kind], item, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, found.document, Record.Status.DRAFT):
        return elsewhere
    form = RemoveForm.of(request, goes=actions.goes_with(found))
    if form.attempt(actions.remove, found, by=request.user):
        return redirect("records:detail", discussion)
    context = {**_frame(found.document, found.school), "kind": kind, "item": found, "form": form}
    return render(request, "discussions/records/remove.html", context)


@require_safe
def check(request: Request, discussion: UUID) -> HttpResponse:
    """Exactly what the parties will read, and what is still missing: of the parts that this reader may see."""
    record = record_for(request.user, discussion, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, record, Record.Status.DRAFT):
        return elsewhere
    content = queries.content_of(record, [])
    shown = queries.parts_shown(content, record)
    context = {
        **_frame(record),
        "content": queries.readable(content, record, {}),
        "gaps": queries.gaps_in(shown, record),
        "seen": queries.words_in(content),
        "guests": queries.guests_reading(record),
        "doubts": doubts_in(shown),
        "left_empty": left_empty_in(shown, queries.schools_of(record)),
        "may_send": may_at_all(request.user, May.WRITE_RECORD, queries.schools_of(record)),
        "too_early": why_not_send(record.discussion),
    }
    return render(request, "discussions/records/check.html", context)


@get_or_post
def send(request: Request, discussion: UUID) -> HttpResponse:
    record = _for_all(request, discussion)
    if elsewhere := _elsewhere(request, record, Record.Status.DRAFT):
        return elsewhere
    content = queries.content_of(record, [])
    form = SendForm.of(request, initial={"seen": request.GET.get("seen") or queries.words_in(content)})
    if form.attempt(actions.send, record, by=request.user):
        return redirect("records:sent", discussion)
    context = {
        "guests": queries.guests_reading(record),
        "doubts": doubts_in(content["parts"]),
        "service": queries.service_of(record),
    }
    context["too_early"] = why_not_send(record.discussion)
    context["left_empty"] = left_empty_in(content["parts"], queries.schools_of(record))
    return render(request, "discussions/records/send.html", {**_frame(record), "form": form, **context})


@require_safe
def sent(request: Request, discussion: UUID) -> HttpResponse:
    """What happens next."""
    record = record_for(request.user, discussion, May.WRITE_RECORD)
    if elsewhere := _elsewhere(request, record, Record.Status.SENT):
        return elsewhere
    content, _frozen = queries.reading(record)
    queries.offer_answers(request.user, record, content)
    return render(request, "discussions/records/sent.html", {**_frame(record), "content": content})


@get_or_post
def withdraw(request: Request, discussion: UUID) -> HttpResponse:
    record = _for_all(request, discussion)
    if elsewhere := _elsewhere(request, record, Record.Status.SENT):
        return elsewhere
    form = WithdrawForm.of(request)
    if form.attempt(actions.withdraw, record, by=request.user):
        messages.success(request, _("The record is a draft again. Correct it, then send it again."))
        return redirect("records:detail", discussion)
    return render(request, "discussions/records/withdraw.html", {**_frame(record), "form": form})


@get_or_post
def answer(request: Request, discussion: UUID, party: str = "school", school: UUID | None = None) -> HttpResponse:
    """The whole record once more, with room beside each section, and the answer below."""
    who = Party(party)
    permission = actions.AGREES[who]
    record = record_if_seen(request.user, discussion)
    if record is None:
        return _taken_back(request, discussion_for(request.user, discussion, permission))
    place = part_for(request.user, discussion, school, permission).school if school else None
    actions.require_at_all(request.user, permission, [place] if place else queries.schools_of(record))
    content, _frozen = queries.reading(record)
    turn = next(row for row in content["turns"] if (row["turn"].party, row["turn"].school) == (who, place))
    if elsewhere := _elsewhere(request, record, Record.Status.SENT, too_late="agreed" in turn):
        return elsewhere
    shown = [words for words in content["parts"] if place is None or words["school"] == place]
    part_of = place if content["several"] else None
    before = queries.said_before(record, turn["turn"])
    told = {"sections": queries.sections_of(record, shown), "before": before, "part_of": part_of}
    form = AnswerForm.of(request, **told, version=record.seen)
    for section in (section for words in shown for section in words["sections"]):
        section["box"] = form[section["field"]]
    if form.attempt(actions.answer, record, party=who, school=place, by=request.user):
        return redirect("records:answered", discussion)
    content["parts"] = shown
    context = {**_frame(record, place), "content": content, "form": form, "turn": turn["turn"], "before": before}
    return render(request, "discussions/records/answer.html", context)


@require_safe
def answered(request: Request, discussion: UUID) -> HttpResponse:
    """What happens next: who has still to answer, or that all have."""
    record = record_for(request.user, discussion)
    content, frozen = queries.reading(record)
    queries.offer_answers(request.user, record, content)
    return render(
        request,
        "discussions/records/answered.html",
        {
            **_frame(record),
            "content": content,
            "version": frozen,
            "may_see_support": any(may(request.user, May.READ_RECORD, part.school) for part in record.shown_parts),
            "waiting": [row for row in content["turns"] if "agreed" not in row],
        },
    )


@require_safe
def version(request: Request, discussion: UUID) -> HttpResponse:
    """The record as it was frozen when all had answered."""
    record = record_for(request.user, discussion)
    if record.status != Record.Status.AGREED:
        raise Http404
    content, frozen = queries.reading(record)
    return render(
        request, "discussions/records/version.html", {**_frame(record), "content": content, "version": frozen}
    )


@require_safe
def copy(request: Request, discussion: UUID) -> HttpResponse:
    """The record as it was frozen, as a file, for those who may read every school's part of it."""
    return copy_of(queries.whole_version_of(record_for(request.user, discussion)))


@require_safe
def paper(request: Request, discussion: UUID, kind: str) -> FileResponse:
    """The record as a Word document or a tagged PDF: what this reader sees of it once it has been sent."""
    record = record_for(request.user, discussion)
    if record.status == Record.Status.DRAFT:
        raise Http404
    content, frozen = queries.reading(record)
    outline = of_record(record, content, frozen)
    return document_of(outline, kind, file_name_of(outline))


@require_safe
def history(request: Request, discussion: UUID) -> HttpResponse:
    record = record_for(request.user, discussion)
    page = Paginator(queries.events_shown(request.user, record), 50).get_page(request.GET.get("page"))
    context = {**_frame(record), "page": page, "entries": told_to(request.user, page)}
    return render(request, "discussions/records/history.html", context)


def _frame(record: Record, school: School | None = None) -> dict[str, Any]:
    """What every page of the record needs; `school` where the page is about the part of one."""
    return {
        "record": record,
        "discussion": record.discussion,
        "schools": [school] if school else [part.school for part in record.shown_parts],
    }


def _for_all(request: Request, discussion: UUID) -> Record:
    """The record, for somebody who may write every part of it."""
    record = record_for(request.user, discussion, May.WRITE_RECORD)
    actions.require_at_all(request.user, May.WRITE_RECORD, queries.schools_of(record))
    return record


def _elsewhere(request: Request, record: Record, status: str, too_late: bool = False) -> HttpResponse | None:
    """Whoever opens a step that is over is shown where the record stands; what was posted is refused by the action."""
    if request.method == "POST" or (record.status == status and not too_late):
        return None
    messages.info(request, _("That step is over. This is where the record stands now."))
    return redirect("records:detail", record.discussion.public_id)


def _taken_back(request: Request, discussion: Discussion) -> HttpResponse:
    """A school answers while the record is corrected: what it typed waits until the record has been sent again."""
    if not Record.objects.as_system("was it sent before?").filter(discussion=discussion, sending__gt=0).exists():
        raise Http404
    kept_typing.let_wait(request)
    typed = kept_typing.gather(request) if request.method == "POST" else None
    if typed is not None and typed.too_long:
        return kept_typing.given_back(request, typed)
    if typed is not None and kept_typing.keep(request, typed):
        said = _("The record was taken back to be corrected. What you wrote is kept for when it has been sent again.")
    else:
        said = _("The record was taken back to be corrected. Answer it when it has been sent again.")
    messages.info(request, said)
    return redirect("records:detail", discussion.public_id)
