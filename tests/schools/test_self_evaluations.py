"""The self-evaluation: begun, written, submitted; the school's own until it says so."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.evaluation_contents import content_of, gaps_in
from schools.models import (
    SMALLEST,
    Event,
    Notice,
    Passage,
    Priority,
    Revision,
    School,
    SelfEvaluation,
    Strength,
    Version,
)
from schools.refusals import Refused, Stale
from schools.self_evaluations import actions
from schools.shared_texts import end_shared_texts
from schools.sittings import SITTING
from schools.starting import actions as starting
from tests import factories as make
from tests.schools.writing import all_areas, on_page, passage, save, submit, text_in


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def written(evaluation: SelfEvaluation) -> SelfEvaluation:
    make.write_in(evaluation)
    return evaluation


def key() -> uuid.UUID:
    return uuid.uuid4()


def test_a_new_self_evaluation_has_a_section_for_each_national_theme(nia, school):
    make.the_framework()
    evaluation = starting.start(school, year=clock.current_school_year(), by=nia, once=key())
    assert [section.area.position for section in evaluation.sections.all()] == [1, 2, 3]
    assert evaluation.status == "draft"


def test_a_second_start_of_the_same_year_is_refused(nia, evaluation):
    with pytest.raises(Refused, match="already been started"):
        starting.start(evaluation.school, year=evaluation.school_year, by=nia, once=key())


def test_pressing_start_twice_answers_with_the_first_self_evaluation(nia, school):
    make.the_framework()
    once = key()
    first = starting.start(school, year=2026, by=nia, once=once)
    assert starting.start(school, year=2026, by=nia, once=once) == first
    assert Event.all_rows.filter(verb="self_evaluation.started").count() == 1


def test_a_saved_text_raises_the_version_and_the_words_before_are_kept_in_the_history_of_texts(nia, sion, evaluation):
    section = evaluation.sections.first()
    save(section, going_well="Darllen da", by=nia)
    row = passage(section)
    assert (row.text, row.lang, row.version, row.written_by) == ("Darllen da", "cy", 2, nia)
    kept = Revision.all_rows.get()
    assert (kept.text, kept.by, kept.at) == ("Darllen da", nia, row.written_at)
    save(section, going_well="Darllen yn dda iawn", by=sion)
    assert [(row.text, row.by) for row in Revision.all_rows.order_by("pk")] == [
        ("Darllen da", nia),
        ("Darllen yn dda iawn", sion),
    ]


def test_what_saves_itself_in_one_sitting_is_kept_as_one_and_each_press_of_the_button_apart(nia, evaluation):
    section = evaluation.sections.first()

    def type_(words: str) -> None:
        seen = on_page(section)
        actions.write(section, texts={"going_well": words}, lang="cy", shown=seen, by=nia, once=None)

    for words in ("D", "Dar", "Darllen"):
        type_(words)
    assert not Revision.all_rows.exists()
    Passage.all_rows.filter(written_by=nia).update(written_at=clock.now() - SITTING)
    type_("Darllen da")
    assert [row.text for row in Revision.all_rows.all()] == ["Darllen"]
    save(section, going_well="Darllen da", by=nia)
    save(section, going_well="Darllen yn dda", by=nia)
    type_("")
    assert [row.text for row in Revision.all_rows.order_by("pk")] == ["Darllen", "Darllen da", "Darllen yn dda"]


def test_the_second_of_two_writers_is_shown_the_first_ones_words(nia, sion, evaluation):
    section = evaluation.sections.first()
    seen = on_page(section)
    save(section, going_well="Nia's words", lang="en", by=nia)
    with pytest.raises(Stale) as refusal:
        save(section, going_well="Siôn's words", to_improve="More", lang="en", by=sion, seen=seen)
    assert refusal.value.theirs == {"going_well": "Nia's words"}
    assert passage(section, "to_improve").text == "", "all of it or nothing"


def test_two_people_may_write_two_boxes_of_one_area_at_once(nia, sion, evaluation):
    section = evaluation.sections.first()
    seen = on_page(section)
    save(section, going_well="Nia's words", to_improve="", lang="en", by=nia, seen=seen)
    save(section, going_well="", to_improve="Geiriau Siôn", lang="cy", by=sion, seen=seen)
    assert (passage(section).text, passage(section).lang) == ("Nia's words", "en")
    assert (passage(section, "to_improve").text, passage(section, "to_improve").lang) == ("Geiriau Siôn", "cy")


@pytest.mark.parametrize("who", ["glyn", "gwen", "clem", "dai", "owain", "olwen", "alun", "huw", "ann", "idris"])
def test_nobody_but_the_schools_team_writes(who, request, evaluation):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        save(evaluation.sections.first(), going_well="x", by=person)


@pytest.mark.parametrize("who", ["sion", "carys"])
def test_only_the_headteacher_submits(who, request, written):
    with pytest.raises(PermissionDenied):
        submit(written, by=request.getfixturevalue(who), once=key())


def test_an_empty_box_stands_in_the_way_of_submitting_and_nothing_else_does(nia, evaluation):
    gaps = gaps_in(content_of(evaluation))
    assert len(gaps) == 9, "each box of each area has its own sentence"
    with pytest.raises(Refused):
        submit(evaluation, by=nia, once=key())
    assert not Version.all_rows.exists()
    for section in evaluation.sections.all():
        save(section, going_well="Darllen", to_improve="Ysgrifennu", by=nia)
    assert len(gaps_in(content_of(evaluation))) == 3
    for section in evaluation.sections.all():
        save(section, how_we_know="Llyfrau", by=nia)
    assert submit(evaluation, by=nia, once=key()).status == "submitted"


def test_submitting_freezes_a_version_and_tells_the_council_and_the_adviser(
    nia, olwen, lowri, alun, beca, elin, written
):
    submit(written, by=nia, once=key())
    version = Version.all_rows.get()
    assert (version.number, version.is_intact()) == (1, True)
    assert version.words["areas"][0]["strengths"][0]["text"].endswith("(cryfder)")
    told = {notice.person.name for notice in Notice.all_rows.all()}
    assert told == {"Olwen", "Lowri", "Alun"}, "not the adviser of another school, nor the officer with a conflict"


def test_after_submitting_the_school_writes_on_and_the_version_stays_as_it_was(nia, written):
    submit(written, by=nia, once=key())
    section = written.sections.first()
    save(section, going_well="Newydd", by=nia)
    assert "Newydd" not in str(Version.all_rows.get().words)
    submit(written, by=nia, once=key())
    assert [version.number for version in Version.all_rows.all()] == [2, 1]


def test_submitting_again_without_a_change_is_refused(nia, written):
    submit(written, by=nia, once=key())
    with pytest.raises(Refused, match="Nothing has changed"):
        submit(written, by=nia, once=key())


def test_pressing_submit_twice_gives_one_version(nia, written):
    once = key()
    submit(written, by=nia, once=once)
    submit(written, by=nia, once=once)
    assert Version.all_rows.count() == 1


def test_evidence_is_kept_once_and_cited_from_several_places(nia, written):
    item = make.make_evidence(written.school)
    section = written.sections.first()
    for place in (section, section.strengths.first(), section.priorities.first()):
        actions.cite(place, evidence=[item], version=1, by=nia, once=key())
    area = content_of(written)["areas"][0]
    assert area["evidence"] == area["strengths"][0]["evidence"] == [str(item.public_id)]
    actions.cite(section, evidence=[], version=2, by=nia, once=key())
    assert item.citations.count() == 2


def test_evidence_of_another_school_cannot_be_cited(nia, evaluation, other_school):
    foreign = make.make_evidence(other_school)
    with pytest.raises(Refused, match="another school"):
        actions.cite(evaluation.sections.first(), evidence=[foreign], version=1, by=nia, once=key())


def test_a_strength_is_added_changed_and_removed_and_each_step_is_in_the_history(nia, evaluation):
    section = evaluation.sections.first()
    strength = actions.add(section, Strength, text="Da", lang="cy", could_share=False, by=nia, once=key())
    actions.edit(strength, text="Da iawn", lang="cy", could_share=True, version=1, by=nia, once=key())
    actions.remove(strength, by=nia, once=key())
    assert not Strength.all_rows.exists()
    verbs = Event.all_rows.filter(within_id=evaluation.public_id).values_list("verb", flat=True)
    assert sorted(verbs) == ["strength.added", "strength.edited", "strength.removed"]


def test_a_federations_text_is_written_once_and_stands_in_both(nia, school, other_school, federation):
    make.appoint(nia, "headteacher", other_school)
    for place in (school, other_school):
        place.federation = federation
        place.save()
    ours, theirs = make.make_self_evaluation(school), make.make_self_evaluation(other_school)
    make.write_in(ours, "Testun y ffederasiwn")
    actions.use_same_text(theirs.sections.first(), source=ours.sections.first(), version=1, by=nia, once=key())
    assert "Testun y ffederasiwn" in text_in(content_of(theirs))
    assert content_of(theirs)["areas"][0]["strengths"] == [], "findings stay with each school"


def test_another_schools_text_cannot_stand_here_without_a_federation(nia, school, other_school):
    make.appoint(nia, "headteacher", other_school)
    ours, theirs = make.make_self_evaluation(school), make.make_self_evaluation(other_school)
    with pytest.raises(Refused, match="federation"):
        actions.use_same_text(theirs.sections.first(), source=ours.sections.first(), version=1, by=nia, once=key())


def page(name: str, evaluation: SelfEvaluation, **more: Any) -> str:
    arguments = {"school": evaluation.school.public_id, "year": evaluation.school_year, **more}
    return reverse(f"self_evaluations:{name}", kwargs=arguments)


def test_the_headteacher_walks_from_the_first_word_to_the_submission(client, nia, school):
    make.the_framework()
    client.force_login(nia)
    year = clock.current_school_year()
    url = reverse("starting:start", args=[school.public_id])
    answer = client.post(url, form_data(client, url, year=year), follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/{year}/")
    evaluation = SelfEvaluation.all_rows.get()
    for section in evaluation.sections.all():
        url = page("write", evaluation, area=section.area.code)
        client.post(url, form_data(client, url, lang="cy", **dict.fromkeys(SMALLEST, "Mae'n dda")))
        url = page("add", evaluation, area=section.area.code, kind="priorities")
        client.post(url, form_data(client, url, text="Gwella ysgrifennu", lang="cy"))
    assert Priority.all_rows.count() == 3
    url = page("submit", evaluation) + all_areas(evaluation)
    answer = client.post(url, form_data(client, url), follow=True)
    assert "Tick the declaration before you submit" in answer.content.decode()
    answer = client.post(url, form_data(client, url, declared="on"), follow=True)
    assert "Self-evaluation submitted" in answer.content.decode()


def form_data(client: Any, url: str, **words: Any) -> dict[str, Any]:
    """The hidden fields of the form on that page, with the words typed."""
    form = client.get(url).context["form"]
    return {form.add_prefix(field.name): field.value() for field in form.hidden_fields()} | words


def test_going_back_and_saving_other_words_is_not_taken_for_a_repeat(nia, evaluation):
    section, once = evaluation.sections.first(), key()
    seen = on_page(section)
    save(section, going_well="Cyntaf", by=nia, once=once, seen=seen)
    with pytest.raises(Stale):
        save(section, going_well="Ail", by=nia, once=once, seen=seen)
    first = actions.add(section, Strength, text="Un", lang="cy", could_share=False, by=nia, once=once)
    second = actions.add(section, Strength, text="Dau", lang="cy", could_share=False, by=nia, once=once)
    assert first != second
    assert actions.add(section, Strength, text="Dau", lang="cy", could_share=False, by=nia, once=once) == second


def test_a_key_used_for_one_area_says_nothing_about_another(nia, evaluation):
    one, other, once = *evaluation.sections.all()[:2], key()
    for section in (one, other):
        save(section, going_well="Yr un geiriau", by=nia, once=once)
    assert passage(other).text == "Yr un geiriau"


def test_words_saved_since_the_headteacher_read_it_are_not_submitted_unread(client, nia, sion, written):
    client.force_login(nia)
    ticked = {"areas": list(written.sections.values_list("area__code", flat=True))}
    seen = client.get(page("check", written), ticked).context["form"].shows
    url = client.get(page("check", written), ticked | {"seen": seen, "press": "declare"}).url
    declaration = form_data(client, url, declared="on")
    section = written.sections.first()
    save(section, going_well="Geiriau Siôn", by=sion)
    answer = client.post(url, declaration)
    assert "changed the self-evaluation since you read it" in answer.content.decode()
    assert not Version.all_rows.exists()


def test_nothing_of_a_signed_in_page_stays_in_the_browsers_store(client, nia, evaluation):
    client.force_login(nia)
    assert "no-store" in client.get(page("detail", evaluation))["Cache-Control"]


def test_when_a_federation_ends_the_words_it_shared_stay_as_they_were_and_follow_the_other_school_no_longer(
    school, other_school, federation, nia, olwen
):
    make.appoint(nia, "headteacher", other_school)
    for place in (school, other_school):
        place.federation = federation
        place.save()
    ours, theirs = make.make_self_evaluation(school), make.make_self_evaluation(other_school)
    make.write_in(ours, "Ein geiriau")
    reader, writer = theirs.sections.first(), ours.sections.first()
    actions.use_same_text(reader, source=writer, version=1, by=nia, once=key())
    ours.sections.update(circle="council")
    shown = text_in(content_of(theirs))
    School.all_rows.filter(pk=other_school.pk).update(federation=None)
    assert text_in(content_of(SelfEvaluation.all_rows.get(pk=theirs.pk))) == "", "read on no longer"
    end_shared_texts(by=olwen)
    writer.passages.update(text="Newidiwyd wedyn")
    content = content_of(SelfEvaluation.all_rows.get(pk=theirs.pk))
    assert (text_in(content), content["areas"][0]["text_of_school"]) == (shown, None)
    assert Event.all_rows.filter(verb="section.parted", school=other_school, by=olwen).count() == 1
    end_shared_texts(by=olwen)
    assert Event.all_rows.filter(verb="section.parted").count() == 1


def test_outside_the_school_the_history_tells_the_day_but_not_who_or_the_hour(client, nia, olwen, written):
    submit(written, by=nia, once=key())
    event = Event.all_rows.get(verb="self_evaluation.submitted")
    hour = event.at.astimezone(clock.LONDON).strftime("%H:%M")
    for reader, told in ((nia, True), (olwen, False)):
        client.force_login(reader)
        answer = client.get(page("history", written)).content.decode()
        assert (f"{nia.name}</" in answer or f"By {nia.name}" in answer) == told, reader
        assert (f", {hour}" in answer or f" {hour}" in answer) == told, reader
