from django.urls import path, register_converter

from . import views


class ReaderConverter:
    """As whom a preview is read."""

    regex = "|".join(views.READERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReaderConverter, "reader")

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="index"),
    path("governors/", views.governors, name="governors"),
    path("preview/<reader:reader>/", views.preview, name="preview"),
    path("<slug:area>/lending/", views.lending, name="lending"),
    path("version/<int:number>/", views.version, name="version"),
    path("version/<int:number>/copy/", views.copy, name="copy"),
]
