"""What stands in the world of the walks about the school’s inspections, and its plan on paper."""

import datetime as dt
from typing import Any

from schools.models import Inspection, Recommendation


def add_inspections(world: Any) -> None:
    """Public facts, each inspection with its recommendations."""
    school = world.school
    for n in range(world.size):
        day = dt.date(2010 + n, 3, 1)
        inspection = Inspection.all_rows.create(school=school, report_on=day, follow_up="estyn_review")
        for number in range(world.size):
            item = Recommendation.all_rows.create(inspection=inspection, number=number + 1, text="CANARY-inspection")
    own = [school.public_id, inspection.public_id]
    world.arguments |= {
        **{f"inspections:{name}": own[:1] for name in ("index", "add")},
        **{f"inspections:{name}": own for name in ("edit", "remove", "recommend")},
        **{f"inspections:{name}": [*own, item.public_id] for name in ("reword", "take_out")},
    }


def arguments_of_papers(own: list[Any], size: int) -> dict[str, list[Any]]:
    """Those of the governing body too: `size` versions were shared, and one more was approved."""
    numbers: dict[str, list[int]] = {"living": [], "shared": [size], "approved": [size + 1]}
    numbers |= {"post_inspection": [], "post_inspection_shared": [size]}
    papers = {
        f"plan_papers:{name}[{kind}]": [*own, *number, kind]
        for name, number in numbers.items()
        for kind in ("docx", "pdf")
    }
    of_governors = {f"governing_body:{name}": own for name in ("approve", "put_forward", "rights")}
    of_governors |= {f"governing_body:{name}": [*own, size + 1] for name in ("approved", "copy")}
    return papers | of_governors | {"plan_papers:meeting": own}
