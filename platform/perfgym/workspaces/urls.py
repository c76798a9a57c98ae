from django.urls import path

from perfgym.workspaces import views

urlpatterns = [
    path("labs/<slug:slug>/start/", views.start, name="workspace_start"),
    path("labs/<slug:slug>/files/<path:path>", views.file, name="workspace_file"),
]
