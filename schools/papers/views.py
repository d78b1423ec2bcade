"""A self-evaluation on paper: as a Word document or a tagged PDF, in the language of the interface."""

from uuid import UUID

from django.http import FileResponse
from django.views.decorators.http import require_safe

from schools.access import Request, self_evaluation_for, version_for
from schools.asked import put_beside
from schools.documents.answers import document_of
from schools.documents.outline import file_name_of
from schools.documents.outlines import of_living, of_version
from schools.evaluation_contents import content_of, readable
from schools.looking import note_look
from schools.models import Version
from schools.translated import put_translations


@require_safe
def own(request: Request, school: UUID, year: int, kind: str) -> FileResponse:
    """The living copy, for the team; it says that it is the school's own."""
    evaluation = self_evaluation_for(request.user, school, year)
    went_out = Version.objects.visible_to(request.user).filter(school=evaluation.school, thing_id=evaluation.public_id)
    newest = went_out.defer("content").order_by("version_kind", "-number").distinct("version_kind")
    outline = of_living(evaluation, readable(content_of(evaluation)), newest)
    return document_of(outline, kind, file_name_of(outline))


@require_safe
def submitted(request: Request, school: UUID, year: int, number: int, kind: str) -> FileResponse:
    """A submitted version, for whoever may read it, with the questions that have been answered."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    note_look(request, frozen)
    content = readable(frozen.words)
    put_beside(content, frozen, request.user)
    put_translations(content, frozen, request.user)
    outline = of_version(frozen, content)
    return document_of(outline, kind, file_name_of(outline))


@require_safe
def shared(request: Request, school: UUID, year: int, number: int, kind: str) -> FileResponse:
    """A version that was shared with the governors, for them and for the team."""
    frozen = version_for(request.user, school, Version.Kind.SHARED_SELF_EVALUATION, year, number)
    content = readable(frozen.words)
    put_translations(content, frozen, request.user)
    outline = of_version(frozen, content)
    return document_of(outline, kind, file_name_of(outline))
