"""Who may still read which notice: the page of the access policy about what people have been told, as data.

What the reader of a notice must still be allowed at the notice's school today, by the kind of notice; None where a
notice is about the reader alone. A guest reads what is about a discussion to which they are invited today.
"""

from schools.policy import May

NOTICES: dict[str, May | None] = {
    "self_evaluation_submitted": May.READ_SUBMITTED_SELF_EVALUATION,
    "self_evaluation_shared": May.READ_SHARED_SELF_EVALUATION,
    "area_is_yours": May.WRITE_SELF_EVALUATION,
    "area_is_not_yours": May.WRITE_SELF_EVALUATION,
    "clarification_asked": May.ANSWER_CLARIFICATION,
    "clarification_withdrawn": May.ANSWER_CLARIFICATION,
    "clarification_answered": May.SEE_CLARIFICATIONS,
    "translation_asked": May.HANDLE_TRANSLATIONS,
    "translation_done": May.READ_SUBMITTED_SELF_EVALUATION,
    "translation_beside_yours": May.READ_SUBMITTED_SELF_EVALUATION,
    "translation_impossible": May.READ_SUBMITTED_SELF_EVALUATION,
    "summary_translation_asked": May.HANDLE_TRANSLATIONS,
    "summary_translation_done": May.WRITE_PLAN,
    "summary_translation_impossible": May.WRITE_PLAN,
    "lending_ended": May.WRITE_SELF_EVALUATION,
    "evidence_file_refused": May.WRITE_SELF_EVALUATION,
    "plan_ready": May.RECORD_APPROVAL,
    "plan_shared": May.READ_SHARED_PLAN,
    **dict.fromkeys((f"plan_summary_{act}" for act in ("published", "moved", "withdrawn")), May.READ_SHARED_PLAN),
    **dict.fromkeys(("inset_day_entered", "inset_day_taken_back"), May.KEEP_SCHOOL_DAYS),
    "role_given": May.MANAGE_SCHOOL_PEOPLE,
    "headteacher_handed_over": May.AGREE_FOR_SCHOOL,
    "adviser_declared_interest": May.SEE_SCHOOL_PEOPLE,
    "address_changed": None,
    "address_at_school_changed": May.MANAGE_SCHOOL_PEOPLE,
    "discussion_scheduled": May.SEE_DISCUSSION,
    "discussion_written_down": May.SEE_DISCUSSION,
    "discussion_changed": May.SEE_DISCUSSION,
    **dict.fromkeys(("discussion_scheduled_for_head", "discussion_changed_for_head"), May.SEE_DISCUSSION),
    "discussion_cancelled": May.SEE_DISCUSSION,
    "discussion_taken_off": May.SEE_DISCUSSION,
    "discussion_head_took_place": May.SCHEDULE_DISCUSSION,
    "discussion_head_is_taken": May.SCHEDULE_DISCUSSION,
    "date_not_released": May.SCHEDULE_DISCUSSION,
    "discussion_cannot_come": May.SCHEDULE_DISCUSSION,
    "discussion_another_time": May.SCHEDULE_DISCUSSION,
    "discussion_coming_after_all": May.SCHEDULE_DISCUSSION,
    **dict.fromkeys(("discussion_school_not_free", "discussion_somebody_not_free"), May.SCHEDULE_DISCUSSION),
    "discussion_answered_for_you": May.SEE_DISCUSSION,
    "discussion_guest_asked": May.CONSENT_TO_GUEST,
    "discussion_guest_welcome": May.READ_AGENDA,
    "discussion_guest_declined": May.READ_AGENDA,
    "dates_proposed": May.PLAN_DISCUSSIONS,  # at the council: it is about no school
    "record_sent": May.READ_RECORD,
    "record_sent_unchanged": May.READ_RECORD,
    "record_withdrawn": May.READ_RECORD,
    "record_seen_differently": May.WRITE_RECORD,
    "record_agreed": May.READ_RECORD,
    "record_answered": May.READ_RECORD,
    # reminders: of a discussion to its people; of what waits to whoever may do it
    "discussion_soon": May.SEE_DISCUSSION,
    "waits_self_evaluation": May.SUBMIT_SELF_EVALUATION,
    **dict.fromkeys(("waits_plan", "waits_approved_plan", "waits_plan_again"), May.SHARE_PLAN),
    "waits_question": May.ANSWER_CLARIFICATION,
    "waits_approval": May.RECORD_APPROVAL,
    **dict.fromkeys(("waits_revision", "waits_revision_after_report"), May.LET_RECORD_APPROVAL),
    **dict.fromkeys(("waits_schedule", "waits_arrange", "waits_no_school_day"), May.SCHEDULE_DISCUSSION),
    **dict.fromkeys(("waits_proposal", "waits_proposal_of_next_year"), May.PLAN_DISCUSSIONS),
    "waits_reply": May.SEE_DISCUSSION,
    "waits_guest": May.CONSENT_TO_GUEST,
    "waits_wish": May.SAY_WISHES,
    "waits_record": May.WRITE_RECORD,
    "waits_school_answers": May.AGREE_FOR_SCHOOL,
    "waits_council_answers": May.AGREE_FOR_COUNCIL,
    "waits_service_answers": May.AGREE_FOR_SERVICE,
    "waits_adviser": May.MANAGE_SERVICE_PEOPLE,
    "waits_translations": May.HANDLE_TRANSLATIONS,
}

# Of the messages to others, council and service see in the outbox what they may read themselves; of these besides,
# because it was their own people who asked or invited.
ASKED_BY_STAFF: dict[str, May] = {
    "discussion_guest_asked": May.SCHEDULE_DISCUSSION,
    **dict.fromkeys(("clarification_asked", "clarification_withdrawn"), May.SEE_CLARIFICATIONS),
}
# What concerns a person's account or role is listed for nobody else.
ABOUT_ACCOUNTS = frozenset(
    {"address_changed", "address_at_school_changed", "role_given", "headteacher_handed_over", "evidence_file_refused"}
)
