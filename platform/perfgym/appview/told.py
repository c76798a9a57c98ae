"""What is said of a request that did not go as one would think."""

from perfgym.appview.bounds import Bounds
from perfgym.appview.inside.fetch import READ_BYTES, REDIRECTS
from perfgym.catalog.app import App
from perfgym.runs import overrun
from perfgym.sandbox.protocol import End, EndReason

CANCELLED = "You cancelled this request."
STARTED_AGAIN = "The app had ended since the request before ({how}) and was started again for this one."
SET_ASIDE = "A measurement had this machine since the request before, so the app was started again for this one."
FRESH_DATABASE = "The app's database had ended since the request before; it was started again as it is at first."
NOT_TOLD = (
    "The answer could not be taken apart in the time and memory that there is for it. Nothing of it is shown; the app "
    "runs on."
)
TROUBLE = {
    "refused": "The app does not listen any more: the connection was refused.",
    "short": "The app broke its answer off before the end that it had announced. What came is shown.",
    "header": "The app sent a line of headers that is longer than 64 KB, and a browser would not take it either.",
    "headers": "The app sent more than 100 headers, which is more than the preview takes.",
    "redirects": f"The app redirected more than {REDIRECTS} times. The last answer is shown; look for a loop.",
}


def trouble(error: str, bounds: Bounds) -> str:
    """Why an answer is not whole, in a sentence or two; `error` as inside/fetch.py has it."""
    if error == "time":
        return (
            f"The answer had not ended after {bounds.request:g} s, so the preview stopped waiting; what came is shown. "
            "The app may still be at it, and then the next request waits behind this one: “Start again” ends that."
        )
    return TROUBLE.get(error) or f"The app's answer could not be read: {error}"


def too_large() -> str:
    return f"The answer is larger than {READ_BYTES // 2**20} MB and was not read to its end."


def ended(app: App, end: End) -> str:
    """How the app ended: "exit code 1", or the limit that it went over."""
    if end.reason in overrun.LIMITS:
        return overrun.sentence("it", end.reason, app.limits).removesuffix(".")
    return f"exit code {end.code}" if end.reason is EndReason.EXITED else f"killed, code {end.code}"


def not_started(who: str, how: str) -> str:
    return f"{who} did not start: it ended before it answered its health check ({how}). The end of its output is shown."


def not_ready(who: str, health: str, detail: str, bounds: Bounds) -> str:
    waited = f"{who} gave no healthy answer at {health} within {bounds.ready:g} s"
    return f"{waited}{f' ({detail})' if detail else ''}, so it was ended. The end of its output is shown."


def ended_meanwhile(who: str, how: str) -> str:
    return f"{who} ended while it was asked ({how}). It is started again with the next request."
