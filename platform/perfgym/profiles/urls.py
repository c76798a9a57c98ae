from django.urls import path

from perfgym.profiles import views

urlpatterns = [
    path("runs/<uuid:pk>/profile/", views.page, name="profile"),
    path("runs/<uuid:pk>/profile.speedscope.json", views.speedscope, name="profile_speedscope"),
    path("runs/<uuid:pk>/profile.svg", views.picture, name="profile_svg"),
    path("runs/<uuid:pk>/profile.csv", views.functions, name="profile_csv"),
    path("runs/<uuid:pk>/profile.folded", views.folded, name="profile_folded"),
]
