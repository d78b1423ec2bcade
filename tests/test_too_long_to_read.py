"""A form of which more is sent than the portal reads at once is answered with what to do, and nothing is written."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.kept import everything_kept

TOO_MUCH = "going_well=" + "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
WHAT_TO_DO = (
    "Go back: what you typed should still be in the form. Shorten it, then save it again. Long material can be sent in "
    "as the file of an evidence item."
)


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("checked", [True, False])
def test_more_text_than_can_be_read_at_once_is_answered_with_what_to_do(
    nia: Any, school: Any, language: str, checked: bool
) -> None:
    evaluation = make.make_self_evaluation(school)
    where = [school.public_id, evaluation.school_year, evaluation.sections.first().area.code]
    client = Client(enforce_csrf_checks=checked)
    client.force_login(nia)
    kept = everything_kept()
    with translation.override(language):
        path = reverse("self_evaluations:write", args=where)
        answer = client.post(path, TOO_MUCH, "application/x-www-form-urlencoded")
        assert answer.status_code == 413
        page = answer.content.decode()
        assert translation.gettext("What you sent is too long") in page
        assert translation.gettext(WHAT_TO_DO) in page
    assert f'lang="{language}"' in page
    assert everything_kept() == kept


def test_what_cannot_be_read_for_another_reason_keeps_its_own_page(nia: Any) -> None:
    client = Client()
    client.force_login(nia)
    fields = {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    answer = client.post(reverse("people:language"), fields)
    assert (answer.status_code, "We could not understand that" in answer.content.decode()) == (400, True)
