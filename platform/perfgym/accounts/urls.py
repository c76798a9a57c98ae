from django.urls import path

from perfgym.accounts import views

urlpatterns = [path("enter/<str:token>/", views.enter, name="enter")]
