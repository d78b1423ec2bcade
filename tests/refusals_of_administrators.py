"""What the administrator is refused: the rules that the database keeps, said as sentences beside the form."""

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    Framework,
    NationalPriority,
    School,
    ServiceCouncil,
    Term,
    Title,
)
from schools.plan_reference import load_national_priorities
from schools.policy import Role
from tests import factories as make
from tests.kept import everything_kept
from tests.on_pages import in_language
from tests.refusals import DAY, TODAY, Refusing


def sent(day: dt.date) -> str:
    return f"{day.day} {day.month} {day.year}"


class Office:
    """The administrator of the council, at the forms of the admin."""

    def __init__(self, story: Refusing) -> None:
        self.story, self.client = story, Client()
        self.client.force_login(story.cast.ann)

    def no(self, sentence: str, model: Any, row: Any = None, **words: Any) -> None:
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}_{'change' if row else 'add'}"
        url, kept = in_language(self.story.language, reverse(route, args=[row.pk] if row else [])), everything_kept()
        answer = self.client.post(url, words)
        assert answer.status_code == 200 and everything_kept() == kept, (url, words)
        said = [str(each) for errors in answer.context["adminform"].form.errors.values() for each in errors]
        assert "errornote" in answer.content.decode()
        self.story.compare([sentence], said, url)
        self.story.heard += said


def administering(story: Refusing) -> None:
    office, council, cast = Office(story), story.school.council, story.cast
    works = ServiceCouncil.all_rows.get(council=council)
    same = {"service": works.service_id, "council": council.pk, "starts_on": sent(TODAY)}
    office.no("This service already works for this council on some of these days.", ServiceCouncil, **same)
    begun = dt.date(story.year, 9, 1)
    term = {"council": council.pk, "school_year": story.year, "starts_on": sent(begun), "ends_on": sent(begun + DAY)}
    office.no("A term lies within its school year, from 1 September", Term, **(term | {"starts_on": sent(begun - DAY)}))
    office.no("The last day cannot be before the first day.", Term, **(term | {"ends_on": sent(begun - DAY)}))
    Term.all_rows.create(council=council, school_year=story.year, starts_on=begun, ends_on=begun + DAY)
    office.no("Another term of the council has some of these days already.", Term, **term)
    title = {"role": Role.COUNCIL_OFFICER.value, "title_cy": "Swyddog", "title_en": "Officer"}
    office.no("A title is used by a council or by a service: choose one of the two.", Title, **title)
    Title.all_rows.create(council=council, **title)
    office.no("There is already a title for this role.", Title, **title, council=council.pk)
    role = {"person": cast.idris.pk, "role": Role.GOVERNOR.value, "starts_on": sent(TODAY)}
    office.no("Choose one place, of the kind at which this role is held.", Appointment, **role, council=council.pk)
    again = role | {"person": cast.gwen.pk, "school": story.school.pk}
    office.no("This person already holds this role there on some of these days.", Appointment, **again)
    interest = {"person": cast.elin.pk, "school": story.school.pk, "starts_on": sent(TODAY)}
    office.no("This person has already declared an interest in this school", ConflictOfInterest, **interest)
    old = {"name_cy": "Ysgol", "name_en": "Ysgol", "opened": "99"}
    office.no("Somebody else saved this entry after you opened it", School, story.school, **old)
    framework, soon = Framework.all_rows.latest("starts_on"), sent(TODAY + 30 * DAY)
    words = {"name_cy": framework.name_cy, "name_en": framework.name_en, "ends_on": soon}
    office.no("After that day no version of this framework would be in force", Framework, framework, **words)
    load_national_priorities()
    national = NationalPriority.all_rows.latest("first_year")
    words = {"name_cy": "x", "name_en": "x", "last_year": national.first_year - 1}
    office.no("Enter a last school year that is not before the first", NationalPriority, national, **words)
    closing = {"person": cast.carys.pk, "school": story.school.pk, "starts_on": sent(TODAY)}
    office.no("This person holds a role at this school on some of these days", ConflictOfInterest, **closing)
    assigning(story, office)


def assigning(story: Refusing, office: Office) -> None:
    """The council may set the last day: not beyond the first day of the next assignment."""
    held = AdviserAssignment.all_rows.filter(adviser=story.cast.alun, school=story.school).latest("starts_on")
    AdviserAssignment.all_rows.filter(pk=held.pk).update(ends_on=TODAY + DAY)
    make.assign(story.cast.alun, held.service, story.school, starts_on=TODAY + 5 * DAY)
    days = {"starts_on": sent(held.starts_on), "ends_on": sent(TODAY + 9 * DAY)}
    office.no("This adviser is already assigned to this school on some of these days.", AdviserAssignment, held, **days)
