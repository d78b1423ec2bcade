from django.urls import path

from . import views

A_YEAR = "discussions/years/<int:year>/"
OF_A_COUNCIL = A_YEAR + "<uuid:council>/"

app_name = "rounds"
urlpatterns = [
    path(A_YEAR, views.index, name="index"),
    path(OF_A_COUNCIL, views.detail, name="detail"),
    path(OF_A_COUNCIL + "when-and-where/", views.when_and_where, name="when_and_where"),
    path(OF_A_COUNCIL + "travel/", views.travel, name="travel"),
    path(OF_A_COUNCIL + "officers/", views.officers, name="officers"),
    path(OF_A_COUNCIL + "officer/<uuid:officer>/", views.officer, name="officer"),
    path(OF_A_COUNCIL + "schools/", views.schools, name="schools"),
    path(OF_A_COUNCIL + "school/<uuid:school>/", views.school, name="school"),
    path("schools/<uuid:school>/discussions/years/<int:year>/wishes/", views.wishes, name="wishes"),
]
