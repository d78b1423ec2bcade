"""A year is begun: with a framework that holds on its first day, and with what the school brings along."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.boxes import LONGEST
from schools.evaluation_contents import content_of
from schools.models import (
    Area,
    AreaMapping,
    CarriedArea,
    Citation,
    Event,
    Framework,
    Passage,
    Priority,
    Revision,
    Section,
    SelfEvaluation,
    Strength,
    Version,
)
from schools.refusals import Refused
from schools.self_evaluations import actions as writing
from schools.starting import actions
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import passage, save, submit

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
ALL = ["texts", "strengths", "priorities"]
THREE, FIVE = ("estyn-areas", 3), ("estyn-areas", 2)


@pytest.fixture
def last(school: Any, nia: Any) -> SelfEvaluation:
    """Last year's: the first area written by Nia, a strength that rests on evidence."""
    evaluation = make.make_self_evaluation(school, YEAR - 1)
    section = evaluation.sections.first()
    save(section, going_well="Darllen da", by=nia)
    strength = Strength.all_rows.create(section=section, text="Darllen", lang="cy", could_share=True)
    Priority.all_rows.create(section=section, text="Ysgrifennu", lang="cy", needs_support=True)
    item = make.make_evidence(school)
    section.refresh_from_db()
    for place in (section, strength):
        writing.cite(place, evidence=[item], version=place.version, by=nia, once=uuid4())
    return evaluation


def start(school: Any, by: Any, **more: Any) -> SelfEvaluation:
    return actions.start(school, by=by, **{"year": YEAR, "once": uuid4(), **more})


def section_of(evaluation: SelfEvaluation, position: int = 1) -> Section:
    return evaluation.sections.get(area__position=position)


def places_for(old: SelfEvaluation, *goes: str) -> dict[str, str]:
    codes = old.sections.order_by("area__position").values_list("area__code", flat=True)
    return dict(zip(codes, goes, strict=True))


def test_a_year_begun_from_the_last_one_has_its_texts_findings_and_citations_marked_as_carried(nia, school, last):
    new = start(school, nia, carry=ALL, last=YEAR - 1)
    row, strength = passage(section_of(new)), Strength.all_rows.get(section__self_evaluation=new)
    assert (row.text, row.lang, row.carried, row.written_by) == ("Darllen da", "cy", True, nia)
    assert (strength.text, strength.carried, strength.could_share) == ("Darllen", True, True)
    assert Priority.all_rows.get(section__self_evaluation=new).needs_support
    cited = Citation.all_rows.filter(section__self_evaluation=new) | Citation.all_rows.filter(strength=strength)
    assert {each.evidence_id for each in cited} == {each.evidence_id for each in Citation.all_rows.all()}
    assert cited.count() == 2
    assert new.carried_from == last
    assert passage(section_of(last)).text == "Darllen da", "the old one stays as it is"


def test_nothing_that_is_carried_is_open_to_anybody_outside_the_team(nia, school, last):
    last.sections.update(circle=Section.Circle.COUNCIL)
    new = start(school, nia, carry=ALL, last=YEAR - 1)
    assert set(new.sections.values_list("circle", flat=True)) == {"team"}
    assert new.status == "draft"


def test_only_what_was_chosen_comes_along_and_the_rest_is_listed(nia, school, last):
    new = start(school, nia, carry=["priorities"], last=YEAR - 1)
    assert not Passage.all_rows.filter(section__self_evaluation=new).exclude(text="").exists()
    assert not Strength.all_rows.filter(section__self_evaluation=new).exists()
    assert Priority.all_rows.filter(section__self_evaluation=new, carried=True).count() == 1
    stayed = CarriedArea.all_rows.get(self_evaluation=new, old=section_of(last)).stayed
    assert stayed == [["going_well", "not_chosen"], ["strengths", "not_chosen"]]


def test_whoever_looked_after_an_area_does_so_further_if_they_are_still_in_the_team(nia, carys, owain, school, last):
    Section.all_rows.filter(pk=section_of(last).pk).update(owner=carys)
    Section.all_rows.filter(pk=section_of(last, 2).pk).update(owner=owain)
    new = start(school, nia, carry=["texts"], last=YEAR - 1)
    assert (section_of(new).owner, section_of(new, 2).owner) == (carys, None)


