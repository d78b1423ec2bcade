from django.urls import path

from . import views

app_name = "year_end"
urlpatterns = [
    path("", views.index, name="index"),
    path("targets/<uuid:item>/answer/", views.answer, name="answer"),
    path("carry/", views.carry, name="carry"),
]
