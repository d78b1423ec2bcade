"""Who may do what: the whole access policy, as data. A head of service should be able to check this page.

A role is held at one place. What it reaches from there:
a school role reaches that school; a council role every school of the council; a service lead every school of the
councils the service works for today; a service adviser only the schools assigned to them today; a guest only the
discussions they are invited to. A declared conflict of interest closes a school's content to that person.
"""

from enum import StrEnum, auto


class Place(StrEnum):
    SCHOOL = auto()
    COUNCIL = auto()
    SERVICE = auto()
    GUEST_ORGANISATION = auto()


class Role(StrEnum):
    HEADTEACHER = auto()
    SENIOR_LEADER = auto()
    CONTRIBUTOR = auto()
    CHAIR_OF_GOVERNORS = auto()
    GOVERNOR = auto()
    CLERK_TO_GOVERNORS = auto()
    DIARY_HELPER = auto()
    COUNCIL_OFFICER = auto()
    COUNCIL_LEAD = auto()
    SERVICE_ADVISER = auto()
    SERVICE_LEAD = auto()
    GUEST = auto()
    ADMINISTRATOR = auto()


PLACES: dict[Role, frozenset[Place]] = {
    Role.HEADTEACHER: frozenset({Place.SCHOOL}),
    Role.SENIOR_LEADER: frozenset({Place.SCHOOL}),
    Role.CONTRIBUTOR: frozenset({Place.SCHOOL}),
    Role.CHAIR_OF_GOVERNORS: frozenset({Place.SCHOOL}),
    Role.GOVERNOR: frozenset({Place.SCHOOL}),
    Role.CLERK_TO_GOVERNORS: frozenset({Place.SCHOOL}),
    Role.DIARY_HELPER: frozenset({Place.SCHOOL}),
    Role.COUNCIL_OFFICER: frozenset({Place.COUNCIL}),
    Role.COUNCIL_LEAD: frozenset({Place.COUNCIL}),
    Role.SERVICE_ADVISER: frozenset({Place.SERVICE}),
    Role.SERVICE_LEAD: frozenset({Place.SERVICE}),
    Role.GUEST: frozenset({Place.GUEST_ORGANISATION}),
    Role.ADMINISTRATOR: frozenset({Place.COUNCIL, Place.SERVICE}),
}


class May(StrEnum):
    SEE_SCHOOL = auto()
    SEE_SCHOOL_PEOPLE = auto()
    EDIT_REGISTER = auto()
    SEE_HISTORY = auto()
    SEE_OUTSIDE_HISTORY = auto()
    SEE_WHO_LOOKED = auto()
    MANAGE_SCHOOL_PEOPLE = auto()
    MANAGE_COUNCIL_PEOPLE = auto()
    MANAGE_SERVICE_PEOPLE = auto()
    IMPORT_REGISTER = auto()
    KEEP_CALENDAR = auto()  # a council’s terms, and INSET days for its schools
    KEEP_SCHOOL_DAYS = auto()  # the days on which one school cannot meet, and why
    READ_LIVING_SELF_EVALUATION = auto()
    WRITE_SELF_EVALUATION = auto()
    LEAD_SELF_EVALUATION = auto()
    SUBMIT_SELF_EVALUATION = auto()
    READ_SUBMITTED_SELF_EVALUATION = auto()
    READ_SHARED_SELF_EVALUATION = auto()
    SEE_CLARIFICATIONS = auto()
    ASK_FOR_CLARIFICATION = auto()
    ANSWER_CLARIFICATION = auto()
    ASK_FOR_TRANSLATION = auto()
    HANDLE_TRANSLATIONS = auto()
    READ_LIVING_PLAN = auto()
    WRITE_PLAN = auto()
    RECORD_APPROVAL = auto()  # a governor too, where head or chair gave the right (`models.approval_right`)
    LET_RECORD_APPROVAL = auto()
    SHARE_PLAN = auto()
    READ_SHARED_PLAN = auto()
    PUBLISH_SUMMARY = auto()  # of the plan, for everybody
    RECORD_INSPECTION = auto()
    SEE_DISCUSSION = auto()
    READ_AGENDA = auto()
    SCHEDULE_DISCUSSION = auto()
    KEEP_DIARY_OF_HEAD = auto()  # enter when the headteacher of the school is not available
    SEE_PLANNING = auto()  # of a year's discussions: never a school's
    PLAN_DISCUSSIONS = auto()
    PROPOSE_DATES = auto()  # have dates worked out for several councils at once; what comes of it each council decides
    SAY_WISHES = auto()  # in which language the school's discussion is to be held
    CONSENT_TO_GUEST = auto()
    ANSWER_FOR_HEADTEACHER = auto()  # whether they come to a discussion to which they are invited
    WRITE_AGENDA = auto()
    READ_DRAFT_RECORD = auto()
    WRITE_RECORD = auto()
    READ_RECORD = auto()
    AGREE_FOR_SCHOOL = auto()
    AGREE_FOR_COUNCIL = auto()
    AGREE_FOR_SERVICE = auto()


