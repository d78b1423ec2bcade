from django.urls import path

from . import views

app_name = "bringing_in"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:document>/place/", views.place, name="place"),
    path("<uuid:document>/check/", views.check, name="check"),
    path("<uuid:document>/<int:block>/read/", views.read, name="read"),
    path("<uuid:document>/remove/", views.remove, name="remove"),
]
