"""What the portal keeps about what council, service and schools do together, in reading order."""

from .calendar_message import CalendarMessage
from .discussion import AgendaItem, Booking, Discussion, DiscussionSchool, Participant, Party
from .guest_answer import GuestAnswer
from .guest_news import about_invitations
from .language_wish import LanguageWish
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
from .round import Round
from .round_officer import RoundOfficer
from .round_school import RoundSchool
from .travel_time import TravelTime

__all__ = [
    "AgendaItem", "Answer", "Booking", "CalendarMessage", "Difference", "Discussion", "DiscussionSchool", "GuestAnswer",
    "LanguageWish", "NextStep", "Participant", "Party", "Record", "RecordPart", "RecordSection", "Round",
    "RoundOfficer", "RoundSchool", "Support", "SupportKind", "TravelTime", "about_invitations",
]  # fmt: skip
