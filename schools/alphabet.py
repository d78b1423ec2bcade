"""Sorting names by the alphabet of each language, as keys that compare right byte by byte (COLLATE "C").

In Welsh ch, dd, ff, ng, ll, ph, rh and th are letters, so that Chwilog follows Cwm and Llanberis follows Lôn. Accents
and capitals make no difference, hyphens stand for spaces, and other marks for nothing. Two letters that only meet in
the middle of a word (Bangor, Aberhonddu) look just like one: no rule tells them apart, so `MEETING` names the stems.
"""

import re
import unicodedata

WELSH = ["a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "k", "l", "ll", "m", "n", "o",
         "p", "ph", "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z"]  # fmt: skip
MEETING = [  # a stem, and what may follow it as a letter of its own
    *((stem, "g") for stem in ("bryn", "cefn", "glan", "gwaun", "hen", "llan", "maen", "pen")),  # Llangollen, Pengam
    ("ban", "gor"),  # Bangor
    ("dan", "gos"),
    ("aber", "h"),  # Aberhonddu, Aberhosan
    ("coed", "d"),  # Coedduon
]
_SEAM = "\0"
_SEAMS = re.compile("|".join(rf"\b{stem}(?={next_letter})" for stem, next_letter in MEETING))
_PLACE = {letter: chr(ord("A") + place) for place, letter in enumerate(WELSH)}
_LETTERS = re.compile("|".join(sorted(WELSH, key=len, reverse=True)) + f"|[^{_SEAM}]")
_ALONE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def sort_key(text: str, language: str) -> str:
    """A key for `text` in the Welsh ('cy') or English ('en') alphabet."""
    folded = _folded(text)
    if language != "cy":
        return folded
    seamed = _SEAMS.sub(lambda stem: stem[0] + _SEAM, folded)
    return "".join(_PLACE.get(letter, letter) for letter in _LETTERS.findall(seamed))


def taken_apart(text: str) -> str:
    """Each character parted from its marks (NFKD), for whoever drops the marks: their order is left as it was.

    Python puts them in order by moving each past all others: 20,000 marks take a second, and a million never end.
    """
    return text if text.isascii() else "".join(unicodedata.normalize("NFKD", each) for each in text)


def _folded(text: str) -> str:
    """Letters without case or accents, digits, and single spaces between words."""
    plain = taken_apart(taken_apart(text).casefold()).translate(_ALONE)
    kept = (" " if c.isspace() or c in "-‐‑–—/" else c for c in plain)
    return " ".join("".join(c for c in kept if c == " " or c.isalnum()).split())
