"""What the demo shows of the council's translators."""

from typing import Any

import pytest
from django.urls import reverse

from improvement_portal.demo.build import load
from schools import clock
from schools.models import BroughtTranslation, Notice, Translation, TranslationRequest
from schools.translatable import to_translate, untranslated
from schools.translations.queries import understood
from tests.on_pages import Visitor


@pytest.fixture
def demo(db: Any) -> Any:
    return load(schools=26, years=2, seed=1, today=clock.today())


def test_one_request_waits_and_one_is_done_and_whole(demo):
    waiting, done = (TranslationRequest.all_rows.get(status=status) for status in ("asked", "done"))
    assert to_translate(waiting.frozen, waiting.wanted) and not Translation.all_rows.filter(frozen=waiting.frozen)
    assert to_translate(done.frozen, done.wanted) and not untranslated(done.frozen, done.wanted)
    brought = BroughtTranslation.all_rows.get()
    assert brought.request == done and not understood(done, brought.rows).unplaced
    officer = Visitor(done.closed_by, "en").open("/en/home/").says("to the council’s translators")
    officer.follow("/en/translations/").follow(f"/en/translations/{waiting.public_id}/").says("Adviser")
    Visitor(done.asked_by, "en").open(reverse("home:notices")).says("have translated the self-evaluation")
    told = Notice.all_rows.get(notice_kind="translation_beside_yours")
    assert told.school == done.school and told.path.endswith(f"/version/{done.frozen.number}/")
    Visitor(told.person, "en").open(reverse("home:notices")).says("stands beneath your texts there, marked as theirs")


def test_the_lines_of_one_summary_are_with_the_translators(demo):
    asked = TranslationRequest.all_rows.get(status="sent")
    assert asked.frozen.version_kind == "summary_for_translation" and to_translate(asked.frozen, asked.wanted)
    index = Visitor(asked.sent_by, "en").open(reverse("translations:index"))
    index.says("Summary of the development plan", "With the translators since").follow(
        f"/en/translations/{asked.public_id}/"
    )
    page = reverse("plan_summary:index", args=[asked.school.public_id, asked.frozen.school_year])
    Visitor(asked.asked_by, "en").open(page).says("have been asked for this line", "It has been with them since")
