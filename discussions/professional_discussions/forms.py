import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.announcements import taking_part
from discussions.bookings import faults_of_place, faults_of_time, has_passed, moment, who_is_taken
from discussions.models import Discussion, Participant
from discussions.objections import Meeting, against_wishes, language_wishes
from schools import clock
from schools.clock import school_year_words
from schools.form_fields import DateField, LanguageField, TimeField
from schools.forms import FilterForm, PortalForm, VersionedForm
from schools.models import School
from schools.models.base import reader_language
from schools.refusals import Refused, Stale
from schools.school_days import closed_on
from schools.words import names_together

from .people_forms import TAKE_ANOTHER_TIME, ObjectingForm, ParticipantsForm, People

HAS_PASSED = {
    "starts": _("This time has passed already. If people met then, press the button below; or enter a later time."),
    "date": _("This day has passed already. If people met then, press the button below; or enter a later date."),
}
IS_TO_COME = _("This time is to come, so everybody is invited to it. If that is meant, press the button below.")
TAKE_ANOTHER_LANGUAGE = _("Choose another language, or press the button again to keep this one.")
MAKE_ANOTHER_MEETING = ("date", "starts", "ends", "setting", "host", "place")
HELD, BEGUN, TO_COME = "held", "begun", "to-come"  # what a time that was asked about was then


