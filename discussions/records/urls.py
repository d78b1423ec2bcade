from django.urls import path, register_converter
from django.urls.converters import StringConverter

from schools.documents.kinds import KIND

from . import views


class HeadingConverter(StringConverter):
    """The sections that are written as text."""

    regex = "priorities|progress|accuracy|practice"


class ItemConverter(StringConverter):
    """What is listed item by item."""

    regex = "support|next-steps"


class PartyConverter(StringConverter):
    """Who answers once for the whole record; schools answer one by one."""

    regex = "council|service"


register_converter(HeadingConverter, "heading")
register_converter(ItemConverter, "record_item")
register_converter(PartyConverter, "answering")

app_name = "records"
urlpatterns = [
    path("", views.detail, name="detail"),
    path("begin/", views.begin, name="begin"),
    path("check/", views.check, name="check"),
    path("send/", views.send, name="send"),
    path("sent/", views.sent, name="sent"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("<answering:party>/answer/", views.answer, name="answer"),
    path("schools/<uuid:school>/answer/", views.answer, name="answer"),
    path("answered/", views.answered, name="answered"),
    path("version/", views.version, name="version"),
    path("version/copy/", views.copy, name="copy"),
    path("paper/" + KIND, views.paper, name="paper"),
    path("history/", views.history, name="history"),
    path("schools/<uuid:school>/<heading:heading>/write/", views.write, name="write"),
    path("schools/<uuid:school>/<record_item:kind>/add/", views.add, name="add"),
    path("<record_item:kind>/<uuid:item>/edit/", views.edit, name="edit"),
    path("<record_item:kind>/<uuid:item>/remove/", views.remove, name="remove"),
]
