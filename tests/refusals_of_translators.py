"""What a reader who asks the council's translators, and the officers who bring the document back, are refused."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import TranslationRequest
from tests.refusals import Refusing
from tests.schools import documents
from tests.schools.sheets import as_file, filled, sheet_for


def translating(story: Refusing) -> None:
    """Alun asks for Welsh; what came back twice is looked at twice; and once everything is there nobody asks again."""
    asking = story.own("translations:ask", 1)
    story.no(story.alun.open(asking), "Choose the language in which you need it", wanted="")
    story.alun.fill(wanted="cy")
    asked = TranslationRequest.all_rows.latest("pk")
    taking_back = reverse("translations:take_back", args=[asked.public_id])
    late, alun = story.tab("alun", taking_back), story.alun.open(taking_back)
    too_late = story.tab("olwen", _page("bring", asked))
    alun.fill()
    story.no(late, "You no longer wait for this translation")
    whole = filled(sheet_for(asked))
    story.no(too_late, "Nobody needs this translation any more", file=as_file(whole))
    story.alun.open(asking).fill()
    asked = TranslationRequest.all_rows.latest("pk")
    late = story.tab("lowri", _page("send", asked))
    story.olwen.open(_page("send", asked)).fill()
    story.no(late, "This step is no longer possible")
    olwen = story.olwen.open(_page("bring", asked))
    story.no(olwen, "Choose a Word document")
    story.no(olwen, "This is not a Word document.", file=SimpleUploadedFile("x.pdf", documents.pdf()))
    story.no(olwen, "No translation of this request stands in this document", file=as_file(sheet_for(asked)))
    too_long = "The translation in the row with the code"
    story.no(olwen, too_long, file=as_file(filled(sheet_for(asked), "x" * 3_001)))
    olwen.fill(file=as_file(filled(sheet_for(asked))))
    late, in_vain = story.tab("olwen", _page("check", asked)), story.tab("mari", asking)
    story.tab("lowri", _page("bring", asked)).fill(file=as_file(filled(sheet_for(asked), "Better {}")))
    story.no(late, "A colleague has brought another document back in the meantime")
    no_reason = story.tab("olwen", _page("refuse", asked))
    story.no(no_reason, "Write why it cannot be done", reason=" ", lang="cy")
    late.fill()
    story.no(in_vain, "Everything can be read in this language already. Open the version again.")
    story.no(no_reason, "This step is no longer possible", reason="Prysur", lang="cy")


def _page(name: str, asked: Any) -> str:
    return reverse(f"translations:{name}", args=[asked.public_id])
