"""What a school is refused while it evaluates itself and plans."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from schools import clock
from schools.cautions import TOLD_AT_ONCE
from schools.models import (
    Clarification,
    EvidenceItem,
    Federation,
    Framework,
    OtherLanguage,
    OwnDocument,
    StatutoryAnswer,
)
from tests import factories as make
from tests.on_pages import Form, cautions_on, forms_in
from tests.refusals import DAY, TODAY, Refusing
from tests.refusals_of_plan_parts import under_a_priority
from tests.schools import documents
from tests.schools.word_documents import of_body
from tests.schools.writing import all_areas
from tests.story import MEETING, PRIORITY, day

IN_WELSH = "Mae ein disgyblion yn darllen mwy nag yr oeddent, ac mae’r llyfrau newydd wedi bod o gymorth i’r rhai iau."
IN_ENGLISH = "Our pupils are reading more than they were, and the new books have helped all of the younger ones."


def evaluating(story: Refusing) -> None:
    nia, start = story.nia, story.url("starting:start")
    nia.open(start)
    story.no(nia, "Choose a school year", year=[])
    first, standing = clock.school_year_bounds(story.year)[0], Framework.all_rows.filter(ends_on=None)
    ended = list(standing.values_list("pk", flat=True))
    standing.update(ends_on=first - DAY)
    nothing_is_in_force = "No framework is in force on the first day of that school year."
    story.no(nia, nothing_is_in_force, year=str(story.year), framework=[])
    Framework.all_rows.filter(pk__in=ended).update(ends_on=None)
    nia.open(start).fill(year=str(story.year))
    story.no(nia.open(start), "This school year’s self-evaluation has already been started.", year=str(story.year))
    nia.open(story.url("starting:places"))
    story.no(nia, "Choose where it goes", **{nia.form.visible[0].name: ""})
    area = story.evaluation.sections.first().area.code
    nia.open(story.own("self_evaluations:write", area))
    story.no(nia, "Choose the language the text is written in", lang=[])
    too_long = "Shorten this text: it has 20,001 characters and may have at most 20,000."
    story.no(nia, too_long, going_well="x" * 20_001, lang="cy")
    for name, words, other, lang in (("Welsh", IN_WELSH, "English", "en"), ("English", IN_ENGLISH, "Welsh", "cy")):
        nia.open(story.own("self_evaluations:write", area))
        looks = f"What you wrote under “What is going well” looks {name}, but it is about to be kept as {other}."
        story.no(nia, looks, going_well=words, lang=lang)
    for kind in ("strengths", "priorities"):
        nia.open(story.own("self_evaluations:add", area, kind))
        story.no(nia, "Write a sentence or two", text=" ", lang="cy")
    story.forbidden(story.sion, story.own("self_evaluations:submit"))
    noting(story, area)
    bringing_in(story)
    attaching(story)


def noting(story: Refusing, area: str) -> None:
    carys = story.carys.open(story.own("entries:add", area))
    nothing = {"on__day": "", "on__month": "", "on__year": ""}
    missing = ("Enter the date on which you looked at it", "Write what you looked at", "Write what you found")
    story.no(carys, *missing, looked_at=" ", found="", lang="cy", **nothing)
    words = {"looked_at": "Llyfrau", "found": "Brawddegau hirach", "lang": "cy"}
    story.no(carys, "a date that is not in the future", **words, **day("on", TODAY + DAY))
    story.no(carys, "Enter a date of this school year or of the one before it", **words, **day("on", TODAY - DAY * 999))


def being_asked(story: Refusing) -> None:
    """About words that seem to tell who a learner is."""
    area = story.evaluation.sections.first().area.code
    nia = story.nia.open(story.own("self_evaluations:add", area, "strengths"))
    doubtful = "Mae Ffion ym Mlwyddyn 5. Dau ddisgybl. Ganwyd ar 1 Mai 2016. UPN A123456789012."
    story.asked(
        nia,
        "seems to name a learner.",
        "Nobody who reads this needs to know who it is: write about learners without their names.",
        "seem to count fewer than five learners or families.",
        "So few people may be recognised: write “a few”",
        "seems to be a date of birth.",
        "A date of birth tells who the learner is",
        "seems to be a unique pupil number (UPN).",
        "This number tells who the learner is",
        "Save as it is",
        text=doubtful,
        lang="cy",
    )
    many = "\n".join(f"{number}: dau ddisgybl." for number in range(12))
    nia.open(story.own("self_evaluations:add", area, "priorities")).press(text=many, lang="cy")
    assert len(cautions_on(nia.page)) == TOLD_AT_ONCE + 2, "the reason once, and the button"


def bringing_in(story: Refusing) -> None:
    """A Word document that Carys sends in; everything else that may be wrong with a file is refused as for evidence."""
    carys = story.carys.open(story.own("bringing_in:add"))
    story.no(carys, "Choose a Word document")
    story.no(carys, "A PDF cannot be brought in.", file=SimpleUploadedFile("x.pdf", documents.pdf()))
    story.no(
        carys, "Only a Word document (.docx) can be brought in.", file=SimpleUploadedFile("x.odt", documents.odf())
    )
    story.no(carys, "This document cannot be read.", file=SimpleUploadedFile("x.docx", documents.ooxml()))
    story.no(carys, "There is no text in this document.", file=SimpleUploadedFile("x.docx", of_body("")))
    endless = "<w:p><w:r><w:t>" + "x" * 700_000 + "</w:t></w:r></w:p>"
    story.no(carys, "There is more text in this document", file=SimpleUploadedFile("x.docx", of_body(endless)))
    document = make.make_brought_document(story.evaluation, story.cast.carys)
    carys.open(story.own("bringing_in:place", document.public_id))
    story.no(carys, "Choose one of the places shown", to_0="nowhere/summary")
    late = story.tab("sion", story.own("bringing_in:place", document.public_id))
    area = story.evaluation.sections.first().area.code
    carys.open(carys.path).fill(to_0=f"{area}/summary")
    story.no(late, "Somebody else saved this while you were writing.", to_0=f"{area}/how_we_know")


def attaching(story: Refusing) -> None:
    """The school's own document; Nia takes it off again, so that what follows is submitted from the boxes."""
    nia = story.nia.open(story.own("own_document:attach"))
    late = story.tab("sion", story.own("own_document:attach"))
    story.no(nia, "Choose a Word document or a PDF", "Choose the language the text is written in", lang=[])
    story.no(nia, "Save it as a Word document", file=SimpleUploadedFile("x.png", documents.picture()), lang="cy")
    nia.fill(file=SimpleUploadedFile("hunan.pdf", documents.pdf()), lang="cy")
    sent = SimpleUploadedFile("arall.pdf", documents.pdf("Arall"))
    story.no(late, "A colleague has changed the school’s own document", file=sent, lang="cy")
    readers = story.own("own_document:readers")
    story.no(nia.open(readers), "Choose who may read the document", circle="everybody")
    late = story.tab("nia", readers)
    nia.open(readers).fill(circle="governors")
    story.no(late, "You saved this in another tab or window in the meantime.", circle="council")
    document = OwnDocument.all_rows.get(in_use=True)
    nia.open(story.own("own_document:detach", document.public_id)).fill()


