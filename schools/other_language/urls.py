from django.urls import path

from . import views

app_name = "other_language"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:text>/write/", views.write, name="write"),
    path("<uuid:other>/remove/", views.remove, name="remove"),
]
