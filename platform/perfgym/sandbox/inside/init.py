"""The first process of a container: takes in the part's files, starts its command, and ends with its worker.

Standard library only. Standard input begins with one JSON line {"tar": bytes, "command": [...], "cwd": ..., "env":
{...}, "input": bool} and a tar of that many bytes. What follows is the command's own standard input (an app has none);
once whoever writes it is gone, so is the worker, and everything here ends with it.
"""

import io
import json
import os
import select
import signal
import subprocess
import sys
import tarfile

GONE = 137  # the exit code when the worker went first
LOOK_MS = 200
OUT_OF_MEMORY = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")  # cgroup version 1, 2


def read_exactly(size: int) -> bytes:
    chunks = []
    while size:
        chunk = os.read(0, min(size, 1 << 16))
        if not chunk:
            sys.exit(GONE)
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def read_line() -> bytes:
    line = bytearray()
    while not line.endswith(b"\n"):
        line += read_exactly(1)
    return bytes(line)


def unpack(content: bytes, folder: str) -> None:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            path = os.path.join(folder, member.name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            source = archive.extractfile(member)
            assert source is not None
            with open(path, "wb") as target:
                target.write(source.read())
            os.chmod(path, 0o444)
    for root, _, _ in os.walk(folder):
        os.chmod(root, 0o555)  # noqa: S103 - to read, not to write


def memory_ran_out() -> bool:
    """Whether the kernel has killed a process of this container, whichever it was: the rest may well live on."""
    for path in OUT_OF_MEMORY:
        try:
            with open(path) as file:
                counts = dict(line.split() for line in file)
        except OSError:
            continue
        return int(counts.get("oom_kill", 0)) > 0
    return False


def watch(child: "subprocess.Popen[bytes]") -> int:
    """The exit code to end with: the child's, or GONE. Input is the child's to read; here only its end is seen."""
    look = select.poll()
    look.register(0, 0)  # of a pipe, the hang-up is told without being asked for
    asleep, awake = os.pipe()
    os.set_blocking(awake, False)
    signal.set_wakeup_fd(awake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    look.register(asleep, select.POLLIN)
    while child.poll() is None:
        ready = dict(look.poll(LOOK_MS))
        if 0 in ready or memory_ran_out():
            return GONE
        if asleep in ready:
            os.read(asleep, 64)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def main() -> None:
    header = json.loads(read_line())
    unpack(read_exactly(header["tar"]), header["cwd"])
    os.environ.update(header["env"])
    child = subprocess.Popen(
        header["command"], cwd=header["cwd"], stdin=None if header["input"] else subprocess.DEVNULL
    )
    os._exit(watch(child))


main()