def test_the_mark_goes_when_the_text_is_changed_or_the_page_saved_as_it_is(nia, school, last):
    save(section_of(last), to_improve="Ysgrifennu", by=nia)
    new = start(school, nia, carry=ALL, last=YEAR - 1)
    section = section_of(new)
    save(section, going_well="Darllen gwell", by=nia)
    assert (passage(section).carried, passage(section, "to_improve").carried) == (False, True)
    seen = passage(section, "to_improve")
    save(section, to_improve="Ysgrifennu", by=nia)
    row = passage(section, "to_improve")
    assert (row.text, row.carried, row.version) == ("Ysgrifennu", False, seen.version)
    assert Event.all_rows.filter(verb="section.confirmed").count() == 1
    strength = Strength.all_rows.get(section=section)
    writing.edit(strength, version=1, by=nia, once=uuid4(), text="Darllen", lang="cy", could_share=True)
    assert not strength.carried


def test_the_history_of_a_carried_strength_knows_who_wrote_it(nia, sion, school, last):
    old = Strength.all_rows.get()
    writing.edit(old, version=2, by=sion, once=uuid4(), text="Darllen da", lang="cy", could_share=True)
    new = Strength.all_rows.get(section__self_evaluation=start(school, nia, carry=ALL, last=YEAR - 1))
    assert Revision.all_rows.get(target_id=new.public_id).by == sion


def test_a_change_of_framework_brings_texts_where_the_school_says_each_under_its_areas_name(nia, school):
    old = make.make_self_evaluation(school, YEAR - 1, make.the_framework(*FIVE))
    for section in old.sections.all():
        save(section, going_well=f"Testun {section.area.position}", by=nia)
    places = places_for(old, "teaching-and-learning", "", "teaching-and-learning", "", "leading-and-improving")
    three = make.the_framework(*THREE)
    new = start(school, nia, framework=three, carry=ALL, last=YEAR - 1, places=places)
    assert passage(section_of(new)).text == "Dysgu\nTestun 1\n\nAddysgu a phrofiadau dysgu\nTestun 3"
    assert passage(section_of(new, 3)).text == "Testun 5", "alone, it stands as it was"
    stayed = {row.old.area.position: row.stayed for row in CarriedArea.all_rows.filter(self_evaluation=new)}
    assert stayed == {1: [], 2: [["going_well", "nowhere"]], 3: [], 4: [["going_well", "nowhere"]], 5: []}


def test_texts_in_two_languages_or_too_long_for_one_box_stay_and_are_listed(nia, school):
    old = make.make_self_evaluation(school, YEAR - 1, make.the_framework(*FIVE))
    first, second, third, *_rest = old.sections.order_by("area__position")
    save(first, going_well="Cymraeg", to_improve="x" * (LONGEST - 10), by=nia)
    save(second, going_well="English", lang="en", by=nia)
    save(third, to_improve="Gormod o eiriau", by=nia)
    places = places_for(old, *["leading-and-improving"] * 5)
    new = start(
        school, nia, framework=make.the_framework(*THREE), carry=ALL, last=YEAR - 1, places=places
    )  # fmt: skip
    into = section_of(new, 3)
    assert (passage(into).text, len(passage(into, "to_improve").text)) == ("Cymraeg", LONGEST - 10)
    stayed = {row.old_id: row.stayed for row in CarriedArea.all_rows.filter(self_evaluation=new)}
    assert stayed[second.pk] == [["going_well", "other_language"]]
    assert stayed[third.pk] == [["to_improve", "too_long"]]


