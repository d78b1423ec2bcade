"""The kinds of message to people, each with its two sentences. Whoever adds one declares it where its act stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools.facts import in_words
from schools.models import MailClass, Notice
from schools.notice_rights import NOTICES


@dataclass(frozen=True)
class NoticeKind:
    """One kind of message: its name in the database, its two sentences, filled from the notice's facts, and its class:
    when it may go by e-mail.
    """

    name: str
    subject: str | Promise
    sentence: str | Promise
    mail: MailClass


KINDS: dict[str, NoticeKind] = {}


def notice_kind(
    name: str, subject: str | Promise, sentence: str | Promise, *, mail: MailClass = MailClass.NEWS
) -> NoticeKind:
    """Declare a kind of message. `%(school)s` is the school's name in the reader's language.

    It is news, unless it is about an account or a meeting, which goes at once, or a reminder.
    The policy must say who may still read it; one that it does not name could be read by nobody.
    """
    if name not in NOTICES:
        raise KeyError(f"schools.notice_rights does not say which permission the reader of {name!r} must hold")
    kind = KINDS[name] = NoticeKind(name, subject, sentence, mail)
    return kind


SELF_EVALUATION_SUBMITTED = notice_kind(
    "self_evaluation_submitted",
    _("%(school)s has submitted its self-evaluation"),
    _("%(school)s has submitted its self-evaluation for %(year)s, version %(number)s."),
)
SELF_EVALUATION_SHARED = notice_kind(
    "self_evaluation_shared",
    _("%(school)s: the self-evaluation has been shared with the governors"),
    _("The self-evaluation of %(school)s for %(year)s has been shared with the governors, version %(number)s."),
)
AREA_IS_YOURS = notice_kind(
    "area_is_yours",
    _("%(school)s: you look after an area of the self-evaluation"),
    _("You have been asked to look after “%(area)s” in the self-evaluation of %(school)s for %(year)s."),
)
AREA_IS_NOT_YOURS = notice_kind(
    "area_is_not_yours",
    _("%(school)s: you no longer look after an area of the self-evaluation"),
    _(
        "You no longer look after “%(area)s” in the self-evaluation of %(school)s for %(year)s. "
        "The self-evaluation says who does, and you can go on writing there."
    ),
)
CLARIFICATION_ASKED = notice_kind(
    "clarification_asked",
    _("%(school)s: something was asked about your self-evaluation"),
    _(
        "Something was asked about “%(area)s” in the self-evaluation of %(school)s for %(year)s, version %(number)s. "
        "Read it, and answer when it suits you."
    ),
)
CLARIFICATION_WITHDRAWN = notice_kind(
    "clarification_withdrawn",
    _("%(school)s: a question about your self-evaluation was withdrawn"),
    _(
        "The question about “%(area)s” in the self-evaluation of %(school)s for %(year)s, version %(number)s, was "
        "withdrawn. Nothing needs to be answered."
    ),
)
CLARIFICATION_ANSWERED = notice_kind(
    "clarification_answered",
    _("%(school)s has answered a question about its self-evaluation"),
    _(
        "%(school)s has answered what was asked about “%(area)s” in its self-evaluation for %(year)s, "
        "version %(number)s."
    ),
)
TRANSLATION_ASKED = notice_kind(
    "translation_asked",
    _("%(school)s: the council’s translators have been asked"),
    _(
        "Somebody who reads the self-evaluation of %(school)s for %(year)s, version %(number)s, needs it in the other "
        "language. Download the document, and send it to the council’s translators."
    ),
)
TRANSLATION_DONE = notice_kind(
    "translation_done",
    _("%(school)s: the translation that you asked for is there"),
    _(
        "The council’s translators have translated the self-evaluation of %(school)s for %(year)s, version %(number)s. "
        "Their words stand beneath the school’s own."
    ),
)
TRANSLATION_BESIDE_YOURS = notice_kind(
    "translation_beside_yours",
    _("%(school)s: the council’s translators have translated texts of your self-evaluation"),
    _(
        "Somebody who reads the self-evaluation of %(school)s for %(year)s, version %(number)s, needed it in the other "
        "language. What the council’s translators have written stands beneath your texts there, marked as theirs. "
        "Your own words are as they were, and nothing waits for you."
    ),
)
TRANSLATION_IMPOSSIBLE = notice_kind(
    "translation_impossible",
    _("%(school)s: the translation that you asked for cannot be done"),
    _(
        "The council’s translators cannot translate the self-evaluation of %(school)s for %(year)s, version "
        "%(number)s, or not all of it. Open it to read why."
    ),
)
SUMMARY_TRANSLATION_ASKED = notice_kind(
    "summary_translation_asked",
    _("%(school)s: the council’s translators have been asked for the summary of its plan"),
    _(
        "%(school)s needs lines of the summary of its development plan %(period)s in the other language. Download the "
        "document, and send it to the council’s translators."
    ),
)
SUMMARY_TRANSLATION_DONE = notice_kind(
    "summary_translation_done",
    _("%(school)s: the translation for the summary of your plan is there"),
    _(
        "The council’s translators have translated the lines of the summary of the development plan %(period)s that "
        "you asked for. Read their words on the page of the summary, and put them into it or change them."
    ),
)
SUMMARY_TRANSLATION_IMPOSSIBLE = notice_kind(
    "summary_translation_impossible",
    _("%(school)s: the translation for the summary of your plan cannot be done"),
    _(
        "The council’s translators cannot translate the lines of the summary of the development plan %(period)s that "
        "you asked for, or not all of them. Open the summary to read why."
    ),
)
LENDING_ENDED = notice_kind(
    "lending_ended",
    _("%(lender)s no longer lends its text to %(school)s"),
    _(
        "%(lender)s no longer lends its text under “%(area)s” to %(school)s. "
        "Look at what stands there now, and write what is missing."
    ),
)
PLAN_READY = notice_kind(
    "plan_ready",
    _("%(school)s: the development plan is ready for the governing body"),
    _(
        "The headteacher of %(school)s says that the development plan for %(period)s is ready for the governing body. "
        "Once the governing body has approved it, record the approval."
    ),
)
PLAN_SHARED = notice_kind(
    "plan_shared",
    _("%(school)s has shared its development plan"),
    _("%(school)s has shared its development plan for %(period)s, version %(number)s."),
)
SUMMARY_PUBLISHED = notice_kind(
    "plan_summary_published",
    _("%(school)s has published the summary of its development plan"),
    _("%(school)s has published the plain-language summary of its development plan for %(period)s, for everybody."),
)
SUMMARY_MOVED = notice_kind(
    "plan_summary_moved",
    _("%(school)s: the summary of the development plan has another address"),
    _(
        "%(school)s has given the public page of the summary of its development plan for %(period)s another address. "
        "Nothing is found at the one before."
    ),
)
SUMMARY_WITHDRAWN = notice_kind(
    "plan_summary_withdrawn",
    _("%(school)s has withdrawn the summary of its development plan"),
    _("%(school)s has withdrawn the summary of its development plan for %(period)s. Nobody finds its page any more."),
)

ROLE_GIVEN = notice_kind(
    "role_given",
    _("%(school)s: somebody was given a role at the school"),
    _(
        "Somebody was given a role at %(school)s, or a role there was changed. See who holds which role. "
        "If you did not expect it, end the role or ask the council."
    ),
    mail=MailClass.AT_ONCE,
)
HANDED_OVER = notice_kind(
    "headteacher_handed_over",
    _("%(school)s: your role as headteacher ends on %(day)s"),
    _(
        "The council has set %(day)s as your last day as headteacher of %(school)s, and invited the next headteacher. "
        "Until then nothing changes. If you did not expect it, ask the council."
    ),
    mail=MailClass.AT_ONCE,
)
INTEREST_DECLARED = notice_kind(
    "adviser_declared_interest",
    _("%(school)s: an interest in the school has been declared"),
    _(
        "Somebody who works with %(school)s for the improvement service has declared an interest in the school, and "
        "cannot work with it from %(day)s on. Assign somebody else, or ask the improvement service to."
    ),
)
FILE_REFUSED = notice_kind(
    "evidence_file_refused",
    _("%(school)s: a file that you sent in was not kept"),
    _(
        "The virus scanner found something harmful in a file that you sent in as evidence of %(school)s, so it was "
        "not kept. Have the device that it comes from checked before you send anything else."
    ),
    mail=MailClass.AT_ONCE,
)
ADDRESS_CHANGED = notice_kind(
    "address_changed",
    _("Your e-mail address in the Improvement Portal was changed"),
    _(
        "An administrator changed the e-mail address with which you sign in. This message goes to the former and to "
        "the new address. If you did not expect it, tell the person who manages people at your organisation at once."
    ),
    mail=MailClass.AT_ONCE,
)
ADDRESS_AT_SCHOOL_CHANGED = notice_kind(
    "address_at_school_changed",
    _("%(school)s: the e-mail address of somebody at the school was changed"),
    _(
        "An administrator changed the e-mail address with which somebody who has a role at %(school)s signs in. "
        "If you did not expect it, ask that person, and tell the council at once if they do not know of it."
    ),
    mail=MailClass.AT_ONCE,
)


INSET_DAY_ENTERED = notice_kind(
    "inset_day_entered",
    _("%(school)s: an INSET day has been entered"),
    _("The council has entered an INSET day of %(school)s: %(day)s. If that is not right, tell the council."),
)
INSET_DAY_TAKEN_BACK = notice_kind(
    "inset_day_taken_back",
    _("%(school)s: an INSET day has been removed"),
    _("The council has removed an INSET day of %(school)s: %(day)s. If that is not right, tell the council."),
)


def words_of(notice: Notice) -> tuple[str, str]:
    """Subject and sentence, in the language that is active now."""
    kind = KINDS[notice.notice_kind]
    facts = in_words(notice.facts)
    facts.setdefault("school", notice.school.name if notice.school else "")
    return str(kind.subject) % facts, str(kind.sentence) % facts
