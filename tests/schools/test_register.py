"""The register's pages: who sees which schools, what a school's page shows, what an officer may correct."""

import datetime as dt
from uuid import uuid4

import pytest

from schools import clock
from schools.models import (
    Cluster,
    ContextFigures,
    Event,
    Federation,
    School,
    Title,
    WelshMediumCategory,
)
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.schools.visits import at, facts, page, post, queries
from tests.schools.writing import passage

LIST = "/en/schools/"


# --- The list


def test_each_sees_the_schools_that_are_theirs(client, cast, school, other_school, far_school):
    ours, hers, far = (row.name for row in (school, other_school, far_school))
    expected = {
        "nia": {ours}, "gwen": {ours}, "dai": {ours}, "owain": {hers}, "olwen": {ours, hers}, "rhys": {far},
        "alun": {ours}, "beca": {hers}, "eira": set(), "mari": {ours, hers, far}, "elin": {ours, hers},
    }  # fmt: skip
    for who, names in expected.items():
        words = page(client, getattr(cast, who), LIST)
        assert {name for name in (ours, hers, far) if f">{name}</a>" in words} == names, who


def test_a_head_finds_one_row_and_no_filters(client, nia):
    words = page(client, nia, LIST)
    assert words.count("<tbody") == 1 and words.count('scope="row"') == 1
    assert "portal-filters" not in words


def test_a_head_goes_from_the_menu_straight_to_the_school(client, nia, school):
    words = page(client, nia, LIST)
    assert f'href="{at(school)}"' in words
    assert "My school" in words


@pytest.mark.parametrize("words", ["tŷ", "TY MAWR", "Ty'", "brynmawr", "6772001", "mawr bryn", "np23"])
def test_search_finds_names_towns_and_numbers_without_accents_and_capitals(client, olwen, council, school, words):
    make.make_school(
        council, "Ysgol Tŷ’r Mawr", name_en="Big House School", town="Brynmawr", number="6772001", postcode="NP23 6NJ"
    )
    words = words.replace("Ty'", "house")
    found = page(client, olwen, f"{LIST}?q={words.replace(' ', '+').replace('MAWR', 'mawr')}".replace("TY", "ty"))
    assert "Big House School</a>" in found
    assert f"{school.name}</a>" not in found


def order_of(words: str, names: list[str]) -> list[str]:
    return sorted((name for name in names if f">{name}</a>" in words), key=lambda name: words.index(f">{name}</a>"))


def test_the_list_follows_the_alphabet_of_its_language(client, olwen, council):
    names = ["Chwilog", "Cwm", "Dinas", "Ddôl", "Llanelli", "Lwgwy", "Ôgwr"]
    for name in names:
        make.make_school(council, name)
    assert order_of(page(client, olwen, "/cy/schools/"), names) == [
        "Cwm", "Chwilog", "Dinas", "Ddôl", "Lwgwy", "Llanelli", "Ôgwr",
    ]  # fmt: skip
    assert order_of(page(client, olwen, LIST), names) == [
        "Chwilog", "Cwm", "Ddôl", "Dinas", "Llanelli", "Lwgwy", "Ôgwr",
    ]  # fmt: skip


def test_the_list_can_be_sorted_by_town(client, olwen, council):
    for name, town in (("Ysgol A", "Llanhiledd"), ("Ysgol B", "Lwgwy"), ("Ysgol C", "Cwm")):
        make.make_school(council, name, town=town)
    names = ["Ysgol A", "Ysgol B", "Ysgol C"]
    assert order_of(page(client, olwen, "/cy/schools/?sort=town"), names) == ["Ysgol C", "Ysgol B", "Ysgol A"]
    assert order_of(page(client, olwen, f"{LIST}?sort=town"), names) == ["Ysgol C", "Ysgol A", "Ysgol B"]


def test_no_figure_is_a_sort_key(client, olwen, school, other_school):
    plain = page(client, olwen, LIST)
    for key in ("pupils", "efsm_percent", "attendance_percent", "-name"):
        assert order_of(page(client, olwen, f"{LIST}?sort={key}"), [school.name, other_school.name]) == order_of(
            plain, [school.name, other_school.name]
        )


