from django.urls import path

from . import views

app_name = "planning_together"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("<uuid:search>/", views.detail, name="detail"),
    path("<uuid:search>/progress/", views.progress, name="progress"),
    path("<uuid:search>/stop/", views.stop, name="stop"),
    path("<uuid:search>/proposal/<uuid:council>/", views.proposal, name="proposal"),
]
