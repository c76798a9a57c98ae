"""The console's page, and what its buttons ask for. All of it is about one's own session of one lab."""

import uuid
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.sittings import pages
from perfgym.sittings.session import State, Why
from perfgym.sqlconsole.forms import StatementForm
from perfgym.sqlconsole.models import Session, Statement
from perfgym.sqlconsole.shown import Shown
from perfgym.sqlconsole.statement import How
from perfgym.web.headers import allow_inline_styles

HISTORY = 50


@login_required
@require_safe
@allow_inline_styles
def console(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    session = pages.last(Session, request, lab.slug)
    context = {"lab": lab, "key": uuid.uuid4(), "bounds": _bounds(), **_context(request, lab, session)}
    return render(request, "sqlconsole/console.html", context)


@login_required
@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the page that changes, unless the page has it already."""
    lab = _lab(slug)
    session = pages.last(Session, request, lab.slug)
    if request.GET.get("seen") == _version(session):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "sqlconsole/session.html", {"lab": lab, **_context(request, lab, session)})


@login_required
@require_POST
def open_session(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    Session.objects.begin(cast(Person, request.user), lab, read_only="read_only" in request.POST)
    return redirect("sql_console", slug=slug)


@login_required
@require_POST
def run(request: HttpRequest, slug: str) -> HttpResponse:
    lab, form = _lab(slug), StatementForm(request.POST)
    if not form.is_valid():
        return _said(request, lab, form.problem)
    asked = form.cleaned_data
    return _ask(request, lab, asked["text"], How(asked["how"]), asked["key"])


@login_required
@require_POST
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """A fresh database in place of the one there is."""
    return _ask(request, _lab(slug), "", How.AGAIN, uuid.uuid4())


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    if session := pages.last(Session, request, lab.slug):
        session.statements.cancel()
    return _said(request, lab)


@login_required
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    if session := pages.last(Session, request, lab.slug):
        session.end(Why.LEARNER)
    return redirect("sql_console", slug=slug)


def _ask(request: HttpRequest, lab: Lab, text: str, how: How, key: uuid.UUID) -> HttpResponse:
    session = pages.last(Session, request, lab.slug)
    if session is None:
        return _said(request, lab, "There is no session. Nothing was run; open one first.")
    try:
        Statement.objects.ask(session, text, how, key)
    except LearnerError as error:
        return _said(request, lab, str(error))
    return _said(request, lab)


def _said(request: HttpRequest, lab: Lab, problem: str = "") -> HttpResponse:
    return pages.said(request, "sql_console", lab.slug, problem)


def _lab(slug: str) -> Lab:
    """A lab whose app has a database, on a site that has the console."""
    lab = library.lab_or_404(slug)
    if not lab.has_database or not settings.SQL_SESSIONS:
        raise Http404
    return lab


def _version(session: Session | None) -> str:
    last = session.statements.defer("shown").order_by("-pk").first() if session else None
    return pages.version(session, last)


def _context(request: HttpRequest, lab: Lab, session: Session | None) -> dict[str, Any]:
    if session is None:
        if "show" in request.GET:
            raise Http404
        return {"session": None, "version": ""}
    session.looked_at()
    statements = session.statements.defer("shown").order_by("-pk")[:HISTORY]
    return {
        "session": session,
        "version": _version(session),
        "pending": session.state in (State.WAITING, State.OPENING) or any(each.is_open for each in statements),
        "statements": statements,
        "shown": _chosen(request, session),
    }


def _chosen(request: HttpRequest, session: Session) -> Shown | None:
    """The statement that the page was asked to show, else the last."""
    named = pages.asked_to_show(request, session.statements)
    last = session.statements.order_by("-pk").first() if session.is_live and not named else None
    statement = named or last
    return Shown.of(statement) if statement else None


def _bounds() -> dict[str, object]:
    """What the help says."""
    return {
        "statement": settings.SQL_STATEMENT_SECONDS,
        "idle": settings.SQL_IDLE_SECONDS / 60,
        "total": settings.SQL_TOTAL_SECONDS / 60,
    }
