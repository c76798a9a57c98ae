from django.urls import path

from perfgym.runs import statementpages as statements
from perfgym.runs import stream, views

urlpatterns = [
    path("labs/<slug:slug>/runs/", views.start, name="run_start"),
    path("runs/<uuid:pk>/", views.page, name="run_page"),
    path("runs/<uuid:pk>/events", stream.events, name="run_events"),
    path("runs/<uuid:pk>/state", views.state, name="run_state"),
    path("runs/<uuid:pk>/cancel/", views.cancel, name="run_cancel"),
    path("runs/<uuid:pk>/bundle.zip", views.bundle, name="run_bundle"),
    path("runs/<uuid:pk>/sql/", statements.listing, name="run_statements"),
    path("runs/<uuid:pk>/sql.csv", statements.table, name="run_statements_csv"),
    path("runs/<uuid:pk>/sql/<slug:fingerprint>/", statements.statement, name="run_statement"),
    path("runs/<uuid:pk>/sql/<slug:fingerprint>/<slug:arm>.json", statements.plan, name="run_plan"),
]
