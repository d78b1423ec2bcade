"""Names stand in the order of each language's alphabet, and PostgreSQL agrees byte by byte."""

import csv
import unicodedata
from itertools import chain, pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

import schools
from schools.alphabet import WELSH, sort_key, taken_apart
from schools.people.passwords import NotTheOwnName
from schools.register.headings import fold
from tests import factories as make

# Each line in the order in which a Welsh list gives it.
IN_WELSH_ORDER = [
    ["Abertawe", "Bangor", "Caerdydd", "Cwm", "Cymer", "Chwilog", "Dinbych", "Dyserth", "Ddôl", "Eglwyswrw"],
    ["Felinfach", "Fochriw", "Ffestiniog", "Garndolbenmaen", "Gwynfe", "Ngwladys", "Harlech"],
    ["Lôn Las", "Lydstep", "Llanberis", "Llanelli", "Llwynypia", "Maesteg"],
    ["Penarth", "Pwllheli", "Philadelphia", "Quakers Yard", "Resolfen", "Rudbaxton", "Rhaeadr", "Rhyl", "Saltney"],
    ["Talgarth", "Tywyn", "Thornhill", "Upper Cwmbran", "Wdig", "Ynys-ddu", "Ystradgynlais"],
    ["Ysgol Cae'r Nant", "Ysgol Cwm Banwy", "Ysgol Chwarel Uchaf", "Ysgol Dyffryn Nantlle", "Ysgol Ddewi Sant"],
    ["Ysgol y Creuddyn", "Ysgol y Cwm", "Ysgol y Gader", "Ysgol y Llan", "Ysgol yr Eos"],
    ["Agor", "Angau", "Ahafad", "Anial"],  # a g, a ng, a h, a n
    ["Coed-duon", "Coedpoeth", "Coety"],
    ["Coedcae", "Coedduon", "Coedeva"],
    ["Bala", "Ban", "Bangor", "Bannau"],  # n + g in Bangor: before "nn", after "n" alone
    ["Llanfair", "Llanffestiniog", "Llangefni", "Llangollen", "Llanharan"],
    ["Penfro", "Pengam", "Penglais", "Penhelyg", "Penrhos", "Pentyrch"],
    ["Aberfan", "Aberffraw", "Abergele", "Aberhonddu", "Abermaw", "Aberporth", "Aberteifi"],
    ["Pen y Bryn", "Pen-y-cae", "Penarth"],
    ["St Illtyd's Primary School", "St Josephs R.C. Primary School", "St Mary's Church in Wales Primary School"],
    ["Tŷ Gwyn", "Ty Isaf", "Tŷ Uchaf"],
    ["Môn", "Mor", "Môr Awelon", "Mwmbwls"],
]


@pytest.mark.parametrize("names", IN_WELSH_ORDER, ids=lambda names: names[0])
def test_welsh_places_and_schools_stand_in_welsh_order(names):
    assert sorted(reversed(names), key=lambda name: sort_key(name, "cy")) == names


def test_the_same_names_stand_in_english_order_on_an_english_page():
    names = ["Caerdydd", "Chwilog", "Cwm", "Fochriw", "Ffestiniog", "Llanelli", "Lôn Las", "Rhyl", "Rudbaxton"]
    in_english = ["Caerdydd", "Chwilog", "Cwm", "Ffestiniog", "Fochriw", "Llanelli", "Lôn Las", "Rhyl", "Rudbaxton"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == in_english


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tŷ-gwyn", "TY GWYN"), ("Môr", "mor"), ("St Mary's", "St Mary’s"), ("Pen-y-Cwm", " Pen y  cwm "), ("Ŵyl", "wyl")],
)
def test_case_accents_hyphens_and_apostrophes_make_no_difference(one, other):
    for language in ("cy", "en"):
        assert sort_key(one, language) == sort_key(other, language)


