"""A pod is alone: what its parts can reach, see and call, and what they cannot."""

import json
import os
from pathlib import Path

from perfgym.sandbox.protocol import Driver, Pod, Role
from tests.deployment import wait_until
from tests.sandbox.conftest import APPS, answer, in_docker, isolated, labels, part

SERVE = (APPS / "hello/hello/serve.py").read_text()
SLEEP = "import time; time.sleep(60)"
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
GREET_BACK = """
import os, socket
with socket.create_server(("127.0.0.1", int(os.environ["DB_PORT"]))) as server:
    print("listening", flush=True)
    print(server.accept()[0].recv(100).decode(), flush=True)
"""
CALL = """
import os, socket
with socket.create_connection(("127.0.0.1", int(os.environ["DB_PORT"])), 10) as line: line.sendall(b"from the app")
"""


def test_the_runner_reaches_the_app(pod: Pod) -> None:
    pod.start(part(SERVE, role=Role.APP))
    assert pod.start(part(FETCH)).receive(30) == b"hello"


def test_the_app_reaches_the_other_parts(pod: Pod) -> None:
    other = pod.start(part(GREET_BACK))
    assert other.receive(30) == b"listening"
    pod.start(part(CALL, role=Role.APP))
    assert other.receive(30) == b"from the app"


def test_ports_are_filled_in_and_nothing_else_is(pod: Pod) -> None:
    script = "import json, os, sys; print(json.dumps([sys.argv[1], dict(os.environ)]))"
    argument, env = answer(pod, script)
    assert argument == env["APP_PORT"]
    assert env["WHERE"] == f"http://127.0.0.1:{env['APP_PORT']}"
    assert env["MIXED"] == f"{env['DB_PORT']}/{env['APP_PORT']}/{{OTHER}}"


def test_two_pods_at_once_do_not_mix(driver: Driver) -> None:
    with driver.open(labels("r1")) as one, driver.open(labels("r2")) as other:
        for pod, text in ((one, "first"), (other, "second")):
            pod.start(part(SERVE.replace("hello", text), role=Role.APP))
        assert one.start(part(FETCH)).receive(30) == b"first"
        assert other.start(part(FETCH)).receive(30) == b"second"


def test_nothing_of_the_workers_environment_gets_in(pod: Pod) -> None:
    env = answer(pod, "import json, os; print(json.dumps(sorted(os.environ)))")
    assert not [name for name in env if name.startswith(("PERFGYM_", "DJANGO_", "DATABASE_", "DOCKER_"))]


def test_files_are_there_and_read_only(pod: Pod) -> None:
    script = """
import json, os
note = open("data/note.txt").read()
wrote = []
for path in ("data/note.txt", "new.txt", "data/new.txt"):
    try: open(path, "a").close(); wrote.append(path)
    except OSError: pass
print(json.dumps([note, wrote, os.getuid()]))
"""
    note, wrote, uid = answer(pod, script)
    assert note == "from the worker"
    assert not wrote or uid == 0  # the process driver under root cannot withhold anything from root


def test_the_working_directory_is_first_on_the_path_of_modules(pod: Pod) -> None:
    assert answer(pod, "import json, os, sys; print(json.dumps(sys.path[0] == os.getcwd()))") is True


@isolated
def test_another_pod_is_out_of_reach(driver: Driver) -> None:
    fetch_once = FETCH.replace("range(200)", "range(2)")
    with driver.open(labels("r1")) as one, driver.open(labels("r2")) as other:
        one.start(part(SERVE, role=Role.APP))
        assert one.start(part(FETCH)).receive(30) == b"hello"
        other.start(part(SLEEP, role=Role.APP))
        assert other.start(part(fetch_once)).receive(30) == b"nobody"


@isolated
def test_nothing_leaves_the_pod_and_is_told_so_at_once(pod: Pod) -> None:
    script = """
import errno, json, socket
def told(family, kind, address):
    with socket.socket(family, kind) as s:
        s.settimeout(20)
        try: s.connect(address); return "connected"
        except OSError as error: return errno.errorcode.get(error.errno, str(error))
TCP, UDP, V4, V6 = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.AF_INET, socket.AF_INET6
print(json.dumps([told(V4, TCP, ("192.0.2.1", 80)), told(V4, TCP, ("169.254.169.254", 80)),
    told(V4, UDP, ("192.0.2.1", 53)), told(V6, TCP, ("2001:db8::1", 80))]))
"""
    assert set(answer(pod, script)) <= {"ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"}


@isolated
def test_nobody_is_root_inside_and_kinds_differ(pod: Pod) -> None:
    script = "import json, os; print(json.dumps([os.getuid(), os.geteuid(), os.getgid()]))"
    app = pod.start(part(f"{script}\nimport time; time.sleep(60)", role=Role.APP))
    runner = answer(pod, script)
    wait_until(lambda: app.tail().endswith("\n"), "the tail arrives")
    assert 0 not in runner
    assert 0 not in json.loads(app.tail())
    assert runner[0] not in json.loads(app.tail())


@isolated
def test_parts_do_not_see_each_others_processes(pod: Pod) -> None:
    pod.start(part(SERVE, role=Role.APP))
    assert pod.start(part(FETCH)).receive(30) == b"hello"
    script = "import json, os; print(json.dumps([int(p) for p in os.listdir('/proc') if p.isdigit()]))"
    assert len(answer(pod, script)) <= 4


@isolated
def test_parts_do_not_see_each_others_files_nor_ours(pod: Pod, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("ours")
    pod.start(part(SERVE, role=Role.APP))
    paths = [str(tmp_path / "secret"), str(Path(__file__)), "/var/run/docker.sock", os.path.expanduser("~/.ssh")]
    script = f"import json, os; print(json.dumps([p for p in {paths!r} if os.path.exists(p)]))"
    assert answer(pod, script) == []


@isolated
def test_no_capability_is_left(pod: Pod) -> None:
    script = """
import json
lines = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(json.dumps([int(lines["CapEff"], 16), int(lines["CapPrm"], 16), int(lines["NoNewPrivs"])]))
"""
    assert answer(pod, script) == [0, 0, 1]


@in_docker
def test_dangerous_calls_are_refused(pod: Pod) -> None:
    script = """
import ctypes, errno, json, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def told(*args): return "done" if libc.syscall(*args) != -1 else errno.errorcode[ctypes.get_errno()]
def vsock():
    try: socket.socket(40, socket.SOCK_STREAM).close(); return "done"
    except OSError as error: return errno.errorcode[error.errno]
NEWUSER = 0x10000000
print(json.dumps({"vsock": vsock(), "io_uring": told(425, 8, 0), "unshare": told(UNSHARE, NEWUSER),
    "userfaultfd": told(USERFAULTFD, 0), "clone": told(CLONE, NEWUSER | 17, 0, 0, 0, 0), "clone3": told(435, 0, 0),
    "bpf": told(BPF, 0, 0, 0)}))
"""
    x86 = os.uname().machine == "x86_64"
    for name, number in {
        "UNSHARE": (272, 97),
        "USERFAULTFD": (323, 282),
        "CLONE": (56, 220),
        "BPF": (321, 280),
    }.items():
        script = script.replace(f"({name},", f"({number[0] if x86 else number[1]},")
    assert answer(pod, script) == {
        "vsock": "EAFNOSUPPORT",
        "io_uring": "EPERM",
        "unshare": "EPERM",
        "userfaultfd": "EPERM",
        "clone": "EPERM",
        "clone3": "ENOSYS",
        "bpf": "EPERM",
    }
