"""English is typeset: an apostrophe is ’ in every sentence that a reader may meet, as in the Welsh catalogue."""

import re

from improvement_portal.catalogue import load, messages_in, our_files

STRAIGHT = re.compile(r"(?<=\w)'|'(?=\w)|\"")
DJANGOS_WORDS = "templates/admin/"  # pages of its admin that we replace keep its sentences, and so its translations


def test_no_english_sentence_has_a_straight_apostrophe_or_quotation_mark():
    files = [(name, path) for name, path in our_files() if not name.startswith(DJANGOS_WORDS)]
    said = {(name, words) for name, path in files for each in messages_in(path) for words in each[1:] if words}
    assert sorted(found for found in said if STRAIGHT.search(found[1])) == []


def test_no_welsh_sentence_has_one():
    assert [entry.msgstr for entry in load() if "'" in entry.msgstr] == []
