from django.urls import path

from . import views

app_name = "inspections"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:inspection>/edit/", views.edit, name="edit"),
    path("<uuid:inspection>/remove/", views.remove, name="remove"),
    path("<uuid:inspection>/recommend/", views.recommend, name="recommend"),
    path("<uuid:inspection>/recommendations/<uuid:item>/reword/", views.reword, name="reword"),
    path("<uuid:inspection>/recommendations/<uuid:item>/take-out/", views.take_out, name="take_out"),
]
