"""What the portal keeps about what council, service and schools do together, in reading order."""

from .availability import FixedDuty, HalfDay, OwnLimits, TeachingWeek, TimeAway, UsualWeek, Weekday, heads_helped_by
from .calendar_feed import CalendarFeed
from .calendar_message import CalendarMessage
from .council_news import about_proposals
from .discussion import AgendaItem, Booking, Discussion, DiscussionSchool, Participant, Party
from .guest_answer import GuestAnswer
from .guest_news import about_invitations
from .language_wish import LanguageWish
from .own_calendar import CalendarBusy, OwnCalendar
from .proposal import Placement, PlacementSchool, Proposal
from .record import Answer, Difference, NextStep, Record, RecordPart, RecordSection, Support, SupportKind
from .reply import INVITED, MOST_TIMES, Reply
from .round import Round
from .round_check import RoundCheck
from .round_officer import RoundOfficer
from .round_school import RoundSchool
from .travel_time import TravelTime
from .year_decision import EarlierDecision, YearDecision

__all__ = [
    "INVITED", "MOST_TIMES", "AgendaItem", "Answer", "Booking", "CalendarBusy", "CalendarFeed", "CalendarMessage",
    "Difference", "Discussion", "DiscussionSchool", "EarlierDecision", "FixedDuty", "GuestAnswer", "HalfDay",
    "LanguageWish", "NextStep", "OwnCalendar", "OwnLimits", "Participant", "Party", "Placement", "PlacementSchool",
    "Proposal", "Record", "RecordPart", "RecordSection", "Reply", "Round", "RoundCheck", "RoundOfficer",
    "RoundSchool", "Support", "SupportKind", "TeachingWeek", "TimeAway", "TravelTime", "UsualWeek", "Weekday",
    "YearDecision", "about_invitations", "about_proposals", "heads_helped_by",
]  # fmt: skip
