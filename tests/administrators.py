"""Ann with something of everything that the admin keeps, for walks over its pages."""

from typing import Any

from django.db.models import Q

from schools import clock
from schools.admin import site
from schools.models import Council, Person, Term, Title
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium
from tests import factories as make


def looks_after_everything(cast: Any) -> Person:
    """Ann, who looks after a service too, and an entry of each kind for her to look at."""
    make.appoint(cast.ann, Role.ADMINISTRATOR, cast.alun.appointments.get().service)
    load_welsh_medium()
    council, day = Council.all_rows.first(), clock.today()
    Term.all_rows.create(council=council, school_year=clock.current_school_year(), starts_on=day, ends_on=day)
    words = {"title_cy": "Swyddog Gwella Ysgolion", "title_en": "School Improvement Officer"}
    Title.all_rows.create(council=council, role=Role.COUNCIL_OFFICER, **words)
    ann: Person = cast.ann
    return ann


def entry(model: str) -> Any:
    """One that Ann may change: none of her own, and no headship, which councils give."""
    rows = next(kind for kind in site._registry if kind._meta.model_name == model)._base_manager
    others = {"appointment": Q(person__name="Ann") | Q(role=Role.HEADTEACHER), "person": Q(name="Ann")}
    return rows.exclude(others.get(model, Q(pk=None))).order_by("pk").first().pk
