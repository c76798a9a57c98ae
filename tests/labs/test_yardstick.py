"""The platform measured with a known ratio, for real, in pods.

The short form. The long form is `perfgym measure-selftest --sessions N --effect E --kind K [--noise] --out FILE`.
"""

from pathlib import Path

import pytest

from perfgym.console import sessions
from perfgym.console.neighbour import neighbour
from perfgym.runs import sentinel
from perfgym.runs.host import Host
from perfgym.sandbox import drivers, slots

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300), pytest.mark.docker]


@pytest.fixture(autouse=True)
def docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERFGYM_SANDBOX", "docker")
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path))


def test_half_the_work_is_found_with_a_neighbour_that_burns() -> None:
    with neighbour(1):
        found = sessions.measure("wait", 0.5, noisy=True)
    assert found["outcome"] in ("faster", "too_noisy")  # never anything else for half the work
    assert (found["points"] >= 70) == (found["outcome"] == "faster"), found


def test_identical_code_is_never_scored() -> None:
    driver, slot = drivers.choose("docker"), slots.measuring_slot()
    found = sentinel.watch(driver, slot, lambda: False)
    assert found["verdict"] in ("no_measurable_change", "inconclusive", "too_noisy")
    assert Host.of(driver, slot).sentinel() == {**found, "at": Host.of(driver, slot).sentinel()["at"]}  # type: ignore[index]
