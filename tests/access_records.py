"""Records of Nia's school for the walks: one to begin, one being written, one sent, those all have answered; and two
of a federation's discussion, whose other part belongs to Mererid's school."""

import datetime as dt
from typing import Any

from discussions.models import Discussion, NextStep, Record, RecordSection, Support
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from tests.discussions.rounds import agree_all, key, make_discussion, take_part, write_record

KINDS = {"support": Support, "next-steps": NextStep}


def add_records(world: Any) -> None:
    """Each in a year of its own; Gareth takes part in all of them as a guest."""
    load_support_kinds()
    cast = world.cast
    to_begin, together = held(world, 1), held(world, 2, world.partner)
    draft, joint_draft = written(world, 3, "draft-record"), written(world, 4, "draft-record", world.partner)
    sent = records.send(written(world, 5, "sent-record"), by=cast.alun, once=key())
    joint = records.send(written(world, 6, "sent-record", world.partner), by=cast.mari, once=key())
    for again in range(world.size):
        agreed = records.send(written(world, 7 + again, "agreed-record"), by=cast.alun, once=key())
        agree_all(agreed, cast.nia, cast.olwen, cast.alun)
        Support.all_rows.filter(part__record=agreed).update(what="CANARY-living-record")
    add_arguments(world, to_begin, draft, sent, agreed)
    add_arguments_of_joint_ones(world, together, joint_draft, joint)


def add_arguments(world: Any, to_begin: Discussion, draft: Record, sent: Record, agreed: Record) -> None:
    school = world.school.public_id
    start, begun, out, done = ([each.public_id] for each in (to_begin, *(r.discussion for r in (draft, sent, agreed))))
    world.arguments |= {
        "professional_discussions:detail[held]": out,
        "records:begin[own]": start,
        **{f"records:{name}[own]": begun for name in ("check", "send")},
        **{f"records:write[{heading}]": [*begun, school, heading] for heading in RecordSection.Heading.values},
        **{f"records:add[{kind}]": [*begun, school, kind] for kind in KINDS},
        **{f"records:{name}[own]": out for name in ("sent", "withdraw")},
        "records:answer[school]": [*out, school],
        **{f"records:answer[{party}]": [*out, party] for party in ("council", "service")},
        "records:detail[begin]": start,
        **{f"records:{name}[draft]": begun for name in ("detail", "history")},
        **{f"records:{name}[sent]": out for name in ("detail", "answered", "history")},
        **{f"records:{name}[agreed]": done for name in ("detail", "answered", "history")},
        "records:version": done,
        "records:copy": done,
        **{f"records:paper[{kind}]": [*which, kind] for kind, which in (("docx", out), ("pdf", done))},
        "support:index": [school],
    }
    for kind, model in KINDS.items():
        item = model.all_rows.filter(part__record=draft).first().public_id
        world.arguments |= {f"records:{name}[{kind}]": [*begun, kind, item] for name in ("edit", "remove")}


def add_arguments_of_joint_ones(world: Any, together: Discussion, draft: Record, sent: Record) -> None:
    school, begun, out = world.school.public_id, [draft.discussion.public_id], [sent.discussion.public_id]
    item = Support.all_rows.filter(part__record=draft, part__school=world.school).first().public_id
    world.arguments |= {
        "records:begin[joint]": [together.public_id],
        **{f"records:{name}[joint]": begun for name in ("check", "send")},
        "records:detail[joint-draft]": begun,
        "records:write[joint]": [*begun, school, "priorities"],
        "records:add[joint]": [*begun, school, "support"],
        **{f"records:{name}[joint]": [*begun, "support", item] for name in ("edit", "remove")},
        **{f"records:{name}[joint]": out for name in ("detail", "sent", "withdraw", "answered", "history")},
        "records:answer[joint-school]": [*out, school],
        **{f"records:answer[joint-{party}]": [*out, party] for party in ("council", "service")},
    }


def held(world: Any, years_ago: int, *others: Any) -> Discussion:
    day = dt.date(clock.current_school_year() - years_ago, 10, 1)
    discussion = make_discussion(world.school, *others, day=day)
    take_part(discussion, world.cast.gareth, "guest", consent="given")
    return discussion


def written(world: Any, years_ago: int, canary: str, *others: Any) -> Record:
    """Mari begins it, who reaches all its schools; the other school's part holds a canary of its own."""
    draft = records.begin(held(world, years_ago, *others), by=world.cast.mari, once=key())
    write_record(draft, by=world.cast.mari, times=world.size, canary=canary)
    for other in others:
        theirs = {"part__record": draft, "part__school": other}
        for model, text in ((RecordSection, "text"), (Support, "what"), (Support, "success"), (NextStep, "text")):
            model.all_rows.filter(**theirs).update(**{text: f"CANARY-other-part-{canary}"})
    return draft