def test_a_text_that_another_school_lends_does_not_come_along_but_the_schools_own_does(
    nia, school, other_school, federation, last
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    lender = make.make_self_evaluation(other_school, YEAR - 1)
    make.write_in(lender, "Testun y llall")
    Section.all_rows.filter(pk=section_of(last).pk).update(same_text_as=section_of(lender))
    new = start(school, nia, carry=["texts"], last=YEAR - 1)
    assert passage(section_of(new)).text == "Darllen da"
    assert section_of(new).same_text_as is None
    assert ["text", "lent"] in CarriedArea.all_rows.get(self_evaluation=new, old=section_of(last)).stayed


def test_a_repeated_press_answers_with_the_first_result_also_on_the_pages(nia, school, last):
    once = uuid4()
    words = {"carry": ALL, "last": YEAR - 1, "once": once}
    first = start(school, nia, **words)
    assert start(school, nia, **words) == first
    other = make.make_school(school.council)
    make.appoint(nia, "headteacher", other)
    visitor = Visitor(nia, "en").open(reverse("starting:start", args=[other.public_id]))
    sent = visitor.form.filled(year=str(YEAR))
    for _press in range(2):
        answer = visitor.client.post(visitor.path, sent)
        assert answer.status_code == 302
    assert SelfEvaluation.all_rows.filter(school=other).count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"carry": ALL, "last": YEAR - 2}, "Another self-evaluation has been started"),
        ({"carry": ALL, "last": None}, "Another self-evaluation has been started"),
        ({"year": YEAR - 1}, "already been started"),
    ],
)
def test_what_no_longer_fits_is_refused_and_nothing_is_written(nia, school, last, words, sentence):
    with pytest.raises(Refused, match=sentence):
        start(school, nia, **words)
    assert SelfEvaluation.all_rows.count() == 1


def test_a_change_of_framework_without_a_place_for_each_area_is_refused(nia, school, last):
    three = make.the_framework(*THREE)
    whole = places_for(last, "", "", "")
    for places in (None, {}, {**whole, next(iter(whole)): "standards"}, dict(list(whole.items())[1:])):
        with pytest.raises(Refused, match="Say for each area"):
            start(school, nia, framework=three, carry=ALL, last=YEAR - 1, places=places)


def test_a_framework_is_offered_and_taken_only_if_it_holds_on_the_first_day_of_that_year(nia, school):
    make.the_framework()
    for edition in (1, 2):
        with pytest.raises(Refused, match="is not in force on the first day"):
            start(school, nia, framework=make.the_framework("estyn-areas", edition))
    offered = Visitor(nia, "en").open(reverse("starting:start", args=[school.public_id])).form.fields["framework"]
    named = {"Estyn’s three inspection areas (from 2024)", "National themes for evaluation and improvement"}
    assert set(offered.words.values()) == named
    assert offered.words[offered.holds[0]] == "National themes for evaluation and improvement"


def test_last_years_framework_is_proposed_in_the_edition_that_holds(nia, school):
    make.make_self_evaluation(school, YEAR - 1, make.the_framework(*FIVE))
    assert start(school, nia).framework == make.the_framework(*THREE)
    first = clock.school_year_bounds(YEAR)[0]
    Framework.all_rows.update(ends_on=first - dt.timedelta(days=1))
    with pytest.raises(Refused, match="No framework is in force on the first day"):
        start(school, nia, year=YEAR + 1)


def test_whoever_does_not_write_for_the_school_begins_nothing(glyn, olwen, owain, school, last):
    for person in (glyn, olwen, owain):
        with pytest.raises(PermissionDenied):
            start(school, person)


def test_the_headteacher_changes_to_estyns_areas_on_two_pages_and_reads_what_stayed(nia, school, last):
    make.the_framework(*THREE)
    visitor = Visitor(nia, "en").open(reverse("starting:start", args=[school.public_id]))
    visitor.says("What do you want to bring along from")
    visitor.fill(framework=visitor.form.choice("framework", "three inspection areas"), year=str(YEAR))
    proposal = {name: each.holds for name, each in visitor.form.fields.items() if each.kind == "select"}
    assert proposal == {
        "vision-leadership-and-management": ["leading-and-improving"],
        "curriculum-learning-and-teaching": ["teaching-and-learning"],
        "well-being-inclusion-and-equity": ["well-being-care-support-and-guidance"],
    }
    visitor.press(**{"vision-leadership-and-management": "."}).says("What will happen").fill()
    visitor.says("Went nowhere: it has stayed in", "No area of the new self-evaluation was chosen for it.")
    new = SelfEvaluation.all_rows.get(school_year=YEAR)
    assert new.framework == make.the_framework(*THREE)
    page = Visitor(nia, "cy").open(reverse("self_evaluations:detail", args=[school.public_id, YEAR]))
    page.follow(reverse("starting:carried", args=[school.public_id, YEAR]))


