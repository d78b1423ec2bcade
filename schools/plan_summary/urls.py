from django.urls import path

from . import views

app_name = "plan_summary"
A_PART = "parts/<slug:part>/"
urlpatterns = [
    path("", views.index, name="index"),
    path(A_PART + "choose/", views.choose, name="choose"),
    path(A_PART + "add/", views.add, name="add"),
    path(A_PART + "nothing/", views.nothing, name="nothing"),
    path("lines/<uuid:item>/edit/", views.edit, name="edit"),
    path("lines/<uuid:item>/remove/", views.remove, name="remove"),
    path("draft/<slug:language>/", views.draft, name="draft"),
    path("publish/", views.publish, name="publish"),
    path("published/", views.published, name="published"),
    path("link/", views.link, name="link"),
    path("withdraw/", views.withdraw, name="withdraw"),
]
