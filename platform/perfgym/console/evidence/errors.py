"""Why a bundle is not measured again. Nothing of it has run then."""

from collections.abc import Sequence

from perfgym.errors import LearnerError
from perfgym.sandbox.protocol import Driver


class DoesNotHold(LearnerError):
    def __init__(self, problems: Sequence[str]) -> None:
        listed = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(
            f"This bundle does not hold, so nothing was measured. Get the file again from its site.\n{listed}"
        )


class NothingCertain(LearnerError):
    def __init__(self) -> None:
        super().__init__(
            "This bundle states no certain result, so there is nothing that a second measurement could agree with. "
            "Nothing was measured."
        )


class NoSources(LearnerError):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"This bundle cannot be measured again: {why}. Its verdict can still be checked: perfgym evidence verify."
        )


class OtherLab(LearnerError):
    def __init__(self, slug: str, wanted: str, here: str | None) -> None:
        found = f"here it has {here[:12]}" if here else "here there is no such lab"
        super().__init__(
            f"The bundle is of the lab {slug} with the digest {wanted[:12]}, and {found}: another app or other traffic "
            "would be measured, and the figures could not be compared. Nothing was measured. "
            "Use the version of PerfGym and its labs that the bundle was made with."
        )


class StrangersCode(LearnerError):
    def __init__(self, driver: Driver) -> None:
        super().__init__(
            f"The change in this bundle is somebody's code, and here it would run in a sandbox of level {driver.level} "
            f"({driver.name}), which is for one's own code only. Nothing has run. Install docker (perfgym doctor says "
            "what it needs); or, where the change is your own, say so: --mine."
        )
