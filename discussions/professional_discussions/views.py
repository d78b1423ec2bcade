import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import May, answerable_among, discussion_for, may_in, participant_for, years_to_plan
from discussions.agenda_drafts import agenda_of, not_submitted_yet
from discussions.announcements import organisations_of
from discussions.bookings import where_words
from discussions.calendar import PUBLISH, calendar_part
from discussions.candidates import candidates
from discussions.changing import why_closed, why_not_begin, why_not_cancel, why_not_move
from discussions.chosen_times import as_proposed, from_address, people_in_address
from discussions.inviting import was_held
from discussions.models import Discussion, Participant, Reply
from discussions.papers import papers_of
from discussions.replied import awaited_among, is_asked_now
from discussions.turns import state_of, turns_of
from discussions.waiting import Step
from schools import clock
from schools.access import Request, may, may_enter, school_for
from schools.autosave import say_saved
from schools.facts import in_words
from schools.history import events_of, told_to
from schools.models.base import reader_language
from schools.models.headship import vacancies_among
from schools.school_days import closed_on
from schools.words import names_together

from . import actions
from .forms import (
    CancelForm,
    ConsentForm,
    DiscussionsFilter,
    RescheduleForm,
    ScheduleForm,
)
from .people_forms import ChangeParticipantsForm
from .queries import (
    asked_of,
    discussions_at,
    discussions_of,
    guest_invitations,
    names_of,
    participants_of,
    scheduled_already,
    schools_in_year,
    ticked_for,
    who_could_stay,
    wished_of,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "professional_discussions:detail"


@require_safe
def index(request: Request) -> HttpResponse:
    """This year's discussions of the schools one sees: by date, then by name. For a guest, the invitations."""
    person: Any = request.user
    form = DiscussionsFilter.of(request)
    year = form.chosen["year"] or clock.current_school_year()
    schools = schools_in_year(person, year, form.chosen["which"] or "", form.chosen["name"] or "")
    page = Paginator(schools, 30).get_page(request.GET.get("page"))
    meetings = discussions_of(person, list(page), year)
    lines = [(each, meetings.get(each.pk), may(person, May.SCHEDULE_DISCUSSION, each)) for each in page]
    return render(
        request,
        "discussions/professional_discussions/index.html",
        {
            "form": form,
            "year": year,
            "may_see_planning": may_enter(person, "rounds:index") and year in years_to_plan(),
            "page": page,
            "lines": lines,
            "filtered": bool(form.chosen["which"] or form.chosen["name"] or year != clock.current_school_year()),
            "several": page.paginator.count > 1 or form.is_bound,
            "invitations": Paginator(guest_invitations(person), 25).get_page(request.GET.get("page")),
        },
    )


@require_safe
def at_school(request: Request, school: UUID) -> HttpResponse:
    """All discussions of one school, the newest first."""
    place = school_for(request.user, school, May.SEE_DISCUSSION)
    page = Paginator(discussions_at(request.user, place), 30).get_page(request.GET.get("page"))
    lines = [(each, state_of(each)) for each in page]
    context = {
        "school": place,
        "page": page,
        "lines": lines,
        "may_schedule": may(request.user, May.SCHEDULE_DISCUSSION, place),
        "may_say_wishes": may(request.user, May.SAY_WISHES, place),
        "this_year": clock.current_school_year(),
    }
    return render(request, "discussions/professional_discussions/at_school.html", context)


@get_or_post
def schedule(request: Request, school: UUID) -> HttpResponse:
    """Set the date, the place and who takes part, as proposed from what is known."""
    place = school_for(request.user, school, May.SCHEDULE_DISCUSSION)
    together = [place]
    if place.federation:
        others = place.federation.schools.exclude(pk=place.pk).filter(closed_on=None).select_related("council")
        together += [other for other in others if may(request.user, May.SCHEDULE_DISCUSSION, other)]
    able = candidates(together, request.user)
    initial = {
        "setting": Discussion.Setting.AT_SCHOOL,
        "language": wished_of(place),
        **from_address(request.GET),
        **ticked_for(people_in_address(request.GET), able),
    }
    form = ScheduleForm.of(request, able=able, schools=together, initial=initial)
    if form.attempt(actions.schedule, place, by=request.user):
        if form.cleaned_data.get("guests"):
            done = _(
                "The discussion has been scheduled. The headteacher is asked about the guest; the others are invited."
            )
        elif was_held(form.result):
            done = _(
                "The discussion has been written down with the time you gave, and everybody who takes part is told."
            )
        else:
            done = _("The discussion has been scheduled, and everybody who takes part is invited.")
        say_saved(request, done)
        return redirect(DETAIL, form.result.public_id)
    return render(
        request,
        "discussions/professional_discussions/schedule.html",
        {
            "school": place,
            "form": form,
            "able": able,
            "vacancies": vacancies_among(together),
            "known": scheduled_already(request.user, together),
        },
    )


@require_safe
def detail(request: Request, discussion: UUID) -> HttpResponse:
    """When, where, who and about what, as far as the reader may know."""
    person: Any = request.user
    found = discussion_for(person, discussion)
    reads_agenda = may_in(person, May.READ_AGENDA, found)
    people = participants_of(person, found)
    asked = [each for each in people if found.can_be_prepared and each.consent == Participant.Consent.ASKED]
    awaited = awaited_among(found, [each for each in people if each.is_invited])
    agenda = agenda_of(person, found) if reads_agenda else []
    may_schedule = not why_closed(found) and may_in(person, May.SCHEDULE_DISCUSSION, found)
    return render(
        request,
        "discussions/professional_discussions/detail.html",
        {
            **_frame(found),
            "reads_agenda": reads_agenda,
            "people": [each for each in people if each.consent != Participant.Consent.REFUSED],
            "refused": [each for each in people if each.consent == Participant.Consent.REFUSED],
            "leaving": [each for each in people if each.leaves_before] if may_schedule and not found.has_begun else [],
            "asked_of_me": asked_of(person, asked),
            "no_school_day": _no_school_day(found) if may_schedule else "",
            "turns": turns_of(person, found, asked, awaited=awaited, within=None if reads_agenda else {Step.REPLY}),
            **_replies(person, found, people),
            "agenda": agenda,
            "papers": papers_of(person, found, found.covered),
            "not_submitted_yet": not_submitted_yet(person, found, agenda) if found.is_live else [],
            "record": found.record if found.shows_record else None,
            "may_schedule": may_schedule,
            "may_move": may_schedule and not why_not_move(found),
            "may_schedule_another": not found.is_live and may_in(person, May.SCHEDULE_DISCUSSION, found),
            "may_cancel": may_schedule and not why_not_cancel(found),
            "may_write": found.can_be_prepared and may_in(person, May.WRITE_AGENDA, found),
            "may_write_record": found.is_live and may_in(person, May.WRITE_RECORD, found),
            "no_record_yet": why_not_begin(found),
            "may_see_history": any(may(person, May.READ_AGENDA, school) for school in found.covered),
        },
    )


def _replies(person: Any, discussion: Discussion, people: list[Participant]) -> dict[str, Any]:
    """Who comes is told to whoever sees who takes part; why somebody does not, to those who schedule."""
    if not discussion.is_live or was_held(discussion):
        return {"shows_replies": False}
    invited = [row for row in people if row.is_invited]
    for row in answerable_among(person, discussion, invited) if is_asked_now(discussion) else ():
        row.may_answer = True
    coming = sum(row.said == Reply.Answer.COMING for row in invited)
    return {"shows_replies": True, "all_coming": bool(invited) and coming == len(invited)}


@get_or_post
def reschedule(request: Request, discussion: UUID) -> HttpResponse:
    found = discussion_for(request.user, discussion, May.SCHEDULE_DISCUSSION)
    if closed := _closed(request, found, why_not_move(found)):
        return closed
    initial = {**RescheduleForm.words_of(found), **as_proposed(request.GET, found.ends_at - found.starts_at)}
    initial |= from_address(request.GET)
    form = RescheduleForm.of(request, schools=found.covered, version=found.seen, moves=found, initial=initial)
    if form.attempt(actions.reschedule, found, by=request.user):
        say_saved(request, _("The discussion has been changed, and everybody who takes part is told."))
        return redirect(DETAIL, discussion)
    return render(request, "discussions/professional_discussions/reschedule.html", {**_frame(found), "form": form})


@get_or_post
def cancel(request: Request, discussion: UUID) -> HttpResponse:
    found = discussion_for(request.user, discussion, May.SCHEDULE_DISCUSSION)
    if closed := _closed(request, found, why_not_cancel(found)):
        return closed
    form = CancelForm.of(request)
    if form.attempt(actions.cancel, found, by=request.user):
        say_saved(request, _("The discussion has been cancelled, and everybody who takes part is told."))
        return redirect(DETAIL, discussion)
    return render(request, "discussions/professional_discussions/cancel.html", {**_frame(found), "form": form})


@get_or_post
def participants(request: Request, discussion: UUID) -> HttpResponse:
    """Who takes part, changed in one go."""
    found = discussion_for(request.user, discussion, May.SCHEDULE_DISCUSSION)
    if closed := _closed(request, found, why_closed(found)):
        return closed
    people = participants_of(request.user, found)
    able = who_could_stay(candidates(found.covered, request.user), people)
    chosen = [each.person.public_id for each in people]
    words = {"able": able, "people": people, "discussion": found, "version": found.seen}
    form = ChangeParticipantsForm.of(request, initial={"participants": chosen, "guests": chosen}, **words)
    if form.attempt(actions.change_participants, found, by=request.user):
        messages.success(request, _("Who takes part has been changed, and everybody concerned is told."))
        return redirect(DETAIL, discussion)
    return render(request, "discussions/professional_discussions/participants.html", {**_frame(found), "form": form})


@get_or_post
def consent(request: Request, discussion: UUID, guest: UUID) -> HttpResponse:
    """The headteacher sees what the guest would receive, and says yes or no."""
    asked = participant_for(request.user, discussion, guest, May.CONSENT_TO_GUEST)
    found = asked.discussion
    form = ConsentForm.of(request)
    if form.attempt(actions.answer_about_guest, asked, by=request.user):
        if waiting := names_of([form.result]):
            words = _("Your answer has been saved. The guest waits for the headteacher of %(schools)s.")
            messages.success(request, words % {"schools": waiting})
        else:
            messages.success(request, _("Your answer has been saved, and the council is told."))
        return redirect(DETAIL, discussion)
    return render(
        request,
        "discussions/professional_discussions/consent.html",
        {
            **_frame(found),
            "guest": asked,
            "organisation": in_words(organisations_of([asked])[asked.person_id])["organisation"],
            "agenda": agenda_of(request.user, found),
            "is_asked": found.can_be_prepared and bool(asked_of(request.user, [asked])),
            "waits_for": names_of([asked]),
            "form": form,
        },
    )


@require_safe
def calendar(request: Request, discussion: UUID) -> HttpResponse:
    """The discussion as a calendar file, for a calendar that takes no invitations by e-mail."""
    found = discussion_for(request.user, discussion)
    part = calendar_part(found, found, method=PUBLISH, sequence=found.sequence, stamp=clock.now())
    answer = HttpResponse(part, content_type=f"text/calendar; method={PUBLISH}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="discussion.ics"'
    return answer


@require_safe
def history(request: Request, discussion: UUID) -> HttpResponse:
    """What was done, as it is told at the first of its schools that the reader may ask."""
    found = discussion_for(request.user, discussion)
    school = next((each for each in found.covered if may(request.user, May.READ_AGENDA, each)), None)
    if school is None:
        school_for(request.user, found.school.public_id, May.READ_AGENDA)
    events = events_of(request.user, found.public_id).filter(school=school)
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "discussions/professional_discussions/history.html",
        {**_frame(found), "page": page, "entries": told_to(request.user, page)},
    )


def _closed(request: Request, discussion: Discussion, why: str) -> HttpResponse | None:
    """Whoever opens a form that can no longer be used is told at once; what was posted is refused by the action."""
    if request.method == "POST" or not why:
        return None
    messages.info(request, why)
    return redirect(DETAIL, discussion.public_id)


def _no_school_day(found: Discussion) -> str:
    """That its day is none at some of its schools, or at all; never why."""
    closed = closed_on(found.covered, _day_of(found))
    if not closed:
        return ""
    day = date_format(_day_of(found))
    if len(closed) == len(found.covered):
        return _("%(day)s is not a school day.") % {"day": day}
    names = names_together([school.name for school in closed], reader_language())
    return _("%(day)s is not a school day at %(schools)s.") % {"day": day, "schools": names}


def _day_of(discussion: Discussion) -> dt.date:
    return discussion.starts_at.astimezone(clock.LONDON).date()


def _frame(discussion: Discussion) -> dict[str, Any]:
    schools = discussion.covered
    return {
        "discussion": discussion,
        "schools": schools,
        "school": schools[0],
        "several": len(schools) > 1,
        "names": ", ".join(school.name for school in schools),
        "where": where_words(discussion, schools),
    }