_READ_WHAT_IS_SHARED = frozenset(
    {
        May.SEE_SCHOOL,
        May.SEE_OUTSIDE_HISTORY,
        May.READ_SUBMITTED_SELF_EVALUATION,
        May.READ_SHARED_PLAN,
        May.SEE_DISCUSSION,
        May.READ_AGENDA,
        May.READ_RECORD,
    }
)
_WRITE_FOR_THE_SCHOOL = _READ_WHAT_IS_SHARED | {
    May.SEE_SCHOOL_PEOPLE,
    May.SEE_HISTORY,
    May.SEE_WHO_LOOKED,
    May.READ_LIVING_SELF_EVALUATION,
    May.READ_SHARED_SELF_EVALUATION,
    May.SEE_CLARIFICATIONS,
    May.WRITE_SELF_EVALUATION,
    May.READ_LIVING_PLAN,
    May.WRITE_PLAN,
    May.WRITE_AGENDA,
}
_COUNCIL = _READ_WHAT_IS_SHARED | {
    May.SEE_SCHOOL_PEOPLE,
    May.SEE_CLARIFICATIONS,
    May.ASK_FOR_CLARIFICATION,
    May.ASK_FOR_TRANSLATION,
    May.HANDLE_TRANSLATIONS,
    May.EDIT_REGISTER,
    May.RECORD_INSPECTION,
    May.SCHEDULE_DISCUSSION,
    May.SEE_PLANNING,
    May.PLAN_DISCUSSIONS,
    May.PROPOSE_DATES,
    May.SAY_WISHES,
    May.WRITE_AGENDA,
    May.READ_DRAFT_RECORD,
    May.AGREE_FOR_COUNCIL,
    May.MANAGE_SCHOOL_PEOPLE,
    May.MANAGE_COUNCIL_PEOPLE,
    May.IMPORT_REGISTER,
    May.KEEP_CALENDAR,
}
_SERVICE = _READ_WHAT_IS_SHARED | {
    May.SEE_SCHOOL_PEOPLE,
    May.SEE_CLARIFICATIONS,
    May.ASK_FOR_CLARIFICATION,
    May.ASK_FOR_TRANSLATION,
    May.WRITE_AGENDA,
    May.READ_DRAFT_RECORD,
    May.WRITE_RECORD,
    May.AGREE_FOR_SERVICE,
}
_GOVERNOR = _READ_WHAT_IS_SHARED | {May.READ_LIVING_PLAN, May.READ_SHARED_SELF_EVALUATION, May.ASK_FOR_TRANSLATION}

