"""Faults planted in the policy, the scopes and the doors: each is caught by the walk, as a leak or an over-restriction.

Only the person and the pages concerned are walked.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q

from discussions.models import Discussion
from discussions.professional_discussions import views as discussion_views
from schools import access, checks
from schools.doors import ROUTES
from schools.models import Appointment, ConflictOfInterest, Invitation, School, Version
from schools.policy import GRANTS, May, Role
from tests.access_table import CANARIES, rows
from tests.access_walk import walk
from tests.one_world import undone

Fault = Callable[[pytest.MonkeyPatch], None]


def grant(role: Role, permission: May) -> Fault:
    return lambda patch: patch.setitem(GRANTS, role, GRANTS[role] | {permission})


def withhold(role: Role, permission: May) -> Fault:
    return lambda patch: patch.setitem(GRANTS, role, GRANTS[role] - {permission})


def let_in(route: str, role: Role) -> Fault:
    rule: Any = ROUTES[route]
    return lambda patch: patch.setitem(ROUTES, route, rule | {role})


def shut_out(route: str, role: Role) -> Fault:
    rule: Any = ROUTES[route]
    return lambda patch: patch.setitem(ROUTES, route, rule - {role})


def scope(model: Any, rows_seen: Q) -> Fault:
    return lambda patch: patch.setattr(model, "scope", classmethod(lambda cls, person: rows_seen))


def everybody_sees(model: Any) -> Fault:
    return scope(model, Q())


def nobody_sees(model: Any) -> Fault:
    return scope(model, Q(pk__in=[]))


def a_view_forgets_the_permission(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(discussion_views, "school_for", lambda person, school, permission: access.school_for(person, school))


def nothing_is_required(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "require", lambda person, permission, place: None)


def an_interest_closes_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("schools.models.standing.OPEN_DESPITE_CONFLICT", frozenset(May))


def a_role_never_ends(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Appointment, "current", lambda *day: Q())


FAULTS: list[tuple[str, str, Fault]] = [
    ("olwen", "records:answer[service]", grant(Role.COUNCIL_OFFICER, May.AGREE_FOR_SERVICE)),
    ("alun", "records:answer[council]", grant(Role.SERVICE_ADVISER, May.AGREE_FOR_COUNCIL)),
    ("nia", "records:detail[draft]", grant(Role.HEADTEACHER, May.READ_DRAFT_RECORD)),  # only a canary tells
    ("nia", "plans:share", withhold(Role.HEADTEACHER, May.SHARE_PLAN)),
    ("alun", "plans:index", withhold(Role.SERVICE_ADVISER, May.READ_SHARED_PLAN)),
    ("carys", "professional_discussions:index", let_in("professional_discussions:index", Role.CONTRIBUTOR)),
    ("gareth", "register:index", let_in("register:index", Role.GUEST)),
    ("carys", "entries:edit", grant(Role.CONTRIBUTOR, May.LEAD_SELF_EVALUATION)),
    ("clem", "plans:detail", shut_out("plans:detail", Role.CLERK_TO_GOVERNORS)),
    ("owain", "register:detail", everybody_sees(School)),
    ("owain", "professional_discussions:detail[own]", everybody_sees(Discussion)),
    ("rhys", "people:withdraw[school]", everybody_sees(Invitation)),
    ("nia", "people:interests", everybody_sees(ConflictOfInterest)),  # only a canary tells
    ("olwen", "self_evaluations:version", nobody_sees(Version)),
    ("heulwen", "professional_discussions:at_school", a_view_forgets_the_permission),
    ("elin", "plans:index", nothing_is_required),
    ("iwan", "self_evaluations:index", an_interest_closes_nothing),
    ("huw", "home:index", a_role_never_ends),
]


@pytest.mark.parametrize(("who", "page", "fault"), FAULTS, ids=[f"{who} {page}" for who, page, _fault in FAULTS])
def test_a_fault_in_the_policy_is_caught_by_the_walk(one_world, monkeypatch, who, page, fault):
    concerned = [row for row in rows() if row[1] == page]
    hidden = {canary for canary, readers in CANARIES.items() if who not in readers}

    def complaints() -> list[str]:
        with undone():
            found = walk(one_world, who, concerned)
        return [*found.wrong, *(found.seen & hidden)]

    assert complaints() == []
    fault(monkeypatch)
    assert complaints() != []


def test_a_model_that_is_no_noun_fails_the_check(monkeypatch):
    assert checks.every_model_of_ours_is_a_noun(None) == []
    monkeypatch.setattr(checks, "NO_NOUNS", {})
    assert [error.id for error in checks.every_model_of_ours_is_a_noun(None)] == ["policy.E004"]
