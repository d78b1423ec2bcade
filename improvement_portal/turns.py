"""What waits for somebody in a school’s year: when, for whom, since when, where it is done, and in which words."""

from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.at_many import (
    asked_of_the_translators,
    without_a_discussion,
    without_a_record,
    without_a_reply,
    without_an_adviser,
    without_an_answer,
    without_everybody,
)
from discussions.booked import without_a_school_day
from discussions.models import Party
from discussions.proposed import proposals_to_look_at
from discussions.waiting import ANSWERS as ANSWERING
from discussions.waiting import PERMISSIONS
from discussions.waiting import Step as Waits
from discussions.year import SchoolYear
from improvement_portal.turn import LATER, Turn
from improvement_portal.turn_places import (
    answer_of,
    approved_at,
    approved_on,
    asked_at,
    asked_at_first,
    assigning_of,
    consent_of,
    meets_on,
    of_discussion,
    of_school,
    plan_in_force,
    plan_to_approve,
    plan_to_share,
    question_of,
    record_of,
    record_sent_at,
    self_evaluation_of,
    start_of,
)
from schools import clock
from schools.models import MailClass
from schools.notice_kinds import NoticeKind, notice_kind
from schools.policy import May


def _waits_to_be_shared(year: SchoolYear) -> bool:
    return year.submitted_at is not None and year.plan_shared_at is None


def _waits_to_be_shared_again(year: SchoolYear) -> bool:
    """What council and service read is older than what was approved since, whether or not the year's step is taken."""
    return bool(year.plan_to_share and year.plan_to_share["anew"]) and not _waits_to_be_shared(year)


def _revision(mine: Promise, *, by_report: bool) -> Turn:
    """Told to the headteacher and the chair alone, who see to it: to be late is the school's own affair."""
    return Turn(
        key="revision_after_report" if by_report else "revision",
        waits_in_year=lambda year: year.overdue is not None and year.overdue.by_report == by_report,
        permission=May.LET_RECORD_APPROVAL,
        mine=mine,
        whose=_("The headteacher and the chair of governors see to the revision of the plan, which is overdue."),
        whose_for=May.LET_RECORD_APPROVAL,
        since=lambda year: clock.end_of(year.overdue.on) if year.overdue else None,
        url=plan_in_force,
        facts=lambda year: {"day": date_format(year.overdue.on)} if year.overdue else {},
    )


def _answer(step: Waits, whose: Promise) -> Turn:
    words = _("Agree the record of the discussion with %(school)s, or say what you see differently")
    party = ANSWERING[step]
    at_many = None if party == Party.SCHOOL else partial(without_an_answer, party=party)
    where = {"key": step.value, "step": step, "at_many": at_many, "about": record_of, "whose_for": May.READ_RECORD}
    return Turn(PERMISSIONS[step], words, whose, record_sent_at, answer_of(party), **where)  # type: ignore[arg-type]


def _proposal(*, ahead: int) -> Turn:
    """Dates of this school year, or of the next: for whoever plans the discussions, and told to nobody else."""
    return Turn(
        key="proposal_of_next_year" if ahead else "proposal",
        permission=May.PLAN_DISCUSSIONS,
        mine=_("Look at the dates proposed for the discussions of %(year)s, and release those that are good"),
        whose="",
        since=start_of,
        url=lambda year: reverse("planning:index", args=[year.year + ahead, year.school.council.public_id]),
        facts=lambda year: {"year": clock.school_year_words(year.year + ahead)},
        at_many=partial(proposals_to_look_at, ahead=ahead),
    )


