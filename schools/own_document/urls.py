from django.urls import path

from . import views

app_name = "own_document"
urlpatterns = [
    path("", views.index, name="index"),
    path("attach/", views.attach, name="attach"),
    path("download/", views.download, name="download"),
    path("<uuid:document>/detach/", views.detach, name="detach"),
    path("readers/", views.readers, name="readers"),
    path("submitted/<int:number>/", views.submitted, name="submitted"),
    path("shared/<int:number>/", views.shared, name="shared"),
]
