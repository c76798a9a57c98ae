"""perfgym recompute: a stored verdict again from its raw data, to the last digit."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from perfgym.console.management.commands.recompute import NoSuchRun
from tests import factories
from tests.measure.bundle_factory import make
from tests.measure.measure_factories import segments


def recompute(*names: object) -> tuple[int, list[dict[str, Any]]]:
    out = io.StringIO()
    try:
        call_command("recompute", *map(str, names), "--json", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.mark.parametrize("ratio", [0.4, 0.9, 1.0, 1.3])
def test_a_bundle_gives_its_verdict_again(ratio: float, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make(segments(3, ratio, pairs=6)))
    code, (found,) = recompute(path)
    assert (code, found["same"]) == (0, True)
    assert found["computed"] == found["stored"]


@pytest.mark.parametrize("claim", [{"ratio": 0.3999}, {"points": 100}, {"verdict": "slower"}])
def test_a_stored_number_that_the_data_do_not_give_is_shown(claim: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make(segments(2, 0.7, pairs=6), **claim))
    code, (found,) = recompute(path)
    assert (code, found["same"]) == (1, False)


@pytest.mark.servers
@pytest.mark.django_db
def test_runs_are_named_by_their_id_or_its_beginning() -> None:
    runs = [factories.finished_run(factories.person(), ratio) for ratio in (0.4, 0.6)]
    code, found = recompute(runs[0].pk, str(runs[1].pk)[:12])
    assert code == 0
    assert [one["stored"]["points"] for one in found] == [run.points for run in runs]


@pytest.mark.servers
@pytest.mark.django_db
def test_a_run_that_is_not_there_is_said() -> None:
    with pytest.raises(NoSuchRun, match="no run with evidence"):
        recompute("ffffffff")
