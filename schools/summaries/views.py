"""The public page of a plan's summary: whoever has the address reads what was published, and nothing else."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import published_summary
from schools.documents.answers import document_of
from schools.documents.outline import file_name_of
from schools.models import PlanSummary
from schools.models.base import reader_language
from schools.summary_contents import readable
from schools.summary_papers import as_published


@require_safe
def detail(request: HttpRequest, address: str) -> HttpResponse:
    """The summary in the language of the page."""
    summary = published_summary(address)
    version: Any = summary.published
    context = {
        "summary": summary,
        "plan": summary.plan,
        "school": summary.plan.school,
        "version": version,
        "parts": readable(version.words, reader_language()),
    }
    return _told(summary, render(request, "schools/summaries/detail.html", context))


@require_safe
def paper(request: HttpRequest, address: str) -> HttpResponse | FileResponse:
    """The same as a tagged PDF, in the language of the page."""
    summary = published_summary(address)
    version: Any = summary.published
    outline = as_published(summary.plan, version, reader_language())
    return _told(summary, document_of(outline, "pdf", file_name_of(outline)))


def _told(summary: PlanSummary, answer: Any) -> Any:
    """Nothing keeps it beyond its withdrawal; search engines leave out what is known to those who were given it."""
    answer["Cache-Control"] = "no-cache"
    if not summary.is_listed:
        answer["X-Robots-Tag"] = "noindex"
    return answer
