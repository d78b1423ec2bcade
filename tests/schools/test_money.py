"""Money is typed as people write it and kept to the penny."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from schools.money import MoneyField, in_pounds, total
from schools.templatetags.money import pounds

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1250", "1250.00"),
        ("£1250", "1250.00"),
        ("£ 1,250", "1250.00"),
        (" 1,250.50 ", "1250.50"),
        ("1 250.5", "1250.50"),
        ("1\u00a0250", "1250.00"),
        ("0", "0.00"),
        ("007", "7.00"),
        ("9,999,999.99", "9999999.99"),
        ("１２", "12.00"),
    ],
)
def test_an_amount_is_understood_as_people_write_it(typed, kept):
    assert str(MoneyField().clean(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("a lot", "invalid"),
        ("12,50", "invalid"),
        ("1,25,000", "invalid"),
        ("1.250,50", "invalid"),
        ("£", "invalid"),
        ("NaN", "invalid"),
        ("1e3", "invalid"),
        ("١٢", "invalid"),
        ("-5", "negative"),
        ("£-5", "negative"),
        ("−5", "negative"),
        ("1.005", "finer"),
        ("1,250.5000", "finer"),
        ("10,000,000", "too_much"),
        ("9" * 400, "too_much"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence_of_its_own(typed, code):
    with pytest.raises(ValidationError) as found:
        MoneyField().clean(typed)
    assert found.value.messages == [MoneyField.default_error_messages[code]]


def test_an_amount_that_may_be_left_out_is_none():
    assert MoneyField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Decimal("1250.50"), "£1,250.50"), ("1250.00", "£1,250"), (Decimal(0), "£0"), ("0.07", "£0.07"), (None, "")],
)
def test_an_amount_is_shown_with_its_sign_its_commas_and_its_pence_if_it_has_any(amount, shown):
    assert (in_pounds(amount), pounds(amount)) == (shown, shown)


@given(AMOUNTS)
def test_what_a_box_shows_is_understood_as_the_same_amount(amount):
    field = MoneyField()
    assert field.clean(field.widget.format_value(amount)) == amount
    assert field.clean(in_pounds(amount)) == amount
    assert not field.has_changed(amount, in_pounds(amount))


@given(st.lists(st.one_of(AMOUNTS, st.none())))
def test_a_total_is_the_sum_of_its_lines_to_the_penny(amounts):
    pence = sum(int(amount * 100) for amount in amounts if amount is not None)
    assert total(amounts) * 100 == pence
    assert total(None if amount is None else f"{amount}" for amount in amounts) == total(amounts)
