"""Calendar parts (RFC 5545, 5546): one event a discussion, whose UID never changes, in Europe/London."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText

from discussions.bookings import where_words
from discussions.in_letters import as_it_was, long_date, who_takes_part, whom_to_ask
from discussions.models import CalendarMessage, Discussion, Reply
from discussions.replied import is_asked_now
from schools import clock
from schools.models import Person
from schools.models.base import reader_language
from schools.notices import path_to
from schools.posting import sender
from schools.words import names_together

Occasion = CalendarMessage.Occasion
ENDS = (Occasion.CANCELLED, Occasion.TAKEN_OFF)
PUBLISH = "PUBLISH"
ASK_AGAIN = dt.timedelta(hours=4)  # how often a calendar program should read a feed

# Written out as two rules: Outlook does not read the list of dates that a library would make of the time zone.
LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
END:VTIMEZONE
"""


def letter(message: CalendarMessage) -> EmailMultiAlternatives:
    """The e-mail of one message in both languages, the reader's own first, and so is its calendar part.

    It says when and where, and nothing of what anybody wrote.
    """
    person = message.person
    languages = both_languages(person)
    subjects, bodies = zip(*(_in_words(message, language) for language in languages), strict=True)
    with translation.override(languages[0]):
        part = calendar_part(
            message.discussion,
            message,
            method=message.method,
            sequence=message.sequence,
            stamp=message.created_at,
            attendee=person,
            languages=languages,
        )
        source = sender()
    subject, body = " ".join(" / ".join(subjects).split()), "\n* * *\n\n".join(bodies)
    mail = EmailMultiAlternatives(subject, body, from_email=source, to=[person.email])
    mail.attach_alternative(part.decode(), f"text/calendar; method={message.method}")
    mail.attach("discussion.ics", part, "application/ics")
    return mail


def both_languages(person: Person) -> list[str]:
    """The person's own first; Welsh first for whoever has not chosen yet."""
    return ["en", "cy"] if person.language == "en" else ["cy", "en"]


def _in_words(message: CalendarMessage, language: str) -> tuple[str, str]:
    """Subject and text in one language."""
    with translation.override(language):
        words = _words(message)
        return SUBJECTS[message.occasion]() % words, render_to_string(f"discussions/mail/{message.occasion}.txt", words)


SUBJECTS: dict[str, Any] = {
    Occasion.INVITED: lambda: _("Invitation: professional discussion of %(schools)s on %(day)s"),
    Occasion.CHANGED: lambda: _("Changed: professional discussion of %(schools)s on %(day)s"),
    Occasion.CANCELLED: lambda: _("Cancelled: professional discussion of %(schools)s on %(day)s"),
    Occasion.TAKEN_OFF: lambda: _("You no longer take part: professional discussion of %(schools)s on %(day)s"),
}


def _words(message: CalendarMessage) -> dict[str, Any]:
    discussion, person = message.discussion, message.person
    language = translation.get_language()
    starts = message.starts_at.astimezone(clock.LONDON)
    return {
        "name": person.name,
        "schools": _schools_of(discussion),
        "day": date_format(starts),
        "date": long_date(starts),
        "starts": time_format(starts),
        "ends": time_format(message.ends_at.astimezone(clock.LONDON)),
        "where": where_words(message, discussion.covered),
        "online_link": message.online_link,
        "language": message.get_language_display(),
        # what only some letters say is read where they say it
        "ask": lambda: whom_to_ask(discussion),
        "people": lambda: who_takes_part(discussion),
        "before": lambda: as_it_was(message),
        "link": address_of(discussion, language),
        "reply": lambda: _where_to_answer(message, language),
        "answered": lambda: _has_answered(message),
        "answered_before": lambda: _answered_before(message),
        "service": _("Improvement Portal"),
    }


def _where_to_answer(message: CalendarMessage, language: str | None) -> str:
    """The page where one says whether one comes; empty where nobody is asked any more."""
    return reply_address(message.discussion, language) if is_asked_now(message.discussion) else ""


def _has_answered(message: CalendarMessage) -> bool:
    """Whether an answer to the time and place stands: then nothing but the language, or the link, has been changed."""
    return _replies_of(message).filter(sequence=message.discussion.sequence).exists()


def _answered_before(message: CalendarMessage) -> bool:
    """Whether they answered to a time or place that does not hold any more."""
    return _replies_of(message).filter(sequence__lt=message.discussion.sequence).exists()


