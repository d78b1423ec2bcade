"""A self-evaluation on paper: as a Word document or a tagged PDF, in the language of the interface."""

from uuid import UUID

from django.http import FileResponse
from django.views.decorators.http import require_safe

from schools.access import Request, self_evaluation_for, version_for
from schools.documents.answers import document_of
from schools.documents.outlines import of_living, of_version
from schools.evaluation_contents import content_of, readable
from schools.looking import note_look
from schools.models import Person, Version
from schools.translated import put_translations


@require_safe
def own(request: Request, school: UUID, year: int, kind: str) -> FileResponse:
    """The living copy, for the team; it says that it is the school's own."""
    evaluation = self_evaluation_for(request.user, school, year)
    outline = of_living(evaluation, readable(content_of(evaluation)))
    return document_of(outline, kind, f"self-evaluation-{year}-own-copy")


@require_safe
def submitted(request: Request, school: UUID, year: int, number: int, kind: str) -> FileResponse:
    """A submitted version, for whoever may read it."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    note_look(request, frozen)
    return _of_version(frozen, kind, request.user)


@require_safe
def shared(request: Request, school: UUID, year: int, number: int, kind: str) -> FileResponse:
    """A version that was shared with the governors, for them and for the team."""
    frozen = version_for(request.user, school, Version.Kind.SHARED_SELF_EVALUATION, year, number)
    return _of_version(frozen, kind, request.user)


def _of_version(frozen: Version, kind: str, person: Person) -> FileResponse:
    """With the translations of the council’s translators beneath the texts that have one."""
    name = f"{frozen.version_kind.replace('_', '-')}-{frozen.school_year}-version-{frozen.number}"
    content = readable(frozen.words)
    put_translations(content, frozen, person)
    return document_of(of_version(frozen, content), kind, name)
