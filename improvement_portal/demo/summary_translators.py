"""Of the summaries that are begun in one language, one in each council is with the council’s translators."""

from typing import Any

from schools.models import SummaryLine, TranslationAsker, TranslationRequest
from schools.notice_kinds import SUMMARY_TRANSLATION_ASKED
from schools.notices import path_to
from schools.policy import Role
from schools.summary_translated import Beneath, content_for

from .places import at
from .summaries import Freeze


def add_lines_for_translation(maker: Any, made: Any, lines: list[SummaryLine], *, freeze: Freeze) -> None:
    """The headteacher asked for every line; an officer has sent them out two days later."""
    beneath = [Beneath(line, line.lacks) for line in lines if line.lacks]
    earlier = maker.rows.waiting(TranslationRequest)
    if not beneath or any(each.frozen.school.council_id == made.school.council_id for each in earlier):
        return
    asked_on, sent_on = maker.day(made, 11, 10), maker.day(made, 11, 12)
    officer = maker.cast.officers[made.place.number]
    frozen = freeze(made.plan, content_for(made.plan, beneath), made, asked_on)
    asked = {"asked_by": made.head, "asked_at": at(asked_on, 11)}
    sent = {"status": "sent", "sent_by": officer, "sent_at": at(sent_on, 10)}
    request = maker.rows.add(TranslationRequest, frozen=frozen, wanted=beneath[0].wanted, **asked, **sent)
    maker.rows.add(TranslationAsker, request=request, asked_as=Role.HEADTEACHER, **asked)
    period = {"period": made.plan.period}
    maker.tell(made, "summary_translation.asked", request, asked_on, made.head, Role.HEADTEACHER, **period)
    maker.tell(made, "summary_translation.sent", request, sent_on, officer, Role.COUNCIL_OFFICER, **period)
    page = path_to("translations:detail", request.public_id)
    maker.leave_notice(made, officer, SUMMARY_TRANSLATION_ASKED, request, page, asked_on, **period)
