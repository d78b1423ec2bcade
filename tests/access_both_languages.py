"""The world of the walks: texts of Nia's school in the other language."""

from typing import Any

from schools.models import Section
from tests import factories as make
from tests.schools.writing import save


def add_other_language(world: Any, section: Section) -> None:
    """Of a box whose original has been written further since."""
    box = section.passages.get(box="to_improve")
    other = make.make_other_language(box, "CANARY-living-other-language")
    save(section, to_improve="CANARY-living-narrative", lang="en", by=world.cast.nia)
    own = [world.school.public_id, section.self_evaluation.school_year, section.area.code]
    world.arguments |= {
        "other_language:index": own,
        "other_language:write": [*own, box.public_id],
        "other_language:remove": [*own, other.public_id],
    }
