"""Dates are worked out by a process of its own and kept as a proposal, which says meanwhile how far it is."""

import logging
import threading
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from discussions.models import Discussion, Placement, PlacementSchool, Proposal
from discussions.planner.plan import Plan, Progress
from discussions.planner.run import PlannerFailed, Run
from discussions.planning_known import known_of
from discussions.planning_outcome import Row, rows_of
from discussions.planning_problem import Known, problem_of
from schools import clock
from schools.history import tells
from schools.models import School
from schools.workflow import move

logger = logging.getLogger(__name__)

LONGEST = 600  # seconds: a safety stop, never reached by one council
LOOK = 1.0  # seconds between two looks at whether somebody asked to stop
Status, Outcome, Closed = Proposal.Status, Proposal.Outcome, Proposal.Closed
OUTCOMES = {"finished": Outcome.FINISHED, "stopped": Outcome.STOPPED, "out of time": Outcome.OUT_OF_TIME}

READY = tells("proposal.ready", _("The dates of a proposal were worked out."))
FAILED = tells("proposal.failed", _("The dates of a proposal could not be worked out."))
ALL_RELEASED = tells("proposal.all_released", _("Every date of the proposal was released."))


def work_out_dates(proposal: Proposal) -> None:
    """Read, search, keep. A proposal that is closed or ready by then is left alone: another worker was here."""
    known = known_of(proposal.round, may_move=proposal.may_move)
    problem = problem_of(known)
    try:
        with Run(problem, seconds=LONGEST) as run, StopButton(proposal, run):
            for progress in run.progress():
                _tell(proposal, progress, len(problem.meetings))
    except PlannerFailed as failure:
        logger.error("Proposal %s could not be worked out: %s", proposal.public_id, failure)
        _give_up(proposal)
        return
    assert run.plan and run.explanation  # noqa: S101 (or it would have failed)
    _keep(proposal, known, run.plan, rows_of(known, problem, run.plan, run.explanation))


class StopButton:
    """While the search runs: a thread that ends it when somebody asks for that."""

    def __init__(self, proposal: Proposal, run: Run) -> None:
        self._rows = Proposal.objects.as_system("whether somebody asked for the end").filter(pk=proposal.pk)
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


def _tell(proposal: Proposal, progress: Progress, meetings: int) -> None:
    told = {"stage": progress.stage.value, "placed": meetings - progress.score.left_out, "all": meetings}
    Proposal.objects.as_system("how far the search is").filter(pk=proposal.pk).update(progress=told)


@transaction.atomic
def _keep(proposal: Proposal, known: Known, plan: Plan, rows: list[Row]) -> None:
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


def _give_up(proposal: Proposal) -> None:
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
