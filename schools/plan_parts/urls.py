from django.urls import path, register_converter

from . import views


class PartConverter:
    """The parts of a plan that are changed and removed, as they stand in an address."""

    regex = "priorities|targets|actions|milestones"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PieceConverter(PartConverter):
    """The parts that are added to one of the plan's priorities."""

    regex = "targets|actions|milestones"


register_converter(PartConverter, "plan_part")
register_converter(PieceConverter, "plan_piece")

app_name = "plan_parts"
urlpatterns = [
    path("<int:year>/draw/", views.draw, name="draw"),
    path("<int:year>/write/", views.write, name="write"),
    path("<int:year>/priorities/<uuid:item>/", views.detail, name="detail"),
    path("<int:year>/priorities/<uuid:item>/link/", views.link, name="link"),
    path("<int:year>/priorities/<uuid:item>/more/", views.more, name="more"),
    path("<int:year>/priorities/<uuid:item>/<plan_piece:kind>/add/", views.add, name="add"),
    path("<int:year>/<plan_part:kind>/<uuid:item>/edit/", views.edit, name="edit"),
    path("<int:year>/<plan_part:kind>/<uuid:item>/remove/", views.remove, name="remove"),
]
