"""What the world of the walks does not hold: two schools at one table, several roles, guests, text typed in vain."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from psycopg2.errors import LockNotAvailable

from discussions.models import Party, RecordPart
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from schools.changes import Budget
from schools.models import OtherLanguage, Priority
from schools.policy import Role
from schools.self_evaluations.actions import use_same_text
from tests import factories as make
from tests.browser.harness import Portal, answered_with, examine
from tests.discussions.meetings import ids, schedule
from tests.discussions.rounds import agree, key, make_discussion, write_record
from tests.on_pages import Visitor, forms_in, in_language
from tests.schools.writing import passage, save, submit

LANGUAGES = ("cy", "en")
LAST_YEAR = clock.school_year_bounds(clock.current_school_year() - 1)[0]


def sound(portal: Portal, person: Any, *paths: str) -> None:
    page = portal.sign_in(person)
    for path in paths:
        for language in LANGUAGES:
            examine(page, f"/{language}/{path}")


@pytest.fixture
def federated(school: Any, other_school: Any, federation: Any, nia: Any) -> Any:
    """Nia leads both schools of the federation, and each has submitted."""
    load_support_kinds()
    make.appoint(nia, Role.HEADTEACHER, other_school)
    for place in (school, other_school):
        place.federation = federation
        place.save()
        evaluation = make.make_self_evaluation(place)
        make.write_in(evaluation, "Mae angen gwella ysgrifennu estynedig ar draws y cwricwlwm")
        submit(evaluation, by=nia, once=key())
    return other_school


def test_a_discussion_of_two_schools_and_its_record_in_two_parts_are_sound(
    portal: Portal, federated: Any, school: Any, nia: Any, olwen: Any, alun: Any, mari: Any
) -> None:
    make.assign(alun, alun.appointments.get().service, federated)
    to_come = schedule(school, olwen, nia, alun, olwen, also=ids(federated), place="Pen y Bryn")
    here, held = f"discussions/{to_come.public_id}/", make_discussion(school, federated, day=LAST_YEAR)
    record, draft = f"discussions/{held.public_id}/record/", records.begin(held, by=alun, once=key())
    write_record(draft, by=alun)
    sound(portal, olwen, here, f"{here}participants/", f"{here}reschedule/", f"{here}agenda/add/")
    sound(portal, alun, record, f"{record}check/", f"{record}send/")
    sent = records.send(draft, by=alun, once=key())
    answer = f"{record}schools/{federated.public_id}/answer/"
    sound(portal, nia, here, f"{here}agenda/add/", record, answer)
    sound(portal, olwen, f"{record}council/answer/")
    part = RecordPart.all_rows.get(record=sent, school=federated)
    reasons = {(part, "support"): "Mae angen mwy o ddiwrnodau arnom, a hynny cyn y Nadolig."}
    agree(sent, nia, Party.SCHOOL, federated, agreed=False, reasons=reasons, lang="cy")
    agree(sent, nia, Party.SCHOOL, school)
    agree(sent, olwen, Party.COUNCIL)
    sound(portal, mari, f"{record}service/answer/")
    agree(sent, alun, Party.SERVICE)
    sound(portal, nia, record, f"{record}version/", f"{record}answered/", f"{record}history/")


def test_a_text_that_is_lent_is_sound_for_the_school_that_lends_it_and_for_the_one_that_borrows_it(
    portal: Portal, federated: Any, school: Any, nia: Any
) -> None:
    sections = [place.self_evaluations.get().sections.select_related("area").first() for place in (school, federated)]
    for section in sections:
        type(section).all_rows.filter(pk=section.pk).update(circle="team")
    use_same_text(sections[1], source=sections[0], version=sections[1].version, by=nia, once=key())
    year, area = sections[0].self_evaluation.school_year, sections[0].area.code
    ours, theirs = (f"schools/{place.public_id}/self-evaluations/{year}/" for place in (school, federated))
    sound(portal, nia, f"{ours}sharing/", f"{ours}sharing/{area}/lending/")
    sound(portal, nia, f"{theirs}sharing/", f"{theirs}check/?areas={area}", f"{theirs}{area}/same-text/")


def test_the_choice_among_several_roles_is_sound(portal: Portal, gareth: Any, school: Any, council: Any) -> None:
    make.appoint(gareth, Role.GOVERNOR, school)
    make.appoint(gareth, Role.COUNCIL_OFFICER, council)
    sound(portal, gareth, "people/hat/", "home/")


def test_inviting_is_sound_at_every_kind_of_place(
    portal: Portal, olwen: Any, mari: Any, ann: Any, diocese: Any, council: Any
) -> None:
    sound(portal, olwen, "people/invite/", "people/guest/invite/", f"people/council-{council.public_id}/invite/")
    sound(portal, mari, f"people/service-{mari.appointments.get().service.public_id}/invite/")
    sound(portal, ann, "people/invite/")


def test_a_finding_and_what_it_rests_on_are_sound(portal: Portal, nia: Any, school: Any) -> None:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    make.make_evidence(school)
    found = Priority.all_rows.select_related("section__area").first()
    here = f"schools/{school.public_id}/self-evaluations/{evaluation.school_year}/"
    mine = f"{here}priorities/{found.public_id}/"
    sound(portal, nia, f"{here}{found.section.area.code}/priorities/add/", f"{mine}edit/", f"{mine}cite/",
          f"{mine}remove/")  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_database_that_keeps_one_waiting_is_told_soundly(
    portal: Portal, nia: Any, monkeypatch: Any, language: str, method: str
) -> None:
    class Waited(LockNotAvailable):
        pgcode = "55P03"

    def waits(*_args: Any, **_words: Any) -> Any:
        raise OperationalError("canceling statement due to lock timeout") from Waited()

    path, client = f"/{language}/people/language/", Client()
    client.force_login(nia)
    monkeypatch.setattr("schools.people.forms.LanguageForm.of", waits)
    answer = getattr(client, method)(path)
    assert answer.status_code == 503
    page = portal.sign_in(nia)
    with answered_with(page, path, answer):
        examine(page, path, status=503)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [403, 404, 413])
def test_text_typed_in_vain_is_given_back_soundly(
    portal: Portal, nia: Any, school: Any, language: str, status: int
) -> None:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    found, client = Priority.all_rows.first(), Client()
    path = f"/{language}/schools/{school.public_id}/self-evaluations/{evaluation.school_year}/priorities/"
    path += f"{found.public_id}/edit/"
    client.force_login(nia)
    (form,) = forms_in(client.get(path).content.decode())
    if status == 413:
        client.logout()
    elif status == 404:
        found.delete()
    else:
        nia.appointments.update(ends_on=make.YESTERDAY)
        make.appoint(nia, Role.GOVERNOR, school)
    answer = client.post(
        path, form.filled(text="Geiriau hir Nia am ysgrifennu estynedig. " * (9_000 if status == 413 else 9), lang="cy")
    )
    assert f"{status}_typed.html" in [template.name for template in answer.templates]
    page = portal.sign_in(nia)
    with answered_with(page, path, answer):
        examine(page, path, status=status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_typed_in_another_role_is_given_back_soundly(portal: Portal, nia: Any, school: Any, language: str) -> None:
    make.appoint(nia, Role.GOVERNOR, school)
    path, client = f"/{language}/schools/{school.public_id}/evidence/add/", Client()
    client.force_login(nia)
    (form,) = forms_in(client.get(path).content.decode())
    change = f"/{language}/people/hat/"
    client.post(change, forms_in(client.get(change).content.decode())[0].filled(hat="governor"))
    answer = client.post(path, form.filled(title="Taith ddysgu"))
    assert "403_other_role.html" in [template.name for template in answer.templates]
    page = portal.sign_in(nia)
    with answered_with(page, path, answer):
        examine(page, path, status=403)


def test_the_check_with_nothing_ticked_with_other_ticks_and_with_gaps_is_sound(
    portal: Portal, school: Any, nia: Any, sion: Any
) -> None:
    evaluation = make.make_self_evaluation(school)
    first, second, _third = evaluation.sections.order_by("area__position").values_list("area__code", flat=True)
    check = f"schools/{school.public_id}/self-evaluations/{evaluation.school_year}/check/"
    gaps = f"{check}?seen=&areas={first}"
    sound(portal, nia, gaps, f"{check}?seen=")
    make.write_in(evaluation)
    sound(portal, nia, f"{check}?seen=&press=declare&areas={first}&areas={second}")
    sound(portal, sion, f"{check}?areas={first}")


def test_the_pages_of_somebody_whose_interest_closes_a_school_are_sound(
    portal: Portal, school: Any, nia: Any, elin: Any
) -> None:
    sound(portal, nia, "people/declare/")
    sound(portal, elin, "home/")
    page = portal.sign_in(elin)
    for language in LANGUAGES:
        examine(page, f"/{language}/schools/{school.public_id}/self-evaluations/", status=403)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_texts_that_are_shown_in_full_are_sound_wherever_they_stand(
    portal: Portal, nia: Any, sion: Any, olwen: Any, school: Any, language: str, monkeypatch: Any
) -> None:
    """Where too much was changed to mark each place: in a comparison, a history, beside the other language."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    section = evaluation.sections.select_related("area").order_by("area__position").first()
    save(section, going_well="Mae’r hen eiriau’n sefyll. " * 30, by=nia)
    make.make_other_language(passage(section))
    submit(evaluation, by=nia, once=key())
    save(section, going_well="The new words stand here. " * 30, lang="en", by=sion)
    OtherLanguage.all_rows.update(lang="cy")
    submit(evaluation, by=nia, once=key())
    monkeypatch.setattr(Budget.__init__, "__defaults__", (0,))
    in_full = {"cy": "Dangosir y ddau yn llawn.", "en": "Both are shown in full."}[language]
    place = [school.public_id, evaluation.school_year, section.area.code, passage(section).public_id]
    for person, path in (
        (olwen, reverse("comparisons:index", args=[school.public_id])),
        (nia, reverse("texts:changes", args=place)),
        (nia, reverse("other_language:write", args=place)),
    ):
        here = in_language(language, path)
        page = portal.sign_in(person)
        examine(page, here)
        assert in_full in page.inner_text("main"), here


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_that_is_found_a_page_at_a_time_is_sound(portal: Portal, nia: Any, school: Any, language: str) -> None:
    """Three pages of items: the first, the one in the middle with both ways on, and what is found by its title."""
    evaluation = make.make_self_evaluation(school)
    section = evaluation.sections.select_related("area").first()
    for number in range(60):
        make.make_evidence(school, f"Taith ddysgu {number}: llyfrau, lleisiau’r plant a chanlyniadau’r flwyddyn")
    path = in_language(
        language, reverse("self_evaluations:cite", args=[school.public_id, evaluation.school_year, section.area.code])
    )
    page = portal.sign_in(nia)
    examine(page, path)
    for typed in ({"press": "next"}, {"press": "find", "title": "Taith ddysgu 5"}, {"press": "find", "title": "Dim"}):
        with answered_with(page, path, Visitor(nia, language).open(path).press(**typed).answer):
            examine(page, path)
