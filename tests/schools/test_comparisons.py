"""What is different between two versions of a self-evaluation: readable, and only of what the reader reads in both."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools.changes import ON_A_PAGE, Budget
from schools.circles import put
from schools.compared import compared
from schools.history import freeze
from schools.models import Area, Framework, Look, Priority, SelfEvaluation, Strength, Version
from schools.sharing import actions as sharing
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(school: Any) -> SelfEvaluation:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    return evaluation


def page(school: Any, one: str = "", other: str = "") -> str:
    return reverse("comparisons:index", args=[school.public_id]) + (f"?one={one}&other={other}" if one else "")


def key(evaluation: SelfEvaluation, number: int, kind: str = "self_evaluation") -> str:
    return f"{kind}-{evaluation.school_year}-{number}"


def area(code: str = "a", boxes: dict[str, str] | None = None, lang: str = "cy", **places: Any) -> dict[str, Any]:
    texts = [{"box": box, "title": box, "text": text, "lang": lang} for box, text in (boxes or {}).items()]
    return {"code": code, "name": code, "boxes": texts, "evidence": [], "strengths": [], "priorities": [], **places}


def finding(id_: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "text": text, "lang": "cy", "evidence": [], **more}


def item(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "title": id_, "kind": "other", "gathered_on": "2026-10-01", **more}


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[Any]:
    (found,) = compared({"areas": [old]}, {"areas": [new]})
    return found.differences


def test_the_later_version_leads_to_what_changed_in_it(nia, olwen, written):
    first = written.sections.order_by("area__position").first()
    submit(written, by=nia)
    save(first, going_well="Mae'r dysgwyr yn darllen yn dda iawn.", by=nia)
    submit(written, by=nia)
    place = [written.school.public_id, written.school_year]
    one = Visitor(olwen, "en").open(reverse("self_evaluations:version", args=[*place, 1]))
    one.says_nothing_of("What changed since version")
    two = Visitor(olwen, "en").open(reverse("self_evaluations:version", args=[*place, 2]))
    found = two.says("What changed since version 1").follow(page(written.school))
    assert "<ins>" in found.page and "<del>" in found.page
    assert found.page.count("Nothing was changed under this area.") == 2
    found.says("Added from here:", "Removed from here:", "iawn")


def test_whichever_is_chosen_first_the_earlier_one_stands_before_the_later(nia, written):
    submit(written, by=nia)
    Strength.all_rows.filter(section__self_evaluation=written).delete()
    submit(written, by=nia)
    for chosen in ((1, 2), (2, 1)):
        found = Visitor(nia, "en").open(page(written.school, *(key(written, number) for number in chosen)))
        assert found.page.count("<del>") == 3 and "<ins>" not in found.page


def test_the_same_version_twice_is_said_and_what_is_not_understood_gives_the_newest(nia, written):
    submit(written, by=nia)
    Visitor(nia, "en").open(page(written.school)).says("There are not yet two versions to compare")
    Strength.all_rows.filter(section__self_evaluation=written).delete()
    submit(written, by=nia)
    one = key(written, 1)
    Visitor(nia, "en").open(page(written.school, one, one)).says("You have chosen the same version twice.")
    for wrong in ("plan-2026-1", "self_evaluation-2026-99", "%00", "x" * 900):
        Visitor(nia, "en").open(page(written.school, wrong, wrong)).says("Only what is different is shown.")


def test_boxes_findings_marks_and_evidence_are_told_apart():
    old = area(
        boxes={"going_well": "Yr un.", "to_improve": "Hen."},
        evidence=[item("a"), item("b")],
        strengths=[finding("1", "Aros", could_share=True), finding("2", "Mynd")],
        priorities=[finding("4", "Newid hyn")],
    )
    new = area(
        boxes={"going_well": "Yr un.", "to_improve": "Newydd.", "summary": "Crynodeb."},
        evidence=[item("a"), item("c")],
        strengths=[finding("1", "Aros", could_share=False), finding("3", "Dod", evidence=[item("c")])],
        priorities=[finding("4", "Newid hynny", needs_support=True)],
    )
    found = differences(old, new)
    assert [each.title for each in found[:3]] == ["to_improve", "summary", "Evidence"]
    assert found[1].before is None
    assert [each["id"] for each in found[2].before.evidence + found[2].after.evidence] == ["b", "c"]
    marked, came, went, changed = found[3:]
    assert marked.marks == ["No longer marked “We could share this”."]
    assert came.before is None and came.after.evidence == [item("c")]
    assert went.after is None and went.before.pieces[0].words == "Mynd"
    assert changed.marks == ["Now marked “We need support with this”."]
    assert [piece.kind for piece in changed.before.pieces] != [piece.kind for piece in changed.after.pieces]


def test_what_stands_in_one_version_only_is_told_together_under_one_heading(nia, olwen, written):
    submit(written, by=nia)
    first = written.sections.order_by("area__position").first()
    for words in ("Un", "Dau", "Tri"):
        Strength.all_rows.create(section=first, text=f"{words} newydd", lang="cy")
    submit(written, by=nia)
    found = Visitor(olwen, "en").open(page(written.school)).says("Only in the later version", "Un newydd", "Tri newydd")
    assert found.page.count(">Strengths</h3>") == 1
    found.says_nothing_of("Not in this version", "Only in the earlier version")


def test_the_choices_begin_with_what_tells_them_apart(nia, glyn, written):
    for section in written.sections.all():
        put(section, "governors", by=nia)
    sharing.share_with_governors(written, by=nia, once=uuid4())
    submit(written, by=nia)
    year = written.year_words
    choosing = Visitor(glyn, "en").open(page(written.school)).page
    assert f">{year}, governors, version 1, " in choosing and f">{year}, version 1, " in choosing


def test_nothing_is_told_where_nothing_is_different():
    same = area(boxes={"going_well": "Yr un."}, strengths=[finding("1", "Aros", evidence=[item("a"), item("b")])])
    other = area(boxes={"going_well": "Yr un."}, strengths=[finding("1", "Aros", evidence=[item("b"), item("a")])])
    assert differences(same, other) == []


def test_a_finding_taken_over_from_another_year_is_known_by_its_words():
    assert differences(area(priorities=[finding("1", "Aros")]), area(priorities=[finding("9", "Aros")])) == []
    twice = [finding("1", "Aros"), finding("9", "Aros")]
    (added,) = differences(area(priorities=[finding("1", "Aros")]), area(priorities=twice))
    assert added.before is None, "one of two that say the same is new"


def test_another_language_and_an_item_told_anew_are_differences():
    (box,) = differences(area(boxes={"a": "Data"}), area(boxes={"a": "Data"}, lang="en"))
    assert box.language_changed
    (cited,) = differences(area(evidence=[item("a")]), area(evidence=[item("a", title="New title")]))
    assert cited.before.evidence and cited.after.evidence


def test_versions_of_two_years_compare_area_by_area_and_a_missing_area_is_said(nia, olwen, school, written):
    submit(written, by=nia)
    old = Framework.all_rows.create(
        code="old", edition="1", name_cy="Hen", name_en="Old", starts_on=make.LONG_AGO, ends_on=make.YESTERDAY
    )
    before = SelfEvaluation.all_rows.create(school=school, school_year=written.school_year - 1, framework=old)
    code = written.sections.order_by("area__position").first().area.code
    for position, name in enumerate((code, "standards")):
        words = {"name_cy": f"Maes {name}", "name_en": f"Area {name}", "position": position}
        section = before.sections.create(area=Area.all_rows.create(framework=old, code=name, **words))
        for box in ("going_well", "to_improve", "how_we_know", "summary"):
            section.passages.create(box=box, text="Mae'r hen eiriau yma.", lang="cy")
    submit(before, by=nia)
    found = Visitor(olwen, "en").open(page(school, key(before, 1), key(written, 1)))
    found.says("The two versions were written to different frameworks", "This area stands in the earlier version only.")
    assert found.page.count("This area stands in the later version only.") == written.sections.count() - 1
    assert "Area standards" in found.page and "hen eiriau" in found.page


def test_only_what_the_reader_reads_in_both_is_compared(nia, gwen, olwen, alun, owain, clem, written):
    """The governors read what was shared with them and what was submitted; outsiders only what was submitted."""
    first, second, third = written.sections.order_by("area__position")
    second.passages.filter(box="going_well").update(text="CANARY-governors")
    for section in (first, second):
        section.refresh_from_db()
        put(section, "governors", by=nia)
    sharing.share_with_governors(written, by=nia, once=uuid4())
    submit(written, by=nia, areas=[first.area.code, third.area.code])
    Priority.all_rows.filter(section=first).delete()
    submit(written, by=nia, areas=[first.area.code, third.area.code])
    shared = key(written, 1, "shared_self_evaluation")
    both = page(written.school, shared, key(written, 1))
    Visitor(gwen, "en").open(both).says(second.area.name_en, "This area stands in the earlier version only.")
    for outsider in (olwen, alun):
        found = Visitor(outsider, "en").open(both)
        found.says_nothing_of(second.area.name_en, "CANARY-governors", "for the governors")
        found.open(page(written.school)).says_nothing_of(shared)
    Visitor(clem, "en").open(both, status=403)
    Visitor(owain, "en").open(both, status=404)


def test_the_school_sees_that_both_versions_were_looked_at(nia, olwen, written):
    submit(written, by=nia)
    Strength.all_rows.filter(section__self_evaluation=written).delete()
    submit(written, by=nia)
    Visitor(olwen, "en").open(page(written.school)).says("The school can see that you have opened both versions")
    Visitor(nia, "en").open(page(written.school))
    assert set(Look.all_rows.values_list("seen", "by")) == {
        (version.pk, olwen.pk) for version in Version.all_rows.all()
    }


def test_a_version_from_before_there_were_boxes_can_be_compared(nia, written):
    submit(written, by=nia)
    frozen = Version.all_rows.get()
    words = frozen.words
    for each in words["areas"]:
        del each["boxes"]
        each |= {"narrative": "Yr hen naratif.", "lang": "cy"}
    freeze("self_evaluation", written, words, by=nia, school=written.school, school_year=written.school_year)
    Visitor(nia, "en").open(page(written.school)).says("Yr hen naratif.", "Summary")


IN_FULL = "These two texts differ in too many places to mark each of them. Both are shown in full."


def test_texts_that_differ_in_more_places_than_can_be_marked_stand_side_by_side_in_full(
    nia, olwen, written, monkeypatch
):
    first = written.sections.order_by("area__position").first()
    save(first, going_well="Mae’r hen eiriau’n sefyll.", by=nia)
    submit(written, by=nia)
    save(first, going_well="Mae’r geiriau newydd yn sefyll.", by=nia)
    submit(written, by=nia)
    Visitor(olwen, "en").open(page(written.school)).says_nothing_of(IN_FULL)
    monkeypatch.setattr(Budget.__init__, "__defaults__", (0,))
    found = Visitor(olwen, "en").open(page(written.school))
    found.says(IN_FULL, "Mae’r hen eiriau’n sefyll.", "Mae’r geiriau newydd yn sefyll.")
    assert "<ins>" not in found.page and "<del>" not in found.page


def test_all_areas_of_a_comparison_draw_on_one_budget(monkeypatch):
    made: list[Budget] = []
    began = Budget.__init__
    monkeypatch.setattr(Budget, "__init__", lambda self, *left: (made.append(self), began(self, *left))[1])
    old = [area(code, {"x": "a b", "y": "c"}, strengths=[finding("1", "d")]) for code in "pqr"]
    new = [area(code, {"x": "a c", "y": "e"}, strengths=[finding("1", "f")]) for code in "pqr"]
    assert [len(each.differences) for each in compared({"areas": old}, {"areas": new})] == [3, 3, 3]
    assert len(made) == 1 and made[0].left < ON_A_PAGE
