"""What the portal keeps about what council, service and schools do together, in reading order."""

from .calendar_message import CalendarMessage
from .discussion import AgendaItem, Booking, Discussion, DiscussionSchool, Participant, Party
from .guest_answer import GuestAnswer
from .guest_news import about_invitations
from .proposal import Placement, PlacementSchool, Proposal
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

__all__ = [
    "AgendaItem", "Answer", "Booking", "CalendarMessage", "Difference", "Discussion", "DiscussionSchool", "GuestAnswer",
    "NextStep", "Participant", "Party", "Placement", "PlacementSchool", "Proposal", "Record", "RecordPart",
    "RecordSection", "Round", "Support", "SupportKind", "about_invitations",
]  # fmt: skip
