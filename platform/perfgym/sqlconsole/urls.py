from django.urls import path

from perfgym.sqlconsole import views

urlpatterns = [
    path("labs/<slug:slug>/sql/", views.console, name="sql_console"),
    path("labs/<slug:slug>/sql/state/", views.state, name="sql_state"),
    path("labs/<slug:slug>/sql/open/", views.open_session, name="sql_open"),
    path("labs/<slug:slug>/sql/run/", views.run, name="sql_run"),
    path("labs/<slug:slug>/sql/cancel/", views.cancel, name="sql_cancel"),
    path("labs/<slug:slug>/sql/again/", views.again, name="sql_again"),
    path("labs/<slug:slug>/sql/end/", views.end, name="sql_end"),
]
