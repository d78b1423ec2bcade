from django.urls import path

from . import views

app_name = "statutory_check"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:row>/answer/", views.answer, name="answer"),
    path("<uuid:item>/withdraw/", views.withdraw, name="withdraw"),
]
