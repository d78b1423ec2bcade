from django.urls import path, register_converter

from . import views


class FindingConverter:
    """The two kinds of finding, as they stand in an address."""

    regex = "strengths|priorities"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CitingConverter(FindingConverter):
    """What can cite evidence besides an area: a finding of either kind, or an entry."""

    regex = "strengths|priorities|entries"


register_converter(FindingConverter, "finding")
register_converter(CitingConverter, "citing")

app_name = "self_evaluations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>/", views.detail, name="detail"),
    path("<int:year>/check/", views.check, name="check"),
    path("<int:year>/submit/", views.submit, name="submit"),
    path("<int:year>/submitted/", views.submitted, name="submitted"),
    path("<int:year>/history/", views.history, name="history"),
    path("<int:year>/version/<int:number>/", views.version, name="version"),
    path("<int:year>/version/<int:number>/copy/", views.copy, name="copy"),
    path("<int:year>/<finding:kind>/<uuid:item>/edit/", views.edit, name="edit"),
    path("<int:year>/<finding:kind>/<uuid:item>/remove/", views.remove, name="remove"),
    path("<int:year>/<citing:kind>/<uuid:item>/cite/", views.cite, name="cite"),
    path("<int:year>/<slug:area>/write/", views.write, name="write"),
    path("<int:year>/<slug:area>/cite/", views.cite, name="cite"),
    path("<int:year>/<slug:area>/same-text/", views.same_text, name="same_text"),
    path("<int:year>/<slug:area>/<finding:kind>/findings/", views.findings, name="findings"),
    path("<int:year>/<slug:area>/<finding:kind>/add/", views.add, name="add"),
]
