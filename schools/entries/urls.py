from django.urls import path

from . import views

app_name = "entries"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:entry>/edit/", views.edit, name="edit"),
    path("<uuid:entry>/remove/", views.remove, name="remove"),
]
