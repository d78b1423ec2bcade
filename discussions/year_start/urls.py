from django.urls import path

from . import views

app_name = "year_start"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("check-list/", views.check_list, name="check_list"),
]
