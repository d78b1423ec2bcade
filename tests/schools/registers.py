"""Register files for tests, the command run on them, and all that an import may write."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schools.models import Cluster, Council, Event, School, WelshMediumCategory

HEADINGS = ["LA code", "LA name", "School number", "School name", "Sector", "Governance", "Welsh-medium type", "Town"]


def run(file: Path | str, *options: str) -> str:
    out = StringIO()
    call_command("import_schools", str(file), *options, stdout=out)
    return out.getvalue()


def refused(file: Path | str, *options: str) -> tuple[str, str]:
    """What the command said before it gave up, and the sentence it gave up with."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_schools", str(file), *options, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue(), str(error.value)


def school_row(name: str = "Ysgol y Bryn", number: str = "", code: str = "677", **other: str) -> list[str]:
    said = {"sector": "primary", "governance": "community", "type": "Welsh-medium", "town": "Tredegar", **other}
    return [code, "Blaenau Gwent", number, name, said["sector"], said["governance"], said["type"], said["town"]]


def everything() -> tuple:
    """All that an import writes, to see that nothing was written."""
    return tuple(
        tuple(model.all_rows.order_by("pk").values_list())
        for model in (Council, School, WelshMediumCategory, Cluster, Event)
    )