def test_each_filter_narrows_the_list(client, olwen, alun, council, school, other_school):
    load_welsh_medium()
    cluster = Cluster.all_rows.create(council=council, name_cy="Clwstwr", name_en="Cluster")
    School.all_rows.filter(pk=school.pk).update(sector="special", governance="foundation", cluster=cluster)
    WelshMediumCategory.all_rows.create(school=school, scheme="2022", code="3P", starts_on=make.LONG_AGO)
    for chosen in (
        "sector=special", "governance=foundation", "category=2022:3P", f"cluster={cluster.public_id}",
        f"adviser={alun.public_id}", "q=nant",
    ):  # fmt: skip
        words = page(client, olwen, f"{LIST}?{chosen}")
        assert f"{school.name}</a>" in words and f"{other_school.name}</a>" not in words, chosen
    both = page(client, olwen, f"{LIST}?sector=nonsense&cluster=x&category=y&page=zzz&q=%00")
    assert f"{other_school.name}</a>" in both


def test_a_closed_school_is_listed_only_when_asked_for(client, olwen, school, other_school):
    School.all_rows.filter(pk=other_school.pk).update(closed_on=make.YESTERDAY)
    assert f"{other_school.name}</a>" not in page(client, olwen, LIST)
    assert f"{other_school.name}</a>" in page(client, olwen, f"{LIST}?closed=on")


def test_long_lists_come_in_pages_and_keep_their_filters(client, olwen, council):
    for n in range(35):
        make.make_school(council, f"Ysgol Rhif {n:02d}")
    first = page(client, olwen, f"{LIST}?q=rhif")
    assert "35 schools" in first and "q=rhif&amp;page=2" in first
    assert "Ysgol Rhif 34</a>" in page(client, olwen, f"{LIST}?q=rhif&page=2")


def test_the_list_and_the_school_take_the_same_few_queries_however_much_there_is(
    client, olwen, mari, alun, nia, council, service, school
):
    load_welsh_medium()
    fill(school, 1, service)
    urls = {olwen: [LIST, "/cy/schools/csv/", at(school), at(school, "edit"), at(school, "history")]}
    urls |= {who: [LIST, at(school), at(school, "history")] for who in (mari, alun, nia)}
    counts = {}
    for _size in (1, 3):
        for who, pages in urls.items():
            client.force_login(who)
            for url in pages:
                client.get(url)
                counts.setdefault((who.name, url), set()).add(queries(client, url))
        for _again in range(2):
            fill(make.make_school(council), 1, service)
            fill(school, 1, service)
    assert all(len(found) == 1 for found in counts.values()), counts
    assert max(max(found) for found in counts.values()) <= 12, counts


_codes = iter(range(1000))


def fill(school: School, size: int, service) -> None:
    """One more of each collection on a school's page."""
    for _again in range(size):
        n = next(_codes)
        names = {"council": school.council, "name_cy": f"Grŵp {n}", "name_en": f"Group {n}"}
        school.cluster, school.federation = Cluster.all_rows.create(**names), Federation.all_rows.create(**names)
        school.save()
        before = make.make_school(school.council, f"Ysgol Hen {n}", closed_on=make.YESTERDAY)
        school.predecessors.add(before)
        ContextFigures.all_rows.create(school=school, school_year=2000 + n % 100, pupils=n)
        day = dt.date(1900 + n, 1, 1)
        WelshMediumCategory.all_rows.create(school=school, scheme="2007", code="WM", starts_on=day, ends_on=day)
        WelshMediumCategory.all_rows.create(school=school, scheme=str(n), code="WM", starts_on=day)
        adviser = make.make_person(f"Cynghorydd {n}".replace(" ", ""))
        make.appoint(adviser, Role.SERVICE_ADVISER, service)
        make.assign(adviser, service, school)
        make.appoint(make.make_person(f"Athro{n}"), Role.CONTRIBUTOR, school)


# --- One school


