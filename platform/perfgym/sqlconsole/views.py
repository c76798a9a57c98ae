"""The console's page, and what its buttons ask for. All of it is about one's own session of one lab."""

import uuid
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
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
    session = _last(request, lab)
    context = {"lab": lab, "key": uuid.uuid4(), "bounds": _bounds(), **_context(request, lab, session)}
    return render(request, "sqlconsole/console.html", context)


@login_required
@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the page that changes, unless the page has it already."""
    lab = _lab(slug)
    session = _last(request, lab)
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
    if session := _last(request, lab):
        session.statements.cancel()
    return _said(request, lab)


@login_required
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _lab(slug)
    if session := _last(request, lab):
        session.end(Why.LEARNER)
    return redirect("sql_console", slug=slug)


def _ask(request: HttpRequest, lab: Lab, text: str, how: How, key: uuid.UUID) -> HttpResponse:
    session = _last(request, lab)
    if session is None:
        return _said(request, lab, "There is no session. Nothing was run; open one first.")
    try:
        Statement.objects.ask(session, text, how, key)
    except LearnerError as error:
        return _said(request, lab, str(error))
    return _said(request, lab)


def _said(request: HttpRequest, lab: Lab, problem: str = "") -> HttpResponse:
    """For the page's script in JSON, else by the page itself."""
    if "application/json" in request.headers.get("Accept", ""):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
        return JsonResponse({"error": problem} if problem else {}, status=status)
    if problem:
        messages.error(request, problem)
    return redirect("sql_console", slug=lab.slug)


def _lab(slug: str) -> Lab:
    """A lab whose app has a database, on a site that has the console."""
    lab = library.lab_or_404(slug)
    if not lab.has_database or not settings.SQL_SESSIONS:
        raise Http404
    return lab


def _last(request: HttpRequest, lab: Lab) -> Session | None:
    """The session of this lab that is live, else the last one that ended."""
    mine = Session.objects.visible_to(cast(Person, request.user)).filter(lab=lab.slug)
    return mine.live().first() or mine.order_by("-created_at").first()


def _version(session: Session | None) -> str:
    """Another one whenever the page has something new to show."""
    if session is None:
        return ""
    last = session.statements.order_by("-pk").values_list("pk", "state").first() or (0, "")
    place = session.place() if session.state == State.WAITING else 0
    return f"{session.pk}-{session.state}-{place}-{last[0]}-{last[1]}"


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
    asked = request.GET.get("show", "")
    if asked.isascii() and asked.isdecimal():
        return Shown.of(get_object_or_404(session.statements, pk=int(asked[:18])))
    last = session.statements.order_by("-pk").first() if session.is_live else None
    return Shown.of(last) if last else None


def _bounds() -> dict[str, object]:
    """What the help says."""
    return {
        "statement": settings.SQL_STATEMENT_SECONDS,
        "idle": settings.SQL_IDLE_SECONDS / 60,
        "total": settings.SQL_TOTAL_SECONDS / 60,
    }
