"""What is asked of the engine for one part, and whether it was done."""

from collections.abc import Mapping
from typing import Any

from docker.types import LogConfig, Ulimit

from perfgym.sandbox.docker import cgroup, seccomp
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.docker.images import image_of
from perfgym.sandbox.errors import LimitNotSet
from perfgym.sandbox.parts import INODES, UIDS, fill
from perfgym.sandbox.protocol import Labels, Part, Role

APP_PORT, DB_PORT = 8000, 5432
FILES = "/part"  # the working directory, a tmpfs that the first process fills and closes
SCRATCH = "/scratch"
TEMPLATE = "/perfgym/template"
FILES_BYTES = 16 * 2**20
NEVER = ("Privileged", "CapAdd", "Binds", "Mounts", "Devices", "PidMode", "UTSMode", "UsernsMode", "OomKillDisable")


def host_config(part: Part, network: str) -> dict[str, Any]:
    """Everything that holds a part in, as the engine's API names it."""
    limits = part.limits
    uid = UIDS[part.role]
    owned = f"uid={uid},gid={uid},mode=700,nosuid,nodev"
    return dict(
        api().create_host_config(
            network_mode=network,
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges:true", f"seccomp={seccomp.profile(part.profiled)}"],
            ipc_mode="none",
            init=True,
            pids_limit=limits.pids,
            mem_limit=limits.memory_bytes,
            memswap_limit=limits.memory_bytes,
            cpuset_cpus=",".join(map(str, limits.cores)) or None,
            tmpfs={
                SCRATCH: f"size={limits.scratch_bytes},nr_inodes={INODES},{owned}",
                FILES: f"size={FILES_BYTES},nr_inodes={INODES},{owned}",
            },
            ulimits=[
                Ulimit(name="nofile", soft=limits.nofile, hard=limits.nofile),
                Ulimit(name="core", soft=0, hard=0),
                Ulimit(name="msgqueue", soft=0, hard=0),  # /dev/mqueue would be a second place to write
            ],
            log_config=LogConfig(type="none", config={}),
        )
    )


def environment(part: Part) -> dict[str, str]:
    """The part's environment; {APP_PORT} and {DB_PORT} in its values become the pod's ports."""
    ports = {"APP_PORT": str(APP_PORT), "DB_PORT": str(DB_PORT)}
    own = {name: fill(value, ports) for name, value in part.env.items()}
    base = {
        "HOME": SCRATCH,
        "SCRATCH": SCRATCH,
        "TMPDIR": SCRATCH,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    template = {"TEMPLATE": TEMPLATE} if part.role is Role.DATABASE else {}
    return {**base, **ports, **template, **own}


def labels(of: Labels, part: Part) -> dict[str, str]:
    named = {
        "site": of.site,
        "run": of.run,
        "fence": str(of.fence),
        "worker": of.worker,
        "arm": of.arm,
        "role": str(part.role),
    }
    return {f"perfgym.{name}": value for name, value in named.items()}


def read_back(container: str, part: Part, network: str) -> dict[str, object]:
    """The limits of a container that runs, as the engine and, where it can be seen, its cgroup tell them.

    Raises LimitNotSet where they differ from what was asked.
    """
    found = api().inspect_container(container)
    host = {**found["HostConfig"], "User": found["Config"]["User"], "Image": found["Image"]}
    asked = host_config(part, network)
    wanted = _wanted(part, asked)
    for name, value in wanted.items():
        if host.get(name) != value:
            raise LimitNotSet(name, value, host.get(name))
    for name in NEVER:
        if host.get(name):
            raise LimitNotSet(name, None, host[name])
    if host["SecurityOpt"] != asked["SecurityOpt"]:
        raise LimitNotSet("SecurityOpt", "no-new-privileges and our profile", host["SecurityOpt"])
    held = _cgroup(container, part)
    ulimits = {each["Name"]: each["Hard"] for each in host["Ulimits"]}
    simple = {name: host[name] for name in wanted if name not in ("Ulimits", "Tmpfs")}
    return {
        **simple,
        **ulimits,
        "scratch": host["Tmpfs"][SCRATCH],
        "seccomp": seccomp.digest(part.profiled),
        "cgroup": held,
    }


def _cgroup(container: str, part: Part) -> dict[str, object]:
    """What the kernel holds, where this process can see it."""
    held, limits = cgroup.limits(container), part.limits
    for name, value in (("memory", limits.memory_bytes), ("pids", limits.pids), ("cores", limits.cores)):
        if name in held and value and held[name] != value:
            raise LimitNotSet(f"cgroup {name}", value, held[name])
    return held


def _wanted(part: Part, asked: Mapping[str, Any]) -> dict[str, object]:
    uid = UIDS[part.role]
    return {
        "Image": image_of(part.app),
        "NetworkMode": asked["NetworkMode"],
        "Memory": part.limits.memory_bytes,
        "MemorySwap": part.limits.memory_bytes,
        "PidsLimit": part.limits.pids,
        "CpusetCpus": ",".join(map(str, part.limits.cores)),
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "IpcMode": "none",
        "Init": True,
        "User": f"{uid}:{uid}",
        "Tmpfs": asked["Tmpfs"],
        "Ulimits": [dict(each) for each in asked["Ulimits"]],
        "LogConfig": {"Type": "none", "Config": {}},
    }