def test_a_school_shows_its_facts_in_both_languages(client, olwen, alun, council, service, school):
    load_welsh_medium()
    Title.all_rows.create(
        service=service,
        role=Role.SERVICE_ADVISER,
        title_cy="Partner Gwella Ysgol",
        title_en="School Improvement Partner",
    )
    School.all_rows.filter(pk=school.pk).update(name_en="Woodbrook School", number="0012001", town="Tredegar")
    WelshMediumCategory.all_rows.create(school=school, scheme="2007", code="WM", starts_on=make.LONG_AGO)
    ContextFigures.all_rows.create(school=school, school_year=2025, pupils=212, efsm_percent="21.5")
    english = page(client, olwen, at(school))
    for words in ("Woodbrook School", "0012001", "Welsh-medium", "Scheme of 2007", "2025/26", "212", "21.5%", "Alun"):
        assert words in english
    assert "School Improvement Partner" in english
    welsh = page(client, olwen, at(school, language="cy"))
    assert "Cyfrwng Cymraeg" in welsh and "Partner Gwella Ysgol" in welsh and school.name_cy in welsh


def test_people_are_named_to_those_who_work_with_the_school(client, cast, school):
    names = {"nia": True, "carys": True, "olwen": True, "alun": True, "mari": True, "gwen": False, "dai": False}
    for who, sees in names.items():
        words = page(client, getattr(cast, who), at(school))
        assert ("Siân" in words or ">Carys<" in words) == sees, who
        assert ">Huw<" not in words, "a former head is not among the people of today"
    assert ">Carys<" not in page(client, cast.elin, at(school)), "an interest closes everything but register facts"


def test_only_doors_that_open_are_shown(client, cast, school):
    doors = ("self-evaluations/", "plans/", "evidence/", "history/")
    opened = {
        "nia": {"self-evaluations/", "plans/", "evidence/", "history/"},
        "gwen": {"self-evaluations/", "plans/", "history/"},
        "dai": set(),
        "olwen": {"self-evaluations/", "plans/", "history/"},
        "elin": set(),
    }
    for who, expected in opened.items():
        words = page(client, getattr(cast, who), at(school))
        assert {door for door in doors if f'href="{at(school)}{door}"' in words} == expected, who
        for door in expected:
            page(client, getattr(cast, who), f"{at(school)}{door}")


def test_a_school_of_others_is_not_there(client, owain, rhys, beca, school):
    for person in (owain, rhys, beca):
        page(client, person, at(school), 404)


def test_former_and_following_schools_are_named(client, olwen, school, other_school):
    School.all_rows.filter(pk=other_school.pk).update(closed_on=make.YESTERDAY, number="0012002")
    school.predecessors.add(other_school)
    assert f"{other_school.name} (0012002)" in page(client, olwen, at(school))
    assert "Replaced by" in page(client, olwen, at(other_school))


# --- Correcting


def test_an_officer_corrects_a_school(client, olwen, council, school, other_school):
    cluster = Cluster.all_rows.create(council=council, name_cy="Clwstwr", name_en="Cluster")
    School.all_rows.filter(pk=other_school.pk).update(closed_on=make.YESTERDAY)
    number = f"{council.code}2001"
    words = facts(
        school, name_cy="Ysgol y Llan", number=number, postcode="np22 3aa", cluster=cluster.public_id,
        predecessors=[other_school.public_id],
    )  # fmt: skip
    answer = post(client, olwen, at(school, "edit"), **words)
    assert answer.status_code == 302, answer.context["form"].errors
    school.refresh_from_db()
    assert (school.name_cy, school.number, school.postcode, school.version) == ("Ysgol y Llan", number, "NP22 3AA", 2)
    assert school.cluster == cluster and list(school.predecessors.all()) == [other_school]
    assert school.sort_cy == School(name_cy="Ysgol y Llan")._meta.get_field("sort_cy").pre_save(school, False)
    assert Event.all_rows.get(verb="school.changed").school == school


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"number": "123"}, "does not have seven digits"),
        ({"number": "9992001"}, "does not begin with the council"),
        ({"postcode": "Tredegar"}, "Enter a whole postcode"),
        ({"name_cy": "=1"}, "Begin with a letter or a number"),
        ({"name_en": ""}, "name in English"),
        ({"sector": "university"}, "hoose one of the answers"),
        ({"closed_on-day": "31", "closed_on-month": "2", "closed_on-year": "2026"}, "Enter a real date"),
        ({"version": "x"}, "open for too long"),
    ],
)
def test_wrong_facts_are_refused_with_a_sentence(client, olwen, school, wrong, why):
    answer = post(client, olwen, at(school, "edit"), **facts(school, **wrong))
    assert answer.status_code == 200
    assert why in answer.content.decode() and "govuk-error-summary" in answer.content.decode()
    school.refresh_from_db()
    assert school.version == 1


