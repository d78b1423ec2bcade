from django.urls import path

from . import views

app_name = "availability"
urlpatterns = [
    path("", views.index, name="index"),
    path("limits/", views.limits, name="limits"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/give/<slug:source>/", views.give, name="give"),
    path("calendar/forget/", views.forget, name="forget"),
    path("<uuid:owner>/", views.detail, name="detail"),
    path("<uuid:owner>/week/", views.week, name="week"),
    path("<uuid:owner>/teaching/<uuid:term>/", views.teaching, name="teaching"),
    path("<uuid:owner>/add/<slug:kind>/", views.add, name="add"),
    path("<uuid:owner>/<slug:kind>/<uuid:item>/edit/", views.edit, name="edit"),
    path("<uuid:owner>/<slug:kind>/<uuid:item>/remove/", views.remove, name="remove"),
    path("<uuid:owner>/history/", views.history, name="history"),
]
