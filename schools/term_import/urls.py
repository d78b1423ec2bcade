from django.urls import path

from . import views

app_name = "term_import"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("<uuid:upload>/check/", views.check, name="check"),
]
