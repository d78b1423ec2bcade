"""Who may come to read which area: the school decides, the governors and the council read what is open to them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from schools.history import events_of, told_to
from schools.models import Notice, SelfEvaluation, Version
from schools.refusals import Refused, Stale
from schools.sharing import actions
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import save, submit


@pytest.fixture
def written(school: Any) -> SelfEvaluation:
    """Each area holds the words of its own code, so that one can tell which of them were shown."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    for section in evaluation.sections.select_related("area"):
        section.passages.filter(box="going_well").update(text=f"WORDS-{section.area.code}")
    return evaluation


def codes(evaluation: SelfEvaluation) -> list[str]:
    return list(evaluation.sections.order_by("area__position").values_list("area__code", flat=True))


def open_areas(evaluation: SelfEvaluation, by: Any, *circles: str) -> SelfEvaluation:
    """Put the first areas into these circles, one each."""
    evaluation.refresh_from_db()
    wanted = dict(zip(codes(evaluation), circles, strict=False))
    return actions.set_circles(evaluation, circles=wanted, version=evaluation.version, by=by, once=uuid4())


def page(name: str, evaluation: SelfEvaluation, *more: Any) -> str:
    return reverse(f"sharing:{name}", args=[evaluation.school.public_id, evaluation.school_year, *more])


def areas_in(version: Version) -> list[str]:
    return [area["code"] for area in version.words["areas"]]


def test_at_first_nothing_is_open_to_anybody_but_the_team(nia, written):
    assert set(written.sections.values_list("circle", flat=True)) == {"team"}
    with pytest.raises(Refused, match="No area is open to the governors"):
        actions.share_with_governors(written, by=nia, once=uuid4())


def test_the_governors_read_the_areas_that_are_open_to_them_and_the_council_hears_nothing(
    client, nia, glyn, gwen, clem, olwen, alun, written
):
    open_areas(written, nia, "governors", "team", "council")
    shared = actions.share_with_governors(written, by=nia, once=uuid4())
    first, _second, third = codes(written)
    assert areas_in(shared) == [first, third], "a wider circle contains the narrower one"
    assert {notice.person for notice in Notice.all_rows.all()} == {glyn, gwen}
    path = page("version", written, 1)
    for reader, status in ((glyn, 200), (gwen, 200), (nia, 200), (olwen, 403), (alun, 403), (clem, 403)):
        client.force_login(reader)
        assert client.get(path).status_code == status, reader
    assert [row.verb for row in events_of(olwen, written.public_id)] == []
    assert [row.verb for row in events_of(gwen, written.public_id)] == ["shared_self_evaluation.shared"]


def test_a_submission_carries_only_the_ticked_areas_and_nothing_tells_of_the_others(client, nia, olwen, written):
    first, second, third = codes(written)
    open_areas(written, nia, "governors")
    submit(written, by=nia, areas=[second])
    frozen = Version.all_rows.get()
    assert areas_in(frozen) == [second]
    assert written.sections.get(area__code=second).circle == "council", "ticking it opened it"
    client.force_login(olwen)
    pages = [
        reverse("self_evaluations:version", args=[written.school.public_id, written.school_year, 1]),
        reverse("self_evaluations:index", args=[written.school.public_id]),
        reverse("self_evaluations:history", args=[written.school.public_id, written.school_year]),
        reverse("register:detail", args=[written.school.public_id]),
        reverse("register:history", args=[written.school.public_id]),
        reverse("home:index"),
    ]
    shown = "".join(client.get(path).content.decode() for path in pages)
    assert f"WORDS-{second}" in shown
    for other in (first, third):
        name = written.sections.get(area__code=other).area.name_en
        assert f"WORDS-{other}" not in shown
        assert name not in shown


