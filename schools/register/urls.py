from django.urls import path

from . import views

app_name = "register"
urlpatterns = [
    path("", views.index, name="index"),
    path("csv/", views.csv, name="csv"),
    path("import-file/", views.import_file, name="import_file"),
    path("import-preview/<uuid:upload>/", views.import_preview, name="import_preview"),
    path("import-done/<uuid:upload>/", views.import_done, name="import_done"),
    path("<uuid:school>/", views.detail, name="detail"),
    path("<uuid:school>/history/", views.history, name="history"),
    path("<uuid:school>/edit/", views.edit, name="edit"),
    path("<uuid:school>/figures/<int:year>/", views.figures, name="figures"),
    path("<uuid:school>/language-category/", views.language_category, name="language_category"),
    path("<uuid:school>/add-group/", views.add_group, name="add_group"),
]
