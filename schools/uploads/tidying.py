"""What a killed process or a lost storage can leave behind: content that no row names."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import default_storage

from schools import clock
from schools.models import EvidenceFile, OwnDocument

from .storing import FOLDER, drop

GRACE = dt.timedelta(days=1)  # a row may still be on its way


def nameless() -> Iterator[str]:
    """The names of what lies in the storage for a day and belongs to nothing."""
    try:
        _folders, found = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    named = {
        name
        for model in (EvidenceFile, OwnDocument)
        for name in model.objects.as_system("what no file of the portal names is removed").values_list(
            "stored_as", flat=True
        )
    }
    for each in found:
        name = f"{FOLDER}/{each}"
        if name not in named and default_storage.get_modified_time(name) < clock.now() - GRACE:
            yield name


def tidy() -> int:
    """Remove it; how much there was."""
    names = list(nameless())
    for name in names:
        drop(name)
    return len(names)
