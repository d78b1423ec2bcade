"""Which role may enter which route: the first door of each page, as data. What it may do there is in `policy`."""

from enum import StrEnum, auto

from .policy import (
    AGENDA_WRITERS,
    CALENDAR_KEEPERS,
    CONTENT_READERS,
    COUNCIL_ROLES,
    DAY_KEEPERS,
    DECLARERS,
    DIARY_KEEPERS,
    DIARY_OWNERS,
    DISCUSSION_READERS,
    EVERYBODY,
    GOVERNORS,
    INSPECTION_WRITERS,
    PEOPLE_MANAGERS,
    RECORD_READERS,
    SCHOOL_ROLES,
    SCHOOL_TEAM,
    SERVICE_ROLES,
    STAFF,
    TRANSLATION_READERS,
    Role,
)


class Public(StrEnum):
    """Routes that need no sign-in, and why they may not."""

    PAGE = auto()
    SIGN_IN = auto()
    MACHINE = auto()


# Every route by name: the roles that may enter, or why nobody has to sign in. A route that is not here fails
# `manage.py check` and answers 403. Entering is only the first door: rows are asked for one by one.
ROUTES: dict[str, frozenset[Role] | Public] = {
    # front door
    "welcome": Public.PAGE,
    "health": Public.MACHINE,
    "favicon": Public.MACHINE,
    "home:start": Public.PAGE,
    "home:index": EVERYBODY,
    "home:waiting": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS, Role.DIARY_HELPER, Role.GUEST},
    "home:notices": EVERYBODY,
    "home:accessibility": Public.PAGE,
    "home:privacy": Public.PAGE,
    "home:cookies": Public.PAGE,
    "home:help": Public.PAGE,
    # e-mail: how often one gets news; what is sent about one's schools
    "mail_wishes:edit": EVERYBODY,
    "sent_mail:index": COUNCIL_ROLES | {Role.SERVICE_LEAD},
    # people
    "people:index": PEOPLE_MANAGERS,
    "people:invitations": PEOPLE_MANAGERS,
    "people:invite": PEOPLE_MANAGERS,
    "people:withdraw": PEOPLE_MANAGERS,
    "people:end": PEOPLE_MANAGERS,
    "people:hand_over": COUNCIL_ROLES,
    "people:assignments": frozenset({Role.SERVICE_LEAD}),
    "people:assign": frozenset({Role.SERVICE_LEAD}),
    "people:end_assignment": frozenset({Role.SERVICE_LEAD}),
    "people:interests": DECLARERS,
    "people:declare": DECLARERS,
    "people:end_interest": DECLARERS,
    "people:language": EVERYBODY,
    "people:hat": EVERYBODY,
    "people:join": Public.SIGN_IN,
    # register
    "register:index": SCHOOL_ROLES | STAFF,
    "register:csv": SCHOOL_ROLES | STAFF,
    "register:detail": SCHOOL_ROLES | STAFF,
    "register:history": CONTENT_READERS,
    **dict.fromkeys(("register:edit", "register:figures", "register:language_category"), COUNCIL_ROLES),
    "register:add_group": COUNCIL_ROLES,
    **dict.fromkeys(("register:import_file", "register:import_preview", "register:import_done"), COUNCIL_ROLES),
    # self-evaluations
    "self_evaluations:index": CONTENT_READERS,
    **dict.fromkeys(("self_evaluations:detail", "self_evaluations:findings"), SCHOOL_TEAM),
    "self_evaluations:write": SCHOOL_TEAM,
    "self_evaluations:add": SCHOOL_TEAM,
    "self_evaluations:edit": SCHOOL_TEAM,
    "self_evaluations:remove": SCHOOL_TEAM,
    "self_evaluations:cite": SCHOOL_TEAM,
    "self_evaluations:same_text": SCHOOL_TEAM,
    "self_evaluations:check": SCHOOL_TEAM,
    "self_evaluations:submit": frozenset({Role.HEADTEACHER}),
    "self_evaluations:submitted": SCHOOL_TEAM,
    "self_evaluations:version": CONTENT_READERS,
    "self_evaluations:copy": CONTENT_READERS,
    "self_evaluations:history": CONTENT_READERS,
    "comparisons:index": CONTENT_READERS,
    # what is asked about a submitted area, and the school's answer
    **dict.fromkeys(("clarifications:ask", "clarifications:withdraw"), STAFF),
    "questions:index": STAFF,
    "clarifications:answer": frozenset({Role.HEADTEACHER, Role.SENIOR_LEADER}),
    # a reader asks the council's translators; its officers send out and bring back
    "translations:ask": TRANSLATION_READERS,
    "translations:take_back": CONTENT_READERS,
    **dict.fromkeys(("summary_translations:ask", "summary_translations:take_over"), SCHOOL_TEAM),
    **dict.fromkeys(("translations:index", "translations:detail", "translations:download"), COUNCIL_ROLES),
    **dict.fromkeys(("translations:send", "translations:refuse"), COUNCIL_ROLES),
    **dict.fromkeys(("translations:bring", "translations:check"), COUNCIL_ROLES),
    # beginning one: with which framework, and with what of the one before
    **dict.fromkeys(("starting:start", "starting:places", "starting:carried"), SCHOOL_TEAM),
    "starting:remove": frozenset({Role.HEADTEACHER}),
    # the short entries of the team
    **dict.fromkeys(("entries:index", "entries:add", "entries:edit", "entries:remove"), SCHOOL_TEAM),
    # who looks after which area
    "owners:index": frozenset({Role.HEADTEACHER, Role.SENIOR_LEADER}),
    # who wrote what there, and what stood there before
    **dict.fromkeys(("texts:index", "texts:changes"), SCHOOL_TEAM),
    # a text of an area in the other language, where the school wants both
    **dict.fromkeys(("other_language:index", "other_language:write", "other_language:remove"), SCHOOL_TEAM),
    # who may come to read an area, and sharing with the governors
    "sharing:index": frozenset({Role.HEADTEACHER}),
    "sharing:governors": frozenset({Role.HEADTEACHER}),
    "sharing:lending": frozenset({Role.HEADTEACHER}),
    "sharing:preview": SCHOOL_TEAM,
    "sharing:copy": SCHOOL_TEAM | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR},
    "sharing:version": SCHOOL_TEAM | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR},
    # as a Word document or a PDF
    "papers:own": SCHOOL_TEAM,
    "papers:submitted": CONTENT_READERS,
    "papers:shared": SCHOOL_TEAM | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR},
    # an existing Word document is brought in
    **dict.fromkeys(("bringing_in:index", "bringing_in:add", "bringing_in:place"), SCHOOL_TEAM),
    **dict.fromkeys(("bringing_in:read", "bringing_in:check", "bringing_in:remove"), SCHOOL_TEAM),
    # the school's own document as its self-evaluation
    **dict.fromkeys(("own_document:index", "own_document:attach", "own_document:detach"), SCHOOL_TEAM),
    "own_document:download": SCHOOL_TEAM,
    "own_document:readers": frozenset({Role.HEADTEACHER}),
    "own_document:submitted": CONTENT_READERS,
    "own_document:shared": SCHOOL_TEAM | {Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR},
    # who has looked
    "looks:index": SCHOOL_TEAM,
    # progress with a plan, and the end of its years
    **dict.fromkeys(("progress:index", "progress:timeline"), SCHOOL_TEAM | GOVERNORS),
    **dict.fromkeys(("progress:note", "progress:review", "progress:edit"), SCHOOL_TEAM),
    "year_end:index": SCHOOL_TEAM | GOVERNORS,
    **dict.fromkeys(("year_end:answer", "year_end:carry"), SCHOOL_TEAM),
    # what the law asks of a plan
    "statutory_check:index": SCHOOL_TEAM | GOVERNORS,
    **dict.fromkeys(("statutory_check:answer", "statutory_check:withdraw"), SCHOOL_TEAM),
    # the school calendar of a council, and the days on which one school cannot meet
    **dict.fromkeys(("school_calendar:index", "school_calendar:detail", "closures:index"), SCHOOL_ROLES | STAFF),
    **dict.fromkeys((f"school_calendar:{act}_term" for act in ("add", "edit", "remove")), COUNCIL_ROLES),
    **dict.fromkeys((f"school_calendar:{act}_inset" for act in ("add", "remove")), COUNCIL_ROLES),
    **dict.fromkeys(("term_import:add", "term_import:check"), COUNCIL_ROLES),
    **dict.fromkeys(("closures:add", "closures:remove"), DAY_KEEPERS),
    # inspections
    "inspections:index": SCHOOL_ROLES | STAFF,
    **dict.fromkeys(("inspections:add", "inspections:edit", "inspections:remove"), INSPECTION_WRITERS),
    **dict.fromkeys(("inspections:recommend", "inspections:reword", "inspections:take_out"), INSPECTION_WRITERS),
    # development plans
    "plans:index": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    "plans:detail": SCHOOL_TEAM | GOVERNORS,
    **dict.fromkeys(("plans:start", "plan_parts:draw", "plan_parts:write", "plan_parts:link"), SCHOOL_TEAM),
    **dict.fromkeys(("plan_parts:detail", "plan_parts:add", "plan_parts:edit"), SCHOOL_TEAM),
    **dict.fromkeys(("plan_parts:more", "plan_parts:remove"), SCHOOL_TEAM),
    **dict.fromkeys(("plan_document:index", "plan_document:attach", "plan_document:detach"), SCHOOL_TEAM),
    **dict.fromkeys(("plan_document:download", "plan_document:approved"), SCHOOL_TEAM | GOVERNORS),
    "plan_document:shared": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    # an existing plan is brought in from the tables of a Word document or a workbook
    **dict.fromkeys((f"plan_tables:{name}" for name in ("index", "add", "columns")), SCHOOL_TEAM),
    **dict.fromkeys((f"plan_tables:{name}" for name in ("rows", "check", "remove")), SCHOOL_TEAM),
    "plans:check": SCHOOL_TEAM | GOVERNORS,
    "plans:share": frozenset({Role.HEADTEACHER}),
    "plans:shared": SCHOOL_TEAM | GOVERNORS,
    "plans:copy": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    "plans:version": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    "plans:history": CONTENT_READERS,
    "post_inspection:detail": SCHOOL_TEAM | GOVERNORS,
    "post_inspection:shared": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    **dict.fromkeys(("shared_priorities:index", "shared_priorities:theme"), STAFF),
    # what a plan says beside its priorities
    **dict.fromkeys(("plan_texts:index", "plan_texts:write"), SCHOOL_TEAM),
    **dict.fromkeys((f"consultations:{name}" for name in ("index", "add", "edit", "remove")), SCHOOL_TEAM),
    **dict.fromkeys(("national_priorities:index", "national_priorities:answer"), SCHOOL_TEAM),
    **dict.fromkeys((f"grants:{name}" for name in ("index", "add", "edit", "remove")), SCHOOL_TEAM),
    **dict.fromkeys((f"grants:{name}" for name in ("add_line", "edit_line", "remove_line")), SCHOOL_TEAM),
    # what the governing body is told and approves
    **dict.fromkeys(
        (f"governing_body:{name}" for name in ("approve", "prepare", "remove")), GOVERNORS | {Role.HEADTEACHER}
    ),
    "governing_body:rights": frozenset({Role.HEADTEACHER, Role.CHAIR_OF_GOVERNORS}),
    **dict.fromkeys(("governing_body:approved", "governing_body:copy"), SCHOOL_TEAM | GOVERNORS),
    "governing_body:put_forward": frozenset({Role.HEADTEACHER}),
    # a plan as a Word document or a PDF, and on two pages for the governors
    **dict.fromkeys(("plan_papers:living", "plan_papers:approved", "plan_papers:meeting"), SCHOOL_TEAM | GOVERNORS),
    # the plain-language summary of a plan; what is published needs no sign-in
    **dict.fromkeys(("plan_summary:index", "plan_summary:draft"), SCHOOL_TEAM | GOVERNORS),
    **dict.fromkeys((f"plan_summary:{name}" for name in ("choose", "add", "nothing", "edit", "remove")), SCHOOL_TEAM),
    **dict.fromkeys(
        (f"plan_summary:{name}" for name in ("publish", "link", "withdraw")), frozenset({Role.HEADTEACHER})
    ),
    "plan_summary:published": CONTENT_READERS | {Role.CLERK_TO_GOVERNORS},
    **dict.fromkeys(("summaries:detail", "summaries:paper"), Public.PAGE),
    "plan_papers:post_inspection": SCHOOL_TEAM | GOVERNORS,
    **dict.fromkeys(
        ("plan_papers:shared", "plan_papers:post_inspection_shared"), CONTENT_READERS | {Role.CLERK_TO_GOVERNORS}
    ),
    # evidence
    **dict.fromkeys(("evidence:index", "evidence:cited", "evidence:add", "evidence:edit"), SCHOOL_TEAM),
    **dict.fromkeys(("evidence:file_add", "evidence:file_remove", "evidence:download"), SCHOOL_TEAM),
    # records, and the support agreed in them
    "records:detail": RECORD_READERS,
    "records:begin": SERVICE_ROLES,
    "records:write": SERVICE_ROLES,
    "records:add": SERVICE_ROLES,
    "records:edit": SERVICE_ROLES,
    "records:remove": SERVICE_ROLES,
    "records:check": SERVICE_ROLES,
    "records:send": SERVICE_ROLES,
    "records:sent": SERVICE_ROLES,
    "records:withdraw": SERVICE_ROLES,
    "records:answer": STAFF | {Role.HEADTEACHER},
    "records:answered": STAFF | {Role.HEADTEACHER},
    "records:version": RECORD_READERS,
    "records:copy": RECORD_READERS,
    "records:paper": RECORD_READERS,
    "records:history": RECORD_READERS - {Role.GUEST},
    "support:index": RECORD_READERS - {Role.GUEST},
    # professional discussions
    "professional_discussions:index": DISCUSSION_READERS | {Role.DIARY_HELPER, Role.GUEST},
    "professional_discussions:at_school": DISCUSSION_READERS | {Role.DIARY_HELPER},
    "professional_discussions:schedule": COUNCIL_ROLES,
    "professional_discussions:detail": DISCUSSION_READERS | {Role.DIARY_HELPER, Role.GUEST},
    "professional_discussions:reschedule": COUNCIL_ROLES,
    "finding:find_a_time": COUNCIL_ROLES,
    "finding:find_another_time": COUNCIL_ROLES,
    "professional_discussions:cancel": COUNCIL_ROLES,
    "professional_discussions:participants": COUNCIL_ROLES,
    "professional_discussions:consent": frozenset({Role.HEADTEACHER}),
    "professional_discussions:calendar": DISCUSSION_READERS | {Role.DIARY_HELPER, Role.GUEST},
    "professional_discussions:history": DISCUSSION_READERS,
    # when somebody is not available; a diary helper says it for the head
    **dict.fromkeys((f"availability:{name}" for name in ("index", "detail", "week", "history")), DIARY_KEEPERS),
    **dict.fromkeys((f"availability:{name}" for name in ("add", "edit", "remove")), DIARY_KEEPERS),
    "availability:teaching": frozenset({Role.HEADTEACHER, Role.DIARY_HELPER}),
    **dict.fromkeys((f"availability:{name}" for name in ("limits", "calendar", "give", "forget")), DIARY_OWNERS),
    # setting up a year's discussions
    **dict.fromkeys((f"rounds:{name}" for name in ("index", "detail", "schools")), COUNCIL_ROLES | {Role.SERVICE_LEAD}),
    **dict.fromkeys((f"rounds:{name}" for name in ("when_and_where", "travel")), COUNCIL_ROLES),
    **dict.fromkeys((f"rounds:{name}" for name in ("officers", "officer", "school")), COUNCIL_ROLES),
    **dict.fromkeys((f"planning:{name}" for name in ("index", "progress", "propose")), COUNCIL_ROLES),
    **dict.fromkeys((f"planning:{name}" for name in ("stop", "set_aside", "release")), COUNCIL_ROLES),
    **dict.fromkeys(
        (f"planning_together:{name}" for name in ("ask", "detail", "progress", "stop", "proposal")),
        COUNCIL_ROLES | {Role.SERVICE_LEAD},
    ),
    "year_start:start": COUNCIL_ROLES,
    "year_start:check_list": COUNCIL_ROLES | {Role.SERVICE_LEAD},
    **dict.fromkeys((f"year_plan:{name}" for name in ("detail", "earlier")), COUNCIL_ROLES | {Role.SERVICE_LEAD}),
    **dict.fromkeys((f"year_plan:{name}" for name in ("add", "edit")), COUNCIL_ROLES),
    "rounds:wishes": frozenset({Role.HEADTEACHER, Role.DIARY_HELPER}) | COUNCIL_ROLES,
    # how far they are
    **dict.fromkeys((f"this_year:{name}" for name in ("index", "week", "csv")), COUNCIL_ROLES | {Role.SERVICE_LEAD}),
    # whether somebody who is invited comes
    **dict.fromkeys(
        ("replies:reply", "replies:not_possible", "replies:another_time"),
        DISCUSSION_READERS | {Role.DIARY_HELPER, Role.GUEST},
    ),
    # one's own calendar: the secret address, and what it gives
    **dict.fromkeys(("calendar_feed:index", "calendar_feed:renew", "calendar_feed:end"), CALENDAR_KEEPERS),
    "calendar": Public.MACHINE,
    # their agendas
    "agenda:add": AGENDA_WRITERS,
    "agenda:edit": AGENDA_WRITERS,
    "agenda:remove": AGENDA_WRITERS,
    "agenda:redraft": AGENDA_WRITERS,
}

# Third-party routes, declared by namespace or name prefix with who may enter.
PACKAGE_ROUTES: dict[str, frozenset[Role] | Public] = {
    "admin:": frozenset({Role.ADMINISTRATOR}),
    "account_": Public.SIGN_IN,
    "demo_entry:": Public.SIGN_IN,  # exists in demo mode only
}
