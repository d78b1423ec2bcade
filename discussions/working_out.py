"""Dates are worked out by a process of its own and kept as a proposal, which says meanwhile how far it is."""

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from discussions.models import Discussion, Placement, PlacementSchool, Proposal
from discussions.planner.plan import Plan, Progress
from discussions.planner.run import PlannerFailed, Run
from discussions.planning_known import known_of
from discussions.planning_outcome import Row, rows_of
from discussions.planning_problem import problem_of
from schools import clock
from schools.history import tells
from schools.models import School
from schools.notice_kinds import notice_kind
from schools.notices import officers_at, path_to, tell
from schools.workflow import move

logger = logging.getLogger(__name__)

LONGEST = 600  # seconds: a safety stop, for several councils too
WHY = "dates are worked out for whoever asked"
LOOK = 1.0  # seconds between two looks at whether somebody asked to stop
Status, Outcome, Closed = Proposal.Status, Proposal.Outcome, Proposal.Closed
OUTCOMES = {"finished": Outcome.FINISHED, "stopped": Outcome.STOPPED, "out of time": Outcome.OUT_OF_TIME}

READY = tells("proposal.ready", _("The dates of a proposal were worked out."))
FAILED = tells("proposal.failed", _("The dates of a proposal could not be worked out."))
ALL_RELEASED = tells("proposal.all_released", _("Every date of the proposal was released."))
DATES_PROPOSED = notice_kind(
    "dates_proposed",
    _("%(council)s: dates have been proposed for the professional discussions"),
    _(
        "Dates were worked out for the professional discussions of several councils at once, among them those of "
        "%(council)s. Look at them, and release what is good. Nothing is sent before you do."
    ),
)


def work_out_dates(proposals: Sequence[Proposal]) -> None:
    """Read, search, keep: the proposals of one search, one a council; whoever works for several has one diary in it.

    A proposal that is closed or ready by then is left alone: another worker was here.
    """
    known = known_of([each.round for each in proposals], may_move=any(each.may_move for each in proposals))
    problem = problem_of(known)
    try:
        with Run(problem, seconds=LONGEST) as run, StopButton(proposals, run):
            for progress in run.progress():
                _tell(proposals, progress, len(problem.meetings))
    except PlannerFailed as failure:
        logger.error("Proposal %s could not be worked out: %s", proposals[0].public_id, failure)
        give_up(proposals)
        return
    assert run.plan and run.explanation  # noqa: S101 (or it would have failed)
    _keep(proposals, run.plan, rows_of(known, problem, run.plan, run.explanation))


class StopButton:
    """While the search runs: a thread that ends it when somebody asks for that."""

    def __init__(self, proposals: Sequence[Proposal], run: Run) -> None:
        self._rows = _rows_of(proposals)
        self._run, self._over = run, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: Any) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        try:
            while not self._over.wait(LOOK):
                if self._rows.filter(stop_asked_at__isnull=False).exists():
                    self._run.stop()
                    return
        finally:
            connection.close()


def _rows_of(proposals: Collection[Proposal]) -> Any:
    return Proposal.objects.as_system(WHY).filter(pk__in=[each.pk for each in proposals])


def _tell(proposals: Sequence[Proposal], progress: Progress, meetings: int) -> None:
    told = {"stage": progress.stage.value, "placed": meetings - progress.score.left_out, "all": meetings}
    _rows_of(proposals).update(progress=told)


def _still_working(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those that nobody has closed meanwhile, locked."""
    rows = _rows_of(proposals).select_for_update(of=("self",)).filter(status=Status.WORKING)
    return list(rows.select_related("round__council").order_by("pk"))


@transaction.atomic
def _keep(proposals: Sequence[Proposal], plan: Plan, rows: Mapping[int, list[Row]]) -> None:
    """All of one search in one transaction: dates of one council without those of the others would be of no use."""
    for proposal in _still_working(proposals):
        _keep_one(proposal, plan, rows[proposal.round.council_id])


def _keep_one(proposal: Proposal, plan: Plan, rows: list[Row]) -> None:
    figures = {
        "placed": sum(row.starts_at is not None for row in rows),
        "left_out": sum(row.starts_at is None for row in rows),
        "is_least": plan.is_proved_least,
    }
    _end(proposal, Status.READY, READY, outcome=OUTCOMES[plan.ending.value], ready_at=clock.now(), figures=figures)
    standing = Discussion.objects.as_system("what stands").filter(public_id__in={row.present for row in rows} - {None})
    present = {each.public_id: each for each in standing}
    for row in rows:
        _place(proposal, row, present)
    if proposal.together:
        _tell_council(proposal)


def _tell_council(proposal: Proposal) -> None:
    """Those who plan for the council, who did not ask for it themselves, are to look at it."""
    council = proposal.round.council
    people = [person for person in officers_at(council) if person.pk != proposal.asked_by_id]
    path = path_to("planning:index", proposal.round.school_year, council.public_id)
    tell(people, DATES_PROPOSED, proposal, path=path, council_cy=council.name_cy, council_en=council.name_en)


def _place(proposal: Proposal, row: Row, present: dict[UUID, Discussion]) -> None:
    stands = present.get(row.present) if row.present else None
    placement = Placement.objects.create(
        proposal=proposal,
        key=row.key,
        present=stands,
        present_version=stands.version if stands else 0,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        setting=row.setting,
        host_id=row.host,
        place=row.place,
        language=row.language,
        who=row.who,
        facts=row.facts,
    )
    PlacementSchool.objects.as_system("the schools of a placement").bulk_create(
        PlacementSchool(placement=placement, school=School(pk=school)) for school in row.schools
    )


@transaction.atomic
def give_up(proposals: Sequence[Proposal]) -> None:
    """Nothing was found, and nothing is changed: dates can be asked for anew."""
    for proposal in _still_working(proposals):
        _end(proposal, Status.CLOSED, FAILED, outcome=Outcome.FAILED, closed_because=Closed.FAILED)


def _end(proposal: Proposal, to: str, verb: str, **words: Any) -> None:
    move(proposal, to, by=None, verb=verb, **words)


@transaction.atomic
def close_when_all_is_released(key: str) -> None:
    """A proposal of which nothing is left to release is closed; what was left out or refused does not keep it open."""
    rows = Proposal.objects.as_system("whether anything is left to release").select_for_update()
    proposal = rows.filter(public_id=key, status=Status.READY).first()
    if proposal is None:
        return
    placed = list(proposal.placements.filter(starts_at__isnull=False).select_related("present"))
    left = [each for each in placed if not each.release_asked_at and not each.needs_no_change]
    if any(each.released_id for each in placed) and not left:
        _end(proposal, Status.CLOSED, ALL_RELEASED, closed_because=Closed.RELEASED)
