"""A part went over one of its limits: said with the limit's value."""

from collections.abc import Callable, Mapping

from perfgym.catalog.app import PartLimits
from perfgym.sandbox import output
from perfgym.sandbox.protocol import EndReason

LIMITS: Mapping[EndReason, Callable[[PartLimits], str]] = {
    EndReason.MEMORY: lambda limits: f"used more than its memory limit of {_mebibytes(limits.memory_bytes)}",
    EndReason.PIDS: lambda limits: f"had more than its limit of {limits.pids} processes and threads",
    EndReason.DISK: lambda limits: f"wrote more files than its disk limit of {_mebibytes(limits.scratch_bytes)}",
    EndReason.OUTPUT: lambda _: (
        f"wrote more output than a part may: {_mebibytes(output.MAX_OUTPUT)} in all, "
        f"{_mebibytes(output.MAX_LINE)} a line of results"
    ),
}


def sentence(who: str, reason: EndReason, limits: PartLimits) -> str:
    """`The app used more than its memory limit of 512 MiB.`"""
    return f"{who} {LIMITS[reason](limits)}."


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:g} MiB"
