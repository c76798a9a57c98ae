"""What a number in a text may count, and the words that say so."""

import re
from enum import StrEnum


class Measure(StrEnum):
    """What a number counts; `PLAIN` where it stands without a unit that we know."""

    TIME = "time"  # in ms
    PERCENT = "percent"
    TIMES = "times"
    RATE = "rate"  # a second
    COUNT = "count"
    PART = "part"  # of a whole: half is 0.5
    PLAIN = "plain"


SCALES = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), (Measure.TIME, 1.0)),
    **dict.fromkeys(("µs", "us", "microsecond", "microseconds"), (Measure.TIME, 0.001)),
    **dict.fromkeys(("s", "second", "seconds"), (Measure.TIME, 1000.0)),
    **dict.fromkeys(("%", "percent", "per cent"), (Measure.PERCENT, 1.0)),
    **dict.fromkeys(("x", "\u00d7", "times", "fold", "-fold"), (Measure.TIMES, 1.0)),
    **dict.fromkeys(
        ("requests a second", "requests per second", "requests/s", "rps", "/ s", "/s"),
        (Measure.RATE, 1.0),
    ),
    **dict.fromkeys(
        ("users", "requests", "queries", "pairs", "answers", "wrong answers", "failures", "errors"),
        (Measure.COUNT, 1.0),
    ),
}
UNIT = "|".join(re.escape(unit) for unit in sorted(SCALES, key=len, reverse=True))
