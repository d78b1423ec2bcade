from django.urls import path

from . import views

app_name = "translations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:school>/<int:year>/<int:number>/ask/", views.ask, name="ask"),
    path("<uuid:asked>/", views.detail, name="detail"),
    path("<uuid:asked>/take-back/", views.take_back, name="take_back"),
    path("<uuid:asked>/download/", views.download, name="download"),
    path("<uuid:asked>/send/", views.send, name="send"),
    path("<uuid:asked>/bring/", views.bring, name="bring"),
    path("<uuid:asked>/check/", views.check, name="check"),
    path("<uuid:asked>/refuse/", views.refuse, name="refuse"),
]
