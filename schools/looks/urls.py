from django.urls import path

from . import views

app_name = "looks"
urlpatterns = [path("", views.index, name="index")]