def gathering(story: Refusing) -> None:
    carys = story.carys.open(story.url("evidence:add"))
    story.no(
        carys,
        "Choose a type of evidence",
        "Give the evidence a short title",
        "Enter the date when it was gathered",
        "Write what the evidence shows",
        evidence_kind="",
    )
    words = {"evidence_kind": "learner_voice", "title": "Llais", "shows": "Da", "lang": "cy"}
    story.no(carys, "enter a date that is not in the future", **words, **day("gathered_on", TODAY + DAY))
    story.no(
        carys, "Enter a real date", **words, gathered_on__day="31", gathered_on__month="2", gathered_on__year="2026"
    )
    story.no(carys, "Enter a day, a month and a year", **words, gathered_on__day="3", gathered_on__year="")
    words |= day("gathered_on", TODAY)
    story.no(carys, "Enter a whole web address that begins with", **words, link="hwb gov wales")
    carys.fill(**words, link="")
    item = EvidenceItem.all_rows.get()
    late = story.tab("sion", story.url("evidence:edit", item.public_id))
    carys.open(story.url("evidence:edit", item.public_id)).fill(title="Llais y dysgwr")
    story.no(late, "Somebody else saved this while you were writing.", title="Voice")
    late = story.tab("sion", story.url("evidence:file_add", item.public_id))
    story.no(late, "Choose a file")
    carys.open(late.path)
    story.no(carys, "This kind of file cannot be kept here.", file=SimpleUploadedFile("x.exe", b"MZ"))
    carys.fill(file=SimpleUploadedFile("llais.pdf", documents.pdf()))
    sent = SimpleUploadedFile("voice.pdf", documents.pdf())
    story.no(late, "A colleague has changed the file of this item since you opened the page.", file=sent)


