from django.urls import path

from . import views

app_name = "plan_document"
urlpatterns = [
    path("", views.index, name="index"),
    path("attach/", views.attach, name="attach"),
    path("download/", views.download, name="download"),
    path("<uuid:document>/detach/", views.detach, name="detach"),
    path("approved/<int:number>/", views.approved, name="approved"),
    path("shared/<int:number>/", views.shared, name="shared"),
]
