"""What looks empty is empty, in every form."""

import pytest
from django import forms

from schools.forms import FilterForm


@pytest.mark.parametrize(
    "unseen", ["\u200b\u200b", " \u2060\ufeff\n", "\u00ad\u200d", "\u3164", "\u2800 \u2800", "\u202e"]
)
def test_a_text_of_which_nothing_can_be_seen_is_no_text(unseen):
    class Words(FilterForm):
        note = forms.CharField(required=True, widget=forms.Textarea)
        title = forms.CharField(required=False)

    form = Words(data={"note": unseen, "title": unseen})
    form.fields["note"].required = True
    assert not form.is_valid()
    assert set(form.errors) == {"note"}
    assert form.cleaned_data["title"] == ""
    assert Words(data={"note": f"{unseen}a"}).is_valid()
