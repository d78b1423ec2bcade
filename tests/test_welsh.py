"""The Welsh catalogue is complete, fits the source, and says the field's words as the glossary does."""

import datetime as dt
import re
from functools import cache

import polib
import pytest
from django.template.defaultfilters import date as date_filter
from django.utils import formats, timesince, translation
from django.utils.translation import ngettext, trans_real

from improvement_portal import catalogue
from schools import clock

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{[\w.!:]*\}")
TAG = re.compile(r"<\s*/?\s*\w+[^>]*>")
# Spelt alike in both languages: loan words, abbreviations and names. Messages without words of their own need no entry.
SAME = {"9a", "9b", "10a", "10b",
        "grant", "Cost", "Agenda", "CSV", "IPv4", "IPv6", "Sector", "sector", "Staff", "staff", "person", "URL",
        "%s GB", "%s KB", "%s MB", "%s PB", "%s TB"}  # fmt: skip
# English words, and what the Welsh must then hold (mutated as the sentence asks) or must not.
GLOSSARY = [
    (r"self-evaluat", r"hunanwerthus|hunan-werthus", r"hunanarf"),
    (r"professional discussion", r"([td]|th|nh)rafodaeth(au)? b?p?h?f?roffesiynol", r"deialog"),
    (r"support agreed", r"[cg]h?ymorth a gytunwyd|nghymorth a gytunwyd|cytun\w+ ar y cymorth", r"cefnogaeth"),
    (r"school development plan", r"[cg]h?ynllun(iau)? datblygu|nghynllun(iau)? datblygu", r"CDY"),
    (r"head ?teacher", r"[pb]h?enn?aeth|[pb]h?enaethiaid|mh?enn?aeth|mh?enaethiaid|phenn?aeth", r"prifathr"),
    (r"governing body", r"[cg]h?orff llywodraethu|nghorff llywodraethu", r"bwrdd"),
    (r"\bguests?\b", r"g?westai|g?westeion|ngwestai|ngwesteion|sefydliad(au)? gwadd", r"ymwelydd"),
    (r"\badvisers?\b", r"ymgynghor(ydd|wyr)", r"(?<!ym)(?<!ymg)ynghorydd (eich|yr) ysgol"),  # cynghorydd: councillor
    (r"expected outcome", r"d?deill(iant|iannau) disgwyliedig", None),
    (r"\bevidence\b", r"[td]h?ystiolaeth|nhystiolaeth", None),
    (r"\bwhose turn\b", r"th?ro pwy", None),
    (r"priorities for improvement", r"b?f?m?laenoriaethau ar gyfer gwella", None),
    (r"school improvement partner", r"p?b?m?p?h?artner(iaid)? gwella ysgol", None),
    (r"\bstrengths\b", r"[cg]h?ryfderau|nghryfderau", None),
    (r"additional improvement support", r"[cg]h?ymorth ychwanegol i wella|nghymorth ychwanegol i wella", None),
    (r"schools causing concern", r"ysgolion sy.n peri pryder", None),
    (r"\bcouncillors?\b", r"[cg]h?ynghor(ydd|wyr)|nghynghor(ydd|wyr)", None),
    (r"password", r"[cg]h?yfrin(air|eiriau)|nghyfrin(air|eiriau)", None),
    (r"\bsign(ed)? in\b|\bsigning in\b", r"[mf]ewngofnod", r"llofnod"),
    (r"\bsign(ed)? out\b", r"allgofnod", None),
    (r"\be-?mails?\b", r"e-b[oy]st", r"\bebost"),
    (r"senior leaders?\b", r"uwch-arweinydd|uwch-arweinwyr", r"uwch arwein"),
    (r"clerk to (the )?governors", r"[cg]h?lerc (i.r |y )?(corff )?llywodraeth|nghlerc", None),
]


@cache
def entries() -> list[polib.POEntry]:
    return list(catalogue.load())


def forms_of(entry: polib.POEntry) -> list[str]:
    """What the catalogue says in Welsh; nothing while it says nothing, which one test alone complains of."""
    forms = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]
    return [form for form in forms if form]


def told(entry: polib.POEntry) -> str:
    return f"{entry.msgid!r} ({', '.join(name for name, _line in entry.occurrences)})"


def test_the_catalogue_holds_what_the_source_says_and_nothing_else():
    found, kept = set(catalogue.read_source()), {catalogue.named(entry) for entry in entries()}
    advice = "run `make messages`, and put the new sentences into Welsh"
    assert [f"{m.words!r} is not in the catalogue: {advice}" for m in sorted(found - kept, key=str)] == []
    assert [f"{m.words!r} is no longer in the source: {advice}" for m in sorted(kept - found, key=str)] == []


