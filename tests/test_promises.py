"""What the database promises of every single column, past all forms: choices, years, names, one place."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from discussions.models import Round
from schools.models import (
    Appointment,
    Clarification,
    Entry,
    GuestOrganisation,
    Invitation,
    OwnDocument,
    Person,
    Plan,
    Revision,
    School,
    SelfEvaluation,
    Title,
    TranslationAsker,
)
from schools.models.constraints import YEARS, AddPromise, known
from tests import factories as make
from tests.schools.inviting import invite

OURS = [model for model in apps.get_models() if model._meta.app_label in ("schools", "discussions")]
WITH_ITS_PLACE = "the role is checked together with the place: at_the_right_place"
EXCUSED = {
    (Appointment, "role"): WITH_ITS_PLACE,
    (Invitation, "role"): WITH_ITS_PLACE,
    (Clarification, "asked_as"): "only some of the roles: clarification_is_asked_from_outside",
    (TranslationAsker, "asked_as"): "only some of the roles: translation_is_asked_for_by_a_reader",
    (OwnDocument, "file_kind"): "only two of the kinds: own_document_is_word_or_pdf",
}


def checks_of(model: type[models.Model]) -> list[tuple[str, Any]]:
    """The checks of one column: its lookup, and what it is compared with."""
    checks = [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]
    conditions: list[Any] = [each.condition for each in checks]
    return [each.children[0] for each in conditions if len(each.children) == 1 and isinstance(each.children[0], tuple)]


def test_every_column_with_choices_holds_one_of_them() -> None:
    missing = []
    for model in OURS:
        checks = {lookup: value for lookup, value in checks_of(model) if lookup.endswith("__in")}
        for field in model._meta.concrete_fields:
            if not field.choices or (model, field.name) in EXCUSED:
                continue
            values = {str(value) for value, _words in field.flatchoices} | ({""} if field.blank else set())
            if values != set(checks.get(f"{field.name}__in", ())):
                missing.append(f"{model.__name__}.{field.name}: {sorted(values)}")
    assert missing == []


def test_every_school_year_is_a_plausible_one() -> None:
    years = ("school_year", "first_year", "drafted_year")
    held = {(model, name) for model in OURS for name in years if name in {f.name for f in model._meta.concrete_fields}}
    checked = {(model, name) for model, name in held if (f"{name}__range", YEARS) in checks_of(model)}
    assert {(model.__name__, name) for model, name in held - checked} == {("Term", "school_year")}, "its own check"
    assert len(checked) >= 6


@pytest.mark.parametrize(
    "other",
    [
        {"school": None},
        {"council": "council"},
        {"role": "king"},
        {"role": "council_lead"},
        {"language": "xx"},
        {"language": ""},
        {"ends_on": "2000-01-01"},
    ],
    ids=str,
)
def test_an_invitation_is_to_one_role_at_one_fitting_place(school: Any, nia: Any, other: Any) -> None:
    if "council" in other:
        other = {"council": school.council}
    sent = invite(school, nia)
    with pytest.raises(IntegrityError, match=r"is_offered|offered_role|is_known"), transaction.atomic():
        Invitation.all_rows.filter(pk=sent.pk).update(**other)


def test_nothing_else_that_is_unknown_is_kept(school: Any, council: Any, nia: Any) -> None:
    evaluation = make.make_self_evaluation(school)
    for wrong in (
        lambda: School.all_rows.filter(pk=school.pk).update(sector="zoo"),
        lambda: School.all_rows.filter(pk=school.pk).update(governance="crown"),
        lambda: Person.objects.filter(pk=nia.pk).update(language="xx"),
        lambda: Title.all_rows.create(council=council, role="king", title_cy="Brenin", title_en="King"),
        lambda: SelfEvaluation.all_rows.filter(pk=evaluation.pk).update(school_year=1),
        lambda: Plan.all_rows.create(school=school, first_year=1),
        lambda: Round.all_rows.create(council=council, school_year=2101),
    ):
        with pytest.raises(IntegrityError, match=r"is_known|is_plausible"), transaction.atomic():
            wrong()
    assert Person.objects.filter(pk=nia.pk).update(language="") == 1, "who has not chosen yet"


def test_a_guest_organisation_stands_once_on_a_councils_list(diocese: Any, far_council: Any, client: Any, ann: Any):
    names = {"name_cy": "ESGOBAETH Y CWM", "name_en": "Another"}
    with pytest.raises(IntegrityError, match="one_guest_organisation"), transaction.atomic():
        GuestOrganisation.all_rows.create(council=diocese.council, **names)
    GuestOrganisation.all_rows.create(council=far_council, **names)
    client.force_login(ann)
    answer = client.post("/en/admin/schools/guestorganisation/add/", {"council": diocese.council_id, **names})
    assert "The council already has a guest organisation of this name." in answer.content.decode()


def test_every_language_of_a_text_is_one_of_the_two() -> None:
    languages = [(model, f.name) for model in OURS for f in model._meta.concrete_fields if f.name.endswith("lang")]
    assert {(Entry, "lang"), (Revision, "lang")} <= set(languages)
    for model, name in languages:
        assert set(dict(checks_of(model))[f"{name}__in"]) - {""} == {"cy", "en"}


def test_an_update_names_the_rows_that_break_a_new_promise_and_changes_nothing(school: Any, nia: Any) -> None:
    kept = invite(school, nia)
    assert kept.language in ("cy", "en")
    promise = known("language", ["fr"])
    promise.name = "speaks_french"
    adding = AddPromise("invitation", promise)
    state: Any = SimpleNamespace(apps=apps)
    with pytest.raises(ValueError, match=f"schools_invitation: .* speaks_french: id {kept.pk}$"):
        adding.database_forwards("schools", None, state, state)


def test_an_empty_column_breaks_no_promise(school: Any, monkeypatch: Any) -> None:
    """As in the database: a check holds where its answer is not known."""
    framework = make.make_self_evaluation(school).framework
    asked: list[Any] = []
    assert type(framework).all_rows.filter(pk=framework.pk, ends_on=None).exists()
    monkeypatch.setattr("django.db.migrations.AddConstraint.database_forwards", lambda *args: asked.append(args))
    promise = models.CheckConstraint(condition=models.Q(ends_on__gte="1900-01-01"), name="ends_late")
    AddPromise("framework", promise).database_forwards("schools", None, SimpleNamespace(apps=apps), None)
    assert asked
