from django.urls import path

from . import views

app_name = "other_language"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:text>/write/", views.write, name="write"),
    path("<uuid:text>/remove/", views.remove, name="remove"),
]
