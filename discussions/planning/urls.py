from django.urls import path

from . import views

app_name = "planning"
urlpatterns = [
    path("", views.index, name="index"),
    path("propose/", views.propose, name="propose"),
    path("progress/", views.progress, name="progress"),
    path("stop/", views.stop, name="stop"),
    path("set-aside/", views.set_aside, name="set_aside"),
    path("release/", views.release, name="release"),
]
