from django.urls import path

from . import views

app_name = "year_plan"
urlpatterns = [
    path("", views.detail, name="detail"),
    path("decisions/add/", views.add, name="add"),
    path("decisions/<uuid:decision>/edit/", views.edit, name="edit"),
    path("decisions/<uuid:decision>/earlier/", views.earlier, name="earlier"),
]
