"""What an older portal let somebody declare twice becomes one interest, however many of them overlap."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections

from schools.models import ConflictOfInterest
from tests import factories as make

migration = import_module("schools.migrations.0008_interests_once_at_a_time")
NAME = "same_interest_once_at_a_time"


@pytest.mark.parametrize("times", [2, 3, 5])
def test_overlapping_interests_become_one_and_the_rule_can_be_added(owner_connection, times):
    serving = connections["default"]
    connections["default"] = owner_connection
    try:
        (rule,) = [each for each in ConflictOfInterest._meta.constraints if each.name == NAME]
        with owner_connection.schema_editor() as editor:
            editor.remove_constraint(ConflictOfInterest, rule)
            person, school = make.make_person("Elin"), make.make_school(make.make_council("Dyffryn"))
            for number in range(times):
                days = {"starts_on": dt.date(2026, 1, 1 + number), "ends_on": dt.date(2026, 2, 1 + number)}
                ConflictOfInterest.all_rows.create(person=person, school=school, **days)
        with owner_connection.schema_editor() as editor:
            migration.merge(apps, editor)
            editor.add_constraint(ConflictOfInterest, rule)
        kept = ConflictOfInterest.all_rows.get()
        assert (kept.starts_on, kept.ends_on) == (dt.date(2026, 1, 1), dt.date(2026, 2, times))
    finally:
        connections["default"] = serving
