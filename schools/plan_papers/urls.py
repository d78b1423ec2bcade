from django.urls import path

from schools.documents.kinds import KIND

from . import views

app_name = "plan_papers"
urlpatterns = [
    path("living/" + KIND, views.living, name="living"),
    path("shared/<int:number>/" + KIND, views.shared, name="shared"),
    path("approved/<int:number>/" + KIND, views.approved, name="approved"),
    path("post-inspection/" + KIND, views.post_inspection, name="post_inspection"),
    path("post-inspection-shared/<int:number>/" + KIND, views.post_inspection_shared, name="post_inspection_shared"),
    path("meeting/", views.meeting, name="meeting"),
]
