"""Names in running text are joined as each language joins them."""

import pytest

from schools.words import names_together


@pytest.mark.parametrize(
    ("names", "welsh", "english"),
    [
        (["Ysgol Un"], "Ysgol Un", "Ysgol Un"),
        (["Ysgol Un", "Ysgol Dau"], "Ysgol Un ac Ysgol Dau", "Ysgol Un and Ysgol Dau"),
        (["Ysgol Un", "Coleg Dau"], "Ysgol Un a Coleg Dau", "Ysgol Un and Coleg Dau"),
        (["A", "B", "Ŵyl"], "A, B ac Ŵyl", "A, B and Ŵyl"),
        (["A", "Hafod"], "A a Hafod", "A and Hafod"),
        (["A", "Îl"], "A ac Îl", "A and Îl"),
        (["A", "4 Heol"], "A a 4 Heol", "A and 4 Heol"),
    ],
)
def test_names_are_joined_with_the_words_of_each_language(names, welsh, english):
    assert (names_together(names, "cy"), names_together(names, "en")) == (welsh, english)
