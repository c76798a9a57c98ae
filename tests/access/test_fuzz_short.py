"""A few seconds of odd requests to a real site: see fuzz.py for the long form."""

from pathlib import Path
from typing import Any

import pytest

from tests.access.fuzz import Fuzz, wrong
from tests.access.wire import Answer
from tests.deployment import deployment

SECONDS = 8


@pytest.mark.servers
def test_no_odd_request_breaks_the_site(servers: Any, tmp_path: Path) -> None:
    with deployment(servers, tmp_path, "process") as site:
        site.start_site()
        fuzz = Fuzz(site, seed=4)
        fuzz.run(SECONDS)
    assert fuzz.failures == []
    assert len(fuzz.counts) > 4, f"most was refused before a view saw it: {fuzz.counts}"


@pytest.mark.parametrize("answer", [Answer(500, b""), Answer(0, b""), Answer(200, b'<pre>  File "/x.py", line 1')])
def test_what_a_broken_site_answers_is_found(answer: Answer) -> None:
    assert wrong(answer)
    assert not wrong(Answer(404, b"There is nothing here for you"))
