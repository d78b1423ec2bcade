from django.urls import path

from . import views

app_name = "shared_priorities"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:area>/theme/", views.theme, name="theme"),
]
