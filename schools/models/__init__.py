"""What the portal keeps about schools, in reading order."""

from .authority import Council, GuestOrganisation, Organisation, Service, ServiceCouncil, Term, Title
from .brought_document import BroughtDocument
from .carried import CarriedArea, Stays
from .clarification import Clarification
from .evidence import NATURES, Citation, EvidenceItem
from .evidence_file import EvidenceFile, FileKind
from .framework import Area, AreaMapping, Framework, Prompt
from .history import Event, Revision, Version
from .look import Look
from .notice import Notice
from .other_language import BesideOriginal, OtherLanguage
from .own_document import FrozenDocument, OwnDocument
from .passage import SMALLEST, Box, Entry, Passage
from .people import AdviserAssignment, Appointment, ConflictOfInterest, Invitation, Person
from .plan import Action, GoverningBodyApproval, Plan, PlanPriority, PriorityLink, Target
from .register_upload import RegisterUpload
from .school import Cluster, ContextFigures, Federation, School, WelshMediumCategory, WelshMediumWords
from .self_evaluation import Priority, Section, SelfEvaluation, Strength
from .translation import BroughtTranslation, Translation, TranslationAsker, TranslationRequest

__all__ = [
    "NATURES", "SMALLEST", "Action", "AdviserAssignment", "Appointment", "Area", "AreaMapping", "BesideOriginal",
    "Box", "BroughtDocument", "BroughtTranslation", "CarriedArea", "Citation", "Clarification", "Cluster",
    "ConflictOfInterest", "ContextFigures", "Council", "Entry", "Event", "EvidenceFile", "EvidenceItem", "Federation",
    "FileKind", "Framework", "FrozenDocument", "GoverningBodyApproval", "GuestOrganisation", "Invitation", "Look",
    "Notice", "Organisation", "OtherLanguage", "OwnDocument", "Passage", "Person", "Plan", "PlanPriority", "Priority",
    "PriorityLink", "Prompt", "RegisterUpload", "Revision", "School", "Section", "SelfEvaluation", "Service",
    "ServiceCouncil", "Stays", "Strength", "Target", "Term", "Title", "Translation", "TranslationAsker",
    "TranslationRequest", "Version", "WelshMediumCategory", "WelshMediumWords",
]  # fmt: skip
