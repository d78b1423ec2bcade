from django.urls import path

from . import views

SOMEBODY_ELSE = "<uuid:participant>/"  # a headteacher, for whom a diary helper answers

app_name = "replies"
urlpatterns = [
    path("", views.reply, name="reply"),
    path("not-possible/", views.not_possible, name="not_possible"),
    path("another-time/", views.another_time, name="another_time"),
    path(SOMEBODY_ELSE, views.reply, name="reply"),
    path(SOMEBODY_ELSE + "not-possible/", views.not_possible, name="not_possible"),
    path(SOMEBODY_ELSE + "another-time/", views.another_time, name="another_time"),
]