def submitting(story: Refusing) -> None:
    nia, submit = story.nia, story.own("self_evaluations:submit")
    story.no(nia.open(submit), "Tick at least one area to be submitted.", declared="on")
    submit += all_areas(story.evaluation)
    story.no(nia.open(submit), "Tick the declaration before you submit")
    story.no(nia, "Under “", declared="on")
    for section in story.evaluation.sections.select_related("area"):
        nia.open(story.own("self_evaluations:write", section.area.code)).fill(
            going_well="Da iawn", to_improve="Ysgrifennu", how_we_know="Llyfrau", lang="cy"
        )
    area = story.evaluation.sections.first().area.code
    in_both_languages(story, area)
    nia.open(story.own("self_evaluations:add", area, "priorities")).fill(text=PRIORITY, lang="cy", needs_support="on")
    late = story.tab("sion", story.own("self_evaluations:write", area))
    nia.open(story.own("self_evaluations:write", area)).fill(going_well="Gwell byth")
    story.no(late, "Somebody else saved this while you were writing.", going_well="Better still")
    read = story.tab("nia", submit)
    story.sion.open(story.own("self_evaluations:add", area, "strengths")).fill(text="Later words", lang="en")
    story.no(read, "A colleague has changed the self-evaluation since you read it.", declared="on")
    nia.open(submit).fill(declared="on")
    story.no(nia.open(submit), "Nothing has changed since you last submitted", declared="on")


def in_both_languages(story: Refusing, area: str) -> None:
    """A text in the other language is finished only beside the original that was read."""
    nia, write = story.nia, story.own("self_evaluations:write", area)
    box = story.evaluation.sections.first().passages.get(box="to_improve")
    page = story.own("other_language:write", area, box.public_id)
    story.no(nia.open(page), "Write the text in the other language", text=" ")
    late = story.tab("sion", page)
    nia.open(write).fill(to_improve="")
    emptied = "The original has been emptied. Write it first, then mark the other language as finished."
    story.no(late, emptied, text="Writing", press="finished")
    late = story.tab("sion", page)
    nia.open(write).fill(to_improve="Ysgrifennu")
    story.no(late, "The original was changed after you opened this page.", text="Writing", press="finished")
    late.fill()
    other = OtherLanguage.all_rows.get()
    edit, removal = story.tab("sion", page), story.tab("nia", story.own("other_language:remove", area, other.public_id))
    late.open(page).fill(text="Writing longer texts")
    story.no(removal, "This has been changed since you opened the page.")
    removal.fill()
    story.no(edit, "What you opened has been removed in the meantime.", text="Writing")


def clarifying(story: Refusing) -> None:
    """A question is asked with words in it, and answered or withdrawn once."""
    area, number = story.evaluation.sections.first().area.code, 1
    olwen = story.olwen.open(story.own("clarifications:ask", number, area))
    story.no(olwen, "Write what you would like the school to explain", question=" ", lang="cy")
    olwen.fill(question="Sut?", lang="cy")
    asked = story.own("clarifications:answer", number, Clarification.all_rows.latest("pk").public_id)
    nia = story.nia.open(asked)
    story.no(nia, "Write your school’s answer", answer="", lang="cy")
    late, taken = story.tab("sion", asked), story.tab("olwen", asked.replace("/answer/", "/withdraw/"))
    nia.fill(answer="Fel hyn.", lang="cy")
    story.no(late, "This question has been answered in the meantime", answer="Felly.", lang="cy")
    story.no(taken, "This question has been answered in the meantime")
    olwen.open(story.own("clarifications:ask", number, area)).fill(question="Pam?", lang="cy")
    asked = story.own("clarifications:answer", number, Clarification.all_rows.latest("pk").public_id)
    late = story.tab("sion", asked)
    olwen.open(asked.replace("/answer/", "/withdraw/")).fill()
    story.no(late, "This question was withdrawn in the meantime", answer="Felly.", lang="cy")
    story.forbidden(story.carys, asked)


def sharing_a_text(story: Refusing) -> None:
    """Three schools of a federation that Nia leads: a text stands where it was written, and once removed."""
    federation = Federation.all_rows.create(council=story.school.council, name_cy="Y Nant", name_en="The Brook")
    others = [make.make_school(story.school.council, f"Ysgol y Nant {n}") for n in "ab"]
    for school in (story.school, *others):
        school.federation = federation
        school.save()
    for school in others:
        make.appoint(story.cast.nia, "headteacher", school)
        make.make_self_evaluation(school)
    area = story.evaluation.sections.first().area.code
    theirs = [f"/en/schools/{school.public_id}/self-evaluations/{story.year}/{area}/same-text/" for school in others]
    nia = story.nia.open(theirs[0])
    late = story.tab("nia", story.own("self_evaluations:same_text", area))
    nia.fill(source=nia.form.choice("source", story.school.name))
    third = late.form.choice("source", others[1].name)
    story.no(late, "Another school uses this text, so this school must keep its own.", source=third)
    lending = story.tab("nia", story.own("sharing:lending", area))
    story.no(lending, "Choose what stays in their self-evaluation", stays=[])
    nia.open(theirs[0]).fill(source="")


