from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schools import kept_typing
from schools.access import INVITED, invitation_behind, invitation_of, may_enter, one_of
from schools.clock import today
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, Invitation, Person
from schools.models.headship import vacancies_among
from schools.models.titles import adviser_in, role_words
from schools.policy import COUNCIL_ROLES, DECLARERS, DIARY_OWNERS, Place, Role

from . import actions, declaring, forms, queries
from .days import assignment_ended, role_ended

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "schools/people/"
A_GUEST = "guest"
FEW = 5  # so many schools without a headteacher are named at the top of the list


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The people of the places I manage, with their roles and dates."""
    person: Any = request.user
    places = queries.managed_places(person)
    form = forms.PeopleFilter.of(request, places=[(each.key, each.name) for each in places])
    chosen = form.chosen
    at = [each for each in places if each.key == chosen["place"]] or places
    vacancies = vacancies_among(each.place for each in at if each.kind == Place.SCHOOL and not each.place.closed_on)
    rows = queries.people_at(person, at, chosen["when"] or "", chosen["name"] or "")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(
        request,
        FOLDER + "index.html",
        {
            "form": form,
            "page": page,
            "lines": [_line(person, row) for row in page],
            "waiting": queries.open_invitations(person).count(),
            "vacancies": vacancies[:FEW],
            "more_vacancies": len(vacancies[FEW:]),
            "assigns": Role.SERVICE_LEAD in person.standing.roles,
        },
    )


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that were neither accepted nor withdrawn."""
    person: Any = request.user
    page = Paginator(queries.open_invitations(person), 25).get_page(request.GET.get("page"))
    titles = queries.titles_known_to(person)
    lines = [(row, role_words(row, titles), queries.why_dead(row)) for row in page]
    return render(request, FOLDER + "invitations.html", {"page": page, "lines": lines})


@get_or_post
def invite(request: HttpRequest, place: str = "") -> HttpResponse:
    """First the place, if there are several; then who, and for how long."""
    person: Any = request.user
    places = {each.key: each for each in queries.managed_places(person)}
    council = next((each for each in places.values() if each.kind == Place.COUNCIL), None)
    choices = [(key, each.name) for key, each in places.items() if each.kind != Place.GUEST_ORGANISATION]
    if council and queries.roles_given_by(person, Place.GUEST_ORGANISATION):
        choices.append((A_GUEST, _("A guest, from another organisation")))
    if not place:
        return _choose_place(request, choices)
    if place == A_GUEST and council:
        return _invite_guest(request, council.place, places)
    if place not in places:
        raise Http404
    at = places[place]
    roles = forms.role_choices(queries.roles_given_by(person, at.kind), queries.titles_there(at.place))
    initial = {"language": get_language(), "role": request.GET.get("role")}
    form = forms.InviteForm.of(request, roles=roles, initial=initial)
    if form.attempt(actions.invite, at.place, by=person):
        return _sent(request)
    return render(request, FOLDER + "invite.html", {"form": form, "place": at.place})


def _choose_place(request: HttpRequest, choices: list[tuple[str, str]]) -> HttpResponse:
    form = forms.PlaceForm.of(request, places=choices)
    chosen = form.chosen["place"] or (choices[0][0] if len(choices) == 1 else "")
    if chosen:
        return redirect("people:invite", chosen)
    if form.is_bound:
        form.add_error("place", _("Choose where the role will be"))
    return render(request, FOLDER + "invite.html", {"form": form})


def _invite_guest(request: HttpRequest, council: Any, places: dict[str, Any]) -> HttpResponse:
    listed = {
        str(each.place.public_id): each.place
        for each in places.values()
        if each.kind == Place.GUEST_ORGANISATION and each.place.council_id == council.pk
    }
    form = forms.GuestForm.of(request, organisations=listed, initial={"language": get_language()})
    if form.attempt(actions.invite_guest, council, by=request.user):
        return _sent(request)
    return render(request, FOLDER + "invite.html", {"form": form, "place": council, "guest": True})


def _sent(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("The invitation is on its way by e-mail."))
    return redirect("people:invitations")


@get_or_post
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    person: Any = request.user
    rows = Invitation.objects.visible_to(person).select_related(*queries.PLACES_READ)
    found: Invitation = one_of(rows, public_id=invitation)
    form = forms.WithdrawForm.of(request)
    if form.attempt(actions.withdraw, found, by=person):
        messages.success(request, _("The invitation has been withdrawn. Its link no longer works."))
        return redirect("people:invitations")
    return render(request, FOLDER + "withdraw.html", {"form": form, "invitation": found, "role": role_words(found)})


