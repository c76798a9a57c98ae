"""How late the iteration that a greenlet is in has started; its first request carries that, later ones do not.

A later request of an iteration begins when the one before it has ended: its intended start is its own start.
"""

from typing import Any

from gevent import getcurrent

NAME = "perfgym_late_ms"
GENERATIONS = 5  # greenlets started by greenlets of a task


def carry(ms: float) -> None:
    """This greenlet begins an iteration, so many milliseconds after its intended start."""
    setattr(getcurrent(), NAME, ms)


def take() -> float:
    """Milliseconds for a request that has just ended here, or in a greenlet that a task has started; 0 but once."""
    greenlet: Any = getcurrent()
    for _ in range(GENERATIONS):
        late = getattr(greenlet, NAME, None)
        if late is not None:
            setattr(greenlet, NAME, 0.0)
            return float(late)
        parent = getattr(greenlet, "spawning_greenlet", None)
        greenlet = parent() if parent else None
        if greenlet is None:
            break
    return 0.0
