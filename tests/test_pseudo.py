"""The pseudo-language finds what nobody translated, and nothing else."""

import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import dateformat, translation
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy, npgettext, pgettext, pgettext_lazy

from schools import clock
from tests.pseudo import pseudo_language, unwrapped_letters, unwrapped_letters_in_text

LAZY = gettext_lazy("Password")
MANY_LAZY = ngettext_lazy("%(num)d day", "%(num)d days", "num")
MONTH_LAZY = pgettext_lazy("alt. month", "July")


@pytest.fixture(params=["cy", "en"], autouse=True)
def pseudo(request):
    with translation.override(request.param), pseudo_language():
        yield


@pytest.fixture
def in_welsh():
    with translation.override("cy"):
        yield


def rendered(source, **words):
    return Template("{% load i18n %}" + source).render(Context(words))


def test_every_way_of_asking_for_a_message_is_wrapped(in_welsh):
    assert gettext("Password") == "⟦Cyfrinair⟧"
    assert str(LAZY) == "⟦Cyfrinair⟧"
    assert ngettext("%(num)d day", "%(num)d days", 2) % {"num": 2} == "⟦2 ddiwrnod⟧"
    assert MANY_LAZY % {"num": 2} == "⟦2 ddiwrnod⟧"
    assert pgettext("alt. month", "July") == "⟦Gorffennaf⟧"
    assert str(MONTH_LAZY) == "⟦Gorffennaf⟧"
    assert npgettext("no such context", "a cat", "%d cats", 2) == "%d cats"


def test_english_is_wrapped_too():
    with translation.override("en"):
        assert gettext("Password") == "⟦Password⟧"
        assert pgettext("alt. month", "July") == "⟦July⟧"
        assert ngettext("%(num)d day", "%(num)d days", 2) == "⟦%(num)d days⟧"


def test_what_the_catalogue_does_not_know_stays_bare():
    assert gettext("No such message") == "No such message"
    assert ngettext("one of none", "many of none", 2) == "many of none"
    assert pgettext("no such context", "July") == "July"


def test_templates_dates_and_packages_speak_wrapped(in_welsh):
    assert rendered("{% translate 'Password' %}") == "⟦Cyfrinair⟧"
    assert rendered("{% blocktranslate count n=n %}{{ n }} x{% plural %}y{% endblocktranslate %}", n=1) == "1 x"
    assert dateformat.format(clock.today().replace(month=7, day=3), "j F") == "3 ⟦Gorffennaf⟧"
    assert rendered("{{ yes|yesno }}", yes=True) == "⟦ie⟧"
    with pytest.raises(ValidationError) as refusal:
        MinimumLengthValidator(10).validate("short")
    assert unwrapped_letters_in_text(refusal.value.messages[0]) == []


def test_nothing_stays_wrapped_afterwards(in_welsh):
    ahead = gettext("Password"), ngettext("%(num)d day", "%(num)d days", 2)
    with pseudo_language():
        assert gettext("Password") == "⟦⟦Cyfrinair⟧⟧"
    assert (gettext("Password"), ngettext("%(num)d day", "%(num)d days", 2)) == ahead


@pytest.mark.parametrize(
    "html",
    [
        "<p>⟦Croeso⟧ 2026, 14:30</p>",
        "<p>⟦Rhowch y cyfeiriad, gan ddechrau â https://⟧</p>",
        "<p>⟦Darllenwch y <a href='/x'>datganiad</a> hwn⟧</p>",
        "<p>⟦Mae ⟦Nia⟧ wedi ysgrifennu⟧</p>",
        "<p>⟦Gwahoddwyd Nia gan Olwen⟧</p>",
        "<p lang='en'>Reading is strong</p>",
        "<blockquote lang='cy'><p>Mae darllen yn gryf</p></blockquote>",
        "<script>let words = 1</script><style>p {color: red}</style>",
        "<!-- a note --><p><code lang='zxx'>csrftoken</code></p>",
        "<textarea>Reading is strong</textarea>",
        "<p>Ysgol Nant y Coed</p>",
        "<p>nia@example.org, https://example.org/x, 0b0c5b6e-7a0e-4f0b-9d6e-0b0c5b6e7a0e</p>",
        "<img alt='⟦Llun⟧'><input type='submit' value='⟦Cadw⟧'><input value='Reading'>",
        "<ul><li><a lang='en' hreflang='en' href='/en/'>English</a></li></ul>",
    ],
)
def test_a_page_wholly_translated_passes(html):
    planted = ["Reading is strong", "Mae darllen yn gryf"]
    assert unwrapped_letters(f"<!doctype html><html lang='cy'>{html}", planted, ["Ysgol Nant y Coed"]) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<title>Strengths</title>", "Strengths"),
        ("<p>⟦Fersiwn⟧ two</p>", "two"),
        ("<p>⟦Croeso⟧<b>now</b></p>", "now"),
        ("<p lang='en'>Not planted</p>", "Not planted"),
        ("<p>Reading is strong</p>", "Reading is strong"),
        ("<div lang='en'><a title='Open'></a></div>", "Open"),
        ("<button aria-label='Close'>⟦Cau⟧</button>", "Close"),
        ("<table><tr><td data-label='Date'></table>", "Date"),
        ("<input type='submit' value='Save'>", "Save"),
        ("<option>Any</option>", "Any"),
        ("<p>⟦cut sho</p>", "was cut"),
        ("<p data-x-i18n.one='one letter left'></p>", "one letter left"),
        ("<p>Nia's plan</p>", "s plan"),
    ],
)
def test_anything_else_is_found(html, found):
    left = unwrapped_letters(f"<!doctype html><html lang='cy'>{html}", ["Reading is strong"], ["Nia"])
    assert len(left) == 1
    assert found in left[0]


def test_without_a_list_any_text_under_its_own_lang_counts_as_somebodys():
    assert unwrapped_letters("<html lang=cy><p lang=en>Whatever they wrote</p><textarea>so</textarea>") == []


def test_plain_mails_are_read_too():
    mail = "⟦Annwyl Nia,⟧\n\n⟦Mae Olwen wedi trefnu trafodaeth.⟧\nhttps://portal.example/cy/\n\nReading is strong\n"
    assert unwrapped_letters_in_text(mail, planted=["Reading is strong"]) == []
    assert unwrapped_letters_in_text("Dear ⟦x⟧") == ["'Dear' in 'Dear ⟦x⟧'"]
