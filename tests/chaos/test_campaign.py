"""The short form of the campaign: every rule holds after 60 runs under faults."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAMPAIGN = [sys.executable, "-m", "tests.chaos.campaign", "--runs", "60", "--seed", "4"]


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_is_scored_twice(tmp_path: Path) -> None:
    command = [*CAMPAIGN, "--logs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
