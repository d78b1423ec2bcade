from django.urls import path

from . import views

app_name = "governing_body"
urlpatterns = [
    path("approve/", views.approve, name="approve"),
    path("prepare/", views.prepare, name="prepare"),
    path("prepared/<uuid:item>/remove/", views.remove, name="remove"),
    path("put-forward/", views.put_forward, name="put_forward"),
    path("rights/", views.rights, name="rights"),
    path("approved/<int:number>/", views.approved, name="approved"),
    path("approved/<int:number>/copy/", views.copy, name="copy"),
]
