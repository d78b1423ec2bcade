"""What an officer is refused who has dates worked out for all schools."""

import datetime as dt
from typing import Any

from django.urls import reverse

from discussions.models import Placement, Proposal, Round, RoundOfficer, RoundSchool
from schools import clock
from schools.models import ServiceCouncil
from schools.school_days import no_school_meets
from tests import factories as make
from tests.discussions.proposals import at, make_proposal, place
from tests.refusals import Refusing


def planning(story: Refusing) -> None:
    """In the year to come nothing is set up yet; in this one some discussions have their date."""
    council = story.school.council
    _asking(story, Round.all_rows.get_or_create(council=council, school_year=story.year + 1)[0])
    this, _new = Round.all_rows.get_or_create(council=council, school_year=story.year)
    days = {"first_day": this.first_day, "last_day": this.last_day}
    first, _last = clock.school_year_bounds(story.year)
    olwen = story.olwen.open(_path(this, "propose"))
    if "may_move" in olwen.page:
        story.no(olwen, "Choose what happens to the discussions that have a date already", may_move=[])
    Round.all_rows.filter(pk=this.pk).update(first_day=first, last_day=first)
    olwen.open(_path(this, "propose"))
    story.no(olwen, "The days between which the discussions may take place have passed.", **_kept(olwen))
    Round.all_rows.filter(pk=this.pk).update(**days)


def _asking(story: Refusing, round_: Round) -> None:
    olwen, path = story.olwen, _path(round_, "propose")
    story.no(olwen.open(path), "Enter first between which days the discussions may take place.")
    first, last = clock.school_year_bounds(round_.school_year)
    Round.all_rows.filter(pk=round_.pk).update(first_day=first, last_day=last)
    story.no(olwen.open(path), "Choose first which schools take part.")
    row = RoundSchool.all_rows.create(round=round_, school=story.school)
    story.no(olwen.open(path), "Choose first which officers can take part.")
    officer = RoundOfficer.all_rows.create(round=round_, person=story.cast.olwen)
    _together(story, round_)
    _working(story, round_, path)
    _releasing(story, round_)
    Proposal.all_rows.filter(round=round_).delete()
    row.delete(), officer.delete(), round_.delete()


def _together(story: Refusing, round_: Round) -> None:
    """Mari leads the service that works for both councils."""
    far = story.cast.rhys.appointments.get().council
    first, last = clock.school_year_bounds(round_.school_year)
    there = Round.all_rows.create(council=far, school_year=round_.school_year, first_day=first, last_day=last)
    RoundSchool.all_rows.create(round=there, school=make.make_school(far, "Ysgol y Lan"))
    officer = RoundOfficer.all_rows.create(round=there, person=story.cast.rhys)
    path = reverse("planning_together:ask", args=[round_.school_year])
    Round.all_rows.filter(pk=there.pk).update(morning_from=dt.time(11), minutes=150, afternoon_from=dt.time(13, 30))
    mari = story.tab("mari", path)
    story.no(mari, "Tick at least one council", councils=[])
    names = {"one": str(round_.council), "other": str(far)}
    overlap = "The mornings of {one} and the afternoons of {other} overlap. Tick only one of the two."
    story.no(mari.open(path), overlap.format(**names))
    late = story.tab("mari", path)
    officer.delete()
    story.no(late, f"{far} cannot take part any more. Open the page again to read why.")
    serves = ServiceCouncil.all_rows.filter(council=far)
    RoundOfficer.all_rows.create(round=there, person=story.cast.rhys)
    mari.open(path)
    serves.update(ends_on=make.YESTERDAY)
    story.no(mari, "One of these councils cannot take part any more. Open the page again.")
    serves.update(ends_on=None)
    there.officers.all().delete(), there.round_schools.all().delete(), there.delete()


def _working(story: Refusing, round_: Round, path: str) -> None:
    working = {"status": "working", "outcome": "", "ready_at": None}
    proposal = make_proposal(round_.council, story.cast.olwen, round=round_, **working)
    story.no(story.olwen.open(path), "Dates are being worked out already.")
    late = story.tab("lowri", _path(round_, "stop"))
    Proposal.all_rows.filter(pk=proposal.pk).update(status="ready", outcome="finished")
    story.no(late, "The search has ended already.")
    late.open(_path(round_, "set_aside"))
    Proposal.all_rows.filter(pk=proposal.pk).update(status="closed", closed_because="set_aside")
    story.no(late, "This proposal cannot be set aside")


def _releasing(story: Refusing, round_: Round) -> None:
    proposal = make_proposal(round_.council, story.cast.olwen, round=round_)
    first, _last = clock.school_year_bounds(round_.school_year)
    far = next(day for number in range(40, 50) if not no_school_meets(day := first + dt.timedelta(days=number)))
    ends = at(10, far) + dt.timedelta(minutes=round_.minutes)
    times = {"starts_at": at(10, far), "ends_at": ends, "setting": "online"}
    found = place(proposal, story.school, **times)
    box = f"link_{found.public_id.hex}"
    olwen, path = story.olwen, _path(round_, "release")
    story.no(olwen.open(path), "Tick at least one date", placements=[])
    ticked = {"placements": [str(found.public_id)]}
    story.no(olwen.open(path), "Enter the link for joining online: ", **ticked)
    story.no(olwen.open(path), "Enter the whole link, beginning with https://", **ticked, **{box: "x y"})
    link = {**ticked, box: "https://meet.example/"}
    late = story.tab("lowri", path)
    Placement.all_rows.filter(pk=found.pk).update(
        release_asked_at=clock.now(), release_asked_by=story.cast.olwen, release_asked_as="council_officer"
    )
    other = place(proposal, story.school, key="another", **times)
    story.no(late, "One of these dates is not in the proposal any more.", **link)
    olwen.open(path)
    link = {"placements": [str(other.public_id)], f"link_{other.public_id.hex}": "https://meet.example/"}
    Proposal.all_rows.filter(pk=proposal.pk).update(status="closed", closed_because="set_aside")
    story.no(olwen, "This proposal is closed, or still being worked out.", **link)
    other.delete()


def _path(round_: Round, name: str) -> str:
    return reverse(f"planning:{name}", args=[round_.school_year, round_.council.public_id])


def _kept(visitor: Any) -> dict[str, Any]:
    return {"may_move": "keep"} if 'name="may_move"' in visitor.page else {}
