"""Everything that can be refused is refused with its sentence, in both languages, and nothing is written by it."""

from typing import Any

import pytest

from tests import refusals_of_administrators as of_administrators
from tests import refusals_of_availability as of_availability
from tests import refusals_of_calendars as of_calendars
from tests import refusals_of_choices as of_choices
from tests import refusals_of_discussions as of_discussions
from tests import refusals_of_files as of_files
from tests import refusals_of_inspections as of_inspections
from tests import refusals_of_people as of_people
from tests import refusals_of_planning as of_planning
from tests import refusals_of_plans as of_plans
from tests import refusals_of_progress as of_progress
from tests import refusals_of_records as of_records
from tests import refusals_of_replies as of_replies
from tests import refusals_of_rounds as of_rounds
from tests import refusals_of_schools as of_schools
from tests import refusals_of_summaries as of_summaries
from tests import refusals_of_summary_translations as of_summary_translations
from tests import refusals_of_times as of_times
from tests import refusals_of_translators as of_translators
from tests import refusals_of_years as of_years
from tests.refusals import Refusing, unheard
from tests.refusals_behind_the_forms import behind_the_forms

# Said where the database refused, and whoever was in the way has gone again before it is asked who that was.
ONLY_BETWEEN_TWO = {
    "Somebody has just scheduled this discussion. Open the list to see it.",
    "Somebody was booked for this time at the same moment. Press the button again.",
    "The register changed at the same moment, so nothing has been imported. Try again.",
    "A school number in the file already belongs to another school, so nothing has been imported.",
}
# Said while two pictures are being drawn, or two documents read: tests/schools/test_uploads.py, test_reading_bounds.py.
ONLY_WHILE_OTHERS_WAIT = {
    "Other pictures are being kept at this moment. Wait half a minute, then choose the file again.",
    "Other documents are being read at this moment. Wait half a minute, then choose the file again.",
}
# Nobody brings in a document while the scanner cannot be reached: tests/schools/test_bringing_in.py, test_own_document.
ONLY_WITHOUT_THE_SCANNER = {"The file cannot be checked for viruses at the moment. Choose it again later."}
# The database's own rules: every form offers its choices and asks for its year before them.
BEFORE_THE_DATABASE = {
    "Choose one of the choices that are offered.",
    "Enter a school year between 2000 and 2100: the year in which it begins.",
}
NO_REFUSAL = {"Online"}  # a place, in words
EXCUSED = ONLY_BETWEEN_TWO | ONLY_WHILE_OTHERS_WAIT | ONLY_WITHOUT_THE_SCANNER | BEFORE_THE_DATABASE | NO_REFUSAL

LATER = (
    of_inspections.inspecting,
    of_inspections.giving_the_right,
    of_progress.following,
    of_summaries.summing_up,
    of_summary_translations.lending_words,
    of_people.inviting,
    of_people.ending,
    of_people.accepting,
    of_people.assigning,
    of_people.declaring,
    of_people.correcting,
    of_people.importing,
    of_discussions.scheduling,
    of_discussions.booking_twice,
    of_planning.planning,
    of_years.turning,
    of_discussions.changing,
    of_times.objecting,
    of_discussions.consenting,
    of_replies.replying,
    of_replies.making_an_address,
    of_discussions.agenda,
    of_discussions.cancelling,
    of_discussions.being_too_late,
    of_rounds.planning,
    of_availability.saying_when,
    of_records.calling_off_with_a_draft,
    of_records.beginning,
    of_records.writing,
    of_records.sending,
    of_records.answering,
    of_records.answering_twice,
    of_files.sending_evidence,
    of_files.sending_the_register,
    of_administrators.administering,
    of_calendars.keeping_the_calendar,
    of_calendars.entering_inset_days,
    of_calendars.importing_terms,
    of_calendars.keeping_days_free,
    of_choices.leaving_out,
    of_choices.coming_in,
    of_choices.meant_by_another,
)  # the walks after the plan, in the order of the year

pytestmark = pytest.mark.django_db


def everything_refused(cast: Any, school: Any, language: str, hour: Any, look: Any = lambda answer: None) -> Refusing:
    story = Refusing(cast, school, language, hour, look)
    of_schools.evaluating(story)
    of_schools.being_asked(story)
    of_schools.gathering(story)
    of_schools.submitting(story)
    of_schools.clarifying(story)
    of_translators.translating(story)
    of_schools.sharing_a_text(story)
    of_schools.planning(story)
    of_plans.beside_the_priorities(story)
    of_plans.preparing(story)
    of_schools.approving(story)
    for walk in LATER:
        walk(story)
    behind_the_forms(story)
    return story


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_refusal_says_why_and_writes_nothing(cast: Any, school: Any, hour: Any, language: str) -> None:
    story = everything_refused(cast, school, language, hour)
    if language == "en":
        assert unheard(story.heard) == EXCUSED
