"""Every address of the site; each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("perfgym.accounts.urls")),
    path("", include("perfgym.workspaces.urls")),
    path("", include("perfgym.runs.urls")),
    path("", include("perfgym.profiles.urls")),
    path("", include("perfgym.portfolio.urls")),
    path("", include("perfgym.cohorts.urls")),
    path("", include("perfgym.sqlconsole.urls")),
    path("", include("perfgym.appview.urls")),
    path("", include("perfgym.web.urls")),
]

handler400 = "perfgym.web.errors.bad_request"
handler403 = "perfgym.web.errors.not_found"  # what is not for one looks like what is not there
handler404 = "perfgym.web.errors.not_found"
handler429 = "perfgym.web.errors.too_many"  # allauth looks for it
handler500 = "perfgym.web.errors.server_error"