def test_an_area_that_is_closed_again_stays_in_what_was_shared_and_out_of_the_next(nia, written):
    open_areas(written, nia, "governors", "governors")
    actions.share_with_governors(written, by=nia, once=uuid4())
    open_areas(written, nia, "team", "governors")
    actions.share_with_governors(written, by=nia, once=uuid4())
    newest, oldest = Version.all_rows.filter(version_kind="shared_self_evaluation")
    assert areas_in(oldest) == codes(written)[:2]
    assert areas_in(newest) == codes(written)[1:2]


def test_sharing_again_without_a_change_is_refused_and_words_saved_meanwhile_are_not_shared_unread(
    client, nia, sion, written
):
    open_areas(written, nia, "governors")
    client.force_login(nia)
    form = client.get(page("governors", written)).context["form"]
    typed = {field.name: field.value() for field in form.hidden_fields()}
    save(written.sections.order_by("area__position").first(), going_well="Geiriau Siôn", by=sion)
    answer = client.post(page("governors", written), typed)
    assert "changed the self-evaluation since you read it" in answer.content.decode()
    actions.share_with_governors(written, by=nia, once=uuid4())
    with pytest.raises(Refused, match="Nothing has changed"):
        actions.share_with_governors(written, by=nia, once=uuid4())


def test_the_second_of_two_who_choose_circles_is_shown_the_others_choice(nia, written):
    stale = written.version
    open_areas(written, nia, "governors")
    with pytest.raises(Stale):
        actions.set_circles(written, circles={codes(written)[0]: "council"}, version=stale, by=nia, once=uuid4())
    assert written.sections.order_by("area__position").first().circle == "governors"


@pytest.mark.parametrize("who", ["sion", "carys", "glyn", "olwen", "alun", "owain", "huw"])
def test_only_the_headteacher_decides_who_reads(who, request, written):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        open_areas(written, person, "council")
    with pytest.raises(PermissionDenied):
        actions.share_with_governors(written, by=person, once=uuid4())


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("governor", {0, 2}), ("council", {2}), ("adviser", {2}), ("councillor", set())],
)
def test_a_preview_shows_what_that_reader_would_get(client, nia, written, reader, seen):
    open_areas(written, nia, "governors", "team", "council")
    client.force_login(nia)
    shown = client.get(page("preview", written, reader)).content.decode()
    assert {at for at, code in enumerate(codes(written)) if f"WORDS-{code}" in shown} == seen
    assert ("Nothing to read" in shown) == (not seen)


@pytest.mark.parametrize("reader", ["governor", "council"])
def test_a_preview_never_says_that_anything_was_shared_or_submitted(nia, written, reader):
    open_areas(written, nia, "council", "governors", "council")
    shown = Visitor(nia, "en").open(page("preview", written, reader))
    shown.says("A preview, as it stands on", "It shares and submits nothing.")
    shown.says_nothing_of("Submitted on", "Shared with the governors on")


def test_the_governors_are_told_of_what_is_submitted_and_can_open_it(nia, glyn, gwen, clem, written):
    submit(written, by=nia, areas=codes(written)[:1])
    told = Notice.all_rows.filter(notice_kind="self_evaluation_submitted")
    assert {glyn, gwen} <= {notice.person for notice in told} and clem not in {notice.person for notice in told}
    notice = told.get(person=glyn)
    Visitor(glyn, "en").open(reverse("home:notices")).says("has submitted its self-evaluation")
    Visitor(glyn, "en").open(f"/en{notice.path}").says(f"WORDS-{codes(written)[0]}")


def test_what_the_preview_shows_is_what_the_reader_then_gets(client, nia, olwen, written):
    open_areas(written, nia, "council", "governors", "council")
    client.force_login(nia)
    before = client.get(page("preview", written, "council")).content.decode()
    submit(written, by=nia, areas=[codes(written)[0], codes(written)[2]])
    client.force_login(olwen)
    path = reverse("self_evaluations:version", args=[written.school.public_id, written.school_year, 1])
    after = client.get(path).content.decode()

    def areas(html: str) -> str:
        words = html[html.index('<section class="portal-area"') : html.rindex("</section>")]
        return " ".join(re.sub('<p class="govuk-body portal-no-print">.*?</p>', "", words).split())  # without ways on

    assert areas(before) == areas(after)


