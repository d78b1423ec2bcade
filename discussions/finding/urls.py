from django.urls import path

from . import views

app_name = "finding"
urlpatterns = [
    path("schools/<uuid:school>/discussions/find-a-time/", views.find_a_time, name="find_a_time"),
    path("discussions/<uuid:discussion>/find-another-time/", views.find_another_time, name="find_another_time"),
]
