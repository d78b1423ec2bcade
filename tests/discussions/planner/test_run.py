"""The planner as a process: what it is told and what it answers, byte for byte; and how it is stopped."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings

from discussions.planner.explain import explained
from discussions.planner.plan import Ending, Plan
from discussions.planner.problem import Problem, Role
from discussions.planner.run import HOME, STARTED_BY, Order, PlannerFailed, Run
from discussions.planner.search import planned
from discussions.planner.wire import from_json, to_json
from improvement_portal.benchmarks.planner_instances import instance
from tests.discussions.planner.by_hand import is_allowed
from tests.discussions.planner.years import meeting, person, year, years

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(years(with_present=True))
def test_a_problem_and_its_plan_come_back_from_their_json_as_they_were(problem):
    assert from_json(Problem, to_json(problem)) == problem
    plan = planned(problem)
    assert from_json(Plan, to_json(plan)) == plan
    assert to_json(from_json(Plan, to_json(plan))) == to_json(plan)


def answers(problem, *, seed, seconds=None):
    """The lines of one run whose hashing of words begins at another point."""
    done = subprocess.run(
        [sys.executable, "-m", "discussions.planner"],
        input=to_json(Order(problem, seconds)).encode() + b"\n",
        capture_output=True,
        cwd=HOME,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("regime", ["typical", "officers scarce"])
def test_the_same_problem_gives_the_same_bytes_in_another_process(regime):
    problem = instance(60, regime, 1)
    first = answers(problem, seed=1)
    assert first == answers(problem, seed=2)
    lines = [json.loads(line) for line in first.splitlines()]
    names = [name for line in lines for name in line]
    assert (set(names[:-2]), names[-2:]) == ({"progress"}, ["plan", "explanation"])
    with Run(problem) as run:
        list(run.progress())
    assert to_json(run.plan) == to_json(planned(problem))
    assert to_json(run.explanation) == to_json(explained(problem, run.plan))


def test_progress_is_told_and_never_gets_worse():
    with Run(instance(120, "typical", 1)) as run:
        told = list(run.progress())
    assert [each.stage for each in told][:2] == ["at once", "least"]
    assert told[-1].stage == "whole"
    scores = [each.score for each in told]
    assert scores == sorted(scores, reverse=True)
    assert run.plan.score == scores[-1]


@pytest.mark.parametrize("how", ["button", "signal", "seconds"])
def test_a_run_that_is_stopped_gives_the_best_so_far_and_says_so(how):
    problem = instance(250, "loose", 3)
    with Run(problem, seconds=0.2 if how == "seconds" else None) as run:
        for _progress in run.progress():
            if how == "button":
                run.stop()
            elif how == "signal":
                os.kill(run._process.pid, signal.SIGTERM)
    assert run.plan.ending is (Ending.OUT_OF_TIME if how == "seconds" else Ending.STOPPED)
    assert is_allowed(problem, run.plan.placements)


def test_a_run_that_is_left_early_leaves_no_process_behind():
    with Run(instance(250, "loose", 3)) as run:
        next(run.progress())
    assert run._process.poll() is not None


def test_a_planner_whose_starter_was_killed_ends_by_itself(tmp_path):
    order, script = tmp_path / "order", tmp_path / "starter.py"
    order.write_text(to_json(Order(instance(1460, "loose", 1))) + "\n")
    script.write_text(
        "import os, subprocess, sys, time\n"
        f"own = os.environ | {{'{STARTED_BY}': str(os.getpid())}}\n"
        "command = [sys.executable, '-m', 'discussions.planner']\n"
        "of = subprocess.Popen(command, stdin=open(sys.argv[1]), stdout=subprocess.DEVNULL, env=own)\n"
        "print(of.pid, flush=True)\ntime.sleep(60)\n"
    )
    starter = subprocess.Popen([sys.executable, script, order], cwd=HOME, stdout=subprocess.PIPE)
    planner = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    end = time.monotonic() + 30
    while is_running(planner):
        assert time.monotonic() < end, "it goes on alone"
        time.sleep(0.1)


def is_running(process: int) -> bool:
    """What has ended may still stand in the list until somebody asks what became of it."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_a_problem_that_contradicts_itself_is_told_and_not_planned():
    broken = year(1, [person("Huw", Role.HEAD, {0})], [meeting("M", ["Huw"], ["Nobody"])])
    words = "BrokenProblem: M names people who are not there: Nobody"
    with Run(broken) as run, pytest.raises(PlannerFailed, match=words):
        list(run.progress())


def test_an_order_that_is_no_order_ends_the_process_with_its_reason():
    done = subprocess.run(
        [sys.executable, "-m", "discussions.planner"], input=b'{"problem": 3}\n', capture_output=True, cwd=HOME
    )
    assert done.returncode != 0
    assert done.stdout == b""


def test_the_planner_needs_no_web_framework():
    words = "import sys, discussions.planner.__main__; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", words], cwd=HOME).returncode == 0