def test_a_number_that_another_school_has_is_refused(client, olwen, council, school, other_school):
    School.all_rows.filter(pk=other_school.pk).update(number=f"{council.code}2001")
    answer = post(client, olwen, at(school, "edit"), **facts(school, number=f"{council.code}2001"))
    assert "Another school already has this number" in answer.content.decode()


def test_who_saves_second_sees_both(client, olwen, lowri, school):
    post(client, olwen, at(school, "edit"), **facts(school, town="Tredegar"))
    answer = post(client, lowri, at(school, "edit"), **facts(school, town="Cwm"))
    words = answer.content.decode()
    assert "Tredegar" in words and "Cwm" in words and "Somebody else saved" in words
    school.refresh_from_db()
    assert school.town == "Tredegar"


def test_only_the_councils_own_officers_correct(client, cast, school):
    doors = ["edit", f"figures/{clock.current_school_year()}", "language-category", "add-group"]
    for who, status in {"olwen": 200, "nia": 403, "alun": 403, "mari": 403, "elin": 403, "rhys": 404}.items():
        for door in doors:
            page(client, getattr(cast, who), at(school, door), status)


def test_figures_of_a_year_are_written_and_corrected(client, olwen, school):
    year = clock.current_school_year()
    post(client, olwen, at(school, "figures", year), version=0, pupils="210", efsm_percent="21.5")
    row = ContextFigures.all_rows.get()
    assert (row.pupils, str(row.efsm_percent), row.staff, row.version) == (210, "21.5", None, 1)
    assert 'value="210"' in page(client, olwen, at(school, "figures", year))
    post(client, olwen, at(school, "figures", year), version=1, pupils="211")
    answer = post(client, olwen, at(school, "figures", year), version=0, pupils="999")
    assert "You saved this in another tab or window" in answer.content.decode()
    assert ContextFigures.all_rows.get().pupils == 211
    for wrong in ({"pupils": "-1"}, {"efsm_percent": "101"}, {"aln_percent": "1.23"}, {"staff": "many"}):
        answer = post(client, olwen, at(school, "figures", year), version=2, **wrong)
        assert "govuk-error-summary" in answer.content.decode(), wrong
    page(client, olwen, at(school, "figures", year + 1), 404)


def test_a_new_category_ends_the_former_one(client, olwen, school):
    load_welsh_medium()
    WelshMediumCategory.all_rows.create(school=school, scheme="2022", code="2", starts_on=make.LONG_AGO)
    day = {"starts_on-day": "1", "starts_on-month": "9", "starts_on-year": "2025"}
    post(client, olwen, at(school, "language-category"), category="2022:3", **day)
    former, now = WelshMediumCategory.all_rows.order_by("starts_on")
    assert (former.ends_on, now.starts_on, now.code) == (dt.date(2025, 8, 31), dt.date(2025, 9, 1), "3")
    answer = post(client, olwen, at(school, "language-category"), category="2022:1", **day)
    assert "Give a later day" in answer.content.decode()


def test_a_federation_is_added_once_however_often_one_presses(client, olwen, school):
    client.force_login(olwen)
    words = {"once": uuid4(), "kind": "federation", "name_cy": "Ffederasiwn", "name_en": "Federation"}
    for _press in range(2):
        assert client.post(at(school, "add-group"), words)["Location"] == at(school)
    school.refresh_from_db()
    assert school.federation == Federation.all_rows.get()


def test_a_register_edit_that_ends_a_federation_gives_the_school_the_words_it_shared(
    client, olwen, school, other_school, federation
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    ours, theirs = make.make_self_evaluation(other_school), make.make_self_evaluation(school)
    make.write_in(ours, "Ein geiriau")
    section, source = theirs.sections.first(), ours.sections.first()
    ours.sections.update(circle="council")
    type(section).all_rows.filter(pk=section.pk).update(same_text_as=source)
    number = f"{school.council.code}2001"
    answer = post(client, olwen, at(school, "edit"), **facts(school, number=number, federation=""))
    assert answer.status_code == 302, answer.context["form"].errors
    section.refresh_from_db()
    assert section.same_text_as is None
    assert passage(section).text == passage(source).text != ""