def planning(story: Refusing) -> None:
    nia = story.nia.open(story.url("plans:start"))
    story.no(nia, "Choose a school year", year=[])
    nia.fill(year=str(story.year))
    answering_the_check(story)
    nia.open(story.own("plan_parts:draw"))
    story.no(nia, "Tick at least one priority", "Choose a year of the plan", year=[])
    story.no(nia.open(story.own("plan_parts:write")), "Write the priority in a sentence or two", text="")
    nia.open(story.own("governing_body:approve"))
    meeting: dict[str, Any] = {"meeting": MEETING, "lang": "cy", **day("approved_on", TODAY)}
    story.no(nia, "Enter which meeting approved the plan", "Enter the date on which the governing body approved")
    story.no(nia, "There is no priority in the plan yet, so there is nothing to approve.", **meeting)
    too_early(story, "Draw at least one priority from the self-evaluation before you share")
    nia.open(story.own("plan_parts:draw")).fill(priorities=nia.form.fields["priorities"].offers, year="1")
    priority = story.plan.priorities.get()
    add = story.own("plan_parts:add", priority.public_id, "targets")
    story.no(nia.open(add), "Write the target", "Write what learners will gain")
    nia.open(story.own("plan_parts:add", priority.public_id, "actions"))
    story.no(nia, "Write what will be done", "Enter the post that leads the action", "Enter the date on which")
    days = {**day("starts_on", TODAY), **day("ends_on", TODAY - DAY)}
    story.no(nia, "The last date cannot be before the first date.", text="x", lead="x", lang="cy", **days)
    under_a_priority(story, priority)
    nia.open(story.own("plan_parts:link", priority.public_id))
    story.no(nia, "Tick at least one priority", comes_from=[])
    source = story.evaluation.sections.first().priorities.get()
    remove = story.own("self_evaluations:remove", "priorities", source.public_id)
    story.no(nia.open(remove), "The development plan draws on this priority.")


def answering_the_check(story: Refusing) -> None:
    """Before anything is in the plan; what is answered is withdrawn again."""
    nia = story.nia.open(story.own("statutory_check:answer", "strategy"))
    story.no(nia, "Write where it is", words="")
    grants = story.own("statutory_check:answer", "grants")
    story.no(nia.open(grants), "Choose an answer", "Write where it is, or why it is not needed", answer=[], words="")
    nia.fill(answer="not_needed", words="Dim grant", lang="cy")
    late = story.tab("sion", grants)
    nia.open(grants).fill(words="Dim un eleni")
    story.no(late, "Somebody else saved this while you were writing.", words="Dim")
    answer = StatutoryAnswer.all_rows.get()
    nia.open(story.own("statutory_check:withdraw", answer.public_id)).fill()


def too_early(story: Refusing, sentence: str) -> None:
    """The page offers no button while something stands in the way; whoever presses one all the same is told what."""
    approving_form = story.nia.open(story.own("governing_body:approve")).form
    nia = story.nia.open(story.own("plans:share"))
    assert forms_in(nia.page) == []
    story.no(
        nia, sentence, form=Form("", "post", {n: f for n, f in approving_form.fields.items() if f.kind == "hidden"})
    )


def approving(story: Refusing) -> None:
    nia, share = story.nia, story.own("plans:share")
    meeting: dict[str, Any] = {"meeting": MEETING, "lang": "cy", **day("approved_on", TODAY)}
    missing = "Say why the plan is shared although this is missing"
    story.no(nia.open(share), missing, reason="")
    clem = story.clem.open(story.own("governing_body:approve"))
    story.no(clem, "The meeting cannot be in the future.", **(meeting | day("approved_on", TODAY + DAY)))
    story.no(clem, "This date is too long ago", **(meeting | day("approved_on", TODAY - DAY * 999)))
    priority = story.plan.priorities.get()
    nia.open(story.own("plan_parts:edit", "priorities", priority.public_id)).fill(text=f"{PRIORITY} Hefyd.")
    story.no(clem, "The plan has changed since you opened this page.", **meeting)
    clem.open(story.own("governing_body:approve")).fill(**meeting)
    late = story.tab("sion", story.own("plan_parts:edit", "priorities", priority.public_id))
    nia.open(story.own("plan_parts:edit", "priorities", priority.public_id)).fill(text=PRIORITY)
    story.no(late, "Somebody else saved this while you were writing.", text="Writing")
    clem.open(story.own("governing_body:approve")).fill(**meeting)
    old = story.tab("nia", share)
    nia.open(story.own("plan_parts:edit", "priorities", priority.public_id)).fill(text=f"{PRIORITY} Eto.")
    story.no(old, "More is missing from the plan by now than this page had told you.", **make.REASON)
    clem.open(story.own("governing_body:approve")).fill(**meeting)
    nia.open(share).fill(**make.REASON)
    too_early(story, "Nothing has changed since you last shared the plan")
    story.forbidden(story.sion, share)
