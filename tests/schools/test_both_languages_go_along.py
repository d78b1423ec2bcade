"""Where a text goes, its other language goes along: a new year, documents, comparisons, the end of a federation."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools.compared import compared
from schools.documents.outline import Items, Paragraph
from schools.documents.outlines import of_version
from schools.evaluation_contents import content_of, readable
from schools.models import AreaMapping, CarriedArea, OtherLanguage, Passage, SelfEvaluation, Stays, Version
from schools.models.other_language import BesideOriginal, digest_of
from schools.other_language import actions as other_language
from schools.shared_texts import end_borrowing, end_shared_texts
from schools.starting import actions as starting
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import passage, save, submit

pytestmark = pytest.mark.django_db

ENGLISH = "Reading is strong."


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    """A box, a strength and a priority of the first area stand in English too; the priority is a draft."""
    found = make.make_self_evaluation(school)
    make.write_in(found)
    section = found.sections.first()
    save(section, going_well="Mae darllen yn gryf.", by=nia)
    make.make_other_language(passage(section), ENGLISH)
    make.make_other_language(section.strengths.get(), "A strength.")
    make.make_other_language(section.priorities.get(), "A priority.", status="draft")
    return found


def begun_next_year(evaluation: SelfEvaluation, by: Any, **more: Any) -> SelfEvaluation:
    year, carry = evaluation.school_year, ["texts", "strengths", "priorities"]
    return starting.start(evaluation.school, year=year + 1, last=year, carry=carry, by=by, once=uuid4(), **more)


def test_a_new_year_begins_with_both_each_in_its_state(nia, evaluation):
    save(evaluation.sections.first(), to_improve="Ysgrifennu.", by=nia)
    outdated = make.make_other_language(passage(evaluation.sections.first(), "to_improve"), "Writing.")
    save(evaluation.sections.first(), to_improve="Ysgrifennu a siarad.", by=nia)
    section = begun_next_year(evaluation, nia).sections.first()
    box = passage(section)
    assert (box.other_language.text, box.other_language.standing) == (ENGLISH, BesideOriginal.UP_TO_DATE)
    assert section.strengths.get().other_language.text == "A strength."
    assert section.priorities.get().other_language.standing == BesideOriginal.DRAFT
    assert passage(section, "to_improve").other_language.standing == BesideOriginal.OUT_OF_DATE
    assert OtherLanguage.all_rows.get(pk=outdated.pk).original.section.self_evaluation == evaluation
    place = [evaluation.school.public_id, section.self_evaluation.school_year, section.area.code]
    page = reverse("texts:changes", args=[*place, box.other_language.public_id])
    Visitor(nia, "en").open(page).says(ENGLISH, "Nia")


def test_in_a_new_year_too_a_text_that_is_out_of_date_shows_what_has_changed_in_its_original(nia, evaluation):
    save(evaluation.sections.first(), to_improve="Ysgrifennu.", by=nia)
    make.make_other_language(passage(evaluation.sections.first(), "to_improve"), "Writing.")
    save(evaluation.sections.first(), to_improve="Ysgrifennu a siarad.", by=nia)
    section = begun_next_year(evaluation, nia).sections.first()
    page = Visitor(nia, "en").open(writing_beside(section, "to_improve"))
    page.says("What has changed in the original").says_nothing_of("is not kept at your school")
    assert " a siarad" in page.page.split("<ins>")[1].split("</ins>")[0]


def writing_beside(section: Any, box: str) -> str:
    """The page on which the other language of this box is written."""
    evaluation = section.self_evaluation
    place = [evaluation.school.public_id, evaluation.school_year, section.area.code]
    return reverse("other_language:write", args=[*place, passage(section, box).public_id])


def test_a_text_that_is_put_together_with_another_leaves_its_other_language_behind_and_it_is_said(nia, evaluation):
    other_framework = make.the_framework("estyn-areas", edition=3)
    AreaMapping.all_rows.all().delete()
    to = other_framework.areas.first().code
    first, second, *rest = evaluation.framework.areas.order_by("position")
    places = {first.code: to, second.code: to, **{area.code: "" for area in rest}}
    new = begun_next_year(evaluation, nia, framework=other_framework, places=places)
    assert not OtherLanguage.all_rows.filter(passage__section__self_evaluation=new).exists()
    assert OtherLanguage.all_rows.filter(strength__section__self_evaluation=new).exists()
    stayed = CarriedArea.all_rows.get(self_evaluation=new, old__area=first).stayed
    assert stayed == [["other_language", Stays.TOGETHER]]
    page = reverse("starting:carried", args=[evaluation.school.public_id, new.school_year])
    Visitor(nia, "en").open(page).says("In the other language", "in one box together with another text")


def test_files_hold_both_the_original_first_and_each_in_its_language(nia, evaluation):
    save(evaluation.sections.first(), going_well="Mae darllen yn gryf iawn.", by=nia)
    submit(evaluation, by=nia)
    version = Version.all_rows.select_related("school").get()
    blocks = of_version(version, readable(version.words)).blocks
    said = [(block.words.lang, block.words.text) for block in blocks if isinstance(block, Paragraph)]
    here = said.index(("cy", "Mae darllen yn gryf iawn."))
    label = "In English (the original has changed since this was written):"
    assert said[here + 1 : here + 3] == [("en", label), ("en", ENGLISH)]
    strength = next(block.items[0] for block in blocks if isinstance(block, Items))
    assert [words.text for words in strength.words[1:]] == ["In English:", "A strength."]
    assert strength.words[0].lang == "cy"
    for kind in ("docx", "pdf"):
        path = reverse("papers:submitted", args=[evaluation.school.public_id, evaluation.school_year, 1, kind])
        Visitor(nia, "en").open(reverse("self_evaluations:version", args=path_of(evaluation))).takes(path)


def path_of(evaluation: SelfEvaluation) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year, 1]


def test_a_comparison_tells_what_changed_in_the_other_language_and_whether_its_original_moved_on(nia, evaluation):
    before = readable(content_of(evaluation))
    section = evaluation.sections.first()
    save(section, going_well="Mae darllen yn gryf iawn.", by=nia)
    section.strengths.get().other_language.delete()
    after = readable(content_of(evaluation))
    area = compared(before, after)[0]
    (original, other), (strength,) = area.boxes, area.findings
    assert original.title == "What is going well"
    assert other.title == "What is going well, in the other language"
    assert other.before.lang == other.after.lang == "en"
    assert other.marks == ["The original has changed since this was written."]
    assert strength.title == "Strengths, in the other language" and strength.after is None
    assert strength.before.lang == "en"


def test_the_comparison_is_read_on_its_page(nia, olwen, evaluation):
    submit(evaluation, by=nia)
    OtherLanguage.all_rows.filter(text=ENGLISH).update(text="Reading is very strong.")
    submit(evaluation, by=nia)
    one = f"self_evaluation-{evaluation.school_year}"
    page = reverse("comparisons:index", args=[evaluation.school.public_id]) + f"?one={one}-1&other={one}-2"
    Visitor(olwen, "en").open(page).says("What is going well, in the other language").says_nothing_of("Strength,")


@pytest.mark.parametrize("to", ["", "finished"])
def test_the_other_language_of_a_schools_former_words_is_taken_out_when_a_copy_of_others_takes_their_place(
    owain, evaluation, other_school, federation, to
):
    evaluation.sections.update(circle="council")
    lent = evaluation.sections.first()
    passage(lent).other_language.delete()
    other_school.federation = federation
    other_school.save()
    borrower = make.make_self_evaluation(other_school)
    make.write_in(borrower, "Geiriau eraill")
    own = borrower.sections.get(area=lent.area)
    for box in ("going_well", "to_improve"):
        row = passage(own, box)
        words = {"text": f"Their own {box}", "version": 0, "to": to, "seen": digest_of(row.text)}
        other_language.write(row, by=owain, once=uuid4(), **words)
    own.same_text_as = lent
    own.save()
    same = passage(lent, "to_improve")
    own.passages.filter(box="to_improve").update(text=same.text, lang=same.lang)
    OtherLanguage.all_rows.filter(passage__box="to_improve").update(original_digest=digest_of(same.text))
    end_borrowing(own, copy=True)
    assert "Their own going_well" not in str(content_of(SelfEvaluation.all_rows.get(pk=borrower.pk)))
    kept = OtherLanguage.all_rows.get(passage__section=own)
    assert kept.text == "Their own to_improve", "of the very words that were copied"
    place = [other_school.public_id, borrower.school_year, own.area.code]
    index = Visitor(owain, "en").open(reverse("texts:index", args=place))
    index.says("In the other language (removed:")


def test_a_lent_text_that_becomes_the_schools_own_keeps_its_other_language(
    nia, owain, evaluation, school, other_school, federation
):
    for each in (school, other_school):
        each.federation = federation
        each.save()
    borrower = make.make_self_evaluation(other_school)
    own = passage(borrower.sections.first())
    words = {"text": "Their own, unseen.", "version": 0, "to": "", "seen": ""}
    other_language.write(own, by=owain, once=uuid4(), **words)
    borrower.sections.filter(area=evaluation.sections.first().area).update(same_text_as=evaluation.sections.first())
    evaluation.sections.update(circle="council")
    other_school.federation = None
    other_school.save()
    end_shared_texts(by=nia)
    box = Passage.all_rows.get(section=borrower.sections.first(), box="going_well")
    assert (box.text, box.other_language.text) == ("Mae darllen yn gryf.", ENGLISH)
    assert box.other_language.standing == BesideOriginal.UP_TO_DATE
    place = [other_school.public_id, borrower.school_year, borrower.sections.first().area.code]
    index = Visitor(owain, "en").open(reverse("texts:index", args=place))
    index.says("In the other language (removed:")


def test_what_another_school_wrote_before_it_lent_its_text_is_not_shown_and_it_is_said_why(
    nia, owain, evaluation, school, other_school, federation
):
    for each in (school, other_school):
        each.federation = federation
        each.save()
    lent = evaluation.sections.first()
    save(lent, going_well="Mae darllen yn gryf, a’r plant yn falch.", by=nia)
    borrower = make.make_self_evaluation(other_school)
    borrower.sections.filter(area=lent.area).update(same_text_as=lent)
    evaluation.sections.update(circle="council")
    other_school.federation = None
    other_school.save()
    end_shared_texts(by=nia)
    page = Visitor(owain, "en").open(writing_beside(borrower.sections.select_related("area").first(), "going_well"))
    page.says("The original has changed since", "What the original said then is not kept at your school")
    page.says_nothing_of("What has changed in the original")


def test_nobody_is_asked_for_the_other_language(nia, olwen, evaluation, school):
    """No page counts what is not there, and what is not there keeps nothing from being submitted."""
    OtherLanguage.all_rows.all().delete()
    page = reverse("self_evaluations:check", args=[school.public_id, evaluation.school_year])
    Visitor(nia, "en").open(page).says_nothing_of("other language", "In English")
    submit(evaluation, by=nia)
    version = reverse("self_evaluations:version", args=path_of(evaluation))
    Visitor(olwen, "en").open(version).says_nothing_of("other language", "In English")
