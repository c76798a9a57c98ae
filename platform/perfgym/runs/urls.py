from django.urls import path

from perfgym.runs import downloads, stream, views
from perfgym.runs import statementpages as statements

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
    path("runs/<uuid:pk>/charts/<slug:name>.svg", downloads.chart_svg, name="run_chart"),
    path("runs/<uuid:pk>/data/<slug:name>.csv", downloads.chart_csv, name="run_data"),
    path("runs/<uuid:pk>/with/", downloads.choose, name="run_with"),
    path("runs/<uuid:pk>/with/<uuid:other>/", downloads.together, name="run_together"),
    path("runs/<uuid:pk>/with/<uuid:other>/charts/<slug:name>.svg", downloads.together_svg, name="run_together_chart"),
    path("runs/<uuid:pk>/with/<uuid:other>/data/<slug:name>.csv", downloads.together_csv, name="run_together_data"),
]
