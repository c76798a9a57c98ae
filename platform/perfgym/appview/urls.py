from django.urls import path

from perfgym.appview import views

urlpatterns = [
    path("labs/<slug:slug>/app/", views.preview, name="app_preview"),
    path("labs/<slug:slug>/app/state/", views.state, name="app_state"),
    path("labs/<slug:slug>/app/visit/", views.visit, name="app_visit"),
    path("labs/<slug:slug>/app/follow/<str:token>/", views.follow, name="app_follow"),
    path("labs/<slug:slug>/app/cancel/", views.cancel, name="app_cancel"),
    path("labs/<slug:slug>/app/end/", views.end, name="app_end"),
]
