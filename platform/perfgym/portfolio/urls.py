from django.urls import path

from perfgym.portfolio.views import own, shown

urlpatterns = [
    path("runs/<uuid:pk>/entry/", own.make, name="entry_make"),
    path("portfolio/", own.mine, name="portfolio"),
    path("portfolio/<int:pk>/", own.edit, name="entry_edit"),
    path("p/<slug:handle>/", shown.public, name="public_portfolio"),
    path("p/<slug:handle>/<slug:slug>/", shown.public_entry, name="public_entry"),
    path("p/<slug:handle>/<slug:slug>/evidence.zip", shown.evidence, name="public_evidence"),
]