@get_or_post
def end(request: HttpRequest, role: UUID) -> HttpResponse:
    """The last day of a role; a role that has not begun is cancelled."""
    person: Any = request.user
    for pressed in (forms.CancelRoleForm, forms.LastDayForm):
        if pressed.repeats(request, actions.end, Appointment(public_id=role)):
            return redirect("people:index")
    held: Appointment = one_of(queries.appointment_held_by(person, role))
    actions.require_may_give(person, Role(held.role), held.place)
    begun = held.starts_on <= today()
    form: Any = (
        forms.LastDayForm.of(request, initial={"ends_on": held.ends_on}) if begun else forms.CancelRoleForm.of(request)
    )
    if form.attempt(actions.end, held, by=person):
        messages.success(request, role_ended(held, form.cleaned_data.get("ends_on"), form.result.pk is not None))
        return redirect("people:index")
    return render(request, FOLDER + "end.html", {"form": form, "held": held, "role": role_words(held), "begun": begun})


@get_or_post
def hand_over(request: HttpRequest, role: UUID) -> HttpResponse:
    """A change of headteacher in one step: the last day of one, the invitation of the next."""
    person: Any = request.user
    held: Appointment = one_of(queries.appointment_held_by(person, role).filter(role=Role.HEADTEACHER))
    actions.require_may_give(person, Role.HEADTEACHER, held.place)
    form = forms.HandOverForm.of(request, initial={"language": get_language(), "last_day": held.ends_on})
    if form.attempt(actions.hand_over, held, by=person):
        words = {"name": held.person.name, "day": date_format(form.cleaned_data["last_day"])}
        messages.success(
            request,
            _("%(name)s stays headteacher up to and including %(day)s. The invitation is on its way by e-mail.")
            % words,
        )
        return redirect("people:invitations")
    return render(request, FOLDER + "hand_over.html", {"form": form, "held": held})


@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    """Which adviser works with which school."""
    person: Any = request.user
    page = Paginator(queries.assignments_of(person), 25).get_page(request.GET.get("page"))
    context = {"page": page, "adviser_title": adviser_in(queries.own_service(person))}
    return render(request, FOLDER + "assignments.html", context)


def _schools_to_choose(request: HttpRequest, among: Any = queries.schools_seen_by) -> dict[str, Any]:
    """At most 25 at a time, found by a part of their name where there are more."""
    person: Any = request.user
    search = forms.SchoolSearch.of(request)
    page = Paginator(among(person, search.chosen["name"] or ""), 25).get_page(request.GET.get("page"))
    chosen = request.POST.get("school", "") or request.GET.get("school", "")
    schools = queries.chosen_among(among(person), page, chosen)
    is_known = not search.is_bound and chosen in {str(each.public_id) for each in schools}
    return {"search": search, "page": page, "schools": schools, "is_known": is_known}