def test_every_message_has_its_welsh():
    assert [told(entry) for entry in catalogue.untranslated(entries())] == []
    assert [told(entry) for entry in entries() if entry.fuzzy or entry.obsolete] == []


def test_every_plural_has_the_six_forms_of_welsh():
    assert catalogue.load().metadata["Plural-Forms"] == catalogue.PLURALS
    assert [told(entry) for entry in entries() if entry.msgid_plural and len(entry.msgstr_plural) != 6] == []


def test_placeholders_and_markup_are_the_same_in_both_languages():
    def parts(words: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(words)) + sorted(TAG.findall(words))

    wrong = []
    for entry in entries():
        asked = parts(entry.msgid_plural or entry.msgid)
        for form in forms_of(entry):
            fewer = bool(entry.msgid_plural) and set(parts(form)) < set(asked)  # "one school" need not say the number
            if parts(form) != asked and not fewer:
                wrong.append(f"{told(entry)}: {asked} became {parts(form)}")
    assert wrong == []


def bare(words: str) -> str:
    return TAG.sub("", PLACEHOLDER.sub("", words))


def test_nothing_is_left_in_english():
    in_english = [entry for entry in entries() if entry.msgid in forms_of(entry)]
    assert [
        told(entry) for entry in in_english if entry.msgid not in SAME and re.search(r"\w", bare(entry.msgid))
    ] == []


@pytest.mark.parametrize(("english", "welsh", "never"), GLOSSARY, ids=lambda value: str(value)[:24])
def test_the_fields_words_are_the_glossarys(english, welsh, never):
    wrong = []
    for entry in entries():
        if re.search(english, bare(entry.msgid), re.I):
            wrong += [f"{told(entry)}: {form!r}" for form in forms_of(entry)
                      if not re.search(welsh, form, re.I)]  # fmt: skip
        if never:
            wrong += [f"{told(entry)}: {form!r}" for form in forms_of(entry) if re.search(never, form)]
    assert wrong == []


def test_to_answer_a_record_is_one_word_in_welsh():
    """One responds (ymateb) to a record; only a question is answered (ateb)."""
    wrong = [
        told(entry)
        for entry in entries()
        if any("discussions/" in name for name, _line in entry.occurrences) and "question" not in entry.msgid
        for form in forms_of(entry)
        if re.search(r"\bateb", form, re.I)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "word_for_word",
    [
        r"wrth i ch(i|wi) fynd",  # “as you go”: while leaving
        r"(testun|destun|hunanwerthusiad|maes)\w* .*\bsefyll\b",  # texts do not stand
        r"cyfrif o’r tro nesaf",
        r"gweithio iddo",
        r"gofynnwyd rhywbeth",
        r"\baseini|\baseiniad",  # neilltuo
        r"[td]udalen gartref",  # hafan
        r"pwy a gaiff",
        r"rhai a ddarllenwyd",
        r"\byn sefyll\b",  # what stands there, is there
        r"sydd yn y ffordd",  # in the way: beth sy’n rhwystro hyn
        r"pa mor bell y mae",  # how far: pa gam … wedi’i gyrraedd
        r"g?weith\w+ dyddiadau allan",
        r"\bnis \w",  # ni … ei
        r"^unwaith y (bydd|daw)|\. unwaith y (bydd|daw)",  # once: pan fydd
        r"anghof\w+’?r? (y porth )?g?c?alendr",  # dileu
    ],
)
def test_welsh_is_not_english_word_for_word(word_for_word):
    ours = [entry for entry in entries() if not entry.occurrences[0][0].startswith(("django/", "allauth/"))]
    assert [told(entry) for entry in ours for form in forms_of(entry) if re.search(word_for_word, form, re.I)] == []


@pytest.mark.parametrize(
    ("left", "chosen"),
    [
        (r"\bichi\b", "i chi"),
        (r"[td]rwy’r e-bost|\btrwy e-bost", "drwy e-bost"),
        (r"\b(c|g|ch)wrdd\b", "cyfarfod"),
        (r"hysbysiad(?!\w* rhybudd)", "newyddion"),
        (r"diwrnod(au)? hyfforddi", "diwrnod HMS"),
        (r"dechrau gyda https", "dechrau â"),
        (r"y flwyddyn cynt\b", "y flwyddyn flaenorol"),
        (r"dywedodd y pennaeth na\b", "gwrthododd y pennaeth"),
        (r"(anfon|anfonwch) (y )?(ffeil|daflen)", "lanlwytho"),
        (r"adolygiad blynyddol .* cynllun", "diwygiad"),
        (r"%\((starts|opens)\)s (i|a|hyd at) %|rhwng %\((starts|opens)\)s", "o … tan, of times"),
        (r"%\((new_)?first\)s (tan|hyd) %", "o … hyd at, of days"),
        (r"\bi Borth Gwella|\bPhorth Gwella|\bMhorth Gwella", "y Porth Gwella"),
    ],
)
def test_one_thing_has_one_word(left, chosen):
    ours = [entry for entry in entries() if not entry.occurrences[0][0].startswith(("django/", "allauth/"))]
    wrong = [f"{told(entry)}: {chosen}" for entry in ours for form in forms_of(entry) if re.search(left, form, re.I)]
    assert wrong == []


