from django.urls import path, register_converter

from . import views


class FollowedConverter:
    """What the team says progress of, as it stands in an address."""

    regex = "actions|milestones"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FollowedConverter, "plan_followed")

app_name = "progress"
urlpatterns = [
    path("", views.index, name="index"),
    path("timeline/", views.timeline, name="timeline"),
    path("<plan_followed:kind>/<uuid:item>/note/", views.note, name="note"),
    path("priorities/<uuid:item>/review/", views.review, name="review"),
    path("reviews/<uuid:item>/edit/", views.edit, name="edit"),
]
