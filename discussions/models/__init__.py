"""What the portal keeps about what council, service and schools do together, in reading order."""

from .availability import FixedDuty, HalfDay, OwnLimits, TeachingWeek, TimeAway, UsualWeek, Weekday, heads_helped_by
from .calendar_message import CalendarMessage
from .discussion import AgendaItem, Booking, Discussion, DiscussionSchool, Participant, Party
from .guest_answer import GuestAnswer
from .guest_news import about_invitations
from .own_calendar import CalendarBusy, OwnCalendar
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
    "AgendaItem", "Answer", "Booking", "CalendarBusy", "CalendarMessage", "Difference", "Discussion",
    "DiscussionSchool", "FixedDuty", "GuestAnswer", "HalfDay", "NextStep", "OwnCalendar", "OwnLimits", "Participant",
    "Party", "Record", "RecordPart", "RecordSection", "Round", "Support", "SupportKind", "TeachingWeek", "TimeAway",
    "UsualWeek", "Weekday", "about_invitations", "heads_helped_by",
]  # fmt: skip
