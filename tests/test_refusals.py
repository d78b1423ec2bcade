"""Everything that can be refused is refused with its sentence, in both languages, and nothing is written by it."""

from typing import Any

import pytest

from tests import refusals_of_discussions as of_discussions
from tests import refusals_of_people as of_people
from tests import refusals_of_records as of_records
from tests import refusals_of_schools as of_schools
from tests.refusals import Refusing, unheard
from tests.refusals_behind_the_forms import behind_the_forms

# Said where the database refused, and whoever was in the way has gone again before it is asked who that was.
ONLY_BETWEEN_TWO = {
    "Somebody has just scheduled this discussion. Open the list to see it.",
    "Somebody was booked for this time at the same moment. Press the button again.",
}
NO_REFUSAL = {"Online"}  # a place, in words

pytestmark = pytest.mark.django_db


def everything_refused(cast: Any, school: Any, language: str, hour: Any, look: Any = lambda answer: None) -> Refusing:
    story = Refusing(cast, school, language, hour, look)
    of_schools.evaluating(story)
    of_schools.being_asked(story)
    of_schools.gathering(story)
    of_schools.submitting(story)
    of_schools.clarifying(story)
    of_schools.sharing_a_text(story)
    of_schools.planning(story)
    of_schools.approving(story)
    for walk in (
        of_people.inviting,
        of_people.ending,
        of_people.accepting,
        of_people.assigning,
        of_people.declaring,
        of_people.correcting,
        of_people.importing,
        of_discussions.scheduling,
        of_discussions.booking_twice,
        of_discussions.changing,
        of_discussions.consenting,
        of_discussions.agenda,
        of_discussions.cancelling,
        of_discussions.being_too_late,
        of_records.calling_off_with_a_draft,
        of_records.beginning,
        of_records.writing,
        of_records.sending,
        of_records.answering,
        of_records.answering_twice,
    ):
        walk(story)
    behind_the_forms(story)
    return story


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_refusal_says_why_and_writes_nothing(cast: Any, school: Any, hour: Any, language: str) -> None:
    story = everything_refused(cast, school, language, hour)
    if language == "en":
        assert unheard(story.heard) == ONLY_BETWEEN_TWO | NO_REFUSAL
