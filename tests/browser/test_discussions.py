"""Every page of a professional discussion, in both languages, as those who open it see it."""

from typing import Any
from uuid import uuid4

import pytest

from discussions.agenda import actions as agenda
from discussions.professional_discussions import actions
from tests import factories as make
from tests.browser.harness import examine
from tests.discussions.meetings import ids, schedule
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(school: Any, other_school: Any, federation: Any, nia: Any, olwen: Any, alun: Any, gareth: Any) -> Any:
    """A submitted self-evaluation, a discussion with a guest to ask about, its agenda, and a cancelled one."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia, once=uuid4())
    for place in (school, other_school):
        place.federation = federation
        place.save()
    link = "https://cyfarfod.example/trafodaeth/a-long-address-that-must-not-make-a-phone-scroll-sideways-0123456789"
    old = schedule(school, olwen, nia, setting="online", online_link=link)
    actions.cancel(old, reason="Y ffordd ar gau gan eira.", lang="cy", by=olwen, once=uuid4())
    found = schedule(school, olwen, nia, alun, olwen, guests=ids(gareth), setting="elsewhere", place="Y Llyfrgell")
    agenda.add(found, text="Presenoldeb yn nhymor y gwanwyn", lang="cy", by=nia, once=uuid4())
    make.write_in(evaluation, "Newydd")
    submit(evaluation, by=nia, once=uuid4())
    here = f"discussions/{found.public_id}/"
    return {
        "cancelled": f"discussions/{old.public_id}/",
        "detail": here,
        "at_school": f"schools/{school.public_id}/discussions/",
        "schedule": f"schools/{other_school.public_id}/discussions/schedule/",
    }


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_page_of_an_officer_is_without_fault(portal, addresses, olwen, language):
    page = portal.sign_in(olwen)
    detail = addresses["detail"]
    for path in (
        "discussions/",
        "discussions/?which=without&name=zzz",
        addresses["schedule"],
        addresses["at_school"],
        addresses["cancelled"],
        detail,
        f"{detail}reschedule/",
        f"{detail}agenda/redraft/",
    ):
        examine(page, f"/{language}/{path}")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_page_of_the_head_is_without_fault(portal, addresses, nia, dai, gareth, language):
    page = portal.sign_in(nia)
    for path in (addresses["detail"], "discussions/"):
        examine(page, f"/{language}/{path}")
    page = portal.sign_in(dai)
    examine(page, f"/{language}/{addresses['detail']}")
    page = portal.sign_in(gareth)
    examine(page, f"/{language}/{addresses['detail']}", status=404)


def test_an_officer_schedules_with_the_keyboard_and_is_told_what_is_missing(portal, addresses, olwen):
    page = portal.sign_in(olwen)
    page.goto(f"/en/{addresses['schedule']}")
    page.get_by_role("button", name="Schedule and invite").press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    assert "Enter the date of the discussion" in page.inner_text(".govuk-error-summary")
    examined = page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    assert examined, "the summary takes the focus"
