from django.urls import path

from . import views

app_name = "grants"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:item>/edit/", views.edit, name="edit"),
    path("<uuid:item>/remove/", views.remove, name="remove"),
    path("<uuid:item>/add-line/", views.add_line, name="add_line"),
    path("lines/<uuid:item>/edit-line/", views.edit_line, name="edit_line"),
    path("lines/<uuid:item>/remove-line/", views.remove_line, name="remove_line"),
]
