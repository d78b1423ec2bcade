from django.urls import path, register_converter

from . import views


class LanguageConverter:
    """The language into which a version is to be translated."""

    regex = "cy|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")

app_name = "translations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:school>/<int:year>/<int:number>/<language:wanted>/ask/", views.ask, name="ask"),
    path("<uuid:asked>/", views.detail, name="detail"),
    path("<uuid:asked>/take-back/", views.take_back, name="take_back"),
    path("<uuid:asked>/download/", views.download, name="download"),
    path("<uuid:asked>/send/", views.send, name="send"),
    path("<uuid:asked>/bring/", views.bring, name="bring"),
    path("<uuid:asked>/check/", views.check, name="check"),
    path("<uuid:asked>/refuse/", views.refuse, name="refuse"),
]
