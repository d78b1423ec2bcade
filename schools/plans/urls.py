from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("", views.index, name="index"),
    path("start/", views.start, name="start"),
    path("<int:year>/", views.detail, name="detail"),
    path("<int:year>/check/", views.check, name="check"),
    path("<int:year>/share/", views.share, name="share"),
    path("<int:year>/shared/", views.shared, name="shared"),
    path("<int:year>/history/", views.history, name="history"),
    path("<int:year>/version/<int:number>/", views.version, name="version"),
    path("<int:year>/version/<int:number>/copy/", views.copy, name="copy"),
]
