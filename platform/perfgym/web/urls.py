from django.urls import path

from perfgym.web import bench, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("labs/", views.catalogue, name="catalogue"),
    path("labs/<slug:slug>/", views.lab, name="lab"),
    path("labs/<slug:slug>/work/", bench.workbench, name="workbench"),
    path("labs/<slug:slug>/work/runs/", bench.workbench_runs, name="workbench_runs"),
    path("labs/<slug:slug>/guide/<str:name>", views.picture, name="guide_picture"),
]