ANSWERS = [
    _answer(Waits.SCHOOL_ANSWERS, _("The headteacher answers for the school.")),
    _answer(Waits.COUNCIL_ANSWERS, _("The council answers.")),
    _answer(Waits.SERVICE_ANSWERS, _("The improvement service answers.")),
]
TURNS = [
    Turn(
        key="self_evaluation",
        remind_after=LATER,
        waits_in_year=lambda year: year.submitted_at is None,
        permission=May.SUBMIT_SELF_EVALUATION,
        mine=_("Write and submit the self-evaluation of %(school)s"),
        whose=_("The school writes and submits its self-evaluation."),
        since=start_of,
        url=self_evaluation_of,
    ),
    Turn(
        key="plan",
        remind_after=LATER,
        waits_in_year=lambda year: _waits_to_be_shared(year) and year.plan_to_share is None,
        permission=May.SHARE_PLAN,
        mine=_("Draw up and share the development plan of %(school)s"),
        whose=_("The school draws up and shares its development plan."),
        since=lambda year: year.submitted_at,
        url=of_school("plans:index"),
    ),
    Turn(
        key="approved_plan",
        waits_in_year=lambda year: _waits_to_be_shared(year) and year.plan_to_share is not None,
        permission=May.SHARE_PLAN,
        mine=_("Share the development plan of %(school)s, approved on %(day)s"),
        whose=_("The school draws up and shares its development plan."),  # that it is approved is its own affair
        since=approved_at,
        url=plan_to_share,
        facts=approved_on,
    ),
    Turn(
        key="plan_again",
        waits_in_year=_waits_to_be_shared_again,
        permission=May.SHARE_PLAN,
        mine=_(
            "Share the development plan of %(school)s again: the version that others read is older than the plan "
            "approved on %(day)s"
        ),
        whose=_("The headteacher shares the development plan again, as it was approved since."),
        whose_for=May.READ_LIVING_PLAN,  # how far the school is with its own plan is not told outside it
        since=approved_at,
        url=plan_to_share,
        facts=approved_on,
    ),
    Turn(
        key="question",
        waits_in_year=lambda year: bool(year.questions),
        permission=May.ANSWER_CLARIFICATION,
        mine=_("Answer what was asked about the self-evaluation of %(school)s"),
        whose=_("The school answers what was asked about its self-evaluation."),
        whose_for=May.ANSWER_CLARIFICATION,  # how many questions wait, and how long, is told to nobody else
        since=asked_at,
        url=question_of,
        about=lambda year: [UUID(each["id"]) for each in year.questions],
    ),
    Turn(
        key="approval",
        remind_after=LATER,
        waits_in_year=lambda year: year.plan_to_approve is not None,
        permission=May.RECORD_APPROVAL,
        mine=_("When the governing body has met: record its approval of the development plan of %(school)s"),
        whose=_("The governing body approves the development plan."),
        whose_for=May.READ_LIVING_PLAN,  # how far the school is with its own plan is not told outside it
        since=lambda year: year.plan_ready_at or start_of(year),
        url=plan_to_approve,
        about=lambda year: [year.plan_waits],
    ),
    _revision(
        _(
            "Revise the development plan of %(school)s: the revision was due by %(day)s, twelve months after the "
            "governing body approved the plan"
        ),
        by_report=False,
    ),
    _revision(
        _(
            "Revise the development plan of %(school)s: the revision was due by %(day)s, because of the inspection "
            "report of that day"
        ),
        by_report=True,
    ),
    Turn(
        key="schedule",
        waits_in_year=lambda year: year.submitted_at is not None and year.discussion is None,
        permission=May.SCHEDULE_DISCUSSION,
        mine=_("Schedule the professional discussion with %(school)s"),
        whose=_("The council schedules the professional discussion."),
        whose_for=May.SEE_DISCUSSION,
        since=lambda year: year.ready_since,
        url=of_school("professional_discussions:schedule"),
        at_many=without_a_discussion,
    ),
    _proposal(ahead=0),
    _proposal(ahead=1),
    Turn(
        key="wish",
        waits_in_year=lambda year: year.wish_asked_at is not None and not year.is_held,
        permission=May.SAY_WISHES,
        of_school=True,
        mine=_("Say in which language %(school)s wishes to hold its professional discussion"),
        whose=_("The school says in which language it wishes to hold its discussion."),
        whose_for=May.CONSENT_TO_GUEST,  # told to its own headteacher alone: nobody counts who has not said it yet
        since=lambda year: year.wish_asked_at,
        url=lambda year: reverse("rounds:wishes", args=[year.school.public_id, year.year]),
    ),
    Turn(
        key="guest",
        step=Waits.GUEST,
        permission=PERMISSIONS[Waits.GUEST],
        mine=_("Say whether a guest may come to the discussion with %(school)s"),
        whose=_("The headteacher says whether a guest may come."),
        whose_for=May.SEE_DISCUSSION,
        since=lambda year: year.guest_asked_at or start_of(year),
        url=consent_of,
        about=lambda year: year.guests_wait,
        once=True,
    ),
    Turn(
        key="reply",
        step=Waits.REPLY,
        permission=PERMISSIONS[Waits.REPLY],
        mine=_("Say whether you can come to the discussion with %(school)s on %(day)s"),
        for_head=_("Say whether the headteacher can come to the discussion with %(school)s on %(day)s"),
        whose=_("Those who are invited say whether they can come."),
        whose_for=May.SEE_DISCUSSION,
        since=asked_at_first,
        since_for=lambda year, person: year.silent.get(person.pk) or asked_at_first(year),
        url=of_discussion("replies:reply"),
        facts=meets_on,
        at_many=without_a_reply,
        once=True,
    ),
    Turn(
        key="arrange",
        step=Waits.ARRANGE,
        permission=PERMISSIONS[Waits.ARRANGE],
        mine=_(
            "Somebody cannot come to the discussion with %(school)s on %(day)s, or would need another time: look at "
            "it again"
        ),
        whose=_("The council looks at the discussion again, as somebody cannot come or would need another time."),
        whose_for=May.SEE_DISCUSSION,
        since=lambda year: year.not_coming_since,
        url=of_discussion("professional_discussions:detail"),
        facts=meets_on,
        at_many=without_everybody,
    ),
    Turn(
        key="no_school_day",
        permission=May.SCHEDULE_DISCUSSION,
        mine=_("The discussion with %(school)s on %(day)s is on a day without school: look at it again"),
        whose="",  # told to nobody else: the page of the discussion says it
        since=start_of,
        url=of_discussion("professional_discussions:detail"),
        facts=meets_on,
        at_many=without_a_school_day,
    ),
    Turn(
        key="record",
        step=Waits.RECORD,
        permission=PERMISSIONS[Waits.RECORD],
        mine=_("Write and send the record of the discussion with %(school)s"),
        whose=_("The improvement service writes the record and sends it."),
        whose_for=May.READ_RECORD,
        since=lambda year: year.discussion.ends_at if year.discussion else None,
        url=of_discussion("records:detail"),
        at_many=without_a_record,
    ),
    *ANSWERS,
    Turn(
        key="adviser",
        permission=May.MANAGE_SERVICE_PEOPLE,
        mine=_("Assign somebody who advises %(school)s"),
        whose=_("The improvement service assigns somebody who advises the school."),
        since=start_of,
        url=assigning_of,
        at_many=without_an_adviser,
    ),
    Turn(
        key="translations",
        permission=May.HANDLE_TRANSLATIONS,
        mine=_("Send what was asked for about %(school)s to the council’s translators"),
        whose="",  # told to nobody else: whoever asked reads it where they asked
        since=start_of,
        url=lambda year: reverse("translations:index"),
        at_many=asked_of_the_translators,
        page="translations:detail",
    ),
]
REMINDERS: dict[str, NoticeKind] = {
    turn.key: notice_kind(f"waits_{turn.key}", turn.mine, turn.mine, mail=MailClass.REMINDER)
    for turn in TURNS
    if turn.key
}
