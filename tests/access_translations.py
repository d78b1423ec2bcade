"""What the council's translators were asked for about Nia's school, for the walks."""

from typing import Any

from schools.models import Translation, Version
from schools.translatable import to_translate, untranslated
from schools.translations import actions as translations
from schools.translations.queries import code_of


def add_translations(world: Any, evaluation: Any) -> None:
    """Of each version what was asked for: into English it cannot be done, into Welsh it is open, with a beginning."""
    cast = world.cast
    rows = Version.all_rows.filter(version_kind="self_evaluation", thing_id=evaluation.public_id).order_by("-number")
    for frozen in rows.select_related("school"):
        for _again in range(world.size if untranslated(frozen, "en") else 0):
            asked = translations.ask(frozen, wanted="en", by=cast.alun, once=None)
            reason = "CANARY-reason-of-the-translators"
            translations.refuse(asked, reason=reason, lang="en", by=cast.olwen, once=None)
        asked = translations.ask(frozen, wanted="cy", by=cast.alun, once=None)
        for each in (cast.olwen, cast.mari, cast.gwen)[: world.size - 1]:
            translations.ask(frozen, wanted="cy", by=each, once=None)
        texts = to_translate(frozen, "cy")
        words = {"frozen": frozen, "lang": "cy", "by": cast.olwen}
        for number in range(world.size):
            place = {"place": texts[number].place, "original": texts[number].digest}
            Translation.all_rows.create(text="CANARY-translation", **place, **words)
        found = [[code_of(asked, each.place), each.text, "CANARY-brought-translation"] for each in texts[: world.size]]
        loose = [["", "", "CANARY-brought-translation"]] * world.size
        file = translations.Returned("CANARY-brought-translation", "", [*found, *loose])
        translations.bring(asked, file=file, by=cast.lowri, once=None)
    own = [world.school.public_id, evaluation.school_year, 1]
    for name in ("take_back", "detail", "download", "send", "bring", "check", "refuse"):
        world.arguments[f"translations:{name}"] = [asked.public_id]
    world.arguments["translations:ask"] = own