def _replies_of(message: CalendarMessage) -> QuerySet[Reply]:
    rows: QuerySet[Reply] = Reply.objects.as_system("whether a letter asks once more")
    return rows.filter(participant__discussion=message.discussion, participant__person=message.person)


def _schools_of(discussion: Discussion) -> str:
    return names_together([school.name for school in discussion.covered], reader_language())


def address_of(discussion: Discussion, language: str | None, route: str = "professional_discussions:detail") -> str:
    path = path_to(route, discussion.public_id)
    return f"{settings.PORTAL_ADDRESS}/{language or 'en'}{path}"


def reply_address(discussion: Discussion, language: str | None) -> str:
    return address_of(discussion, language, "replies:reply")


@dataclass(frozen=True)
class Entry:
    """What one event of a calendar is made from. `when` is the discussion itself, or a message that says how it was."""

    discussion: Discussion
    when: Any
    sequence: int
    stamp: dt.datetime
    attendee: Person | None = None


def calendar_part(
    discussion: Discussion,
    when: Any,
    *,
    method: str,
    sequence: int,
    stamp: Any,
    attendee: Person | None = None,
    languages: Sequence[str] = (),
) -> bytes:
    """One iCalendar object about one discussion; its texts in these languages, else in that of the page."""
    entry = Entry(discussion, when, sequence, stamp, attendee)
    return _written([entry], method, languages or [translation.get_language() or "en"]).to_ical()


def written_for_a_calendar(entries: Iterable[Entry], *, name: str, language: str) -> bytes:
    """What a calendar program reads again and again: the same bytes while nothing has changed."""
    calendar = _written(entries, PUBLISH, [language])
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN).to_ical().decode())
    return calendar.to_ical()


def _written(entries: Iterable[Entry], method: str, languages: Sequence[str]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Improvement Portal//Professional discussions//CY EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(LONDON.replace("\n", "\r\n")))
    for entry in entries:
        calendar.add_component(_event(entry, method, languages))
    return calendar


def _event(entry: Entry, method: str, languages: Sequence[str]) -> Event:
    discussion, when = entry.discussion, entry.when
    ends = method == CalendarMessage.CANCEL or (not discussion.is_live and method == PUBLISH)
    event = Event()
    event.add("uid", str(discussion.public_id))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(dt.UTC))
    event.add("last-modified", entry.stamp.astimezone(dt.UTC))
    event.add("dtstart", when.starts_at.astimezone(clock.LONDON))
    event.add("dtend", when.ends_at.astimezone(clock.LONDON))
    event.add("summary", _said(languages, " / ", lambda: _summary(discussion)))
    if method != CalendarMessage.CANCEL:  # whoever takes it out of their calendar goes nowhere any more
        event.add("location", _said(languages, " / ", lambda: where_words(when, discussion.covered)))
        about = _said(languages, "\n\n", lambda: _description(entry))
        event.add("description", "\n\n".join(filter(None, [when.online_link, about])))
        event.add("url", address_of(discussion, languages[0]))
    event.add("status", "CANCELLED" if ends else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if ends else "OPAQUE")
    event.add("class", "PRIVATE")
    event["organizer"] = _address(*parseaddr(sender()))
    if entry.attendee is not None:
        event.add("attendee", _guest(entry.attendee), encode=False)
    return event


def _said(languages: Sequence[str], between: str, say: Callable[[], str]) -> str:
    """The same in each of the languages; once where it is the same words."""
    found = []
    for language in languages:
        with translation.override(language):
            found.append(say())
    return between.join(dict.fromkeys(found))


def _summary(discussion: Discussion) -> str:
    return _("Professional discussion: %(schools)s") % {"schools": _schools_of(discussion)}


def _description(entry: Entry) -> str:
    """Where to answer, for whoever is asked; and the page of the discussion."""
    language, discussion = translation.get_language(), entry.discussion
    lines = [_("The discussion in the portal: %(link)s") % {"link": address_of(discussion, language)}]
    if entry.attendee is not None and is_asked_now(discussion):
        lines.insert(0, _("Say here whether you can come: %(link)s") % {"link": reply_address(discussion, language)})
    return "\n".join(lines)


def _guest(person: Person) -> vCalAddress:
    guest = _address(person.name, person.email)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    guest.params["RSVP"] = vText("FALSE")  # the portal reads no replies by mail: one answers on its page
    return guest


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name or email)
    return address