def test_the_history_names_the_area_in_the_readers_language_and_says_it_plainly(nia, written):
    section = written.sections.first()
    save(section, going_well="Darllen", by=nia)
    actions.set_circles(written, circles={section.area.code: "council"}, version=written.version, by=nia, once=uuid4())
    events = [*events_of(nia, written.public_id)]
    for language, said in (
        ("en", [f"Who may read “{section.area.name_en}” was changed.", "The school chose who may read each area."]),
        ("cy", [f"“{section.area.name_cy}”"]),
    ):
        with translation.override(language):
            told = " ".join(line.sentence for line in told_to(nia, events))
        assert [words for words in said if words not in told] == []
    assert f"The text under “{section.area.name_en}” was saved." in [line.sentence for line in told_to(nia, events)]


def test_the_own_copy_says_which_version_the_governors_read_and_which_the_council(client, nia, sion, written):
    """Shared, then submitted, then changed and shared again: each time the page says what is read now."""

    def says(who: Any) -> str:
        client.force_login(who)
        where = reverse("self_evaluations:detail", args=[written.school.public_id, written.school_year])
        return " ".join(client.get(where, headers={"accept-language": "en"}).content.decode().split())

    nobody = "Nobody outside your team sees it until the headteacher shares or submits it."
    governors, besides = "What your governors read", "What only your governors read"
    everybody = "What the council, your adviser and your governors read"
    assert nobody in says(nia)
    open_areas(written, nia, "governors", "council", "council")
    actions.share_with_governors(written, by=nia, once=uuid4())
    for reader in (nia, sion):
        words = says(reader)
        assert governors in words and everybody not in words and nobody not in words
    submit(written, by=nia, areas=codes(written)[1:])
    assert everybody in says(nia)
    save(written.sections.first(), by=nia, going_well="A new sentence for the governors.")
    actions.share_with_governors(written, by=nia, once=uuid4())
    words = says(sion)
    assert everybody in words and besides in words and "Version 2 for the governors, shared on" in words


def test_two_first_versions_of_a_year_are_told_apart_by_name(client, nia, glyn, written):
    open_areas(written, nia, "council", "council", "council")
    actions.share_with_governors(written, by=nia, once=uuid4())
    submit(written, by=nia)
    for reader in (nia, glyn):
        client.force_login(reader)
        where = reverse("self_evaluations:index", args=[written.school.public_id])
        shown = client.get(where, headers={"accept-language": "en"}).content.decode()
        assert ">Submitted, version 1<" in shown and ">For the governors, version 1<" in shown


def test_each_version_leads_to_the_later_one_for_the_other_readers_as_far_as_its_reader_may_read_that(
    nia, glyn, olwen, alun, written
):
    first, second, _third = codes(written)
    open_areas(written, nia, "governors", "governors")
    actions.share_with_governors(written, by=nia, once=uuid4())
    shared = page("version", written, 1)
    submitted = reverse("self_evaluations:version", args=[written.school.public_id, written.school_year, 1])
    for reader in (nia, glyn):
        Visitor(reader, "en").open(shared).says_nothing_of("since:")
    written.refresh_from_db()
    submit(written, by=nia, areas=[first])
    for reader in (nia, glyn):
        there = Visitor(reader, "en").open(shared).says("The school has submitted a version since:").follow(submitted)
        there.says_nothing_of("since:")
    save(written.sections.get(area__code=second), going_well="Newer words", by=nia)
    actions.share_with_governors(written, by=nia, once=uuid4())
    for reader in (nia, glyn):
        there = Visitor(reader, "en").open(submitted).says("The school has shared a version with the governors since:")
        there.follow(page("version", written, 2)).says_nothing_of("since:")
    for reader in (olwen, alun):
        there = Visitor(reader, "en").open(submitted).says_nothing_of("since:", "with the governors")
        assert not there.offers(page("version", written, 2))
