from django.urls import path

from . import views

app_name = "agenda"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("redraft/", views.redraft, name="redraft"),
    path("<uuid:item>/edit/", views.edit, name="edit"),
    path("<uuid:item>/remove/", views.remove, name="remove"),
]
