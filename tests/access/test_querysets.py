"""Views start from `visible_to`: every model has one, it gives each person what is theirs, no view goes round it."""

import ast
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

import perfgym
from perfgym.catalog import library
from perfgym.cohorts.models import Cohort, Comment, Submission
from perfgym.portfolio.models import Entry, Profile
from perfgym.progress.models import Round
from perfgym.runs.models import Evidence, Run, ScoreEvent
from perfgym.workspaces.models import Workspace
from tests import factories
from tests.access import scene as scenes

ROOT = Path(perfgym.__file__).parent
HIDDEN = {
    "accounts.Person": "a name stands beside what its owner made, and that has a rule of its own",
    "accounts.SignInLink": "shown to nobody: only the digest of a link is kept",
    "portfolio.Issued": "numbers only, and those of revoked credentials are for everybody",
    "progress.Reached": "reached through its round only",
    "progress.Answer": "reached through its round only",
    "progress.Trial": "reached through its answer only; its run is followed, and looked into by nobody",
    "progress.Prediction": "reached through its answer only",
    "progress.Hint": "shown to its owner only, in the step that it belongs to",
    "workspaces.Blob": "reached through a workspace or a snapshot only",
    "sqlconsole.Statement": "reached through its session only",
    "appview.Visit": "reached through its session only",
}
# `own`: of who asks; `shown`: what its owner has made public; `revoked`: numbers of credentials that no longer stand
STARTS = {"visible_to", "followed_by", "own", "shown", "revoked"}
WRITES = {"redeem", "belongs_to", "begin", "ask", "follow"}  # for who asks: they read nothing of others
OWN = {("accounts", "Person"), ("sqlconsole", "Session")}  # the row of who asks, or of what was seen already


def test_every_model_says_who_may_see_it() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("perfgym.")]
    without = {model._meta.label for model in ours if not hasattr(model._default_manager, "visible_to")}
    assert without == set(HIDDEN)


@pytest.mark.servers
@pytest.mark.django_db
def test_each_person_is_given_what_is_theirs_to_see() -> None:
    scene = scenes.make()
    workspace = Workspace.objects.get(owner=scene.people["O"], lab=factories.LAB)
    version = workspace.versions.get()
    lab = library.default().lab(factories.LAB)
    run, waiting = (Run.objects.get(pk=scene.things[name]) for name in ("run", "waiting"))
    unlisted = Entry.objects.get(slug=scene.things["unlisted"])
    expected = {
        run: "OIS",
        waiting: "OS",
        Evidence.objects.get(run=run): "OIS",
        ScoreEvent.objects.get(run=run): "OIS",
        workspace: "OS",
        version: "OS",
        version.snapshot: "OS",
        Round.current(scene.people["O"], lab): "OIS",
        run.snapshot: "OIS",
        waiting.snapshot: "OS",
        run.entry: "OIS",
        run.entry.story: "OS",
        unlisted.story: "OS",
        Profile.of(scene.people["O"]): "OS",
        unlisted: "OS",
        Cohort.objects.get(pk=scene.things["cohort"]): "OMIS",
        Submission.objects.get(pk=scene.things["submission"]): "OIS",
        Comment.objects.get(pk=scene.things["comment"]): "OIS",
    }
    found = {
        thing: "".join(
            letter
            for letter, person in scene.people.items()
            if type(thing)._default_manager.visible_to(person).filter(pk=thing.pk).exists()  # type: ignore[attr-defined]
        )
        for thing in expected
    }
    assert found == expected


@pytest.mark.servers
@pytest.mark.django_db
def test_the_seed_is_told_once_the_run_is_over() -> None:
    scene = scenes.make()
    waiting = Run.objects.get(pk=scene.things["waiting"])
    Run.objects.filter(pk=waiting.pk).update(seed=7_777_123, lab_digest="0")
    Evidence.objects.create(run=waiting, bundle=b"with the seed in it")
    assert not Evidence.objects.visible_to(scene.people["O"]).filter(run=waiting).exists()
    for page in ("", "state", "bundle.zip"):
        assert b"7777123" not in scene.client("O").get(f"/runs/{waiting.pk}/{page}").content
    waiting.cancel()
    assert Evidence.objects.visible_to(scene.people["O"]).filter(run=waiting).exists()
    assert b"7777123" in scene.client("O").get(f"/runs/{waiting.pk}/").content


@pytest.mark.servers
@pytest.mark.django_db
def test_no_page_of_a_lab_gives_its_solution_away() -> None:
    client, lab = Client(), library.default().lab(factories.LAB)
    client.force_login(factories.person())
    pages = ["", "work/", *(f"work/?step={number + 1}" for number in range(len(lab.steps))), "files/", "source/"]
    pages += [f"files/{path}" for path in lab.reference()]
    said = "".join(unescape(client.get(f"/labs/{lab.slug}/{page}").content.decode()) for page in pages)
    assert lab.reference()
    assert not [path for path, content in lab.reference().items() if content.decode().strip() in said]
    for path in lab.files:
        if not path.startswith("guide/"):
            assert client.get(f"/labs/{lab.slug}/guide/..%2f{path}").status_code == 404


def test_views_start_from_visible_to() -> None:
    round_it = [found for file in ROOT.glob("*/**/*.py") for found in _reads(file)]
    assert round_it == []


def test_a_view_that_goes_round_it_would_be_found(tmp_path: Path) -> None:
    view = tmp_path / "x" / "views.py"
    view.parent.mkdir()
    view.write_text("def page(request: HttpRequest): return get_object_or_404(Run, pk=Run.objects.filter(a=1))")
    assert len(list(_reads(view))) == 2


def _reads(file: Path) -> Iterator[str]:
    """Where a module of views reads rows by another way."""
    text = file.read_text()
    if "request: HttpRequest" not in text:
        return
    room = file.relative_to(ROOT).parts[0] if file.is_relative_to(ROOT) else file.parent.name
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=model), attr="objects"), attr=name):
                if name not in STARTS | WRITES and (room, model) not in OWN:
                    yield f"{room}/{file.name}:{node.lineno} {model}.objects.{name}"
            case ast.Call(func=ast.Name(id="get_object_or_404"), args=[ast.Name(id=model), *_]) if model[0].isupper():
                yield f"{room}/{file.name}:{node.lineno} get_object_or_404({model})"