@pytest.mark.django_db
def test_the_database_sorts_the_register_as_we_do():
    path = Path(schools.__file__).parent / "data" / "blaenau_gwent_schools.csv"
    with path.open(encoding="utf-8") as lines:
        names = [line["School name"] for line in csv.DictReader(lines)]
    keys = [sort_key(name, language) for name in (*names, *chain(*IN_WELSH_ORDER)) for language in ("cy", "en")]
    with connection.cursor() as cursor:
        cursor.execute('SELECT key FROM unnest(%s) AS key ORDER BY key COLLATE "C"', [keys])
        assert [key for (key,) in cursor.fetchall()] == sorted(keys)


single = [letter for letter in WELSH if len(letter) == 1]
letters = st.lists(st.sampled_from(WELSH), min_size=1, max_size=8)


def stands_for_itself(word: list[str]) -> bool:
    """Two letters side by side do not look like another one, nor like a stem where letters only meet."""
    pairs = {letter for letter in WELSH if len(letter) == 2}
    return not any(one[-1] + other[0] in pairs for one, other in pairwise(word)) and sort_key(
        "".join(word), "cy"
    ) == "".join(sort_key(letter, "cy") for letter in word)


@given(letters.filter(stands_for_itself), letters.filter(stands_for_itself))
def test_words_compare_letter_by_letter_of_the_welsh_alphabet(one, other):
    places = [WELSH.index(letter) for letter in one], [WELSH.index(letter) for letter in other]
    keys = sort_key("".join(one), "cy"), sort_key("".join(other), "cy")
    assert (keys[0] < keys[1]) == (places[0] < places[1])


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=20), st.text(alphabet="abcdefghijklmnopqrstuvwxyz "))
def test_plain_words_compare_in_english_as_they_are_spelt(one, other):
    one, other = " ".join(one.split()), " ".join(other.split())
    assert (sort_key(one, "en") < sort_key(other, "en")) == (one < other)


@given(st.text(), st.sampled_from(["cy", "en"]))
def test_any_text_has_a_key_that_the_database_can_keep(text, language):
    key = sort_key(text, language)
    assert "\0" not in key
    assert key == key.strip()
    assert sort_key(text.upper().lower(), "en") == sort_key(text.lower().upper().lower(), "en")


@given(st.lists(st.text(), max_size=5), st.sampled_from(["cy", "en"]))
def test_keys_sort_by_letter_in_python_as_by_byte_in_the_database(texts, language):
    keys = [sort_key(text, language) for text in texts]
    assert sorted(keys) == sorted(keys, key=str.encode)


@given(st.lists(st.sampled_from(["pen", "y", "llan", "ysgol", "cwm"]), min_size=1, max_size=4))
def test_a_name_stands_before_the_same_name_with_more_words(words):
    for language in ("cy", "en"):
        assert sort_key(" ".join(words[:-1]), language) < sort_key(" ".join(words), language)


@given(st.text(max_size=30))
def test_a_text_taken_apart_has_the_characters_of_its_normal_form(text):
    assert sorted(taken_apart(text)) == sorted(unicodedata.normalize("NFKD", text))


MARKS = "\u0301\u0327" * 200_000  # to put them in order takes the square of their number: hours


def test_marks_without_end_are_read_once(db):
    assert sort_key(f"a{MARKS}b", "cy") == sort_key("ab", "cy")
    assert fold(f"a{MARKS}b") == "ab"
    NotTheOwnName().validate(f"a{MARKS}b", make.make_person("Mari"))


def test_a_text_is_shortened_without_a_look_at_all_of_it():
    def shown(text: str) -> str:
        return Template("{{ text|truncatechars:10 }}").render(Context({"text": text}))

    assert shown("Mae’n dda") == "Mae’n dda" and shown("Mae’n dda iawn.") == "Mae’n dda…"
    assert shown("ŵ" * 50) == "ŵ" * 9 + "…"
    assert shown("a <b> c & d e f") == "a &lt;b&gt; c &amp;…"
    assert shown(f"a{MARKS}") == unicodedata.normalize("NFC", f"a{MARKS[:39]}")
