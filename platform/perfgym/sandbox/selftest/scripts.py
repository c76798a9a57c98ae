"""What the self-test runs inside its pods: a neighbour, a probe that answers questions, and code that means harm."""

from perfgym.sandbox.parts import INODES

MEMORY, SCRATCH, PIDS, NOFILE = 96 << 20, 8 << 20, 16, 256

NEIGHBOUR = """
import os, socket
with socket.create_server(("127.0.0.1", int(os.environ["APP_PORT"]))) as server:
    while True: server.accept()[0].close()
"""
PROBE = (
    f"SCRATCH, INODES, PIDS, MEMORY = {SCRATCH}, {INODES}, {PIDS}, {MEMORY}"
    + """
import errno, glob, json, os, resource, signal, socket, sys, time
scratch, outside = os.environ["SCRATCH"], int(os.environ["OUTSIDE"])

def reached(address, port):
    try:
        socket.create_connection((address, port), 1).close()
        return True
    except ConnectionRefusedError:
        return False
    except OSError as error:
        return error.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EPERM, errno.EACCES)

def neighbour():
    for _ in range(200):
        if reached("127.0.0.1", int(os.environ["APP_PORT"])): return True
        time.sleep(0.05)
    return False

def written(most):
    with open(os.path.join(scratch, "full"), "wb", buffering=0) as file:
        try:
            for done in range(most >> 20): file.write(bytes(1 << 20))
            return most
        except OSError:
            return file.tell()
        finally:
            file.truncate(0)

def seen(token):
    count = 0
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try: count += token.encode() in open(path, "rb").read()
        except OSError: pass
    return count

def writable():
    try: open("probe.py", "a").close()
    except OSError: return False
    return True

def forked(most):
    children = []
    try:
        for _ in range(most):
            pid = os.fork()
            if not pid: time.sleep(20); os._exit(0)
            children.append(pid)
    except OSError: pass
    time.sleep(0.3)
    for pid in children: os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0)
    return len(children)

def entries(most):
    folder = os.path.join(scratch, "many")
    try:
        os.mkdir(folder)
        for done in range(most): open(os.path.join(folder, str(done)), "x").close()
        return most
    except OSError:
        return len(os.listdir(folder))

def taken(most):
    kept = [bytearray(b"x") * (8 << 20) for _ in range(most >> 23)]
    time.sleep(1)
    return len(kept) << 23

def look(token):
    return {"neighbour": neighbour(), "seen": seen(token), "outside": reached("127.0.0.1", outside),
        "far": reached("192.0.2.1", 80), "uid": os.getuid(), "files": writable(),
        "written": written(2 * SCRATCH), "entries": entries(2 * INODES),
        "cores": sorted(os.sched_getaffinity(0)), "nofile": resource.getrlimit(resource.RLIMIT_NOFILE)[1]}

for line in sys.stdin:
    question, _, about = line.strip().partition(" ")
    print(json.dumps({"look": look, "fork": lambda _: forked(2 * PIDS), "memory": lambda _: taken(2 * MEMORY)}
        [question](about)), flush=True)
"""
)
GOOD = """
import sys
for line in sys.stdin: print(line.strip()[::-1], flush=True)
"""
BAD = """
import sys
print('{"op": "summary", "complete": true}', flush=True)
sys.exit(3)
"""
BOMB = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    try: os.fork()
    except OSError: pass
"""
ORPHAN = """
import os, signal, time
if not os.fork():
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
    if not os.fork():
        while True: time.sleep(1)
    os._exit(0)
os.wait()
"""
