from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:invitation>/withdraw/", views.withdraw, name="withdraw"),
    path("invite/", views.invite, name="invite"),
    path("<slug:place>/invite/", views.invite, name="invite"),
    path("roles/<uuid:role>/end/", views.end, name="end"),
    path("roles/<uuid:role>/hand-over/", views.hand_over, name="hand_over"),
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/<uuid:assignment>/end-assignment/", views.end_assignment, name="end_assignment"),
    path("assign/", views.assign, name="assign"),
    path("interests/", views.interests, name="interests"),
    path("interests/<uuid:interest>/end-interest/", views.end_interest, name="end_interest"),
    path("declare/", views.declare, name="declare"),
    path("language/", views.language, name="language"),
    path("hat/", views.hat, name="hat"),
    path("join/", views.join, name="join"),
    path("<str:token>/join/", views.join, name="join"),
]
