from django.urls import path

from . import views

app_name = "national_priorities"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:national>/answer/", views.answer, name="answer"),
]
