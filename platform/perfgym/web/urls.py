from django.urls import path

from perfgym.web import bench, career, design, good, method, skills, source, steps, versions, views
from perfgym.web.owndata import views as owndata

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/data.zip", owndata.download, name="account_data"),
    path("accounts/delete/", owndata.erase, name="account_erase"),
    path("design/", design.index, name="design"),
    path("design/<slug:name>/", design.page, name="design_part"),
    path("method/", method.page, name="method"),
    path("evidence/", method.evidence, name="evidence_checked"),
    path("skills/", skills.page, name="skills"),
    path("career/", career.page, name="career"),
    path("labs/", views.catalogue, name="catalogue"),
    path("labs/<slug:slug>/", views.lab, name="lab"),
    path("labs/<slug:slug>/work/", bench.workbench, name="workbench"),
    path("labs/<slug:slug>/work/runs/", bench.workbench_runs, name="workbench_runs"),
    path("labs/<slug:slug>/source/", source.source, name="source"),
    path("labs/<slug:slug>/history/", versions.versions, name="versions"),
    path("labs/<slug:slug>/history/<str:digest>/", versions.version, name="version"),
    path("labs/<slug:slug>/history/<str:digest>/bring-back/", versions.bring_back, name="version_bring_back"),
    path("labs/<slug:slug>/work/guide/", steps.section, name="workbench_guide"),
    path("labs/<slug:slug>/steps/<slug:name>/answer/", steps.answer, name="step_answer"),
    path("labs/<slug:slug>/steps/<slug:name>/preview/", steps.preview, name="step_preview"),
    path("labs/<slug:slug>/steps/<slug:name>/hint/", steps.hint, name="step_hint"),
    path("labs/<slug:slug>/steps/<slug:name>/on/", steps.go_on, name="step_on"),
    path("labs/<slug:slug>/steps/<slug:name>/skip/", steps.skip, name="step_skip"),
    path("labs/<slug:slug>/again/", steps.again, name="lab_again"),
    path("labs/<slug:slug>/good/", good.page, name="lab_good"),
    path("labs/<slug:slug>/good/<str:name>", good.picture, name="good_picture"),
    path("labs/<slug:slug>/guide/<str:name>", views.picture, name="guide_picture"),
]
