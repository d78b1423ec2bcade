from django.urls import path

from . import views

app_name = "summary_translations"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("take-over/", views.take_over, name="take_over"),
]
