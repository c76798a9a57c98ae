"""The first process of a container: takes in the part's files, starts its command, and ends with its worker.

Standard library only. Standard input begins with one JSON line {"tar": bytes, "command": [...], "cwd": ..., "input":
bool} and a tar of that many bytes. What follows is the command's standard input (or is thrown away, for an app); once
it ends, the worker is gone, and everything here ends with it.
"""

import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import threading

GRACE_EXIT = 137


def read_exactly(size: int) -> bytes:
    chunks = []
    while size:
        chunk = os.read(0, min(size, 1 << 16))
        if not chunk:
            sys.exit(GRACE_EXIT)
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


def forward(child: "subprocess.Popen[bytes]", keeps_input: bool) -> None:
    """Pass input on until it ends; then the worker is gone."""
    while chunk := os.read(0, 1 << 16):
        if keeps_input and child.stdin:
            try:
                child.stdin.write(chunk)
                child.stdin.flush()
            except OSError:
                break
    os.kill(child.pid, signal.SIGKILL)
    os._exit(GRACE_EXIT)


def main() -> None:
    header = json.loads(read_line())
    unpack(read_exactly(header["tar"]), header["cwd"])
    child = subprocess.Popen(
        header["command"], cwd=header["cwd"], stdin=subprocess.PIPE if header["input"] else subprocess.DEVNULL
    )
    threading.Thread(target=forward, args=(child, header["input"]), daemon=True).start()
    code = child.wait()
    os._exit(code if code >= 0 else 128 - code)


main()
