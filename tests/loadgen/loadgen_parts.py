"""A small shop on loopback, and the two runners as real subprocesses beside it."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from perfgym.loadgen.exploration.rows import WIDTH, Rows
from perfgym.runs import exploration
from perfgym.runs.arm import Answer
from perfgym.runs.exploration import Explored
from perfgym.runs.lines import explored, strict

PLATFORM = Path(__file__).parents[2] / "platform"
EXPLORATION = PLATFORM / "perfgym/loadgen/exploration"
BESIDE = {"perfgym_load.py": (EXPLORATION / "perfgym_load.py").read_text()}  # as a pod has it beside the locustfile


class Shop(BaseHTTPRequestHandler):
    """Answers like a small app; /oddities/<name> answers like a broken one."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go out in two writes
    server: "ShopServer"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        url = urlparse(self.path)
        odd = getattr(self, "odd_" + url.path.removeprefix("/oddities/"), None)
        if odd is not None:
            return odd()
        if url.path == "/healthz":
            return self.answer(self.server.health, b"ok")
        page = parse_qs(url.query).get("page", ["1"])[0]
        content = {"path": url.path, "page": page, "edition": self.server.edition}
        return self.answer(200, json.dumps(content).encode())

    def do_HEAD(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.answer(200, b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.answer(201, self.rfile.read(length) or b"{}")

    def answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def odd_hang(self) -> None:
        """Starts an answer and never ends it, as long as the test runs."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.server.closing.wait(0.05):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return

    def odd_closes(self) -> None:
        self.close_connection = True

    def odd_redirect(self) -> None:
        self.answer(302, b"elsewhere", ("Location", "/moved"), ("Set-Cookie", "basket=7; Path=/"))

    def odd_large(self) -> None:
        self.answer(200, b"x" * 3_000_000)

    def odd_bomb(self) -> None:
        import gzip

        self.answer(200, gzip.compress(b"\0" * 50_000_000, 9), ("Content-Encoding", "gzip"))

    def odd_gzip(self) -> None:
        import gzip

        self.answer(200, gzip.compress(b"plain text"), ("Content-Encoding", "gzip"))

    def odd_notgzip(self) -> None:
        self.answer(200, b"plain text", ("Content-Encoding", "gzip"))

    def odd_head(self) -> None:
        self.send_response(200)
        self.flush_headers()
        try:
            for i in range(200_000):
                self.wfile.write(f"X-{i}: {'y' * 100}\r\n".encode())
        except OSError:
            self.close_connection = True

    def odd_garbage(self) -> None:
        self.wfile.write(b"\x00\xff not http at all\r\n\r\n")
        self.close_connection = True

    def odd_latin(self) -> None:
        self.answer(404, "Büch nicht da".encode("latin-1"))

    def odd_broken(self) -> None:
        self.answer(500, b"Traceback \xff\xfe")


class ShopServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Shop)
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.health = 200
        self.edition = 1
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Clients of these tests break off; that is no news."""


@contextmanager
def open_shop() -> Iterator[ShopServer]:
    server = ShopServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Runner:
    """One of the two runners, in a folder of its own, spoken to by lines."""

    def __init__(self, module: str, folder: Path, files: dict[str, str], env: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(textwrap.dedent(text))
        self.noise = open(folder / "stderr", "w+b")  # noqa: SIM115 - closed with the runner
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("LOADGEN_PATH", str(PLATFORM)), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.noise,
        )

    def send(self, **message: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.errors()
        return strict.parse(line)

    def ask(self, op: str, **values: object) -> dict[str, Any]:
        self.send(op=op, **values)
        answer = self.receive()
        assert answer["op"] == op
        if op == "turn":
            Answer.of(answer)
        return answer

    def turns(self, count: int) -> list[dict[str, Any]]:
        return [self.ask("turn", i=i) for i in range(count)]

    def finish(self) -> tuple[list[dict[str, Any]], str, int]:
        """The rest of its lines, its standard error and its exit code."""
        out, _ = self.process.communicate()
        return [strict.parse(line) for line in out.splitlines()], self.errors(), self.process.returncode

    def errors(self) -> str:
        self.noise.seek(0)
        return self.noise.read().decode(errors="replace")

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.noise.close()


class Factory:
    """Makes runners in folders below `root` and ends them all."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: list[Runner] = []

    def make(self, module: str, files: dict[str, str], **env: str) -> Runner:
        runner = Runner(module, self._root / f"runner{len(self._made)}", files, env)
        self._made.append(runner)
        return runner

    def close(self) -> None:
        for runner in self._made:
            runner.close()


CONTRACT = """
    import json

    def normalise(name, status, headers, body):
        return f"{name} {status} ".encode() + body

    def observe(facts, name, path, status, body):
        facts[name] = facts.get(name, 0) + 1
"""

WORKLOAD = """
    import random
    from locust import FastHttpUser, between, task

    class Visitor(FastHttpUser):
        wait_time = between(5, 9)

        @task(3)
        def page(self):
            self.client.get(f"/books?page={random.randint(1, 100)}")

        @task
        def order(self):
            with self.client.post("/orders", json={"book": random.random()}, catch_response=True) as answer:
                if answer.status_code != 201:
                    answer.failure("not ordered")
"""


def run_exploration(
    factory: Factory, shop: ShopServer, locustfile: str, files: dict[str, str] | None = None, **hello: object
) -> tuple[list[dict[str, Any]], str, int]:
    runner = factory.make("perfgym.loadgen.explore", {**BESIDE, "locustfile.py": locustfile, **(files or {})})
    asked = {"target": shop.url, "health": "/healthz", "users": 3, "spawn_rate": 50, "seconds": 2, "tags": []}
    runner.send(op="hello", **{**asked, **hello})
    lines, errors, code = runner.finish()
    read_as_a_worker_does(lines, int(str({**asked, **hello}["seconds"])))
    return lines, errors, code


def read_as_a_worker_does(lines: list[dict[str, Any]], seconds: int) -> Explored:
    """Fails with BadResult at a line that a worker would not take."""
    found = Explored()
    for line in lines:
        assert not found.summary
        if line["op"] == "second":
            found.seconds.append(explored.second(line, found.seconds, seconds))
        elif line["op"] == "errors":
            found.errors = explored.errors(line)
        elif line["op"] not in ("problem", "not_ready"):
            exploration._keep(found, line, line["op"])
    return found


def raw(lines: list[dict[str, Any]]) -> list[tuple[float, ...]]:
    """Rows of (start in s, index of the name, ms, 1 = ok, bytes, ms from the intended start)."""
    flat = [value for line in lines if line["op"] == "raw" for value in Rows.unpacked(line["rows"]).flat]
    return list(zip(*[iter(flat)] * WIDTH, strict=True))
