from django.urls import path

from perfgym.cohorts import views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/join/", views.join, name="cohort_join"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("portfolio/<int:pk>/submit/", views.submit, name="submit_entry"),
    path("review/", views.queue, name="review_queue"),
    path("review/<int:pk>/", views.review, name="review"),
]
