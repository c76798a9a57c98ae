from django.urls import path

from perfgym.portfolio import views

urlpatterns = [
    path("runs/<uuid:pk>/entry/", views.make, name="entry_make"),
    path("portfolio/", views.mine, name="portfolio"),
    path("portfolio/<int:pk>/", views.edit, name="entry_edit"),
    path("p/<slug:handle>/", views.public, name="public_portfolio"),
    path("p/<slug:handle>/<slug:slug>/", views.public_entry, name="public_entry"),
    path("p/<slug:handle>/<slug:slug>/evidence.zip", views.evidence, name="public_evidence"),
]
