from django.urls import path

from . import views

app_name = "closures"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:day>/remove/", views.remove, name="remove"),
]
