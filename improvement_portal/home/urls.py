from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("home/", views.index, name="index"),
    path("waiting/", views.waiting, name="waiting"),
    path("notices/", views.notices, name="notices"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("help/", views.help, name="help"),
]
