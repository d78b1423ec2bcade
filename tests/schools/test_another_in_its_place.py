"""A page of something that was removed never saves over what was put in its place: it shows both texts."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools import clock
from schools.models import OtherLanguage, Revision, SelfEvaluation, Strength
from schools.models.base import Seen
from schools.other_language import actions as other_language
from schools.own_document import actions as own_document
from schools.starting import actions as starting
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor, errors_on

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
GONE = "What you opened has been removed in the meantime."
OLD, THEIRS, MINE = "The text on the old page", "What a colleague wrote since", "Typed on the old page"


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    found = make.make_self_evaluation(school, YEAR - 1)
    make.write_in(found)
    return found


@pytest.fixture
def strength(evaluation: SelfEvaluation) -> Any:
    return evaluation.sections.first().strengths.get()


def write_page(strength: Any) -> str:
    place = [strength.school.public_id, strength.document.school_year, strength.section.area.code]
    return reverse("other_language:write", args=[*place, strength.public_id])


def write(strength: Any, by: Any, text: str, *, once: Any = None) -> Any:
    """A new text, as one that saves itself, or with a press of the button."""
    return other_language.write(strength, text=text, version=0, to="", seen="", by=by, once=once)


def replaced(strength: Any, by: Any) -> OtherLanguage:
    """The other language is removed and another one written, which has the same number."""
    former = OtherLanguage.all_rows.get(strength=strength)
    other_language.remove(former, by=by, once=uuid4())
    found: OtherLanguage = write(strength, by, THEIRS)
    assert (found.version, former.version) == (1, 1)
    return found


def test_a_page_of_a_removed_other_language_is_asked_to_compare_with_the_one_added_since(nia, sion, strength):
    write(strength, nia, OLD)
    visitor = Visitor(nia, "en").open(write_page(strength))
    new = replaced(strength, sion)
    (sentence,) = visitor.refused(text=MINE)
    assert sentence.startswith(GONE)
    visitor.says("Saved in the meantime", THEIRS, "Typed by you", MINE)
    new.refresh_from_db()
    assert new.text == THEIRS
    visitor.fill(text=f"{THEIRS}. {MINE}")
    new.refresh_from_db()
    assert new.text == f"{THEIRS}. {MINE}"


def test_neither_does_it_save_itself_over_it_within_one_sitting(nia, strength):
    write(strength, nia, OLD)
    types = Typing(nia, write_page(strength))
    new = replaced(strength, nia)
    answer = types.type(text=MINE)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"text": [THEIRS]}
    assert "removed in the meantime" in answer.json()["said"]
    assert answer.json()["fields"] == {"version": str(new.seen)}
    new.refresh_from_db()
    assert new.text == THEIRS


def test_a_text_that_was_removed_and_not_written_again_is_written_anew_only_on_purpose(nia, sion, strength):
    write(strength, nia, OLD)
    types = Typing(nia, write_page(strength))
    other_language.remove(OtherLanguage.all_rows.get(), by=sion, once=uuid4())
    answer = types.type(text=MINE)
    assert (answer.status_code, answer.json()["theirs"]) == (409, {"text": [""]})
    assert not OtherLanguage.all_rows.exists()
    visitor = Visitor(nia, "en").open(write_page(strength))
    assert visitor.press(text=MINE, version=types.form.fields["version"].holds).led is False
    assert errors_on(visitor.page)[0].startswith(GONE)
    visitor.fill()
    assert OtherLanguage.all_rows.get().text == MINE


def test_another_language_keeps_its_words_from_the_first_time_it_saves_itself(nia, strength):
    assert Typing(nia, write_page(strength)).type(text=MINE).status_code == 200
    assert Revision.all_rows.filter(text=MINE, target_id=OtherLanguage.all_rows.get().public_id).exists()


@pytest.fixture
def begun(school: Any, nia: Any, evaluation: SelfEvaluation) -> SelfEvaluation:
    return starting.start(school, year=YEAR, by=nia, once=uuid4())


def started_again(begun: SelfEvaluation, by: Any) -> SelfEvaluation:
    school = begun.school
    starting.remove(school, year=YEAR, by=by, once=uuid4())
    carry = ["texts", "strengths", "priorities"]
    return starting.start(school, year=YEAR, carry=carry, last=YEAR - 1, by=by, once=uuid4())


def in_first_area(begun: SelfEvaluation, route: str) -> str:
    area = begun.sections.select_related("area").get(area__position=1).area.code
    return reverse(route, args=[begun.school.public_id, YEAR, area])


def test_a_page_of_a_removed_self_evaluation_does_not_write_into_the_one_started_afterwards(nia, sion, begun):
    page = in_first_area(begun, "self_evaluations:write")
    visitor, types = Visitor(sion, "en").open(page), Typing(sion, page)
    box = started_again(begun, nia).sections.get(area__position=1).passages.get(box="going_well")
    assert types.type(going_well=MINE).status_code == 409
    (sentence,) = visitor.refused(going_well=MINE)
    assert sentence.startswith(GONE)
    visitor.says(box.text, MINE)
    before = box.text
    box.refresh_from_db()
    assert box.text == before
    visitor.fill(going_well=MINE)
    box.refresh_from_db()
    assert box.text == MINE


@pytest.mark.parametrize("route", ["owners:index", "sharing:index"])
def test_neither_does_a_page_about_its_areas(nia, begun, route):
    visitor = Visitor(nia, "en").open(reverse(route, args=[begun.school.public_id, YEAR]))
    started_again(begun, nia)
    assert visitor.refused()[0].startswith(GONE)


def test_neither_does_a_page_about_the_evidence_of_an_area(nia, begun):
    make.make_evidence(begun.school)
    visitor = Visitor(nia, "en").open(in_first_area(begun, "self_evaluations:cite"))
    started_again(begun, nia)
    assert visitor.refused()[0].startswith(GONE)


def test_who_may_read_is_not_chosen_for_a_document_that_was_never_seen(nia, sion, evaluation):
    make.make_own_document(evaluation, sion, "A.pdf")
    visitor = Visitor(nia, "en").open(
        reverse("own_document:readers", args=[evaluation.school.public_id, evaluation.school_year])
    )
    evaluation.own_documents.get().delete()
    new = make.make_own_document(evaluation, sion, "B.pdf")
    assert visitor.refused(circle="council")[0].startswith(GONE)
    visitor.says("B.pdf")
    new.refresh_from_db()
    assert new.circle == "team"
    visitor.fill(circle="council")
    new.refresh_from_db()
    assert new.circle == "council"


def test_who_may_read_a_document_that_is_used_no_longer_is_not_chosen(nia, sion, evaluation):
    document = make.make_own_document(evaluation, sion)
    type(document).all_rows.update(in_use=False)
    with pytest.raises(own_document.Refused, match="taken off already"):
        own_document.set_readers(document, circle="council", version=1, by=nia, once=uuid4())


def test_a_version_travels_in_a_form_with_the_row_that_it_is_of(strength):
    seen = Seen.understood(str(strength.seen))
    assert seen is not None and (seen, seen.row) == (1, strength.public_id)
    assert Strength.all_rows.count() > 1
    assert Strength.all_rows.exclude(pk=strength.pk).first().seen.is_another_than(seen)
    assert not strength.seen.is_another_than(seen)
    assert not strength.seen.is_another_than(1), "of a page that does not name its row only the number counts"
    for said in ("", "x", "-1", "1.x", "x.1", f"{strength.public_id}.", "٣", "9" * 12):
        assert Seen.understood(said) is None, said