@get_or_post
def assign(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    service = queries.own_service(person)
    if service is None:
        raise Http404
    found = _schools_to_choose(request)
    advised, advisers = queries.advisers_now(found["schools"]), queries.advisers_of(person, service)
    title = adviser_in(service)
    words = {"advisers": advisers, "advised": advised, "title": title, "initial": {"school": request.GET.get("school")}}
    form = forms.AssignForm.of(request, schools=found["schools"], **words)
    if form.attempt(actions.assign, service, by=person):
        school = form.result.school
        who = {"name": form.result.adviser.name, "school": school.name}
        messages.success(request, _("%(name)s has been assigned to %(school)s.") % who)
        if len(names := queries.advisers_now([school]).get(school.pk, [])) > 1:
            words = {"school": school.name, "names": ", ".join(names)}
            messages.info(request, _("Several people now advise %(school)s: %(names)s.") % words)
        return redirect("people:assignments")
    return render(request, FOLDER + "assign.html", {"form": form, **found})


@get_or_post
def end_assignment(request: HttpRequest, assignment: UUID) -> HttpResponse:
    person: Any = request.user
    if forms.LastDayForm.repeats(request, actions.end_assignment, AdviserAssignment(public_id=assignment)):
        return redirect("people:assignments")
    rows = queries.assignments_of(person)
    found: AdviserAssignment = one_of(rows, public_id=assignment)
    form = forms.LastDayForm.of(request, initial={"ends_on": found.ends_on})
    if form.attempt(actions.end_assignment, found, by=person):
        messages.success(request, assignment_ended(found, form.cleaned_data["ends_on"], form.result.pk is not None))
        return redirect("people:assignments")
    return render(request, FOLDER + "end_assignment.html", {"form": form, "assignment": found})


@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Declared conflicts of interest: one's own, and for a council those in its schools."""
    person: Any = request.user
    page = Paginator(queries.interests_of(person), 25).get_page(request.GET.get("page"))
    others = bool(person.standing.roles & COUNCIL_ROLES)
    return render(request, FOLDER + "interests.html", {"page": page, "others": others, "today": today()})


@get_or_post
def declare(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    found = _schools_to_choose(request, queries.open_to_an_interest)
    form = forms.DeclareForm.of(request, schools=found["schools"])
    if form.attempt(declaring.declare, by=person):
        messages.success(request, _("Your interest has been declared. The school’s content is closed to you."))
        return redirect("people:interests")
    return render(request, FOLDER + "declare.html", {"form": form, **found})


@get_or_post
def end_interest(request: HttpRequest, interest: UUID) -> HttpResponse:
    person: Any = request.user
    if forms.LastInterestDayForm.repeats(request, declaring.end_interest, ConflictOfInterest(public_id=interest)):
        return redirect("people:interests")
    rows = ConflictOfInterest.objects.visible_to(person).select_related("school")
    found: ConflictOfInterest = one_of(rows, public_id=interest, person=person)
    form = forms.LastInterestDayForm.of(request, initial={"ends_on": found.ends_on})
    if form.attempt(declaring.end_interest, found, by=person):
        withdrawn = form.result.pk is None
        done = _("The interest has been withdrawn.") if withdrawn else _("The last day has been set.")
        messages.success(request, done)
        return redirect("people:interests")
    return render(request, FOLDER + "end_interest.html", {"form": form, "interest": found})


@get_or_post
def language(request: HttpRequest) -> HttpResponse:
    """Asked once, after the first sign-in; kept on the profile."""
    person: Any = request.user
    asked_before = bool(person.language)
    form = forms.LanguageForm.of(request, initial={"language": person.language or get_language()})
    if form.attempt(actions.choose_language, by=person):
        chosen = form.cleaned_data["language"]
        if asked_before:
            with override(chosen):
                messages.success(request, _("Your language has been saved."))
        return redirect(f"/{chosen}{_page_after(request).removeprefix('/cy').removeprefix('/en')}")
    also = {
        "declares": bool(person.standing.roles & DECLARERS),
        "says_when": may_enter(person, "availability:index"),
        "owns_diary": bool(person.standing.roles & DIARY_OWNERS),
        "keeps_calendar": may_enter(person, "calendar_feed:index"),
    }
    return render(request, FOLDER + "language.html", {"form": form, **also})


def _page_after(request: HttpRequest) -> str:
    """Where the person was going when the language was asked, if that is a page of ours; else home."""
    going = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure())
    return going if safe and going.startswith(("/cy/", "/en/")) else reverse("home:index")


@get_or_post
def hat(request: HttpRequest) -> HttpResponse:
    """The role to act in, for a person who holds several."""
    person: Any = request.user
    form = forms.HatForm.of(request, hats=queries.hats_of(person), initial={"hat": person.hat})
    if form.is_bound and form.is_valid():
        request.session[queries.HAT] = chosen = form.cleaned_data["hat"]
        waiting = kept_typing.page_waiting(request, role=chosen)
        return redirect(f"/{get_language()}{waiting}" if waiting else "home:index")
    return render(request, FOLDER + "hat.html", {"form": form})


@never_cache
@get_or_post
def join(request: HttpRequest, token: str = "") -> HttpResponse:
    """Behind the link of an invitation. The secret leaves the address at once, so that it stands in no log."""
    if token:
        if found := invitation_behind(token):
            request.session[INVITED] = str(found.public_id)
        else:
            request.session.pop(INVITED, None)  # a link that opens nothing begins no session
        return redirect("people:join")
    person: Any = request.user
    invitation = invitation_of(request.session)
    context: dict[str, Any] = {"invitation": invitation, "form": None}
    context["dead"] = queries.why_dead(invitation, signed_in=person.is_authenticated)
    if invitation is None or context["dead"]:
        return render(request, FOLDER + "join.html", context)
    mine = person.is_authenticated and person.email == invitation.email
    if mine:
        context["form"] = form = forms.AcceptForm.of(request)
        if form.attempt(actions.accept, invitation, by=person):
            del request.session[INVITED]
            messages.success(request, _now_acting(request, form.result))
            return redirect("home:index")
    context["known"] = mine or Person.objects.filter(email=invitation.email).exists()
    context["role"] = role_words(invitation)
    return render(request, FOLDER + "join.html", context)


def _now_acting(request: HttpRequest, given: Any) -> str:
    """Act in the role just accepted, if it has begun; what is said about it."""
    words = {"role": role_words(given), "place": given.place.name, "day": date_format(given.starts_on)}
    if given.starts_on > today():
        return _("You have accepted the invitation. The role begins on %(day)s: %(role)s, %(place)s.") % words
    request.session[queries.HAT] = given.role
    return _("You have accepted the invitation. You now act in this role: %(role)s, %(place)s.") % words


def _line(person: Person, row: Appointment) -> dict[str, Any]:
    """One role in the list, with what may be done about it."""
    mine = row.person_id == person.pk
    given = Role(row.role) in queries.roles_given_by(person, queries.kind_of(row.place))
    over = row.ends_on is not None and row.ends_on < today()
    return {
        "held": row,
        "title": queries.title_of(row, queries.titles_known_to(person)),
        "may_end": given and not mine and not over,
        "may_hand_over": given and not over and row.role == Role.HEADTEACHER and row.starts_on <= today(),
    }
