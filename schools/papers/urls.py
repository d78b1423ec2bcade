from django.urls import path

from schools.documents.kinds import KIND

from . import views

app_name = "papers"
urlpatterns = [
    path("own/" + KIND, views.own, name="own"),
    path("submitted/<int:number>/" + KIND, views.submitted, name="submitted"),
    path("shared/<int:number>/" + KIND, views.shared, name="shared"),
]
