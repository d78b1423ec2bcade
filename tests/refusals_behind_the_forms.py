"""What no form lets anybody ask for, and the actions refuse all the same; and what only happens between two people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import translation

from discussions.agenda import actions as agenda
from discussions.professional_discussions import actions as discussions
from discussions.records import actions as records
from schools import clock
from schools.bringing_in import actions as bringing_in
from schools.circles import put
from schools.clarifications import actions as clarifications
from schools.evidence import actions as evidence
from schools.governing_body import actions as governing_body
from schools.models import Action, Federation, Plan, Priority, RegisterUpload, School, Strength, Target, Version
from schools.models.self_evaluation import MOST_FINDINGS
from schools.own_document import actions as own_document
from schools.owners import actions as owners
from schools.people import actions as people
from schools.people import declaring
from schools.plan_parts import actions as plan_parts
from schools.plans import actions as plans
from schools.refusals import Refused
from schools.register import actions as register
from schools.register.forms import facts_of_school
from schools.register.reading import read
from schools.self_evaluations import actions as self_evaluations
from schools.sharing import actions as sharing
from schools.starting import actions as starting
from schools.statutory_check import actions as statutory_check
from tests import factories as make
from tests.discussions.meetings import schedule, words
from tests.discussions.rounds import make_discussion, write_record
from tests.kept import everything_kept
from tests.refusals import TODAY, Refusing
from tests.refusals_of_plan_parts import behind_these_parts
from tests.refusals_of_plans import behind_these_forms
from tests.refusals_of_progress import behind_progress
from tests.schools.writing import submit

WRONG = b"School name,School number,Sector\nYsgol y Waun,12,primary\n"


FIVE = ("estyn-areas", 1)


class Behind:
    """Two schools of one council with everything in them, and a plain way to be refused."""

    def __init__(self, story: Refusing) -> None:
        self.story, self.cast, self.school = story, story.cast, make.make_school(story.school.council, "Ysgol y Cefn")
        self.other = make.make_school(story.school.council, "Ysgol y Blaen")
        self.head = make.make_person("Heledd")
        for school in (self.school, self.other):
            make.appoint(self.head, "headteacher", school)
        self.mine, self.theirs = (make.make_self_evaluation(school) for school in (self.school, self.other))
        for evaluation in (self.mine, self.theirs):
            make.write_in(evaluation)
        self.plan = plans.start(self.school, year=story.year, by=self.head, once=uuid4())

    def no(self, sentence: str, act: Callable[..., Any], *args: Any, by: Any = None, **given: Any) -> None:
        kept = everything_kept()
        with translation.override(self.story.language), pytest.raises(Refused) as refusal, transaction.atomic():
            act(*args, by=by or self.head, once=uuid4(), **given)
        assert everything_kept() == kept
        self.story.compare([sentence], [refusal.value.message], act.__name__)
        self.story.heard.append(refusal.value.message)


def at_school(behind: Behind) -> None:
    year, mine, theirs = behind.story.year, behind.mine.sections.first(), behind.theirs.sections.first()
    behind.no("This school year’s self-evaluation has already been started.", starting.start,
              behind.school, year=year)  # fmt: skip
    beginning(behind, year)
    behind.no(
        "You hold a role at this school yourself", declaring.declare, behind.school, starts_on=TODAY, ends_on=None
    )
    item = make.make_evidence(behind.other)
    behind.no("Evidence of another school cannot", self_evaluations.cite, mine, evidence=[item], version=1)
    behind.no("Only the text of the same area", self_evaluations.use_same_text, mine, source=theirs, version=1)
    stranger = {mine.area.code: behind.cast.owain}
    behind.no("does not belong to your school’s team any more", owners.name_owners, behind.mine,
              owners=stranger, version=behind.mine.version)  # fmt: skip
    gone = mine.strengths.get()
    type(gone).all_rows.filter(pk=gone.pk).delete()
    text = {"text": "x", "lang": "cy", "could_share": False}
    behind.no("This has been removed in the meantime. Copy", self_evaluations.edit, gone, version=1, **text)
    federated(behind, mine, theirs)
    gone = make.make_evidence(behind.school)
    type(gone).all_rows.filter(pk=gone.pk).delete()
    typed = {"title": "x", "shows": "x", "lang": "cy", "evidence_kind": "other", "gathered_on": TODAY}
    behind.no("This has been removed in the meantime. Copy", evidence.edit, gone, version=1, **typed)


def beginning(behind: Behind, year: int) -> None:
    start, school, last = starting.start, behind.school, {"carry": ["texts"], "last": year}
    behind.no("is not in force on the first day", start, school, year=year + 1, framework=make.the_framework(*FIVE))
    behind.no("Another self-evaluation has been started", start, school, year=year + 1, **{**last, "last": year - 1})
    three = {"framework": make.the_framework("estyn-areas", 3), "places": {}}
    behind.no("Say for each area where its text goes", start, school, year=year + 1, **last, **three)
    behind.no("Something has been written, shared or submitted", starting.remove, school, year=year)
    behind.no("This has been removed in the meantime.", starting.remove, school, year=year + 1)


def federated(behind: Behind, mine: Any, theirs: Any) -> None:
    federation = Federation.all_rows.create(council=behind.school.council, name_cy="Yr Un", name_en="The One")
    third = make.make_school(behind.school.council, "Ysgol y Canol")
    make.appoint(behind.head, "headteacher", third)
    section = make.make_self_evaluation(third).sections.get(area=mine.area)
    School.all_rows.filter(pk__in=[behind.school.pk, behind.other.pk, third.pk]).update(federation=federation)
    fresh = [type(row).all_rows.get(pk=row.pk) for row in (mine, theirs, section)]
    self_evaluations.use_same_text(fresh[0], source=fresh[1], version=fresh[0].version, by=behind.head, once=uuid4())
    behind.no("That school itself uses another school’s text.", self_evaluations.use_same_text, fresh[2],
              source=fresh[0], version=1)  # fmt: skip


def circle(section: Any, *, to: str, by: Any, once: Any) -> None:
    put(section, to, by=by)


def with_the_governors(behind: Behind) -> None:
    evaluation = behind.mine
    behind.no("No area is open to the governors yet. Choose first", sharing.share_with_governors, evaluation)
    borrowed, own = type(evaluation.sections.first()).all_rows.filter(self_evaluation=evaluation)[:2]
    behind.no("lent by Ysgol y Blaen, which keeps it for its own team.", circle, borrowed, to="council")
    type(borrowed).all_rows.filter(pk=borrowed.same_text_as.pk).update(circle="governors")
    borrowed = type(borrowed).all_rows.get(pk=borrowed.pk)
    behind.no("lent by Ysgol y Blaen, which has opened it to its governors only.", circle, borrowed, to="council")
    lent_by_nobody = behind.theirs.sections.last()
    behind.no("No school uses this text any more.", sharing.end_lending, lent_by_nobody, copy=False)
    put(own, "governors", by=behind.head)
    read = "0" * 64
    behind.no("A colleague has changed the self-evaluation", sharing.share_with_governors, evaluation, seen=read)
    submit(behind.theirs, by=behind.head)
    frozen = Version.all_rows.get(thing_id=behind.theirs.public_id)
    words = {"area": "no-such-area", "question": "Sut?", "lang": "cy", "by": behind.cast.olwen}
    behind.no("This version has no such area. Open it again", clarifications.ask, frozen, **words)
    sharing.share_with_governors(evaluation, by=behind.head, once=uuid4())
    behind.no("Nothing has changed since you last shared", sharing.share_with_governors, evaluation)


def with_documents(behind: Behind) -> None:
    """The check offers no button while nothing goes anywhere; and two may take off the same document."""
    left_out = [{"id": 0, "heading": "", "text": "x", "lang": "cy", "kind": "", "to": ""}]
    brought = make.make_brought_document(behind.mine, behind.head, blocks=left_out)
    behind.no("Say of at least one text where it goes.", bringing_in.bring_in, brought, version=brought.version)
    brought.delete()
    section = behind.mine.sections.first()
    many = [{**left_out[0], "to": f"{section.area.code}/strengths"}]
    for _number in range(bringing_in.MOST_DOCUMENTS):
        make.make_brought_document(behind.mine, behind.head)
    another = bringing_in.Brought("hunan.docx", "0" * 64, many, 0, 0)
    behind.no("There are 25 documents already", bringing_in.bring, behind.mine, file=another)
    behind.mine.brought_documents.all().delete()
    full = [Strength(section=section, text=str(number), lang="cy") for number in range(MOST_FINDINGS)]
    made = Strength.all_rows.bulk_create(full)
    behind.no(
        "There are 50 of these in this area already.", self_evaluations.add, section, Strength, text="x", lang="cy"
    )
    brought = make.make_brought_document(behind.mine, behind.head, blocks=many)
    behind.no("there would be more than 50.", bringing_in.bring_in, brought, version=brought.version)
    brought.delete()
    Strength.all_rows.filter(pk__in=[each.pk for each in made]).delete()
    standing_there_already(behind, section)
    document = make.make_own_document(behind.mine, behind.head, in_use=False)
    behind.no("This document has been taken off already.", own_document.detach, document)
    document.delete()


def standing_there_already(behind: Behind, section: Any) -> None:
    row, kept = section.passages.get(box="summary"), {"heading": "", "lang": "cy", "kind": ""}
    type(row).all_rows.filter(pk=row.pk).update(text="Mae hyn yno.", lang="cy")
    same = {**kept, "id": 0, "text": "Mae hyn yno.", "to": f"{section.area.code}/summary"}
    brought = make.make_brought_document(behind.mine, behind.head, blocks=[same])
    act, version = bringing_in.bring_in, brought.version
    behind.no("What goes somewhere stands there already.", act, brought, version=version, left_out=["0"])
    brought.delete()
    brought = make.make_brought_document(behind.mine, behind.head, blocks=[{**same, "text": "Newydd."}])
    unseen = [f"{section.area.code}_summary"]
    behind.no("was saved again after you opened this page.", act, brought, version=version, replaced=unseen)
    brought.delete()
    type(row).all_rows.filter(pk=row.pk).update(text=row.text, lang=row.lang)


def in_the_plan(behind: Behind) -> None:
    year, plan = behind.story.year, behind.plan
    behind.no("The plan that begins in this school year has already", plans.start, behind.school, year=year)
    text = {"text": "x", "lang": "cy", "year": 1}
    behind.no(
        "Tick at least one priority of the self-evaluation, or one", plan_parts.write, plan, comes_from=[], **text
    )
    rows = Priority.all_rows.select_related("section__self_evaluation")
    foreign = list(rows.filter(section__self_evaluation=behind.theirs))
    behind.no("A priority of another school cannot", plan_parts.write, plan, comes_from=foreign, **text)
    own = list(rows.filter(section__self_evaluation=behind.mine))
    plan_parts.draw(plan, priorities=own, year=1, by=behind.head, once=uuid4())
    behind.no("One of these priorities is already in the plan.", plan_parts.draw, plan, priorities=own, year=1)
    answer = {"answer": "not_needed", "words": "x", "lang": "cy", "version": 0}
    behind.no("The law leaves no room for this answer here.", statutory_check.answer, plan, row="strategy", **answer)
    behind.no("Say why the plan is shared although something that the law asks for is missing.", plans.share, plan)
    behind_these_parts(behind)
    not_ready(behind, plan)
    came_along = make_plan_from_elsewhere(behind, own)
    approval = {
        "approved_on": TODAY.replace(year=1990, day=1),
        "meeting": "x",
        "lang": "cy",
        "version": came_along.version,
    }
    too_long_ago = "This date is too long ago for a meeting that approved this plan."
    behind.no(too_long_ago, governing_body.record_approval, came_along, **approval)
    behind_progress(behind, plan)


def not_ready(behind: Behind, plan: Plan) -> None:
    """Whom the headteacher tells that the plan is ready, and when there is nothing to tell."""
    head = {"by": behind.head, "lang": "cy"}
    behind.no("The plan is ready once each priority has a target and an action.", governing_body.put_forward, plan)
    for priority in plan.priorities.all():
        plan_parts.add(priority, Target, text="x", expected_outcome="x", once=uuid4(), **head)
        days = {"starts_on": TODAY, "ends_on": TODAY}
        plan_parts.add(priority, Action, text="x", lead="x", once=uuid4(), **days, **head)
    behind.no("The school has neither a chair of governors nor a clerk", governing_body.put_forward, plan)
    make.appoint(make.make_person("Cadi"), "chair_of_governors", behind.school)
    governing_body.put_forward(plan, by=behind.head, once=uuid4())
    behind.no("The chair and the clerk have been told that the plan is ready", governing_body.put_forward, plan)
    plan.refresh_from_db()
    meeting = {"approved_on": TODAY, "meeting": "x", "version": plan.version}
    governing_body.record_approval(plan, once=uuid4(), **meeting, **head)
    behind.no("The governing body has approved the plan as it stands", governing_body.put_forward, plan)


def make_plan_from_elsewhere(behind: Behind, sources: list[Priority]) -> Plan:
    """A plan of which the portal does not know when it was begun."""
    plan = Plan.all_rows.create(school=behind.school, first_year=behind.story.year - 1)
    plan_parts.draw(plan, priorities=sources[:1], year=1, by=behind.head, once=uuid4())
    plan.refresh_from_db()
    return plan


def in_the_register(behind: Behind) -> None:
    olwen, school = behind.cast.olwen, School.all_rows.get(pk=behind.school.pk)
    far = Federation.all_rows.create(council=behind.cast.rhys.appointments.get().council, name_cy="X", name_en="X")
    facts = facts_of_school(school) | {"federation": far, "cluster": None}
    behind.no("Choose a group of the school’s own council.", register.edit, school, version=school.version, by=olwen,
              **facts)  # fmt: skip
    names = {"kind": "federation", "name_cy": "Yr Un", "name_en": "Another One"}
    behind.no("This name is already on the council’s list.", register.add_group, school, by=olwen, **names)
    wrong = RegisterUpload.all_rows.create(
        council=behind.school.council, by=olwen, filename="x.csv", table=read(WRONG).kept()
    )
    behind.no("The file has rows in error", register.import_register, wrong, by=olwen, seen="")
    RegisterUpload.all_rows.update(imported_at=clock.now(), imported_by=olwen)
    behind.no("This file has already been imported.", register.import_register, wrong, by=olwen, seen="")
    role = behind.head.appointments.get(school=behind.school)
    behind.no("Enter the last day of the role", people.end, role, by=olwen)
    role.ends_on = TODAY - timedelta(days=1)
    role.save()
    behind.no("This has already ended", people.end, role, by=olwen, ends_on=TODAY)


def around_the_table(behind: Behind) -> None:
    olwen, lone = behind.cast.olwen, make.make_school(behind.school.council, "Ysgol Unig")
    make.appoint(behind.head, "headteacher", lone)
    given = words(participants=[behind.head.public_id], also=[behind.other.public_id])
    behind.no("Only schools of one federation can", discussions.schedule, lone, by=olwen, **given)
    found = schedule(lone, olwen, behind.head)
    behind.no("Choose at least one person who takes part.", discussions.change_participants, found, by=olwen,
              participants=[], version=1)  # fmt: skip
    behind.no("Somebody you chose can no longer take part", discussions.change_participants, found, by=olwen,
              participants=[uuid4()], version=1)  # fmt: skip
    item = agenda.add(found, text="x", lang="cy", by=behind.head, once=uuid4())
    behind.no("Only those whose item this is", agenda.edit, item, by=olwen, text="y", lang="cy", version=1)


def in_the_record(behind: Behind) -> None:
    alun, lone = behind.cast.alun, make.make_school(behind.school.council, "Ysgol y Bryn")
    make.assign(alun, alun.appointments.get().service, lone)
    record = records.begin(make_discussion(lone), by=alun, once=uuid4())
    write_record(record, by=alun)
    item = record.parts.get().support_items.get()
    type(item).all_rows.filter(pk=item.pk).delete()
    behind.no("This has been removed in the meantime.", records.remove, item, by=alun)


def behind_the_forms(story: Refusing) -> None:
    behind = Behind(story)
    school = (at_school, with_the_governors, with_documents, in_the_plan, behind_these_forms)
    for walk in (*school, in_the_register, around_the_table, in_the_record):
        walk(behind)
