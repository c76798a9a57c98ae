"""A learner's files: nothing typed is lost, nothing outside the editable set is taken."""

import pytest

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.errors import LearnerError
from perfgym.workspaces.models import Conflict, TooLarge, Workspace, digest_of

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PATH = "bookshop/queries.py"


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.open(Person.objects.create_user("ada"), library.default().lab("sql-n-plus-one"))


def test_what_was_saved_is_there_and_the_rest_is_the_starters(workspace: Workspace) -> None:
    lab = library.default().lab(workspace.lab)
    workspace.save_file(lab, PATH, b"x = 1\n", None)
    assert workspace.contents(lab) == {**lab.editable_files(), PATH: b"x = 1\n"}


def test_two_tabs_conflict_and_both_versions_are_kept(workspace: Workspace) -> None:
    lab = library.default().lab(workspace.lab)
    base = digest_of(lab.editable_files()[PATH])
    workspace.save_file(lab, PATH, b"first tab\n", base)
    with pytest.raises(Conflict) as conflict:
        workspace.save_file(lab, PATH, b"second tab\n", base)
    assert conflict.value.content == b"first tab\n"
    workspace.save_file(lab, PATH, b"merged\n", digest_of(b"first tab\n"))
    assert workspace.contents(lab)[PATH] == b"merged\n"


def test_restoring_shows_the_starter_again(workspace: Workspace) -> None:
    lab = library.default().lab(workspace.lab)
    workspace.save_file(lab, PATH, b"x = 1\n", None)
    workspace.restore_file(lab, PATH)
    assert workspace.contents(lab) == lab.editable_files()
    assert workspace.freeze().files == {}


def test_typing_the_starter_again_is_no_change(workspace: Workspace) -> None:
    lab = library.default().lab(workspace.lab)
    workspace.save_file(lab, PATH, b"x = 1\n", None)
    workspace.save_file(lab, PATH, lab.editable_files()[PATH], None)
    assert workspace.files == {}


@pytest.mark.parametrize(
    "path", ["bookshop/serve.py", "../secrets.txt", "/etc/passwd", "a\\b.py", "bookshop/../manage.py"]
)
def test_files_outside_the_editable_set_are_refused(workspace: Workspace, path: str) -> None:
    with pytest.raises(LearnerError):
        workspace.save_file(library.default().lab(workspace.lab), path, b"x", None)


def test_a_huge_file_is_refused_and_the_old_one_kept(workspace: Workspace) -> None:
    lab = library.default().lab(workspace.lab)
    with pytest.raises(TooLarge):
        workspace.save_file(lab, PATH, b"x" * 300_000, None)
    assert workspace.contents(lab) == lab.editable_files()
