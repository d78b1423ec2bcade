from django.urls import path, register_converter

from . import views


class PartConverter:
    """The parts of a plan that are changed and removed, as they stand in an address."""

    regex = "priorities|targets|actions"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PieceConverter(PartConverter):
    """The parts that are added to one of the plan's priorities."""

    regex = "targets|actions"


register_converter(PartConverter, "plan_part")
register_converter(PieceConverter, "plan_piece")

app_name = "plans"
urlpatterns = [
    path("", views.index, name="index"),
    path("start/", views.start, name="start"),
    path("<int:year>/", views.detail, name="detail"),
    path("<int:year>/draw/", views.draw, name="draw"),
    path("<int:year>/write/", views.write, name="write"),
    path("<int:year>/check/", views.check, name="check"),
    path("<int:year>/share/", views.share, name="share"),
    path("<int:year>/shared/", views.shared, name="shared"),
    path("<int:year>/history/", views.history, name="history"),
    path("<int:year>/version/<int:number>/", views.version, name="version"),
    path("<int:year>/version/<int:number>/copy/", views.copy, name="copy"),
    path("<int:year>/priorities/<uuid:item>/link/", views.link, name="link"),
    path("<int:year>/priorities/<uuid:item>/<plan_piece:kind>/add/", views.add, name="add"),
    path("<int:year>/<plan_part:kind>/<uuid:item>/edit/", views.edit, name="edit"),
    path("<int:year>/<plan_part:kind>/<uuid:item>/remove/", views.remove, name="remove"),
]
