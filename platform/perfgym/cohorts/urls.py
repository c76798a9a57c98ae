from django.urls import path

from perfgym.cohorts import reviews, views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/join/", views.join, name="cohort_join"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:pk>/table.csv", views.cohort_csv, name="cohort_csv"),
    path("portfolio/<int:pk>/submit/", views.submit, name="submit_entry"),
    path("review/", reviews.queue, name="review_queue"),
    path("review/<int:pk>/", reviews.review, name="review"),
    path("review/<int:pk>/reply/", reviews.reply, name="review_reply"),
    path("review/comments/<int:pk>/", reviews.comment, name="review_comment"),
]
