"""What the adviser is refused while writing the record, and the parties while they answer it."""

from typing import Any

from discussions.models import Booking, Discussion
from schools import clock
from schools.kept_typing import DISCARD
from tests.kept import everything_kept
from tests.on_pages import Visitor, forms_in
from tests.refusals import DAY, TODAY, Refusing
from tests.refusals_of_discussions import move_to, once_more
from tests.refusals_of_discussions import people as people_in
from tests.story import REASON, day


def calling_off_with_a_draft(story: Refusing) -> None:
    """Once the record is begun the discussion stands; what was open in another tab finds it so."""
    once_more(story, TODAY, starts="15:30")
    story.hour(16)
    pages: dict[str, Any] = {"cancel": {"reason": "Eira", "lang": "cy"}, "reschedule": {"place": "Y Cwm"}}
    tabs = {name: story.tab("lowri", story.meets(f"professional_discussions:{name}")) for name in pages}
    story.alun.open(story.meets("records:begin")).fill()
    for name, words in pages.items():
        story.no(tabs[name], "so the discussion can be neither moved nor cancelled.", **words)
    late = story.tab("mari", story.meets("records:send"))
    rows = Discussion.all_rows.filter(pk=story.discussion.pk)
    rows.update(status="cancelled", cancelled_because="Eira", cancelled_because_lang="cy")
    for follows in (story.discussion.discussion_schools, Booking.all_rows.filter(discussion=story.discussion)):
        follows.update(live=False)
    story.no(late, "This discussion was cancelled, so its record cannot be sent.")


def beginning(story: Refusing) -> None:
    """Not before the day, not twice, and not after it was called off or moved."""
    ahead = TODAY + DAY if clock.school_year_of(TODAY + DAY) == story.year else TODAY
    once_more(story, ahead)
    alun = story.alun.open(story.meets("professional_discussions:detail"))
    early = story.tab("alun", story.meets("records:begin"))
    if ahead > TODAY:
        assert "<form" not in early.page.split("<main", 1)[1]
    move_to(story, TODAY)
    alun.open(story.meets("records:begin"))
    late = story.tab("mari", story.meets("records:begin"))
    move_to(story, ahead)
    if ahead > TODAY:
        story.no(alun, "The record can be begun on the day of the discussion, not before.")
    move_to(story, TODAY)
    alun.open(story.meets("records:begin")).fill()
    story.no(late, "The record of this discussion has already been begun.")


def writing(story: Refusing) -> None:
    alun, school = story.alun, story.school.public_id
    support = {"what": "x", "success": "x", "lang": "cy", "unit": "days", "amount": "2"}
    support |= {**day("starts_on", TODAY), **day("ends_on", TODAY + DAY)}
    page = story.meets("records:add", school, "support")
    alun.open(page)
    story.no(
        alun,
        "Choose the kind of support",
        "Write what will be done",
        "Write what success looks like",
        "Choose who gives the support",
        "Enter how many days or hours",
        "Choose days or hours",
        support_kind="",
        unit=[],
    )
    support["support_kind"] = alun.form.fields["support_kind"].offers[-1]
    for sentence, words in {
        "The last date cannot be before the first date.": {"given_by": "service", **day("ends_on", TODAY - DAY)},
        "Enter the name of the school or body that gives the support.": {"given_by": "external"},
        "Only another school or somebody else is named.": {"given_by": "service", "given_by_name": "Estyn"},
        "Enter the amount as a number above 0": {"given_by": "service", "amount": "0"},
        "Enter an amount below 10,000": {"given_by": "service", "amount": "2.55"},
    }.items():
        story.no(alun.open(page), sentence, **(support | words))
    alun.open(story.meets("records:add", school, "next-steps"))
    story.no(alun, "Choose who does it", "Write what they do next")
    step = {"party": "school", "text": "x", "lang": "cy"}
    story.no(alun, "The date cannot be before the day of the discussion.", **step, **day("due_on", TODAY - DAY))


