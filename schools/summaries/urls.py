from django.urls import path

from . import views

app_name = "summaries"
urlpatterns = [
    path("<slug:address>/", views.detail, name="detail"),
    path("<slug:address>/paper/", views.paper, name="paper"),
]
