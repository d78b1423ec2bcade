from django.urls import path

from . import views

app_name = "clarifications"
urlpatterns = [
    path("<slug:area>/ask/", views.ask, name="ask"),
    path("<uuid:clarification>/answer/", views.answer, name="answer"),
    path("<uuid:clarification>/withdraw/", views.withdraw, name="withdraw"),
]
