from django.urls import path

from . import views

app_name = "plan_tables"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<uuid:document>/columns/", views.columns, name="columns"),
    path("<uuid:document>/rows/", views.rows, name="rows"),
    path("<uuid:document>/check/", views.check, name="check"),
    path("<uuid:document>/remove/", views.remove, name="remove"),
]
