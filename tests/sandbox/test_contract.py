"""What every driver promises, asked of each in the same words."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from perfgym.sandbox.protocol import Closed, Driver, End, EndReason, Labels, Pod, Process, Role
from tests.deployment import wait_until
from tests.sandbox.conftest import SITE, labels, part, prepared

ECHO = "import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)"
SLEEP = "import time; time.sleep(60)"
SERVE = """
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"hello")
http.server.HTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), Handler).serve_forever()
"""
FETCH = """
import os, sys, time, urllib.request
for attempt in range(200):
    try:
        print(urllib.request.urlopen(os.environ["WHERE"], timeout=5).read().decode(), flush=True); break
    except OSError as error:
        told = error; time.sleep(0.05)
else:
    print("nobody", flush=True)
"""
isolated = pytest.mark.parametrize(
    "driver",
    [pytest.param("docker", marks=pytest.mark.docker), pytest.param("bubblewrap", marks=pytest.mark.bwrap)],
    indirect=True,
)


def ended(process: Process) -> End:
    wait_until(lambda: process.end() is not None, "the part ends")
    end = process.end()
    assert end is not None
    return end


def answer(pod: Pod, script: str, **limits: Any) -> Any:
    """What a script prints as its one line of JSON."""
    line = pod.start(part(script, **limits)).receive(30)
    assert line is not None
    return json.loads(line)


def test_lines_go_both_ways(pod: Pod) -> None:
    process = pod.start(part(ECHO))
    for text in (b"abc", b"", "æø".encode()):
        process.send(text)
        assert process.receive(20) == text.decode()[::-1].encode()


def test_silence_is_none_and_the_end_is_closed(pod: Pod) -> None:
    process = pod.start(part("import sys; sys.stdin.readline(); print('last')"))
    assert process.receive(0.1) is None
    process.send(b"go")
    assert process.receive(20) == b"last"
    with pytest.raises(Closed):
        process.receive(20)


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_code_is_told(pod: Pod, code: int) -> None:
    assert ended(pod.start(part(f"raise SystemExit({code})"))) == End(EndReason.EXITED, code)


def test_a_killed_part_says_so(pod: Pod) -> None:
    process = pod.start(part(ECHO))
    process.kill()
    assert ended(process).reason is EndReason.KILLED


def test_an_apps_output_is_kept_as_a_tail_of_four_kilobytes(pod: Pod) -> None:
    process = pod.start(part("print('x' * 100_000); print('the end')", role=Role.APP))
    ended(process)
    wait_until(lambda: process.tail().endswith("the end\n"), "the tail arrives")
    assert len(process.tail()) <= 4096


def test_a_line_without_end_ends_the_part(pod: Pod) -> None:
    process = pod.start(part("import sys\nwhile True: sys.stdout.write('x' * 65536)"))
    with pytest.raises(Closed):
        _drain(process)
    assert ended(process).reason is EndReason.OUTPUT


def _drain(process: Process) -> None:
    while process.receive(30) is not None:
        continue


def test_cpu_is_counted_with_that_of_reaped_children(pod: Pod) -> None:
    burn = "x = 0\nfor i in range(6_000_000): x += i"
    script = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {burn!r}])\n{ECHO}"
    process = pod.start(part(script))
    process.send(b"ready")
    assert process.receive(60) == b"ydaer"
    assert process.usage().cpu_seconds > 0.1


def test_memory_is_held(pod: Pod) -> None:
    process = pod.start(
        part("blocks = []\nwhile True: blocks.append(bytearray(b'x') * (8 << 20))", memory_bytes=96 << 20)
    )
    assert ended(process).reason is EndReason.MEMORY


def test_the_number_of_processes_is_held(pod: Pod) -> None:
    fork = """
import os, time
made = 0
for _ in range(150):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        time.sleep(5); os._exit(0)
    made += 1
print(made, flush=True)
"""
    process = pod.start(part(fork, pids=24))
    try:
        line = process.receive(20)
    except Closed:
        line = None
    assert (line is not None and int(line) < 24) or ended(process).reason is EndReason.PIDS


def test_files_are_there_and_read_only(pod: Pod) -> None:
    script = """
import json, os
note = open("data/note.txt").read()
try:
    open("data/note.txt", "w"); wrote = True
except OSError:
    wrote = False
print(json.dumps([note, wrote, os.getuid()]))
"""
    note, wrote, uid = answer(pod, script)
    assert note == "from the worker"
    assert wrote is False or uid == 0  # the process driver under root cannot withhold anything from root


def test_ports_are_filled_in(pod: Pod) -> None:
    found = answer(
        pod, "import json, os, sys; print(json.dumps([sys.argv[1], os.environ['APP_PORT'], os.environ['WHERE']]))"
    )
    assert found[0] == found[1]
    assert found[2] == f"http://127.0.0.1:{found[1]}"


def test_a_part_is_pinned(pod: Pod) -> None:
    assert answer(pod, "import json, os; print(json.dumps(sorted(os.sched_getaffinity(0))))", cores=(0,)) == [0]


def test_limits_are_read_back(pod: Pod) -> None:
    applied = dict(pod.start(part(ECHO)).applied())
    assert {256 << 20, 32} <= {value for value in applied.values() if isinstance(value, int)}


def test_the_runner_reaches_the_app(pod: Pod) -> None:
    pod.start(part(SERVE, role=Role.APP))
    assert pod.start(part(FETCH)).receive(30) == b"hello"


@isolated
def test_another_pod_is_out_of_reach(driver: Driver) -> None:
    fetch_once = FETCH.replace("range(200)", "range(2)")
    with driver.open(labels("r1")) as one, driver.open(labels("r2")) as other:
        one.start(part(SERVE, role=Role.APP))
        other.start(part(SLEEP, role=Role.APP))
        assert other.start(part(fetch_once)).receive(30) == b"nobody"


@isolated
def test_nothing_leaves_the_pod(pod: Pod) -> None:
    script = """
