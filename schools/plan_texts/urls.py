from django.urls import path

from . import views

app_name = "plan_texts"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:part>/write/", views.write, name="write"),
]
