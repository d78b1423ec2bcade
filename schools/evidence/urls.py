from django.urls import path

from . import views

app_name = "evidence"
urlpatterns = [
    path("", views.index, name="index"),
    path("cited/<int:year>/<slug:area>/", views.cited, name="cited"),
    path("add/", views.add, name="add"),
    path("<uuid:item>/edit/", views.edit, name="edit"),
    path("<uuid:item>/file-add/", views.file_add, name="file_add"),
    path("<uuid:item>/files/<uuid:file>/file-remove/", views.file_remove, name="file_remove"),
    path("<uuid:item>/files/<uuid:file>/download/", views.download, name="download"),
]
