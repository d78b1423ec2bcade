"""The agenda: drafted from what was submitted, added to by each party, and never doubled."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from discussions.access import agenda_item_for
from discussions.agenda import actions
from discussions.agenda_drafts import agenda_of
from discussions.models import AgendaItem, Discussion, Round
from discussions.professional_discussions import actions as discussions
from discussions.records import actions as records
from schools import clock
from schools.models import ConflictOfInterest, Event, Priority, Revision, Strength
from schools.refusals import Refused, Stale
from tests import factories as make
from tests.schools.writing import submit

from .meetings import guest_of, ids, key, schedule


def sources(discussion) -> list[str]:
    return list(discussion.agenda_items.order_by("position").values_list("source", flat=True))


def fresh(*people):
    for person in people:
        person.forget_roles()


def test_scheduling_drafts_the_agenda_from_the_latest_submission(submitted, discussion):
    assert sources(discussion) == ["support_need"] * 3 + ["strength"] * 3
    item = discussion.agenda_items.first()
    assert (item.text, item.lang, item.party) == ("Mae'r dysgwyr yn darllen yn dda. (blaenoriaeth)", "cy", "school")


def test_before_anything_is_submitted_the_agenda_is_empty(discussion, olwen):
    assert sources(discussion) == []
    with pytest.raises(Refused, match="There is nothing new to bring in"):
        actions.redraft(discussion, by=olwen, once=key())


def test_what_is_not_shared_or_not_submitted_stays_off_the_agenda(submitted, school, olwen, nia):
    section = submitted.sections.first()
    Strength.all_rows.create(section=section, text="Living", lang="en", could_share=True)
    Strength.all_rows.filter(section=section).exclude(text="Living").update(could_share=False)
    submit(submitted, by=nia, once=key())
    Priority.all_rows.create(section=section, text="Not submitted", lang="en")
    discussion = schedule(school, olwen, nia)
    texts = set(discussion.agenda_items.values_list("text", flat=True))
    assert "Living" in texts
    assert "Not submitted" not in texts
    assert sources(discussion).count("strength") == 3


def test_drafting_again_adds_what_is_new_and_doubles_nothing(submitted, discussion, nia, olwen):
    section = submitted.sections.first()
    Priority.all_rows.create(section=section, text="Newydd", lang="cy", needs_support=False)
    Priority.all_rows.filter(section=submitted.sections.last()).delete()
    submit(submitted, by=nia, once=key())
    actions.redraft(discussion, by=olwen, once=key())
    assert sources(discussion) == ["support_need"] * 3 + ["strength"] * 3 + ["priority"]
    with pytest.raises(Refused, match="There is nothing new to bring in"):
        actions.redraft(discussion, by=nia, once=key())


def test_what_was_taken_off_does_not_come_back(submitted, discussion, nia):
    item = discussion.agenda_items.first()
    actions.remove(item, by=nia, once=key())
    with pytest.raises(Refused, match="There is nothing new to bring in"):
        actions.redraft(discussion, by=nia, once=key())
    assert len(sources(discussion)) == 5


def test_a_federations_agenda_has_what_each_school_submitted(submitted, federated, school, olwen, nia):
    other = make.make_self_evaluation(federated)
    make.write_in(other, "Ail ysgol")
    submit(other, by=nia, once=key())
    discussion = schedule(school, olwen, nia, also=ids(federated), place="Pen y Bryn")
    assert {item.school for item in discussion.agenda_items.all()} == {school, federated}
    assert len(sources(discussion)) == 12


@pytest.mark.parametrize(
    ("who", "party"), [("nia", "school"), ("sion", "school"), ("olwen", "council"), ("alun", "service")]
)
def test_each_party_adds_and_changes_its_own_item(who, party, request, discussion):
    person = request.getfixturevalue(who)
    item = actions.add(discussion, text="Presenoldeb", lang="cy", by=person, once=key())
    assert (item.party, item.lang, item.school) == (party, "cy", None)
    actions.edit(item, text="Attendance", lang="en", version=1, by=person, once=key())
    item.refresh_from_db()
    assert (item.text, item.lang) == ("Attendance", "en")
    assert [row.text for row in Revision.all_rows.order_by("pk")][-2:] == ["Presenoldeb", "Attendance"]


@pytest.mark.parametrize("who", ["glyn", "gwen", "carys", "dai", "owain", "beca", "elin", "gareth", "huw", "idris"])
def test_nobody_else_writes_on_the_agenda(who, request, discussion):
    with pytest.raises(PermissionDenied):
        actions.add(discussion, text="x", lang="en", by=request.getfixturevalue(who), once=key())


def test_another_partys_item_can_be_neither_changed_nor_removed(submitted, discussion, olwen, alun):
    item = discussion.agenda_items.first()
    with pytest.raises(PermissionDenied):
        agenda_item_for(olwen, discussion.public_id, item.public_id)
    with pytest.raises(Refused, match="Only those whose item this is"):
        actions.edit(item, text="x", lang="en", version=1, by=alun, once=key())
    with pytest.raises(Refused, match="Only those whose item this is"):
        actions.remove(item, by=olwen, once=key())


def test_the_second_of_two_who_change_one_item_is_shown_the_first_ones_words(discussion, nia, sion):
    item = actions.add(discussion, text="Un", lang="cy", by=nia, once=key())
    actions.edit(item, text="Dau", lang="cy", version=1, by=nia, once=key())
    with pytest.raises(Stale) as refusal:
        actions.edit(item, text="Tri", lang="cy", version=1, by=sion, once=key())
    assert refusal.value.theirs["text"] == "Dau"


def test_pressing_add_twice_gives_one_item(discussion, nia):
    once = key()
    for _again in range(2):
        actions.add(discussion, text="Un", lang="cy", by=nia, once=once)
    assert len(sources(discussion)) == 1
    assert Event.all_rows.filter(verb="agenda.added", within_id=discussion.public_id).count() == 1


def test_the_agenda_of_a_cancelled_discussion_is_closed(discussion, olwen, nia):
    discussions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    with pytest.raises(Refused, match="has been cancelled"):
        actions.add(discussion, text="x", lang="en", by=nia, once=key())


def test_a_guest_reads_the_agenda_only_after_yes_and_a_diary_helper_never(submitted, school, olwen, nia, gareth, dai):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    assert agenda_of(gareth, discussion) == agenda_of(dai, discussion) == []
    discussions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    assert sum(len(items) for _heading, items in agenda_of(gareth, discussion)) == 6
    assert agenda_of(dai, discussion) == []


def test_an_interest_in_one_school_of_a_federation_closes_that_schools_items(
    submitted, federated, school, olwen, nia, lowri
):
    discussion = schedule(school, olwen, nia, also=ids(federated), place="Pen y Bryn", starts=dt.time(9))
    assert agenda_of(lowri, discussion) != []
    ConflictOfInterest.all_rows.create(person=lowri, school=school, starts_on=make.LONG_AGO)
    fresh(lowri)
    assert agenda_of(lowri, discussion) == []
    item = discussion.agenda_items.first()
    with pytest.raises(Http404):
        agenda_item_for(lowri, discussion.public_id, item.public_id)


@pytest.mark.parametrize("who", ["lowri", "gareth"])
def test_an_interest_in_one_school_closes_what_its_people_wrote_on_a_joint_agenda(
    who, request, school, other_school, federation, olwen, nia, owain, sion
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    make.appoint(nia, "headteacher", other_school)
    gareth = request.getfixturevalue("gareth")
    discussion = schedule(school, olwen, nia, also=ids(other_school), guests=ids(gareth))
    discussions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    for person, text in ((sion, "Staffio A"), (owain, "Staffio B"), (olwen, "Cludiant")):
        actions.add(discussion, text=text, lang="cy", by=person, once=key())
    reader = request.getfixturevalue(who)
    ConflictOfInterest.all_rows.create(person=reader, school=school, starts_on=make.LONG_AGO)
    fresh(reader)
    read = [item.text for _heading, items in agenda_of(reader, discussion) for item in items]
    assert read == ["Staffio B", "Cludiant"]
    assert "Staffio A" not in page_of(reader, discussion)


def test_the_agenda_is_closed_when_the_discussion_has_been_held_or_its_record_sent(held, written, nia, alun):
    with pytest.raises(Refused, match="The discussion has been held, so its agenda can no longer be changed"):
        actions.add(held, text="x", lang="en", by=nia, once=key())
    Discussion.all_rows.filter(pk=held.pk).update(ends_at=clock.now() + dt.timedelta(days=1))
    held.refresh_from_db()
    item = actions.add(held, text="x", lang="en", by=nia, once=key())
    records.send(written, by=alun, once=key())
    with pytest.raises(Refused, match="The record of this discussion has been sent"):
        actions.edit(item, text="y", lang="en", version=1, by=nia, once=key())
    with pytest.raises(Refused, match="The record of this discussion has been sent"):
        actions.remove(item, by=nia, once=key())
    agenda = agenda_of(nia, Discussion.all_rows.get(pk=held.pk))
    assert [row.changeable for _heading, rows in agenda for row in rows] == [False]


def test_what_one_school_adds_to_a_joint_agenda_is_read_by_the_other_but_not_rewritten(
    school, other_school, federation, olwen, nia, sion, owain
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    discussion = schedule(school, olwen, nia, also=ids(other_school), place="Pen y Bryn")
    item = actions.add(discussion, text="Teithio", lang="cy", by=nia, once=key())
    [(_heading, [seen])] = agenda_of(owain, discussion)
    assert (seen.text, seen.from_school, seen.changeable) == ("Teithio", school, False)
    with pytest.raises(Refused, match="Only those whose item this is"):
        actions.edit(item, text="x", lang="en", version=1, by=owain, once=key())
    with pytest.raises(PermissionDenied):
        agenda_item_for(owain, discussion.public_id, item.public_id)
    actions.edit(item, text="Bysiau", lang="cy", version=1, by=sion, once=key())


def test_what_the_head_of_two_schools_adds_to_their_joint_agenda_is_of_both(federated, school, olwen, nia, owain):
    discussion = schedule(school, olwen, nia, also=ids(federated), place="Pen y Bryn")
    item = actions.add(discussion, text="Teithio", lang="cy", by=nia, once=key())
    assert item.from_school is None
    actions.edit(item, text="Bysiau", lang="cy", version=1, by=owain, once=key())


def page_of(person, discussion) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("professional_discussions:detail", args=[discussion.public_id])).content.decode()


def of_last_year(discussion) -> str:
    """As if what stands on the agenda had been submitted a year before the discussion."""
    last = discussion.round.school_year - 1
    AgendaItem.all_rows.filter(discussion=discussion).update(drafted_year=last)
    return clock.school_year_words(last)


def test_items_of_an_earlier_year_say_so_and_that_nothing_has_been_submitted_since(
    submitted, school, nia, olwen, gareth
):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    discussions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    year = of_last_year(discussion)
    for person in (nia, olwen, gareth):
        assert page_of(person, discussion).count(f"From the self-evaluation of {year}") == 6
    assert "has not submitted a self-evaluation" not in page_of(olwen, discussion), "this year's version still stands"
    other = schedule_without_a_version_of_its_year(discussion)
    assert "Ysgol Nant y Coed has not submitted a self-evaluation" in page_of(olwen, other)
    assert "has not submitted a self-evaluation" not in page_of(gareth, other), "that is not the guest's to know"


def schedule_without_a_version_of_its_year(discussion) -> Discussion:
    """The same discussion a year later: frozen versions cannot be moved, so the round is."""
    round_ = Round.all_rows.create(council=discussion.round.council, school_year=discussion.round.school_year + 1)
    discussion.discussion_schools.update(round=round_)
    Discussion.all_rows.filter(pk=discussion.pk).update(round=round_)
    return Discussion.all_rows.get(pk=discussion.pk)


def test_items_of_the_discussions_own_year_are_not_marked(submitted, discussion, nia):
    assert set(discussion.agenda_items.values_list("drafted_year", flat=True)) == {submitted.school_year}
    assert "From the self-evaluation of" not in page_of(nia, discussion)
