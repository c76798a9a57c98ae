from django.urls import path

from perfgym.workspaces import exchange, views

urlpatterns = [
    path("labs/<slug:slug>/start/", views.start, name="workspace_start"),
    path("labs/<slug:slug>/files/", exchange.files, name="workspace_files"),
    path("labs/<slug:slug>/files.zip", exchange.download, name="workspace_zip"),
    path("labs/<slug:slug>/digests/", views.digests, name="workspace_digests"),
    path("labs/<slug:slug>/put-aside/", views.put_aside, name="workspace_put_aside"),
    path("labs/<slug:slug>/files/<path:path>", views.file, name="workspace_file"),
]
