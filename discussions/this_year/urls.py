from django.urls import path

from . import views

app_name = "this_year"
urlpatterns = [
    path("", views.index, name="index"),
    path("week/", views.week, name="week"),
    path("csv/", views.csv, name="csv"),
]
