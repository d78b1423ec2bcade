"""What the portal keeps about what council, service and schools do together, in reading order."""

from .calendar_feed import CalendarFeed
from .calendar_message import CalendarMessage
from .discussion import AgendaItem, Booking, Discussion, DiscussionSchool, Participant, Party
from .guest_answer import GuestAnswer
from .guest_news import about_invitations
from .record import (
    Answer,
    Difference,
    NextStep,
    Record,
    RecordPart,
    RecordSection,
    Support,
    SupportKind,
)  # fmt: skip
from .reply import INVITED, MOST_TIMES, Reply
from .round import Round

__all__ = [
    "INVITED", "MOST_TIMES", "AgendaItem", "Answer", "Booking", "CalendarFeed", "CalendarMessage", "Difference",
    "Discussion", "DiscussionSchool", "GuestAnswer", "NextStep", "Participant", "Party", "Record", "RecordPart",
    "RecordSection", "Reply", "Round", "Support", "SupportKind", "about_invitations",
]  # fmt: skip
