"""The addresses of the pages of a plan: those about the whole of it, and those about its parts."""

from typing import Any

from django.urls import reverse

from schools.models import Plan

OF_GOVERNORS = ("approve", "put_forward")
OF_PARTS = ("draw", "write", "link", "more", "add", "edit", "remove")


def plan_route(page: str) -> str:
    slice_ = "plan_parts" if page in OF_PARTS else "governing_body" if page in OF_GOVERNORS else "plans"
    return f"{slice_}:{page}"


def plan_page(plan: Plan, page: str, *more: Any) -> str:
    return reverse(plan_route(page), args=[plan.school.public_id, plan.first_year, *more])
