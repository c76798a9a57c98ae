"""The history of a workspace: what is about to be lost is kept, and comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from perfgym.catalog import library
from perfgym.workspaces.models import Cause, Conflict, Version, Workspace, digest_of
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PATH, OTHER = "bookshop/queries.py", "bookshop/views.py"
LAB = library.default().lab(factories.LAB)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.open(factories.person(), LAB)


def type_(workspace: Workspace, content: bytes, path: str = PATH) -> None:
    workspace.save_file(LAB, path, content, None)


def pass_time(workspace: Workspace, **length: int) -> None:
    """As if everything had happened so much earlier."""
    ago = timedelta(**length)
    Workspace.objects.filter(pk=workspace.pk).update(saved_at=workspace.saved_at - ago)
    for version in workspace.versions.all():
        Version.objects.filter(pk=version.pk).update(at=version.at - ago)


def texts(workspace: Workspace) -> list[bytes | None]:
    """What PATH was in each version, the latest first; None where it was the starter's."""
    return [version.snapshot.contents().get(PATH) for version in workspace.versions.all()]


def test_what_stood_for_a_while_is_kept_when_it_is_typed_over(workspace: Workspace) -> None:
    type_(workspace, b"one")
    pass_time(workspace, minutes=5)
    type_(workspace, b"two")
    assert texts(workspace) == [b"one", None]


def test_quick_typing_makes_no_version_for_each_save(workspace: Workspace) -> None:
    for number in range(20):
        type_(workspace, b"x" * number)
    assert texts(workspace) == [None]


def test_long_typing_is_kept_every_few_minutes(workspace: Workspace) -> None:
    for number in range(9):
        type_(workspace, b"x" * (number + 1))
        pass_time(workspace, minutes=1)
    assert 2 <= len(texts(workspace)) <= 5


def test_the_refused_text_of_a_conflict_is_kept(workspace: Workspace) -> None:
    base = digest_of(LAB.editable_files()[PATH])
    workspace.save_file(LAB, PATH, b"first tab", base)
    with pytest.raises(Conflict):
        workspace.save_file(LAB, PATH, b"second tab", base)
    assert texts(workspace)[0] == b"second tab"
    assert workspace.contents(LAB)[PATH] == b"first tab"


def test_what_a_settled_conflict_replaces_is_kept(workspace: Workspace) -> None:
    workspace.save_file(LAB, PATH, b"first tab", None)
    workspace.save_file(LAB, PATH, b"second tab", digest_of(b"first tab"), settles=True)
    assert texts(workspace)[0] == b"first tab"
    assert workspace.contents(LAB)[PATH] == b"second tab"


def test_one_file_comes_back_and_the_others_stay(workspace: Workspace) -> None:
    type_(workspace, b"old")
    type_(workspace, b"old view", OTHER)
    before = workspace.freeze()
    type_(workspace, b"new")
    type_(workspace, b"new view", OTHER)
    workspace.bring_back(LAB, before, PATH)
    now = workspace.contents(LAB)
    assert (now[PATH], now[OTHER]) == (b"old", b"new view")


def test_bringing_back_can_be_undone_by_bringing_back(workspace: Workspace) -> None:
    type_(workspace, b"old")
    before = workspace.freeze()
    type_(workspace, b"new")
    workspace.bring_back(LAB, before)
    assert workspace.contents(LAB)[PATH] == b"old"
    kept = workspace.versions.first()
    assert kept is not None
    assert kept.cause == Cause.REPLACED
    workspace.bring_back(LAB, kept.snapshot)
    assert workspace.contents(LAB)[PATH] == b"new"


def test_a_file_that_was_the_starters_then_becomes_it_again(workspace: Workspace) -> None:
    before = workspace.freeze()
    type_(workspace, b"new")
    workspace.bring_back(LAB, before, PATH)
    assert workspace.files == {}


def test_going_back_to_the_starter_keeps_what_was_there(workspace: Workspace) -> None:
    type_(workspace, b"mine")
    workspace.restore_file(LAB, PATH)
    assert texts(workspace)[0] == b"mine"


def test_a_file_that_may_no_longer_be_changed_does_not_come_back(workspace: Workspace) -> None:
    before = workspace.freeze()
    before.files = {"bookshop/serve.py": digest_of(b"x")}
    workspace.bring_back(LAB, before)
    assert workspace.files == {}


def test_the_same_state_is_kept_once(workspace: Workspace) -> None:
    type_(workspace, b"mine")
    for _ in range(3):
        workspace.put_aside(LAB, PATH, b"other")
    assert texts(workspace) == [b"other", None]


def test_old_versions_of_typing_thin_out(workspace: Workspace) -> None:
    for number in range(12):
        type_(workspace, b"x" * (number + 1))
        pass_time(workspace, hours=5)
    type_(workspace, b"the last")
    kept = list(workspace.versions.values_list("at", flat=True))
    older = [at for at in kept if at < timezone.now() - timedelta(days=1)]
    assert len(older) == len({at.date() for at in older})
