"""What nothing may leave, the database itself does not let go; tried as the serving role, past the gate."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from discussions.models import Discussion, Proposal, Record
from schools import clock
from schools.models import Clarification, EvidenceFile, Plan, SelfEvaluation, TranslationRequest, Version
from tests import factories as make
from tests.discussions.proposals import make_proposal
from tests.discussions.rounds import make_discussion

pytestmark = pytest.mark.django_db


def final_states() -> dict[type[models.Model], set[str]]:
    """By the tables of moves: the states from which no move leads to another one."""
    found = {}
    for model in apps.get_models():
        moves = getattr(model, "MOVES", None)
        if moves is not None and (final := {each for each in model.Status if not set(moves.get(each, ())) - {each}}):
            found[model] = final
    return found


def sent_at_once(school: Any) -> Record:
    return Record.all_rows.create(discussion=make_discussion(school), sending=1, sent_at=clock.now())


def waiting_for_the_scanner(school: Any) -> EvidenceFile:
    item = make.make_evidence(school)
    return make.make_evidence_file(item, by=make.make_person("Carys"), status="waiting")


def asked(school: Any) -> Clarification:
    evaluation, olwen = make.make_self_evaluation(school), make.make_person("Olwen")
    year = {"school": school, "school_year": evaluation.school_year, "by": olwen, "number": 1}
    version = Version.all_rows.create(
        version_kind="self_evaluation", thing_id=evaluation.public_id, content=b"{}", **year
    )
    words = {"area": "lles", "question": "Sut?", "lang": "cy", "asked_by": olwen, "asked_as": "council_officer"}
    return Clarification.all_rows.create(frozen=version, **words)


def wanted(school: Any) -> TranslationRequest:
    frozen = asked(school).frozen
    return TranslationRequest.all_rows.create(frozen=frozen, wanted="en", asked_by=frozen.by)


IN_BEGINNING: dict[type[models.Model], Callable[[Any], Any]] = {
    SelfEvaluation: make.make_self_evaluation,
    Plan: lambda school: Plan.all_rows.create(school=school, first_year=clock.current_school_year()),
    Discussion: make_discussion,
    Record: sent_at_once,
    EvidenceFile: waiting_for_the_scanner,
    Clarification: asked,
    TranslationRequest: wanted,
    Proposal: lambda school: make_proposal(school.council, make.make_person("Olwen")),
}
BECAUSE = {Discussion: {"cancelled_because": "Salwch"}, EvidenceFile: {"scanned_at": clock.now()}}


def answer() -> dict[str, Any]:
    return {
        "answer": "Fel hyn.",
        "answer_lang": "cy",
        "answered_by": make.make_person("Nia"),
        "answered_at": clock.now(),
    }


def closed(**words: Any) -> dict[str, Any]:
    return {"closed_by": make.make_person("Lowri"), "closed_at": clock.now(), **words}


WITH_IT: dict[tuple[type[models.Model], str], Callable[[], dict[str, Any]]] = {
    (Clarification, "answered"): answer,
    (Proposal, "closed"): lambda: {"closed_because": "set_aside"},
    (TranslationRequest, "done"): closed,
    (TranslationRequest, "withdrawn"): closed,
    (TranslationRequest, "impossible"): lambda: closed(reason="Prysur", reason_lang="cy"),
}


def test_every_model_with_a_final_state_is_tried_here():
    assert set(final_states()) == set(IN_BEGINNING)


@pytest.mark.parametrize(
    ("model", "final"), [(model, final) for model, states in final_states().items() for final in sorted(states)]
)
def test_a_final_state_is_not_left_and_its_other_columns_may_still_be_saved(model, final, school):
    row = model.all_rows.filter(pk=IN_BEGINNING[model](school).pk)
    row.update(status=final, **BECAUSE.get(model, {}), **WITH_IT.get((model, final), dict)())
    for state in set(model.Status) - {final}:
        with pytest.raises(IntegrityError, match=f"{final} is final"), transaction.atomic():
            row.update(status=state)
    assert row.update(status=final, version=2) == 1
    assert row.get().status == final
