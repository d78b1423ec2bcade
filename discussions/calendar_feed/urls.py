from django.urls import path

from . import views

app_name = "calendar_feed"
urlpatterns = [
    path("", views.index, name="index"),
    path("renew/", views.renew, name="renew"),
    path("end/", views.end, name="end"),
]
