from django.urls import path

from . import views

app_name = "texts"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:text>/changes/", views.changes, name="changes"),
]
