"""A school may write a text in the other language too: side by side, with its own state, and nobody asks for it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from schools.evaluation_contents import content_of
from schools.history import fingerprint
from schools.models import BesideOriginal, OtherLanguage, Passage, Priority, SelfEvaluation, Strength, Version
from schools.models.history import canonical
from schools.other_language import actions
from schools.other_language.queries import changed_since, original_in
from schools.self_evaluations import actions as self_evaluations
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor
from tests.schools.writing import passage, save, submit

pytestmark = pytest.mark.django_db

WELSH, ENGLISH = "Mae darllen yn gryf.", "Reading is strong."


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    found = make.make_self_evaluation(school)
    make.write_in(found)
    return found


@pytest.fixture
def section(evaluation: SelfEvaluation, nia: Any) -> Any:
    found = evaluation.sections.select_related("area").first()
    return save(found, going_well=WELSH, lang="cy", by=nia)


@pytest.fixture
def place(evaluation: SelfEvaluation, section: Any) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year, section.area.code]


def write_page(place: list[Any], original: Any) -> str:
    return reverse("other_language:write", args=[*place, original.public_id])


def finish(original: Any, by: Any, text: str = ENGLISH) -> OtherLanguage:
    """Type it on the page as it is now, and mark it as finished."""
    original.refresh_from_db()
    place = [original.school.public_id, original.document.school_year, original.section.area.code]
    Visitor(by, "en").open(write_page(place, original)).fill(text=text, press="finished")
    return other_of(original)


def other_of(original: Any) -> OtherLanguage:
    return OtherLanguage.all_rows.get(**{original.kind(): original})


def box_in(content: Any, box: str = "going_well") -> Any:
    return next(each for each in content["areas"][0]["boxes"] if each["box"] == box)


def test_a_box_gets_its_other_language_on_a_page_of_its_own(nia, section, place, evaluation):
    visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=place[:2]))
    visitor.says("Add the other language").says_nothing_of("In English")
    visitor.follow(reverse("other_language:index", args=place)).says(WELSH, "Write it in English too")
    assert "<textarea" not in visitor.page, "no field stands empty before somebody asks for it"
    visitor.follow(write_page(place, passage(section)))
    assert f'lang="cy"><p>{WELSH}' in visitor.page, "the original beside it"
    visitor.fill(text=ENGLISH).says("Your text has been saved.", ENGLISH, "Draft: only your team sees it")
    visitor.open(reverse("self_evaluations:detail", args=place[:2])).says("Draft: only your team sees it")
    assert f'lang="en"><p>{ENGLISH}' in visitor.page, "the team reads its draft beneath the original"
    visitor.open(write_page(place, passage(section))).fill(press="finished").says("Up to date")
    visitor.open(reverse("self_evaluations:detail", args=place[:2])).says(ENGLISH, "Up to date")
    other = other_of(passage(section))
    assert (other.lang, other.status, other.standing) == ("en", "finished", BesideOriginal.UP_TO_DATE)


@pytest.mark.parametrize("model", [Strength, Priority])
def test_a_strength_and_a_priority_have_it_too(nia, section, place, model):
    finding = model.all_rows.get(section=section)
    other = finish(finding, nia)
    assert other.original == finding and other.lang == "en"
    for page in ("self_evaluations:detail", "other_language:index"):
        args = place if "other" in page else place[:2]
        Visitor(nia, "cy").open(reverse(page, args=args)).says(ENGLISH)


def test_it_is_out_of_date_when_the_original_changes_and_not_when_that_is_changed_back(nia, sion, section, place):
    finish(passage(section), nia)
    save(section, going_well="Mae darllen yn gryf iawn.", lang="cy", by=sion)
    other = other_of(passage(section))
    assert other.standing == BesideOriginal.OUT_OF_DATE
    visitor = Visitor(nia, "en").open(write_page(place, passage(section)))
    visitor.says("The original has changed since this text was finished.", "What has changed in the original")
    assert " iawn" in visitor.page.split("<ins>")[1].split("</ins>")[0]
    save(section, going_well=WELSH, lang="cy", by=sion)
    assert other_of(passage(section)).standing == BesideOriginal.UP_TO_DATE
    save(section, going_well="Mae darllen yn gryf iawn.", lang="cy", by=sion)
    visitor.open(write_page(place, passage(section))).fill(text="Reading is very strong.", press="finished")
    assert other_of(passage(section)).standing == BesideOriginal.UP_TO_DATE


def test_saving_without_finishing_does_not_say_that_it_is_up_to_date(nia, section, place):
    finish(passage(section), nia)
    save(section, going_well="Arall.", lang="cy", by=nia)
    Visitor(nia, "en").open(write_page(place, passage(section))).fill(text="Half of it")
    assert other_of(passage(section)).standing == BesideOriginal.OUT_OF_DATE
    Visitor(nia, "en").open(write_page(place, passage(section))).fill(press="draft")
    assert other_of(passage(section)).standing == BesideOriginal.DRAFT


def test_what_was_changed_meanwhile_is_read_before_anything_is_finished(nia, sion, section, place):
    visitor = Visitor(nia, "en").open(write_page(place, passage(section)))
    save(section, going_well="Arall.", lang="cy", by=sion)
    (sentence,) = visitor.refused(text=ENGLISH, press="finished")
    assert sentence.startswith("The original was changed after you opened this page.")
    visitor.says("Arall.").fill(press="finished")
    assert other_of(passage(section)).standing == BesideOriginal.UP_TO_DATE


def test_whoever_changes_an_original_reads_that_it_stands_in_the_other_language_too(nia, section, place):
    strength = section.strengths.get()
    pages = [
        reverse("self_evaluations:write", args=place),
        reverse("self_evaluations:edit", args=[*place[:2], "strengths", strength.public_id]),
    ]
    for page, original in zip(pages, (passage(section), strength), strict=True):
        visitor = Visitor(nia, "en").open(page).says_nothing_of("in the other language too")
        finish(original, nia)
        visitor.open(page).says("stands in the other language too").follow(reverse("other_language:index", args=place))


def test_of_an_emptied_original_nothing_is_finished_and_nothing_is_lost(nia, section, place, evaluation):
    finish(passage(section), nia)
    save(section, going_well="", lang="cy", by=nia)
    assert other_of(passage(section)).standing == BesideOriginal.NO_ORIGINAL
    assert "other_language" not in box_in(content_of(evaluation))
    Visitor(nia, "en").open(reverse("self_evaluations:detail", args=place[:2])).says(ENGLISH, "has been emptied")
    visitor = Visitor(nia, "en").open(reverse("other_language:index", args=place)).says(ENGLISH, "has been emptied")
    (sentence,) = visitor.open(write_page(place, passage(section))).refused(press="finished")
    assert sentence.startswith("The original has been emptied.")
    save(section, going_well=WELSH, lang="cy", by=nia)
    assert other_of(passage(section)).standing == BesideOriginal.UP_TO_DATE


def test_two_texts_in_one_language_are_put_right_by_whoever_reads_them(nia, section, place, evaluation):
    finish(passage(section), nia)
    save(section, going_well="Reading is very strong.", lang="en", by=nia)
    other = other_of(passage(section))
    assert (other.lang, other.standing) == ("en", BesideOriginal.SAME_LANGUAGE)
    assert "other_language" not in box_in(content_of(evaluation))
    visitor = Visitor(nia, "en").open(write_page(place, passage(section)))
    visitor.says("Both texts are marked as written in English.").fill(text=WELSH, press="finished")
    other = other_of(passage(section))
    assert (other.lang, other.standing) == ("cy", BesideOriginal.UP_TO_DATE)


def test_what_is_finished_is_frozen_beside_its_original_and_a_draft_never_leaves_the_team(
    nia, olwen, section, place, evaluation
):
    before = content_of(evaluation)
    Visitor(nia, "en").open(write_page(place, passage(section, "to_improve"))).fill(text="A draft of ours")
    assert canonical(content_of(evaluation)) == canonical(before), "byte for byte"
    finish(passage(section), nia)
    finish(section.strengths.get(), nia, "Our strength")
    assert fingerprint(content_of(evaluation)) != fingerprint(before)
    submit(evaluation, by=nia)
    frozen = Version.all_rows.get(version_kind="self_evaluation")
    assert box_in(frozen.words)["other_language"] == {"text": ENGLISH, "lang": "en"}
    path = reverse("self_evaluations:version", args=[*place[:2], 1])
    visitor = Visitor(olwen, "en").open(path).says(WELSH, "In English", ENGLISH, "Our strength")
    visitor.says_nothing_of("A draft of ours", "Up to date", "has changed since")
    save(section, going_well="Mae darllen yn gryf iawn.", lang="cy", by=nia)
    visitor.open(path).says_nothing_of("iawn", "has changed since")
    submit(evaluation, by=nia)
    second = Version.all_rows.get(version_kind="self_evaluation", number=2)
    assert box_in(second.words)["other_language"] == {"text": ENGLISH, "lang": "en", "original_changed": True}
    path = reverse("self_evaluations:version", args=[*place[:2], 2])
    visitor.open(path).says("The original has changed since this was written.")


def test_what_is_removed_stays_in_the_history_of_texts(nia, sion, section, place):
    other = finish(passage(section), nia)
    visitor = Visitor(sion, "en").open(reverse("texts:index", args=place)).says("In the other language")
    visitor.follow(reverse("texts:changes", args=[*place, other.public_id])).says(ENGLISH, "Nia")
    visitor.open(reverse("other_language:index", args=place))
    visitor.follow(reverse("other_language:remove", args=[*place, other.public_id])).says(ENGLISH).fill()
    assert not OtherLanguage.all_rows.exists()
    visitor.open(reverse("texts:changes", args=[*place, other.public_id])).says(ENGLISH, "has been removed")
    visitor.open(reverse("other_language:index", args=place)).says(WELSH).says_nothing_of(ENGLISH)


def test_a_finding_that_is_removed_says_that_its_other_language_goes_with_it(nia, section, place):
    strength = section.strengths.get()
    other = finish(strength, nia)
    page = reverse("self_evaluations:remove", args=[*place[:2], "strengths", strength.public_id])
    Visitor(nia, "en").open(page).says("Its text in English is taken out with it", ENGLISH).fill()
    assert not OtherLanguage.all_rows.exists()
    history = Visitor(nia, "en").open(reverse("texts:changes", args=[*place, other.public_id]))
    history.says(ENGLISH, "has been removed")


def test_it_saves_itself_as_one_types_and_the_second_writer_sees_both_texts(nia, sion, section, place):
    types = Typing(nia, write_page(place, passage(section)))
    visitor = Visitor(sion, "en").open(write_page(place, passage(section)))
    for words in ("Read", "Reading", ENGLISH):
        assert types.type(text=words).status_code == 200
    assert other_of(passage(section)).text == ENGLISH
    (sentence,) = visitor.refused(text="Reading goes well.")
    assert sentence.startswith("Somebody else saved this while you were writing.")
    visitor.says("Two versions of this text", ENGLISH).fill(text="Both of ours.")
    assert other_of(passage(section)).text == "Both of ours."
    assert types.type(text="Mine alone").status_code == 409


def test_a_lent_text_has_the_other_language_of_the_school_that_wrote_it(
    nia, owain, section, place, evaluation, school, other_school, federation
):
    for each in (school, other_school):
        each.federation = federation
        each.save()
    borrower = make.make_self_evaluation(other_school)
    borrower.sections.filter(area=section.area).update(same_text_as=section)
    finish(passage(section), nia)
    Visitor(nia, "en").open(write_page(place, passage(section, "to_improve"))).fill(text="A draft of ours")
    borrower = SelfEvaluation.all_rows.select_related("school").get(pk=borrower.pk)
    assert box_in(content_of(borrower))["other_language"]["text"] == ENGLISH
    own = [other_school.public_id, borrower.school_year, section.area.code]
    visitor = Visitor(owain, "en").open(reverse("other_language:index", args=own))
    visitor.says(ENGLISH, "That school writes its other language.").says_nothing_of("A draft of ours")
    assert not visitor.offers(reverse("other_language:write", args=[*own, passage(section).public_id]))
    visitor.open(reverse("other_language:write", args=[*own, passage(section).public_id]), status=404)
    other = other_of(passage(section))
    visitor.open(reverse("other_language:remove", args=[*own, other.public_id]), status=404)


def test_each_text_has_one_other_language_and_each_other_language_one_text(section):
    box, strength = passage(section), section.strengths.get()
    words = {"text": ENGLISH, "lang": "en", "original_digest": ""}
    OtherLanguage.all_rows.create(passage=box, **words)
    for wrong in ({"passage": box}, {}, {"passage": passage(section, "to_improve"), "strength": strength}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OtherLanguage.all_rows.create(**wrong, **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        OtherLanguage.all_rows.create(strength=strength, **(words | {"text": ""}))


def test_a_second_press_is_the_same_act(nia, section):
    original = passage(section)
    once, seen = uuid4(), original_in(section, original.public_id)
    words = {"text": ENGLISH, "version": 0, "to": "", "seen": "", "by": nia, "once": once}
    first = actions.write(seen, **words)
    assert actions.write(seen, **words) == first
    assert other_of(original).version == 1 and changed_since(first) is None


def test_an_area_with_many_findings_is_paged(nia, section, place):
    for number in range(11):
        make_words = {"lang": "cy", "by": nia, "once": uuid4()}
        self_evaluations.add(section, Strength, text=f"Cryfder {number}.", could_share=False, **make_words)
    visitor = Visitor(nia, "en").open(reverse("other_language:index", args=place)).says_nothing_of("Cryfder 10.")
    assert "?page=2" in visitor.page and Passage.all_rows.filter(section=section).count() == 4