def sending(story: Refusing) -> None:
    alun, school, send = story.alun, story.school.public_id, story.meets("records:send")
    story.no(alun.open(send), "Write which priorities were confirmed with Ysgol Nant y Coed before you send")
    late = story.tab("mari", story.meets("records:write", school, "priorities"))
    alun.open(story.meets("records:write", school, "priorities")).fill(text="Darllen", lang="cy")
    story.no(late, "Somebody else saved this while you were writing.", text="Reading")
    story.no(alun.open(send), "Add at least one next step for Ysgol Nant y Coed before you send")
    step = {"party": "school", "text": "Ysgrifennu", "lang": "cy", **day("due_on", TODAY)}
    alun.open(story.meets("records:add", school, "next-steps")).fill(**step)
    alun.open(send)
    move_to(story, TODAY + DAY)
    story.no(alun, "Send its record after that; you can write it beforehand.")
    move_to(story, TODAY)
    read = story.tab("alun", send)
    story.mari.open(story.meets("records:write", school, "accuracy")).fill(text="Cywir", lang="cy")
    story.no(read, "It has changed since you read it. Read it again, then send.")
    pages: dict[str, Any] = {"progress": story.meets("records:write", school, "progress")}
    pages |= {"add": story.meets("records:add", school, "next-steps"), "send": send}
    tabs = {name: story.tab("mari", page) for name, page in pages.items()}
    people = story.tab("olwen", story.meets("professional_discussions:participants"))
    alun.open(send).fill()
    gone = "The record has been sent, so it can no longer be written."
    story.no(tabs["progress"], gone, text="Rhy hwyr", lang="cy")
    story.no(tabs["add"], gone, **step)
    story.no(tabs["send"], "This step is no longer possible.")
    gone = "The record of this discussion has been sent, so the discussion can no longer be changed."
    story.no(people, gone, participants=people_in(story, "nia"))


def answering(story: Refusing) -> None:
    page = story.meets("records:answer", story.school.public_id)
    nia = story.nia.open(page)
    story.no(nia, "Choose whether you agree or see something differently")
    story.no(nia, "Write beside at least one section how you see it, and why.", agreed="no", lang="cy")
    story.no(nia, "You chose to agree, but wrote how you see a section", agreed="yes", lang="cy", reason_1="Na")
    doubtful = "Mae Ffion ym Mlwyddyn 5 yn absennol."
    in_a_tab = story.tab("nia", page)
    story.asked(in_a_tab, "to name a learner", "Send it as it is", agreed="no", lang="cy", reason_1=doubtful)
    olwen = story.tab("olwen", story.meets("records:answer", "council"))
    withdraw = story.tab("mari", story.meets("records:withdraw"))
    story.alun.open(story.meets("records:withdraw")).fill()
    story.no(olwen, "The record was taken back to be corrected.", agreed="yes", lang="cy")
    story.no(withdraw, "This step is no longer possible.")
    taken_back_while_the_school_answers(story)
    story.alun.open(story.meets("records:send")).fill()
    story.no(olwen, "The record was corrected and sent again after you opened this page.", agreed="yes", lang="cy")
    nia.open(page)
    assert nia.form.fields["reason_1"].holds == [REASON], "what Nia wrote has waited for her"
    story.no(nia, "The record was corrected and sent again after you opened this page.", agreed="no")
    nia.open(page).press(forms_in(nia.page)[0], **{DISCARD: "1"})


def taken_back_while_the_school_answers(story: Refusing) -> None:
    """The school cannot see a draft, so its answer is met with a message; what it typed is kept."""
    kept = everything_kept()
    story.nia.press(agreed="no", lang="cy", reason_1=REASON)
    assert story.nia.path == story.nia.at(story.meets("records:detail"))
    assert everything_kept() == kept
    if story.language == "en":
        story.nia.says("The record was taken back to be corrected. What you wrote is kept for when it has been sent")


def answering_twice(story: Refusing) -> None:
    tabs: list[tuple[Visitor, str]] = []
    for who, party, sentence in [
        ("nia", story.school.public_id, "Your school has already answered."),
        ("lowri", "council", "An answer has already been given for the council."),
        ("mari", "service", "An answer has already been given for the service."),
    ]:
        tabs.append((story.tab(who, story.meets("records:answer", party)), sentence))
    withdraw = story.tab("mari", story.meets("records:withdraw"))
    for who, party in [("nia", story.school.public_id), ("olwen", "council"), ("alun", "service")]:
        getattr(story, who).open(story.meets("records:answer", party)).fill(agreed="yes", lang="cy")
    for tab, sentence in tabs:
        story.no(tab, sentence, agreed="yes", lang="cy")
    story.no(withdraw, "All have answered, so the record can no longer be taken back.")