def test_the_pages_say_what_was_carried_to_the_team_and_to_nobody_else(nia, olwen, school, last):
    new = start(school, nia, carry=ALL, last=YEAR - 1)
    detail = reverse("self_evaluations:detail", args=[school.public_id, YEAR])
    marked = f"Carried from {last.year_words}"
    Visitor(nia, "en").open(detail).says(marked)
    area = section_of(new).area.code
    untouched = "has not been looked at yet"
    check = reverse("self_evaluations:check", args=[school.public_id, YEAR])
    Visitor(nia, "en").open(f"{check}?areas={area}").says(untouched)
    Visitor(nia, "en").open(f"{check}?areas={section_of(new, 2).area.code}").says_nothing_of(untouched)
    Visitor(nia, "en").open(reverse("self_evaluations:write", args=[school.public_id, YEAR, area])).says(
        "was carried from", "Why we ask", "Nobody looks for an answer to each"
    )
    save(section_of(new), to_improve="Mwy", how_we_know="Llyfrau", by=nia)
    strength = Strength.all_rows.get(section__self_evaluation=new)
    assert strength.carried
    submit(new, by=nia, areas=[area])
    page = reverse("self_evaluations:version", args=[school.public_id, YEAR, 1])
    Visitor(olwen, "en").open(page).says("Darllen", "Written to the framework").says_nothing_of(marked)
    assert "carried" not in str(Version.all_rows.get().words)


def test_words_of_a_framework_that_are_put_better_reach_living_copies_and_never_what_was_frozen(nia, school, last):
    save(section_of(last), to_improve="Mwy", how_we_know="Llyfrau", by=nia)
    submit(last, by=nia, areas=[section_of(last).area.code])
    frozen = bytes(Version.all_rows.get().content)
    Area.all_rows.filter(pk=section_of(last).area_id).update(name_en="Leading well")
    Framework.all_rows.update(name_en="Other themes")
    assert bytes(Version.all_rows.get().content) == frozen
    words = Version.all_rows.get().words
    assert words["framework"]["name_en"] == "National themes for evaluation and improvement"
    assert words["areas"][0]["name_en"] == "Vision, leadership and management"
    living = content_of(SelfEvaluation.all_rows.select_related("framework").get())
    assert living["areas"][0]["name_en"] == "Leading well"
    assert passage(section_of(last)).text == "Darllen da"


def test_a_later_version_of_a_framework_changes_no_self_evaluation_that_was_written_to_an_earlier_one(school, last):
    first = clock.school_year_bounds(YEAR)[0]
    before = content_of(last)
    names = {"name_cy": "Newydd", "name_en": "New"}
    later = Framework.all_rows.create(code=last.framework.code, edition=2, starts_on=first, **names)
    texts = {"about_cy": "x", "about_en": "x", **names}
    Area.all_rows.create(framework=later, code="other", position=1, **texts)
    last.refresh_from_db()
    assert content_of(last) == before


def test_a_proposal_is_changed_by_an_administrator_within_its_framework(client, ann, school):
    make.the_framework()
    client.force_login(ann)
    mapping = AreaMapping.all_rows.filter(new__framework=make.the_framework(*THREE)).first()
    page = reverse("admin:schools_areamapping_change", args=[mapping.pk])
    offered = client.get(page).context["adminform"].form.fields["new"].queryset
    assert {area.framework_id for area in offered} == {mapping.new.framework_id}
    other = offered.exclude(pk=mapping.new_id).first()
    assert client.post(page, {"new": other.pk}).status_code == 302
    mapping.refresh_from_db()
    assert mapping.new == other


def test_a_beginning_asks_the_database_as_much_whatever_comes_along(nia, council, django_assert_max_num_queries):
    asked = []
    for size in (1, 3):
        school = make.make_school(council)
        make.appoint(nia, "headteacher", school)
        last = make.make_self_evaluation(school, YEAR - 1)
        items = [make.make_evidence(school) for _each in range(size)]
        for _each in range(size):
            make.write_in(last)
        for place in (*Strength.all_rows.filter(section__self_evaluation=last), *last.sections.all()):
            for item in items:
                Citation.all_rows.create(evidence=item, **{place._meta.model_name: place})
        with django_assert_max_num_queries(100) as queries:
            start(school, nia, carry=ALL, last=YEAR - 1)
        asked.append(len(queries))
    assert asked[0] == asked[1]