GRANTS: dict[Role, frozenset[May]] = {
    Role.HEADTEACHER: _WRITE_FOR_THE_SCHOOL
    | {
        May.MANAGE_SCHOOL_PEOPLE,
        May.LEAD_SELF_EVALUATION,
        May.SUBMIT_SELF_EVALUATION,
        May.ANSWER_CLARIFICATION,
        May.SHARE_PLAN,
        May.PUBLISH_SUMMARY,
        May.RECORD_APPROVAL,
        May.LET_RECORD_APPROVAL,
        May.RECORD_INSPECTION,
        May.KEEP_SCHOOL_DAYS,
        May.SAY_WISHES,
        May.CONSENT_TO_GUEST,
        May.AGREE_FOR_SCHOOL,
    },
    Role.SENIOR_LEADER: _WRITE_FOR_THE_SCHOOL
    | {May.LEAD_SELF_EVALUATION, May.ANSWER_CLARIFICATION, May.KEEP_SCHOOL_DAYS},
    Role.CONTRIBUTOR: _WRITE_FOR_THE_SCHOOL - {May.SEE_DISCUSSION, May.READ_AGENDA, May.WRITE_AGENDA, May.READ_RECORD},
    Role.CHAIR_OF_GOVERNORS: _GOVERNOR | {May.RECORD_APPROVAL, May.LET_RECORD_APPROVAL},
    Role.GOVERNOR: _GOVERNOR,
    Role.CLERK_TO_GOVERNORS: frozenset(
        {May.SEE_SCHOOL, May.READ_LIVING_PLAN, May.READ_SHARED_PLAN, May.RECORD_APPROVAL}
    ),
    Role.DIARY_HELPER: frozenset(
        {
            May.SEE_SCHOOL,
            May.SEE_DISCUSSION,
            May.KEEP_SCHOOL_DAYS,
            May.KEEP_DIARY_OF_HEAD,
            May.SAY_WISHES,
            May.ANSWER_FOR_HEADTEACHER,
        }
    ),
    Role.COUNCIL_OFFICER: _COUNCIL,
    Role.COUNCIL_LEAD: _COUNCIL,
    Role.SERVICE_ADVISER: _SERVICE,
    Role.SERVICE_LEAD: _SERVICE | {May.MANAGE_SERVICE_PEOPLE, May.SEE_PLANNING, May.PROPOSE_DATES},
    Role.GUEST: frozenset(),  # reached through an invitation to one discussion, in discussions.access
    # Reference data in the admin, and the people of the council or service itself; reads no school's content.
    Role.ADMINISTRATOR: frozenset({May.MANAGE_COUNCIL_PEOPLE, May.MANAGE_SERVICE_PEOPLE}),
}

# Register facts stay open to somebody who has declared a conflict of interest; everything else closes.
OPEN_DESPITE_CONFLICT = frozenset({May.SEE_SCHOOL})

# Who may invite whom: the permission needed at the place where the role will be held.
INVITES: dict[Place, May] = {
    Place.SCHOOL: May.MANAGE_SCHOOL_PEOPLE,
    Place.COUNCIL: May.MANAGE_COUNCIL_PEOPLE,
    Place.SERVICE: May.MANAGE_SERVICE_PEOPLE,
    Place.GUEST_ORGANISATION: May.MANAGE_COUNCIL_PEOPLE,  # asked at the council on whose list it stands
}

SCHOOL_ROLES = frozenset(role for role, places in PLACES.items() if Place.SCHOOL in places)
COUNCIL_ROLES = frozenset({Role.COUNCIL_OFFICER, Role.COUNCIL_LEAD})
SERVICE_ROLES = frozenset({Role.SERVICE_ADVISER, Role.SERVICE_LEAD})
SCHOOL_TEAM = frozenset({Role.HEADTEACHER, Role.SENIOR_LEADER, Role.CONTRIBUTOR})
GOVERNORS = frozenset({Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR, Role.CLERK_TO_GOVERNORS})
EVERYBODY = frozenset(Role)
STAFF = COUNCIL_ROLES | SERVICE_ROLES
PEOPLE_MANAGERS = frozenset(role for role in Role if GRANTS[role] & set(INVITES.values()))
DECLARERS = EVERYBODY - {Role.GUEST, Role.ADMINISTRATOR}  # may declare a conflict of interest in a school

