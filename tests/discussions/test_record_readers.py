"""Who reads what of a record: the draft, what was sent, the frozen version, the support; and federations."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from discussions.access import record_for, record_version_of
from discussions.agreed_support import support_of
from discussions.contents import amount_words
from discussions.models import Party, Record, RecordSection, Support, SupportKind
from discussions.records import actions
from discussions.records.queries import reading
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import ConflictOfInterest, Event, Revision, Version
from tests import factories as make
from tests.discussions.rounds import (
    agree,
    agree_all,
    key,
    make_discussion,
    support_words,
    take_part,
    write_record,
)
from tests.on_pages import parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["alun", "mari", "olwen", "lowri"])
def test_council_and_service_read_the_draft(who, request, written):
    record = record_for(request.getfixturevalue(who), written.discussion.public_id)
    assert record.shown_parts == record.all_parts


@pytest.mark.parametrize(
    "who", ["nia", "sion", "carys", "glyn", "gwen", "clem", "dai", "owain", "huw", "elin", "rhys", "beca", "eira"]
)
def test_the_draft_is_nobody_elses_to_read(who, request, written):
    with pytest.raises(Http404):
        record_for(request.getfixturevalue(who), written.discussion.public_id)


@pytest.mark.parametrize("who", ["nia", "sion", "glyn", "gwen", "gareth"])
def test_from_sending_on_the_schools_people_and_an_invited_guest_read_it(who, request, sent, gareth):
    take_part(sent.discussion, gareth, "guest", consent="given")
    assert record_for(request.getfixturevalue(who), sent.discussion.public_id).shown_parts


@pytest.mark.parametrize(
    "who", ["carys", "clem", "dai", "owain", "ffion", "huw", "elin", "rhys", "beca", "eira", "tomos"]
)
def test_nobody_else_reads_what_was_sent(who, request, sent, gareth):
    take_part(sent.discussion, gareth, "guest", consent="given")
    with pytest.raises(Http404):
        record_for(request.getfixturevalue(who), sent.discussion.public_id)


@pytest.mark.parametrize("consent", ["asked", "refused"])
def test_a_guest_reads_nothing_until_the_head_says_yes(sent, gareth, consent):
    take_part(sent.discussion, gareth, "guest", consent=consent)
    with pytest.raises(Http404):
        record_for(gareth, sent.discussion.public_id)


def test_what_was_drafted_is_told_to_council_and_service_only(sent, cast):
    seen = {who: set(Event.objects.visible_to(getattr(cast, who)).values_list("verb", flat=True)) for who in vars(cast)}
    assert {who for who, verbs in seen.items() if "draft_record.written" in verbs} == {"olwen", "lowri", "alun", "mari"}
    readers = {"nia", "sion", "glyn", "gwen", "olwen", "lowri", "alun", "mari"}
    assert {who for who, verbs in seen.items() if "record.sent" in verbs} == readers
    texts = {who for who in vars(cast) if Revision.objects.visible_to(getattr(cast, who)).exists()}
    assert texts == {"olwen", "lowri", "alun", "mari"}, "nor is the draft read in the history of texts"


def test_after_agreement_readers_see_what_was_frozen_and_not_the_living_rows(sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    Support.all_rows.update(what="changed behind everybody's back")
    content, version = reading(record_for(nia, sent.discussion.public_id))
    support = next(section for section in content["parts"][0]["sections"] if section["about"] == "support")
    assert support["support"][0]["what"] == "CANARY-support"
    assert version == record_version_of(sent)


# a federation: one record with a part for each school


@pytest.fixture
def federated(nia, school, other_school, federation, alun, service) -> Record:
    for place in (school, other_school):
        place.federation = federation
        place.save()
    make.appoint(nia, "headteacher", other_school)
    make.assign(alun, service, other_school)
    alun.forget_roles()
    load_support_kinds()
    record = actions.begin(make_discussion(school, other_school), by=alun, once=key())
    return actions.send(write_record(record, by=alun), by=alun, once=key())


def test_a_federations_head_answers_for_each_school_and_the_record_is_frozen_once(federated, nia, olwen, alun):
    one, other = (part.school for part in federated.parts.all())
    agree(federated, olwen, Party.COUNCIL)
    agree(federated, alun, Party.SERVICE)
    agree(federated, nia, Party.SCHOOL, one)
    assert not Version.all_rows.exists()
    agree(federated, nia, Party.SCHOOL, other)
    frozen = Version.all_rows.get()
    assert frozen.school is None
    assert [part["school"] for part in frozen.words["parts"]] == [str(one.public_id), str(other.public_id)]
    assert [agreed.items[0]["what"] for agreed in support_of(nia, other)] == ["CANARY-support"]


def test_a_school_of_a_federation_answers_for_the_part_about_it_and_the_page_says_so(federated, nia, olwen, alun):
    one = federated.parts.first().school
    url = f"/en/discussions/{federated.discussion.public_id}/record/"
    about = f"the part about {one.name}"
    for person, path, said, unsaid in (
        (nia, f"schools/{one.public_id}/answer/", about, "the whole record"),
        (olwen, "council/answer/", "the whole record", "the part about"),
    ):
        client = Client()
        client.force_login(person)
        shown = text_of(parsed(client.get(url + path).content.decode()).find(".//main"))
        assert f"You answer once for {said}." in shown and f"We agree {said}" in shown
        assert unsaid not in shown


def test_what_is_done_once_for_a_federation_stands_in_each_schools_history(federated, school, other_school):
    sent = Event.all_rows.filter(verb="record.sent")
    assert {event.school for event in sent} == {school, other_school}
    assert sent.exclude(once=None).count() == 1


def test_somebody_of_one_school_of_a_federation_reads_that_schools_part_only(federated, glyn, school):
    record = record_for(glyn, federated.discussion.public_id)
    assert [part.school for part in record.shown_parts] == [school]
    content, _frozen = reading(record)
    assert [part["school"] for part in content["parts"]] == [school]


def test_an_interest_in_one_school_closes_its_part_and_the_answer_for_the_whole(federated, olwen, other_school):
    ConflictOfInterest.all_rows.create(person=olwen, school=other_school, starts_on=make.LONG_AGO)
    olwen.forget_roles()
    record = record_for(olwen, federated.discussion.public_id)
    assert other_school not in [part.school for part in record.shown_parts]
    with pytest.raises(PermissionDenied):
        agree(federated, olwen, Party.COUNCIL)


def test_an_adviser_of_one_school_writes_its_part_and_leaves_sending_to_others(
    federated, alun, beca, mari, other_school
):
    actions.withdraw(federated, by=mari, once=key())
    section = RecordSection.all_rows.filter(part__school=other_school).first()
    actions.write(section, text="Beca", lang="cy", version=section.version, by=beca, once=key())
    with pytest.raises(PermissionDenied):
        actions.send(federated, by=beca, once=key())


@pytest.mark.parametrize("who", ["beca", "alun with an interest"])
def test_the_check_before_sending_tells_nothing_of_a_part_that_one_may_not_see(
    who, request, federation, school, other_school, alun, beca, mari
):
    load_support_kinds()
    draft = actions.begin(make_discussion(school, other_school), by=mari, once=key())
    own, others = (other_school, school) if who == "beca" else (school, other_school)
    if who != "beca":
        make.assign(alun, mari.appointments.get().service, other_school)
        ConflictOfInterest.all_rows.create(person=alun, school=other_school, starts_on=make.LONG_AGO)
    for part in draft.parts.select_related("school", "record__discussion"):
        amount = Decimal("77") if part.school == others else Decimal("55")
        words = support_words(amount=amount, ends_on=clock.today())
        actions.add(part, Support, by=mari, once=key(), **words)

    def check_as(person):
        client = Client()
        client.force_login(person)
        page = client.get(f"/en/discussions/{draft.discussion.public_id}/record/check/")
        return text_of(parsed(page.content.decode()))

    shown = check_as(request.getfixturevalue(who.split()[0]))
    for telling in ("55 days do not fit", f"next step for {own.name}", f"confirmed with {own.name}"):
        assert telling in shown
    for telling in ("77", f"next step for {others.name}", f"confirmed with {others.name}"):
        assert telling not in shown
    assert "Ask your service lead to send it." in shown
    whole = check_as(mari)
    assert "55 days do not fit" in whole and "77 days do not fit" in whole


# the support agreed


def test_support_stands_on_the_schools_page_only_when_all_have_answered(sent, cast, school):
    assert support_of(cast.nia, school) == []
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    assert [agreed.items[0]["what"] for agreed in support_of(cast.nia, school)] == ["CANARY-support"]


@pytest.mark.parametrize("who", ["carys", "dai", "clem", "owain", "elin", "rhys", "beca"])
def test_whoever_may_not_read_the_record_sees_none_of_its_support(who, request, sent, nia, olwen, alun, school):
    agree_all(sent, nia, olwen, alun)
    assert support_of(request.getfixturevalue(who), school) == []


def test_kinds_of_support_are_loaded_once_and_keep_the_name_a_council_gave_them():
    assert load_support_kinds() == 10
    SupportKind.all_rows.filter(code="bespoke").update(name_en="Made to measure")
    assert load_support_kinds() == 0
    assert SupportKind.all_rows.get(code="bespoke").name_en == "Made to measure"


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [("1.0", "days", "1 day"), ("3.0", "days", "3 days"), ("2.5", "days", "2.5 days"), ("1.0", "hours", "1 hour")],
)
def test_an_amount_is_told_in_words(amount, unit, words):
    assert amount_words(Decimal(amount), unit) == words