class WhenAndWhereForm(ObjectingForm):
    keeps_drafts = True
    asked_about = ("keep_day", "keep_start", "keep_language", *ObjectingForm.asked_about)
    nobody_is_named_in = {"place": "a room or a building"}
    date = DateField(label=_("Date"), error_messages={"required": _("Enter the date of the discussion")})
    starts = TimeField(label=_("Starts at"), help_text=_("Between 7:00 and 21:00. For example, 9:30 or 14:00"))
    ends = TimeField(label=_("Ends at"))
    setting = forms.ChoiceField(
        label=_("Where will you meet?"),
        choices=Discussion.Setting.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you will meet")},
    )
    host = forms.TypedChoiceField(
        label=_("At which of the schools?"),
        help_text=_("Needed when schools of a federation meet together at one of them."),
        coerce=UUID,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Needed when you meet at another place. At the school, add the room if you like."),
        max_length=200,
        required=False,
    )
    online_link = forms.URLField(
        label=_("Link for joining online"),
        help_text=_("Needed when you meet online: the whole address, beginning with https://"),
        assume_scheme="https",
        max_length=200,
        required=False,
        error_messages={"invalid": _("Enter the whole link, beginning with https://")},
    )
    language = forms.ChoiceField(
        label=_("Language of the discussion"),
        choices=Discussion.Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of the discussion")},
    )
    keep_day = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, initial="")
    keep_language = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, initial="")
    keep_start = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32, initial="")
    look = {
        "date": {"size": "s"},
        "starts": {"width": 5},
        "ends": {"width": 5},
        "setting": {"size": "s"},
        "host": {"size": "s"},
        "online_link": {"autocomplete": "off", "spellcheck": "false"},
        "language": {"size": "s", "inline": True},
    }

    moves: Discussion | None = None  # the discussion that has another time already
    known: dt.datetime | None = None  # which is this
    may_be_held = False  # whether what has been held can be written down, with its true date
    is_held = False  # whether the time that was entered is over

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        """`schools`: all that could meet; where it is one, nobody is asked at which."""
        super().__init__(*args, **kwargs)
        self.places = schools
        self.schools = [school.public_id for school in schools]
        self.hosts = {school.pk: school.public_id for school in schools}
        host: Any = self.fields["host"]
        host.choices = [(str(school.public_id), school.name) for school in schools]
        if len(schools) < 2:
            del self.fields["host"]

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong at once; the action asks the same questions again."""
        words: dict[str, Any] = super().clean() or {}
        for fault in self.faults(words):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        day, starts, ends = (None if name in self.errors else words.get(name) for name in ("date", "starts", "ends"))
        if day is not None:
            self._ask(day, starts)
        if day and starts and ends and not has_passed(moment(day, starts)):
            self._object(words, moment(day, starts), moment(day, ends))
        if self.errors and day and starts and ends:  # else the action says who is taken
            for sentence in self.taken(words, DateTimeTZRange(moment(day, starts), moment(day, ends), "[)")):
                self.add_error("starts", sentence)
        return words

    def taken(self, words: dict[str, Any], during: DateTimeTZRange) -> Sequence[str]:
        """Who is booked then already, as far as the form knows who is to meet."""
        return ()

    def _ask(self, day: dt.date, starts: dt.time | None) -> None:
        """A day without school and a start that has passed are asked about once; whoever presses again means it."""
        known = self.known and self.known.astimezone(clock.LONDON)
        if not (known and known.date() == day):
            self._ask_about(day)
        start = moment(day, starts) if starts else None
        if start is None or start == known:
            return
        key = f"{start:%Y-%m-%d %H:%M} "
        if has_passed(start):
            ends = None if "ends" in self.errors else self.cleaned_data.get("ends")
            self.is_held = day < clock.today() or (ends is not None and has_passed(moment(day, ends)))
            field = "date" if day < clock.today() else "starts"
            self.ask_once("keep_start", key + (HELD if self.is_held else BEGUN), field, str(HAS_PASSED[field]))
        elif self.may_be_held and self.cleaned_data.get("keep_start", "").endswith(HELD):
            self.ask_once("keep_start", key + TO_COME, "date", str(IS_TO_COME))

    def _object(self, words: dict[str, Any], starts: dt.datetime, ends: dt.datetime) -> None:
        chosen, meets_at = self.meeting(words), words.get("host")
        meeting = [school for school in self.places if school.public_id in chosen]
        host = next((school for school in meeting if school.public_id == meets_at), meeting[0])
        at = words.get("setting") or Discussion.Setting.ONLINE, host, words.get("place", "")
        moves = [self.moves] if self.moves else []
        self.ask_about(Meeting(starts, ends, *at, moves), self.who(words), "starts", TAKE_ANOTHER_TIME)
        language = words.get("language")
        if language and not (self.moves and self.moves.language == language):
            said_before = language_wishes(meeting, starts.astimezone(clock.LONDON).date())
            wishes = [*against_wishes(meeting, language, said_before)]
            key = " ".join([language, *(str(self.places.index(school)) for school, _said in wishes)])
            if wishes:
                told = (said for _school, said in wishes)
                self.ask_once("keep_language", key, "language", *told, str(TAKE_ANOTHER_LANGUAGE))

    def who(self, words: dict[str, Any]) -> Collection[int]:
        """Keys of those who are to meet."""
        return ()

    def _ask_about(self, day: dt.date) -> None:
        """Where it is no school day at some of those that meet, or at all: which, and never why."""
        chosen = self.meeting(self.cleaned_data)
        meeting = [school for school in self.places if school.public_id in chosen]
        if not (closed := closed_on(meeting, day)):
            return
        if len(closed) == len(meeting):
            asked = _now(
                "%(day)s is not a school day. Choose another date, or press the button again to keep this one."
            )
        else:
            asked = _now(
                "%(day)s is not a school day at %(schools)s. Choose another date, or press the button again to keep "
                "this one."
            )
        names = names_together([school.name for school in closed], reader_language())
        key = " ".join([day.isoformat(), *(str(self.places.index(school)) for school in closed)])
        self.ask_once("keep_day", key, "date", asked % {"day": date_format(day), "schools": names})

    def faults(self, words: dict[str, Any]) -> Iterator[Refused]:
        yield from faults_of_time(*(words.get(name) for name in ("date", "starts", "ends")), held=self.may_be_held)
        if words.get("setting"):
            place, link = words.get("place", ""), words.get("online_link", "")
            yield from faults_of_place(words["setting"], place, link, words.get("host"), self.meeting(words))

    def meeting(self, words: dict[str, Any]) -> Sequence[UUID]:
        """The schools that meet."""
        return self.schools


class ScheduleForm(WhenAndWhereForm, ParticipantsForm):
    """`others` are the further schools of the federation that may be in the same discussion."""

    button = _("Schedule and invite")
    may_be_held = True
    also = People(
        label=_("Other schools of the federation in the same discussion"),
        help_text=_("One discussion then covers them all, and gives one record with a part for each school."),
        required=False,
    )
    look = {**WhenAndWhereForm.look, **ParticipantsForm.look, "also": {"size": "s"}}
    field_order = ["also", "date", "starts", "ends", "setting", "host", "place", "online_link", "language"]

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, schools=schools, **kwargs)
        self.people = {each.person.public_id: each.person.pk for each in kwargs["able"]}
        also: Any = self.fields["also"]
        also.choices = [(str(school.public_id), school.name) for school in schools[1:]]
        if not also.choices:
            del self.fields["also"]
        self.fields["participants"].help_text = _(
            "They are told at once. To a discussion that is to come they are invited, each with an appointment for "
            "their own calendar."
        )

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if self.is_held:
            self.button = _("Write it down as held")
        return words

    def meeting(self, words: dict[str, Any]) -> Sequence[UUID]:
        return [self.schools[0], *(words.get("also") or ())]

    def who(self, words: dict[str, Any]) -> Collection[int]:
        return [self.people[each] for name in ("participants", "guests") for each in words.get(name) or ()]

    def taken(self, words: dict[str, Any], during: DateTimeTZRange) -> Sequence[str]:
        people = [self.people[each] for each in words.get("participants") or ()]
        meeting = self.meeting(words)
        return who_is_taken(during, people, [key for key, school in self.hosts.items() if school in meeting])


class RescheduleForm(VersionedForm, WhenAndWhereForm):
    button = _("Change and tell everybody")

    moves: Discussion

    def __init__(self, *args: Any, moves: Discussion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves, self.known = moves, moves.starts_at

    def who(self, words: dict[str, Any]) -> Collection[int]:
        """Nobody is asked about again where neither the time nor the place is another one."""
        before = self.words_of(self.moves)
        moved = any(words.get(name) != before[name] for name in MAKE_ANOTHER_MEETING)
        return taking_part(self.moves) if moved else ()

    @staticmethod
    def words_of(discussion: Discussion) -> dict[str, Any]:
        host = next((school.public_id for school in discussion.covered if school.pk == discussion.host_id), None)
        kept = {name: getattr(discussion, name) for name in ("setting", "place", "online_link", "language")}
        return {**_boxes(discussion.starts_at, discussion.ends_at), **kept, "host": host}

    def refuse(self, refusal: Refused) -> None:
        """What somebody else saved is shown in the boxes of this form."""
        if isinstance(refusal, Stale):
            refusal.theirs |= _boxes(refusal.theirs["starts_at"], refusal.theirs["ends_at"])
            refusal.theirs["host"] = self.hosts.get(refusal.theirs["host_id"])
        super().refuse(refusal)


def _boxes(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    starts, ends = (at.astimezone(clock.LONDON) for at in (starts_at, ends_at))
    return {"date": starts.date(), "starts": starts.time(), "ends": ends.time()}


class CancelForm(PortalForm):
    keeps_drafts = True
    button = _("Cancel the discussion")
    button_look = "warning"
    as_it_is = _("Keep the reason as it is, and cancel the discussion")
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        help_text=_("Everybody who takes part can read this on the discussion’s page. It is not put into e-mails."),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Write why the discussion is cancelled")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"reason": {"rows": 3}, "lang": {"inline": True, "small": True}}


class ConsentForm(PortalForm):
    button = _("Save the answer")
    answer = forms.ChoiceField(
        label=_("May this guest take part?"),
        choices=[
            (Participant.Consent.GIVEN, _("Yes, invite the guest")),
            (Participant.Consent.REFUSED, _("No, do not invite the guest")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    look = {"answer": {"size": "m"}}


class DiscussionsFilter(FilterForm):
    year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    which = forms.ChoiceField(
        label=_("Which schools?"),
        choices=[("", _("All schools")), ("with", _("With a date")), ("without", _("Without a date"))],
    )
    name = forms.CharField(label=_("Name of the school"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = clock.current_school_year()
        year: Any = self.fields["year"]
        year.choices = [(each, school_year_words(each)) for each in (this - 1, this, this + 1)]
        year.initial = this
