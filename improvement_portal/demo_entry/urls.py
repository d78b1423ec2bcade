from django.urls import path

from . import views

app_name = "demo_entry"
urlpatterns = [path("enter/", views.enter, name="enter")]
