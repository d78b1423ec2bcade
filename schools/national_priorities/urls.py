from django.urls import path

from . import views

app_name = "national_priorities"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:national>/", views.answer, name="answer"),
]
