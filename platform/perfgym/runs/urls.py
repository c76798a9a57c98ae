from django.urls import path

from perfgym.runs import stream, views

urlpatterns = [
    path("labs/<slug:slug>/runs/", views.start, name="run_start"),
    path("runs/<uuid:pk>/", views.page, name="run_page"),
    path("runs/<uuid:pk>/events", stream.events, name="run_events"),
    path("runs/<uuid:pk>/state", views.state, name="run_state"),
    path("runs/<uuid:pk>/cancel/", views.cancel, name="run_cancel"),
    path("runs/<uuid:pk>/bundle.zip", views.bundle, name="run_bundle"),
]
