from django.urls import path

from . import views

app_name = "mail_wishes"
urlpatterns = [path("edit/", views.edit, name="edit")]
