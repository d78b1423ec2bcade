from django.urls import path

from . import views

A_DISCUSSION = "discussions/<uuid:discussion>/"

app_name = "professional_discussions"
urlpatterns = [
    path("discussions/", views.index, name="index"),
    path("schools/<uuid:school>/discussions/", views.at_school, name="at_school"),
    path("schools/<uuid:school>/discussions/schedule/", views.schedule, name="schedule"),
    path(A_DISCUSSION, views.detail, name="detail"),
    path(A_DISCUSSION + "reschedule/", views.reschedule, name="reschedule"),
    path(A_DISCUSSION + "cancel/", views.cancel, name="cancel"),
    path(A_DISCUSSION + "participants/", views.participants, name="participants"),
    path(A_DISCUSSION + "guests/<uuid:guest>/consent/", views.consent, name="consent"),
    path(A_DISCUSSION + "calendar/", views.calendar, name="calendar"),
    path(A_DISCUSSION + "history/", views.history, name="history"),
]
