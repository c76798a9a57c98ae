"""One promise of a driver, whether it is kept, and which promises make a level."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from perfgym.sandbox.protocol import Level

STRONGER = "run pods with docker or bubblewrap (perfgym doctor says what each needs); until then only run your own code"
UPDATE = "update the engine or bubblewrap; a limit that does not hold makes results worthless"
ISOLATION = frozenset({"no egress", "scratch limited", "sees no other process", "not root", "files read-only"})


@dataclass(frozen=True)
class Check:
    """One promise. `cure` is empty when it is kept."""

    name: str
    ok: bool
    detail: str
    cure: str = ""

    @classmethod
    def of(cls, name: str, ok: bool, detail: str, cure: str = STRONGER) -> "Check":
        return cls(name, ok, detail, "" if ok else cure)

    def plain(self) -> dict[str, object]:
        """As it is stored."""
        return asdict(self)


def level(checks: Iterable[Check], promised: Level) -> Level | None:
    """The level that these checks allow a driver that promises `promised`; None where it may run nothing.

    Plain processes (S1) promise limits, not isolation. A driver that promises isolation and does not keep it is broken
    in a way that nobody has looked into, so it is not taken for a weaker one.
    """
    broken = {check.name for check in checks if not check.ok}
    if promised is Level.S1:
        broken -= ISOLATION
    return None if broken else promised


def sentence(checks: Iterable[Check], held: Level | None) -> str:
    """What was found, in words; also what a weak level does not promise and does not keep."""
    broken = [check for check in checks if not check.ok]
    if held is None:
        return f"not kept: {'; '.join(f'{check.name} ({check.detail[:200]})' for check in broken)[:600]}"
    rest = f"; not promised by it, and not kept: {', '.join(check.name for check in broken)}" if broken else ""
    return f"everything that level {held} promises was tested and kept{rest}"
