from django.urls import path

from . import views

app_name = "consultations"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:item>/edit/", views.edit, name="edit"),
    path("<uuid:item>/remove/", views.remove, name="remove"),
]