import json, socket
def tried(family, address):
    with socket.socket(family) as s:
        s.settimeout(3)
        try: s.connect(address); return "connected"
        except OSError as error: return type(error).__name__
print(json.dumps([tried(socket.AF_INET, ("192.0.2.1", 80)), tried(socket.AF_INET, ("169.254.169.254", 80))]))
"""
    assert "connected" not in answer(pod, script)


@isolated
def test_scratch_is_small_and_the_only_place_to_write(pod: Pod) -> None:
    script = """
import json, os
scratch = os.environ["SCRATCH"]
try:
    with open(os.path.join(scratch, "big"), "wb") as file:
        for _ in range(64): file.write(b"x" * (1 << 20))
    full = False
except OSError:
    full = True
writable = [path for path in ("/", "/usr", "/etc", "/var", "/home") if os.path.isdir(path) and os.access(path, os.W_OK)]
print(json.dumps([full, writable, os.getuid() != 0]))
"""
    assert answer(pod, script, scratch_bytes=16 << 20) == [True, [], True]


@isolated
def test_parts_do_not_see_each_others_processes(pod: Pod) -> None:
    pod.start(part(SLEEP, role=Role.APP))
    script = "import json, os; print(json.dumps([int(p) for p in os.listdir('/proc') if p.isdigit()]))"
    assert len(answer(pod, script)) <= 4


@pytest.mark.docker
def test_dangerous_calls_are_refused() -> None:
    script = """
import ctypes, json, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def refused(*args): return libc.syscall(*args) == -1 and ctypes.get_errno() in (1, 38)
def no_vsock():
    try: socket.socket(40, socket.SOCK_STREAM); return False
    except OSError: return True
IO_URING_SETUP, UNSHARE, USERFAULTFD, NEWUSER = 425, 272, 323, 0x10000000
print(json.dumps([no_vsock(), refused(IO_URING_SETUP, 8, 0), refused(UNSHARE, NEWUSER), refused(USERFAULTFD, 0)]))
"""
    if os.uname().machine != "x86_64":
        script = script.replace("425, 272, 323", "425, 97, 282")
    with prepared("docker").open(labels()) as pod:
        assert answer(pod, script) == [True, True, True, True]


def left_of(run: str) -> list[str]:
    command = ["docker", "ps", "-q", "--filter", f"label=perfgym.run={run}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.docker
def test_the_reaper_takes_what_has_no_owner_and_leaves_the_rest() -> None:
    driver = prepared("docker")
    with driver.open(labels("owned", 2)) as owned, driver.open(labels("lost", 1)) as lost:
        owned.start(part(ECHO))
        lost.start(part(ECHO))
        assert driver.reap("another site", list) == 0
        assert driver.reap(SITE, lambda: [("owned", 2)]) == 1
        assert left_of("owned")
        assert not left_of("lost")
        assert driver.reap(SITE, lambda: [("owned", 3)]) == 1


ORPHAN = r"""
import dataclasses, sys, time
from perfgym.sandbox.protocol import Role
from tests.sandbox.conftest import labels, part, prepared
pod = prepared(sys.argv[1]).open(labels(sys.argv[2]))
echo = part("import sys\nfor line in sys.stdin: print(line, flush=True)")
process = pod.start(dataclasses.replace(echo, env={"MARK": sys.argv[2]}))
process.send(sys.argv[2].encode())
process.receive(30)
print("started", flush=True)
time.sleep(120)
"""


def marked(mark: str) -> list[int]:
    """Ids of processes with `mark` in their environment or command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if mark.encode() in text and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def test_a_pod_ends_with_its_worker(driver: Driver, tmp_path: Path) -> None:
    run = f"orphan-{os.getpid()}-{driver.name}"
    script = tmp_path / "worker.py"
    script.write_text(ORPHAN)
    root = str(Path(__file__).parents[2])
    worker = subprocess.Popen(
        [sys.executable, str(script), driver.name, run],
        env={
            **os.environ,
            "MARK": run,
            "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])]),
        },
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    with worker.stdout:
        assert worker.stdout.readline() == b"started\n"
        assert set(marked(f"MARK={run}")) - {worker.pid}
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    wait_until(lambda: not marked(f"MARK={run}"), "no process of the pod is left", 20)
    if driver.name == "docker":
        wait_until(lambda: not left_of(run), "no container runs", 20)
        gone = subprocess.run(
            ["docker", "ps", "-aq", "--filter", f"label=perfgym.run={run}"], capture_output=True, text=True
        )
        subprocess.run(["docker", "rm", "-f", *gone.stdout.split()], capture_output=True, check=True)


def test_closing_leaves_nothing(driver: Driver) -> None:
    run = Labels(site=SITE, run=f"closed-{os.getpid()}", fence=1, worker="w", arm="own")
    with driver.open(run) as pod:
        process = pod.start(part(ECHO))
        process.send(b"x")
        assert process.receive(20) == b"x"
    assert process.end() is not None
    if driver.name == "docker":
        assert not left_of(run.run)
