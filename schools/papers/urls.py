from django.urls import path, register_converter

from . import views


class PaperConverter:
    """The kinds of document in which a self-evaluation goes out."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PaperConverter, "paper")

app_name = "papers"
urlpatterns = [
    path("own/<paper:kind>/", views.own, name="own"),
    path("submitted/<int:number>/<paper:kind>/", views.submitted, name="submitted"),
    path("shared/<int:number>/<paper:kind>/", views.shared, name="shared"),
]
