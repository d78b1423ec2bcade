"""Calendar parts (RFC 5545, 5546): one event a discussion, whose UID never changes, in Europe/London."""

import datetime as dt
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from discussions.bookings import where_words
from discussions.models import CalendarMessage, Discussion, Participant
from schools import clock
from schools.models import Person
from schools.models.base import reader_language
from schools.notices import path_to
from schools.posting import sender
from schools.words import names_together

Occasion = CalendarMessage.Occasion
ENDS = (Occasion.CANCELLED, Occasion.TAKEN_OFF)
PUBLISH = "PUBLISH"

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
    """The e-mail of one message in both languages, the reader's own first; the calendar part is in that one alone.

    It says when and where, and nothing of what anybody wrote.
    """
    person = message.person
    languages = ["en", "cy"] if person.language == "en" else ["cy", "en"]
    subjects, bodies = zip(*(_in_words(message, language) for language in languages), strict=True)
    with translation.override(languages[0]):
        part = calendar_part(
            message.discussion,
            message,
            method=message.method,
            sequence=message.sequence,
            stamp=message.created_at,
            attendee=person,
        )
        source = sender()
    subject, body = " ".join(" / ".join(subjects).split()), "\n* * *\n\n".join(bodies)
    mail = EmailMultiAlternatives(subject, body, from_email=source, to=[person.email])
    mail.attach_alternative(part.decode(), f"text/calendar; method={message.method}")
    mail.attach("discussion.ics", part, "application/ics")
    return mail


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
        "starts": time_format(starts),
        "ends": time_format(message.ends_at.astimezone(clock.LONDON)),
        "where": where_words(message, discussion.covered),
        "online_link": message.online_link,
        "language": message.get_language_display(),
        "ask": lambda: whom_to_ask(discussion),  # read where the letter says it
        "link": address_of(discussion, language),
        "service": _("Improvement Portal"),
    }


def _schools_of(discussion: Discussion) -> str:
    return names_together([school.name for school in discussion.covered], reader_language())


def whom_to_ask(discussion: Discussion) -> str:
    """The officers who take part and their council; the council alone where none does."""
    rows = Participant.objects.as_system("whom to ask").filter(
        discussion=discussion, taking_part_as=Participant.As.OFFICER, person__is_active=True
    )
    names = rows.order_by("pk").values_list("person__name", flat=True)
    return ", ".join([*names, discussion.round.council.name])


def address_of(discussion: Discussion, language: str | None) -> str:
    path = path_to("professional_discussions:detail", discussion.public_id)
    return f"{settings.PORTAL_ADDRESS}/{language or 'en'}{path}"


def calendar_part(
    discussion: Discussion, when: Any, *, method: str, sequence: int, stamp: Any, attendee: Person | None = None
) -> bytes:
    """One iCalendar object. `when` is the discussion itself, or the message that says how it was then."""
    calendar = Calendar()
    calendar.add("prodid", "-//Improvement Portal//Professional discussions//CY EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(LONDON.replace("\n", "\r\n")))
    calendar.add_component(_event(discussion, when, method, sequence, stamp, attendee))
    return calendar.to_ical()


def _event(discussion: Discussion, when: Any, method: str, sequence: int, stamp: Any, attendee: Any) -> Event:
    ends = method == CalendarMessage.CANCEL or (not discussion.is_live and method == PUBLISH)
    event = Event()
    event.add("uid", str(discussion.public_id))
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("last-modified", stamp.astimezone(dt.UTC))
    event.add("dtstart", when.starts_at.astimezone(clock.LONDON))
    event.add("dtend", when.ends_at.astimezone(clock.LONDON))
    event.add("summary", _("Professional discussion: %(schools)s") % {"schools": _schools_of(discussion)})
    if method != CalendarMessage.CANCEL:  # whoever takes it out of their calendar goes nowhere any more
        link = address_of(discussion, translation.get_language())
        event.add("location", where_words(when, discussion.covered))
        event.add("description", "\n".join(filter(None, [when.online_link, link])))
        event.add("url", link)
    event.add("status", "CANCELLED" if ends else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if ends else "OPAQUE")
    event.add("class", "PRIVATE")
    if attendee is not None:
        event["organizer"] = _address(*parseaddr(sender()))
        guest = _address(attendee.name, attendee.email)
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        guest.params["RSVP"] = vText("FALSE")  # the portal reads no replies
        event.add("attendee", guest, encode=False)
    return event


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name or email)
    return address
