"""Two imports of one register at the very same moment, in real threads: no school doubled, both told what happened."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db.models import Count

from schools.models import Council, Event, RegisterUpload, School
from schools.register import actions
from schools.register.importing import report_on
from schools.register.queries import seen_by
from schools.register.reading import Table
from schools.welsh_medium import load_welsh_medium
from tests.at_once import at_once
from tests.schools.registers import run
from tests.schools.test_register_import import file_of

pytestmark = pytest.mark.django_db(transaction=True)

THE_REAL_REGISTER = settings.BASE_DIR / "schools" / "data" / "blaenau_gwent_schools.csv"
SIZE = 26


def doubled() -> list[str]:
    rows = School.all_rows.values_list("name_en").annotate(times=Count("pk"))
    return [name for name, times in rows if times > 1]


def run_or_be_refused(*options: str) -> str:
    try:
        return run(THE_REAL_REGISTER, *options)
    except CommandError as refusal:
        return str(refusal)


def test_two_commands_that_fill_an_empty_register_at_once_fill_it_once():
    """The council of the file does not exist yet, so there is no row on which the second could wait."""
    said = at_once(*[run_or_be_refused] * 2)
    assert School.all_rows.count() == SIZE and doubled() == []
    assert Council.all_rows.count() == 1
    assert Event.all_rows.filter(verb="school.added").count() == SIZE
    first, second = sorted(said, key=lambda words: "New council" not in words)
    assert first.endswith("Imported.\n")
    assert f"{SIZE} unchanged" in second or "The register changed at the same moment" in second


def test_two_commands_for_a_council_that_exists_follow_one_another():
    Council.all_rows.create(code="677", name_cy="Blaenau Gwent", name_en="Blaenau Gwent")
    said = at_once(*[run_or_be_refused] * 2)
    assert sorted(words.splitlines()[-1] for words in said) == ["Imported."] * 2
    assert School.all_rows.count() == SIZE and doubled() == []
    assert sorted(f"{SIZE} unchanged" in words for words in said) == [False, True]


def sent_in(council: Council, person: Any) -> tuple[RegisterUpload, str]:
    """What an officer sent in, and the fingerprint of the preview they read."""
    schools = [School(council=council, name_en=f"Ysgol {number}") for number in range(3)]
    upload = actions.send_file(council, file=file_of(*schools), by=person, once=uuid4())
    return upload, report_on(Table.from_kept(upload.table), seen_by(person), only=council.code).fingerprint


def test_of_two_officers_who_import_one_register_at_once_one_is_asked_to_look_again(cast: Any, council: Any):
    load_welsh_medium()
    sent = [(person, *sent_in(council, person)) for person in (cast.olwen, cast.lowri)]
    outcomes = at_once(
        *(
            lambda person=person, upload=upload, seen=seen: actions.import_register(
                upload, seen=seen, by=person, once=uuid4()
            )
            for person, upload, seen in sent
        )
    )
    refusals = [each.message for each in outcomes if not isinstance(each, RegisterUpload)]
    assert refusals == ["The register has changed since you looked at this preview. Look again, then import."]
    assert doubled() == [] and School.all_rows.filter(name_en__startswith="Ysgol ", council=council).count() >= 3
    assert Event.all_rows.filter(verb="school.added").count() == 3
    assert RegisterUpload.all_rows.filter(imported_at__isnull=False).count() == 1
