"""Records of Nia's school for the walks: one to begin, one being written, one sent, and those all have answered."""

import datetime as dt
from typing import Any

from discussions.models import Discussion, Record, Support
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from tests.discussions.rounds import agree_all, key, make_discussion, take_part, write_record


def add_records(world: Any) -> None:
    """Each in a year of its own; Gareth takes part in all of them as a guest."""
    load_support_kinds()
    cast, school = world.cast, world.school.public_id
    to_begin = held(world, years_ago=1)
    draft = written(world, 2, "draft-record")
    sent = records.send(written(world, 3, "sent-record"), by=cast.alun, once=key())
    for again in range(world.size):
        agreed = records.send(written(world, 4 + again, "agreed-record"), by=cast.alun, once=key())
        agree_all(agreed, cast.nia, cast.olwen, cast.alun)
        Support.all_rows.filter(part__record=agreed).update(what="CANARY-living-record")
    item = Support.all_rows.filter(part__record=draft).first().public_id
    begun, out, done = ([record.discussion.public_id] for record in (draft, sent, agreed))
    world.arguments |= {
        "records:begin": [to_begin.public_id],
        **{f"records:{name}": begun for name in ("check", "send")},
        "records:write": [*begun, school, "priorities"],
        "records:add": [*begun, school, "support"],
        **{f"records:{name}": [*begun, "support", item] for name in ("edit", "remove")},
        **{f"records:{name}": out for name in ("detail", "sent", "withdraw", "answered", "history")},
        "records:answer": [*out, school],
        "records:version": done,
        "support:index": [school],
    }


def held(world: Any, years_ago: int) -> Discussion:
    day = dt.date(clock.current_school_year() - years_ago, 10, 1)
    discussion = make_discussion(world.school, day=day)
    take_part(discussion, world.cast.gareth, "guest", consent="given")
    return discussion


def written(world: Any, years_ago: int, canary: str) -> Record:
    draft = records.begin(held(world, years_ago), by=world.cast.alun, once=key())
    return write_record(draft, by=world.cast.alun, times=world.size, canary=canary)
