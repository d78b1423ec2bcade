from django.urls import path

from . import views

app_name = "post_inspection"
urlpatterns = [
    path("<int:year>/post-inspection/", views.detail, name="detail"),
    path("<int:year>/version/<int:number>/post-inspection/shared/", views.shared, name="shared"),
]