# Roles that only these give and end: nobody makes a headteacher of the own school, or an administrator, alone.
GIVEN_ONLY_BY: dict[Role, frozenset[Role]] = {
    Role.HEADTEACHER: COUNCIL_ROLES,
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}
CONTENT_READERS = SCHOOL_TEAM | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR} | STAFF
TRANSLATION_READERS = CONTENT_READERS - SCHOOL_TEAM  # may ask the translators for what was submitted
INSPECTION_WRITERS = frozenset({Role.HEADTEACHER}) | COUNCIL_ROLES
DAY_KEEPERS = frozenset({Role.HEADTEACHER, Role.SENIOR_LEADER, Role.DIARY_HELPER})
AGENDA_WRITERS = frozenset({Role.HEADTEACHER, Role.SENIOR_LEADER}) | STAFF
DISCUSSION_READERS = AGENDA_WRITERS | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR}
# Whoever may take part in a discussion says when they are not available; a diary helper says it for the head.
DIARY_OWNERS = frozenset({Role.HEADTEACHER, Role.CHAIR_OF_GOVERNORS, Role.GUEST}) | STAFF
DIARY_KEEPERS = DIARY_OWNERS | {Role.DIARY_HELPER}
CALENDAR_KEEPERS = DISCUSSION_READERS | {Role.GUEST}  # those who may be invited, in one role or another
RECORD_READERS = CONTENT_READERS - {Role.CONTRIBUTOR} | {Role.GUEST}

# What people outside the school may see in a school's history: what it did as a school, never who typed what.
# How far it is with its own plan is not told: outsiders read of the approval in the plan that is shared.
# (The acts on a discussion and on its record follow below.)
# What was done in the register is the council's act on facts that are open to whoever sees the school.
REGISTER_VERBS = frozenset({"school.added", "school.changed", "school.category", "figures.written"})
# The INSET days of a council are public, as its terms are. What a school keeps free is not told at all.
INSET_VERBS = frozenset(f"inset_day.{act}" for act in ("entered", "taken_back"))
# What Estyn published is public, whoever wrote it down.
INSPECTION_VERBS = frozenset(
    f"{noun}.{act}" for noun in ("inspection", "recommendation") for act in ("added", "edited", "removed")
)
# What is public, or was, is told as what it is.
SUMMARY_VERBS = frozenset(f"plan_summary.{act}" for act in ("published", "moved", "withdrawn"))
OUTSIDE_VERBS = (
    frozenset({"self_evaluation.submitted", "plan.shared"})
    | REGISTER_VERBS
    | INSPECTION_VERBS
    | SUMMARY_VERBS
    | INSET_VERBS
)

# Acts on a record are told only to those who may read it: drafting is not the school's, and not the whole team's.
# The acts on a discussion, likewise, to those who may read its agenda.
VERBS_OF: dict[str, May] = {
    "discussion.": May.READ_AGENDA,
    "agenda.": May.READ_AGENDA,
    "closed_day.": May.KEEP_SCHOOL_DAYS,
    "draft_record.": May.READ_DRAFT_RECORD,
    "shared_self_evaluation.": May.READ_SHARED_SELF_EVALUATION,
    "clarification.": May.SEE_CLARIFICATIONS,
    "translation_request.": May.HANDLE_TRANSLATIONS,
    "translation.": May.READ_SUBMITTED_SELF_EVALUATION,
    "record.": May.READ_RECORD,
    "prepared_approval.": May.RECORD_APPROVAL,
    "language_wish.": May.SEE_DISCUSSION,
}
# The texts of a draft record, whose former words are for those who may read the draft.
DRAFT_TEXTS = frozenset({"discussions.recordsection", "discussions.support", "discussions.nextstep"})
# What is prepared for a meeting of the governing body is for those who may record its approval.
PREPARED_TEXTS = frozenset({"schools.preparedapproval"})
# What is noted about a school while the year's discussions are planned is for those who plan, not for the school.
PLANNING_TEXTS = frozenset({"discussions.roundschool"})