def test_apostrophes_quotes_and_spaces_are_set_as_a_printer_would():
    def faults(words: str) -> list[str]:
        rules = {"a straight apostrophe": r"\w'|'\w", "a straight quote": r'"', "two spaces": r"\S  +\S",
                 "a space before a mark": r"\w [,.;:?!](\s|$)", "a hyphen for a dash": r"\w - \w"}  # fmt: skip
        return [name for name, rule in rules.items() if re.search(rule, TAG.sub("", words))]

    wrong = {told(entry): found for entry in entries() for form in forms_of(entry) if (found := faults(form))}
    assert wrong == {}


def test_a_sentence_ends_in_welsh_as_it_does_in_english():
    def end(words: str) -> str:
        return words.rstrip("”’)")[-1:] if words.rstrip("”’)")[-1:] in ".?!:…" else ""

    sentences = [entry for entry in entries() if entry.msgctxt != "abbrev. month"]
    wrong = [told(entry) for entry in sentences for form in forms_of(entry) if end(form) != end(entry.msgid)]
    assert sorted(set(wrong)) == []


def test_a_welsh_sentence_begins_as_the_english_one_does():
    """A capital where English has one; a placeholder or a mark may stand first in either."""
    wrong = [
        told(entry)
        for entry in entries()
        for form in forms_of(entry)
        if entry.msgid[:1].isalpha() and form[:1].isalpha() and entry.msgid[0].isupper() != form[0].isupper()
    ]
    assert wrong == []


def test_names_stand_where_nothing_would_mutate_them():
    """“â %(school)s” would ask for “ag Ysgol …”; a name after its noun, or first in the sentence, asks for nothing."""
    words = "i|o|am|at|dan|dros|drwy|heb|hyd|wrth|â|gyda|a|na|neu|tua|yn|ei"
    mutating = rf"\b({words}) %\((schools?|name|organisation|who|inviter)\)"
    assert [told(entry) for entry in entries() for form in forms_of(entry) if re.search(mutating, form)] == []


def test_months_days_and_times_are_right_welsh():
    with translation.override("cy"):
        months = [date_filter(dt.date(2026, month, 1), "F") for month in range(1, 13)]
        assert months == ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
                          "Hydref", "Tachwedd", "Rhagfyr"]  # fmt: skip
        assert date_filter(dt.date(2026, 7, 6), "l j E Y") == "Dydd Llun 6 Gorffennaf 2026"
        assert formats.date_format(dt.date(2026, 7, 6)) == "6 Gorffennaf 2026"
        assert formats.date_format(dt.datetime(2026, 7, 6, 14, 5), "DATETIME_FORMAT") == "6 Gorffennaf 2026, 14:05"
        assert formats.time_format(dt.time(9, 30)) == "09:30"
        assert formats.number_format(1460, force_grouping=True) == "1,460"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
    with translation.override("en"):
        assert formats.date_format(dt.date(2026, 7, 6)) == "6 July 2026"
        assert formats.time_format(dt.time(14, 5)) == "14:05"


@pytest.mark.parametrize(
    ("years", "words"),
    [(1, "1 flwyddyn"), (2, "2 flynedd"), (3, "3 blynedd"), (6, "6 blynedd"), (8, "8 o flynyddoedd")],
)
def test_our_six_plurals_stand_beside_djangos_four(years, words):
    now = clock.now()
    with translation.override("cy"):
        ago = timesince.timesince(now.replace(year=now.year - years, day=min(now.day, 28)), now, depth=1)
        assert ago.replace("\xa0", " ") == words


def test_plurals_that_we_leave_to_django_answer_by_djangos_rule():
    with translation.override("cy"):
        ours, *others = trans_real.translation("cy")._catalog._catalogs
        left = {key[0] for other in others for key, _words in other.items() if isinstance(key, tuple)}
        left -= {key[0] for key, _words in ours.items() if isinstance(key, tuple)}
        assert [msgid for msgid in left for number in (0, 1, 2, 3, 6, 8) if not ngettext(msgid, "", number)] == []
