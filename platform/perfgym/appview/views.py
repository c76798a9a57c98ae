"""The preview's page, and what its buttons and links ask for. All of it is about one's own session of one lab."""

import uuid
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.appview import forms, paths
from perfgym.appview.forms import VisitForm
from perfgym.appview.models import Session, Visit
from perfgym.appview.shown import Shown
from perfgym.appview.visit import Method, Version
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.sittings import pages
from perfgym.sittings.errand import NotNow
from perfgym.sittings.session import Why
from perfgym.web.headers import allow_frames, allow_inline_styles
from perfgym.workspaces.models import Workspace, digest_of_all

HISTORY = 30


@login_required
@require_safe
@allow_frames
@allow_inline_styles
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    return render(request, "appview/app.html", {"lab": lab, **context(request, lab)})


@login_required
@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the page that changes, unless the page has it already."""
    lab = _lab(slug)
    found = context(request, lab)
    if request.GET.get("seen") == found["version"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "appview/session.html", {"lab": lab, **found})


@login_required
@require_POST
def visit(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the app for an address; a session is opened where there is none."""
    lab, form = _lab(slug), VisitForm(request.POST)
    if not form.is_valid():
        return _said(request, lab, form.problem)
    asked = form.cleaned_data
    more = {name: asked[name] for name in ("method", "version", "fresh")}
    session = Session.objects.begin(cast(Person, request.user), lab)
    try:
        Visit.objects.ask(session, lab, asked["path"], asked["key"], stands_for=asked["back"], **more)
    except LearnerError as error:
        return _said(request, lab, str(error))
    return _said(request, lab)


@require_GET
def follow(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A link on a page of the app was followed. Its frame is sandboxed, so the browser sends no cookie and says not
    whose it is: the token does. The frame stays as it is; the page around it finds the answer when it is there."""
    lab = _lab(slug)
    try:
        Visit.objects.follow(token, lab, forms.path(request.GET.get("path", "")))
    except BadSignature as error:
        raise Http404 from error
    except (NotNow, ValueError):
        pass  # the session has just ended, and the page says so; or nobody's page has such a link
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    if session := pages.last(Session, request, lab.slug):
        session.visits.cancel()
    return _said(request, lab)


@login_required
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    if session := pages.last(Session, request, lab.slug):
        session.end(Why.LEARNER)
    return _said(request, lab)


def context(request: HttpRequest, lab: Lab) -> dict[str, Any]:
    """What the part of the page that changes is made of."""
    session = pages.last(Session, request, lab.slug)
    if session is None and "show" in request.GET:
        raise Http404
    visits = list(session.visits.defer("shown").order_by("-pk")[:HISTORY]) if session else []
    if session:
        session.looked_at()
    last = visits[0] if visits else None
    suggested = paths.suggested(lab.app, lab.scored_by.workload if lab.scored_by else "")
    shown, stale = _chosen(request, session, last), _stale(request, lab, last)
    return {
        "session": session,
        "visits": visits,
        "last": last,
        "shown": shown,
        "back": shown.visit.back() if shown else None,
        "pending": bool(session and session.is_live and last and last.is_open),
        "stale": stale,
        "version": pages.version(session, last, int(stale)),
        "key": uuid.uuid4(),
        "paths": suggested,
        "asked": last.path if last else suggested[0],
        "methods": Method.choices,
        "versions": Version.choices,
        "chosen": last.version if last else Version.YOURS,
        "bounds": _bounds(),
    }


def _said(request: HttpRequest, lab: Lab, problem: str = "") -> HttpResponse:
    return pages.said(request, "app_preview", lab.slug, problem)


def _lab(slug: str) -> Lab:
    """A lab with an app, on a site that has previews."""
    lab = library.lab_or_404(slug)
    if lab.runs_on is None or not settings.APP_SESSIONS:
        raise Http404
    return lab


def _stale(request: HttpRequest, lab: Lab, last: Visit | None) -> bool:
    """Whether the learner's files have changed since the app was asked."""
    if last is None or last.snapshot_id is None:
        return False
    person = cast(Person, request.user)
    mine = Workspace.objects.visible_to(person).filter(owner=person, lab=lab.slug).first()
    return mine is not None and digest_of_all(mine.files) != last.snapshot_id


def _chosen(request: HttpRequest, session: Session | None, last: Visit | None) -> Shown | None:
    """The visit that the page was asked to show, else the last."""
    named = pages.asked_to_show(request, session.visits) if session else None
    visit = named or last
    return Shown.of(visit) if visit else None


def _bounds() -> dict[str, object]:
    """What the help says."""
    return {
        "request": settings.APP_REQUEST_SECONDS,
        "idle": settings.APP_IDLE_SECONDS / 60,
        "total": settings.APP_TOTAL_SECONDS / 60,
    }
