"""What the governing body does about a plan, each button once: by links, in both languages."""

import datetime as dt
from typing import Any

from django.urls import reverse

from schools import clock
from schools.models import GoverningBodyApproval, Plan, PreparedApproval, School
from tests.browser.harness import Portal
from tests.browser.mouse import by_keyboard, by_mouse


def test_a_governor_is_given_the_right_and_records_what_the_governing_body_said(
    portal: Portal, school: School, glyn: Any, gwen: Any, nia: Any
) -> None:
    """In Welsh by the chair, in English by keyboard by the governor; the headteacher reads the approved version."""
    plan = Plan.all_rows.create(school=school, first_year=clock.current_school_year())
    plan.priorities.create(text="Gwella darllen", lang="cy", year=1)
    own, today = [school.public_id, plan.first_year], clock.today()
    detail, approve = reverse("plans:detail", args=own), reverse("governing_body:approve", args=own)
    glyns = by_mouse(portal, glyn, "cy").open(reverse("plans:index", args=own[:1])).follow(detail).follow(approve)
    glyns.follow(reverse("governing_body:rights", args=own)).fill(governors=[str(gwen.appointments.get().public_id)])
    day = {f"approved_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    gwens = by_keyboard(portal, gwen, "en").open(detail).follow(approve)
    gwens.fill(meeting="Full governing body", comments="Content with the plan.", lang="en", **day)
    nias = by_mouse(portal, nia, "cy").open(detail).says("Content with the plan.")
    nias.follow(reverse("governing_body:approved", args=[*own, 1])).says("Gwella darllen", "Full governing body")


def test_the_clerk_prepares_the_meeting_takes_it_back_prepares_again_and_records_what_was_approved(
    portal: Portal, school: School, clem: Any, glyn: Any
) -> None:
    """In English by keyboard by the clerk; the chair reads in Welsh who prepared what, and the approval uses it."""
    plan = Plan.all_rows.create(school=school, first_year=clock.current_school_year())
    plan.priorities.create(text="Gwella darllen", lang="cy", year=1)
    own, soon = [school.public_id, plan.first_year], clock.today() + dt.timedelta(days=7)
    detail, prepare = reverse("plans:detail", args=own), reverse("governing_body:prepare", args=own)

    def on(day: dt.date) -> dict[str, str]:
        return {f"meets_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}

    clems = by_keyboard(portal, clem, "en").open(reverse("plans:index", args=own[:1])).follow(detail).follow(prepare)
    clems.fill(meeting="Full governing body", comments="To be asked: attendance.", lang="en", **on(soon))
    by_mouse(portal, glyn, "cy").open(detail).says("Full governing body", clem.name)
    ready = PreparedApproval.all_rows.get()
    clems.follow(reverse("governing_body:remove", args=[*own, ready.public_id])).says("To be asked: attendance.").fill()
    clems.follow(prepare).fill(meeting="Extraordinary meeting", lang="en", **on(clock.today()))
    clems.says("Extraordinary meeting").fill()
    assert GoverningBodyApproval.all_rows.get().meeting == "Extraordinary meeting"
    assert not PreparedApproval.all_rows.exists()
