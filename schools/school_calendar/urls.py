from django.urls import path

from . import views

app_name = "school_calendar"
A_YEAR = "<uuid:council>/<int:year>/"
urlpatterns = [
    path("", views.index, name="index"),
    path(A_YEAR, views.detail, name="detail"),
    path(A_YEAR + "add-term/", views.add_term, name="add_term"),
    path(A_YEAR + "terms/<uuid:term>/edit-term/", views.edit_term, name="edit_term"),
    path(A_YEAR + "terms/<uuid:term>/remove-term/", views.remove_term, name="remove_term"),
    path(A_YEAR + "add-inset/", views.add_inset, name="add_inset"),
    path(A_YEAR + "inset-days/<uuid:inset>/remove-inset/", views.remove_inset, name="remove_inset"),
]
