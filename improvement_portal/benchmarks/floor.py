"""The floor that pages are measured against: one indexed query and a small template, without any middleware."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from schools.models import School

TEMPLATE = engines["django"].from_string("<!DOCTYPE html><title>{{ school.name_en }}</title><h1>{{ school.town }}</h1>")


def bare(request: HttpRequest, school: UUID) -> HttpResponse:
    rows = School.objects.as_system("the floor of the benchmark")
    return HttpResponse(TEMPLATE.render({"school": rows.get(public_id=school)}))


urlpatterns = [path("<uuid:school>/", bare)]
