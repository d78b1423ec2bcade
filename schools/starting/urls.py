from django.urls import path

from . import views

app_name = "starting"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/places/", views.places, name="places"),
    path("<int:year>/carried/", views.carried, name="carried"),
    path("<int:year>/remove/", views.remove, name="remove"),
]
