"""What the portal keeps about schools, in reading order."""

from .account_letter import AccountLetter, AccountMail
from .approval_right import ApprovalRight
from .authority import Council, GuestOrganisation, Organisation, Service, ServiceCouncil, Term, Title
from .brought_document import BroughtDocument
from .brought_plan import BroughtPlan
from .carried import CarriedArea, Stays
from .clarification import Clarification
from .closed_day import ClosedDay, InsetDay, WhyClosed
from .evidence import NATURES, Citation, EvidenceItem
from .evidence_file import EvidenceFile, FileKind
from .framework import Area, AreaMapping, Framework, Prompt
from .grant import Grant, GrantKind, GrantLine
from .history import Event, Revision, Version
from .inspection import STATUTORY_CATEGORIES, FollowUp, Inspection, Recommendation
from .letter import MOST_DOUBTS, Letter, Posted, Queued, Stage, Trouble
from .look import Look
from .mail_classes import MailClass, NewsByMail
from .notice import Notice
from .other_language import BesideOriginal, OtherLanguage
from .own_document import FrozenDocument, OwnDocument
from .passage import SMALLEST, Box, Entry, Passage
from .people import AdviserAssignment, Appointment, ConflictOfInterest, Invitation, Person
from .plan import GoverningBodyApproval, Plan
from .plan_priority import (
    Action,
    Milestone,
    PlanPriority,
    PlanTerm,
    PriorityLink,
    Progress,
    RecommendationLink,
    Target,
)
from .plan_summary import PlanSummary, SummaryLine, SummaryPart
from .plan_text import (
    Consultation,
    Consulted,
    NationalPriority,
    NationalPriorityAnswer,
    NationalPriorityLink,
    PlanSection,
    PlanText,
    StatutoryAnswer,
)
from .prepared_approval import PreparedApproval
from .progress import OutcomeKind, ProgressNote, TargetOutcome, TermReview
from .register_upload import RegisterUpload
from .school import Cluster, ContextFigures, Federation, School, WelshMediumCategory, WelshMediumWords
from .self_evaluation import Priority, Section, SelfEvaluation, Strength
from .term_upload import TermUpload
from .translation import BroughtTranslation, Translation, TranslationAsker, TranslationRequest

__all__ = [
    "MOST_DOUBTS",
    "NATURES",
    "SMALLEST",
    "STATUTORY_CATEGORIES",
    "AccountLetter",
    "AccountMail",
    "Action",
    "AdviserAssignment",
    "Appointment",
    "ApprovalRight",
    "Area",
    "AreaMapping",
    "BesideOriginal",
    "Box",
    "BroughtDocument",
    "BroughtPlan",
    "BroughtTranslation",
    "CarriedArea",
    "Citation",
    "Clarification",
    "ClosedDay",
    "Cluster",
    "ConflictOfInterest",
    "Consultation",
    "Consulted",
    "ContextFigures",
    "Council",
    "Entry",
    "Event",
    "EvidenceFile",
    "EvidenceItem",
    "Federation",
    "FileKind",
    "FollowUp",
    "Framework",
    "FrozenDocument",
    "GoverningBodyApproval",
    "Grant",
    "GrantKind",
    "GrantLine",
    "GuestOrganisation",
    "InsetDay",
    "Inspection",
    "Invitation",
    "Letter",
    "Look",
    "MailClass",
    "Milestone",
    "NationalPriority",
    "NationalPriorityAnswer",
    "NationalPriorityLink",
    "NewsByMail",
    "Notice",
    "Organisation",
    "OtherLanguage",
    "OutcomeKind",
    "OwnDocument",
    "Passage",
    "Person",
    "Plan",
    "PlanPriority",
    "PlanSection",
    "PlanSummary",
    "PlanTerm",
    "PlanText",
    "Posted",
    "PreparedApproval",
    "Priority",
    "PriorityLink",
    "Progress",
    "ProgressNote",
    "Prompt",
    "Queued",
    "Recommendation",
    "RecommendationLink",
    "RegisterUpload",
    "Revision",
    "School",
    "Section",
    "SelfEvaluation",
    "Service",
    "ServiceCouncil",
    "Stage",
    "StatutoryAnswer",
    "Stays",
    "Strength",
    "SummaryLine",
    "SummaryPart",
    "Target",
    "TargetOutcome",
    "Term",
    "TermReview",
    "TermUpload",
    "Title",
    "Translation",
    "TranslationAsker",
    "TranslationRequest",
    "Trouble",
    "Version",
    "WelshMediumCategory",
    "WelshMediumWords",
    "WhyClosed",
]  # fmt: skip
