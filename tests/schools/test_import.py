"""The register from a file: read with care, compared, written whole or not at all."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from schools.models import School

THE_REAL_REGISTER = settings.BASE_DIR / "schools" / "data" / "blaenau_gwent_schools.csv"


def run(file: Path | str, *options: str) -> str:
    out = StringIO()
    call_command("import_schools", str(file), *options, stdout=out)
    return out.getvalue()


def test_the_real_register_is_imported_as_it_is(db):
    said = run(THE_REAL_REGISTER)
    print(said)
    assert School.all_rows.count() == 26
    print(run(THE_REAL_REGISTER))
