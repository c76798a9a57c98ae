"""Odd requests to every URL of a real site, as several roles: no answer is a 5xx, and none shows or logs a traceback.

python3 -m tests.access.fuzz --seconds 600 --seed 1
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.access import odd
from tests.access.rows import METHODS, PLACE, WRITING, Row, read
from tests.access.wire import Answer, Request, send
from tests.deployment import Deployment, deployment

QUERY = ("step", "level", "skill", "key", "code", "next", "preview", "page", "q", "format", "\x00")
SHARES = (b"Traceback (most recent call last)", b"/site-packages/", b'File "/')
LOGGED = ("Traceback (most recent call last)", "Internal Server Error", " CRITICAL ")
MORE = {"next": "/", "base": "x", "key": "x", "users": 1, "seconds": 1, "tags": ["x"], "preview": "1", "line": "1"}
TOKEN = "a" * 32
# Asked as nobody only: the others stay who they are, and what is asked for stays there.
ENDS_SOMETHING = {
    "/accounts/logout/",
    "/accounts/sign-out-elsewhere/",
    "/enter/<token>/",
    "/portfolio/<entry>/delete/",
}
MAKE = """
import json
from tests.access import scene
made = scene.make()
cookies = {letter: made.cookies[letter]["sessionid"].value for letter in made.cookies}
print("made", json.dumps({"things": made.things, "strange": made.strange, "cookies": cookies}))
"""


@dataclass
class Fuzz:
    """One round; the same seed asks the same in the same order."""

    site: Deployment
    seed: int
    rows: list[Row] = field(default_factory=read)
    counts: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        made = json.loads(self.site.command("shell", "-v", "0", "-c", MAKE).split("made ")[1])
        self.things, self.strange, self.cookies = made["things"], made["strange"], made["cookies"]

    def run(self, seconds: float) -> None:
        """Ask until the time is over, each URL as often as every other."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for request in self.round():
                self.ask(request)
                if time.monotonic() >= until:
                    break
        log = (self.site.home / "site.log").read_text(errors="replace")
        found = [log.index(sign) for sign in LOGGED if sign in log]
        self.failures += [f"in the log of the site: {log[max(0, at - 500) : at + 6000]}" for at in found]

    def round(self) -> Iterator[Request]:
        for row in self.random.sample(self.rows, len(self.rows)):
            yield self.request(row)

    def ask(self, request: Request) -> None:
        answer = send(self.site.port, request)
        self.counts[answer.status] += 1
        if problem := wrong(answer):
            self.failures.append(f"{problem}: {request}")

    def request(self, row: Row) -> Request:
        random = self.random
        method = random.choice([*METHODS, "TRACE", "FOO", "get"] if random.random() < 0.15 else list(row.methods))
        address = PLACE.sub(self._place, row.at)
        if random.random() < 0.4:
            address += ("&" if "?" in address else "?") + odd.query(random, QUERY)
        kind, body = self._body(row) if method in WRITING else ("", b"")
        return Request(method, address, self._headers(row, kind), body)

    def _place(self, found: Any) -> str:
        name = found[1]
        kind = self.random.random()
        if name == "token" or kind < 0.1:
            return str(self.strange[name])
        return odd.escaped(odd.text(self.random)[:3000]) if kind < 0.35 else str(self.things[name])

    def _body(self, row: Row) -> tuple[str, bytes]:
        """(content type, body); the two sometimes do not go together."""
        random, known = self.random, self._known(row)
        kinds = [
            ("application/json", odd.json_body(random, known)),
            ("application/x-www-form-urlencoded", odd.form_body(random, known)),
            ("multipart/form-data; boundary=bound", odd.multipart_body(random, known)),
        ]
        kind, body = random.choice([kinds[0]] * 3 + kinds if row.json is not None else [*kinds, *kinds[1:]])
        return (random.choice(odd.TYPES) if random.random() < 0.1 else kind), body

    def _known(self, row: Row) -> dict[str, Any]:
        """The fields that this URL takes, and some that others do."""
        fields = {**(row.form or {}), **(row.json or {}), **(row.upload or {})}
        fields |= dict(self.random.sample(list(MORE.items()), 2))
        return {name: PLACE.sub(self._place, each) if isinstance(each, str) else each for name, each in fields.items()}

    def _headers(self, row: Row, kind: str) -> dict[str, str]:
        random = self.random
        headers = {name: random.choice(values) for name, values in odd.HEADERS.items() if random.random() < 0.06}
        who = "" if row.at in ENDS_SOMETHING else random.choice([*self.cookies, ""])
        session = f"; sessionid={self.cookies[who]}" if who else ""
        headers |= {"Cookie": f"csrftoken={TOKEN}{session}", "X-CSRFToken": TOKEN}
        if kind:
            headers["Content-Type"] = kind
        if random.random() < 0.03:
            headers["Cookie"] = random.choice(odd.COOKIES)
        if random.random() < 0.03:
            headers["X-CSRFToken"] = odd.text(random)[:2000].replace("\r\n", "")
        if random.random() < 0.03:
            headers["Host"] = random.choice(odd.HOSTS)
        return headers


def wrong(answer: Answer) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if answer.status >= 500 or answer.status == 0:
        return f"status {answer.status}"
    return next((f"shows {sign!r}" for sign in SHARES if sign in answer.body), "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from perfgym.embedded import servers as embedded
    from tests.environment import HOME

    with (
        embedded.start(HOME) as servers,
        tempfile.TemporaryDirectory() as home,
        deployment(servers, Path(home), "process") as site,
    ):
        site.start_site()
        fuzz = Fuzz(site, options.seed)
        fuzz.run(options.seconds)
    print("\n".join(fuzz.failures[:50]))
    by_status = ", ".join(f"{status}: {count}" for status, count in sorted(fuzz.counts.items()))
    print(f"seed {fuzz.seed}: {fuzz.counts.total()} requests ({by_status}), {len(fuzz.failures)} failures")
    return int(bool(fuzz.failures))


if __name__ == "__main__":
    sys.exit(main())
