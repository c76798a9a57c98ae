"""Texts for the lab executive-report, made from a comparison: good ones, and those that must be refused."""

from perfgym.charts import words
from perfgym.runs.models import Run

MEANING = (
    "A customer who opens the catalogue waits less on each page. With 40,000 pages a day (assumed) the shop's server "
    "works about 2 hours less a day (estimate), so the larger machine that was planned at 90 euros a month (assumed) "
    "is not needed yet."
)
RECOMMENDATION = (
    "Put the change live on Monday. It costs two days (estimate) of one developer. "
    "The risk is a page that we have not tried; we would see it in the errors within minutes and could go back. "
    "If we do nothing, each book that is added makes the page slower, and the next sale is the day on which it shows."
)


class Figures:
    """What a comparison shows, as words that a text may use."""

    def __init__(self, run: Run) -> None:
        result = run.result
        low, high = result["interval"]
        self.key = str(run.pk)[:8]
        self.before = words.figure(result["before"]["p50"], "ms")
        self.after = words.figure(result["after"]["p50"], "ms")
        self.gain, self.least, self.most = (words.factor(1 / each) for each in (result["ratio"], high, low))
        self.less = f"{100 * (1 - result['ratio']):.0f} %"
        self.pairs = f"{result['pairs']} pairs"


def reference(of: Figures) -> str:
    """The page that must pass."""
    return f"""\
# The catalogue answers {of.gain} as fast as before

Half of all pages now come within {of.after}; it was {of.before}. I ask you to put the change live this week.
Nothing else on the site was touched, and every answer that customers see is the same as before.

![Nearly every request was faster after the change.](chart:{of.key}/pairs)

## What it means

{MEANING}

## How sure we are

You can plan with {of.least}; more than {of.most} would surprise us. Both versions were asked the same
things in turn, {of.pairs} of requests in all, on one machine and with every answer compared.
We have not tried the traffic of a sale, nor a database twice as large (assumed).

## Recommendation

{RECOMMENDATION}
"""


def second(of: Figures) -> str:
    """Another form: a memo with a list, a table, percentages and seconds."""
    before, after = (float(each.split()[0].replace(",", "")) / 1000 for each in (of.before, of.after))
    return f"""\
**To:** the head of the shop. **Decision:** release the new catalogue, yes or no.

Customers wait {of.less} less for the catalogue. The table has the whole result.

| | seconds |
|---|---|
| before | {before:.4f} s |
| after | {after:.4f} s |

![Almost all dots lie on the side of the new version.](chart:{of.key}/pairs)

### In money, this means

The machines do less for each page that they show, and so they last longer. At 25,000 visits a day (assumed), the order
of a second machine can wait for half a year (estimate), which is worth 1,100 euros (estimate) to this year's budget.

### Are we sure?

Yes, of a gain between {of.least} and {of.most}. It was measured with {of.pairs} of requests,
each answered by both versions and found to be equal. On a busy day the gain may be smaller: that has not been measured.

### What I recommend

1. Release it before the end of the month.
2. Watch the errors for a week afterwards.

The price is one week (estimate) of attention, and code that is a little longer than it was. The main risk lies in the
release itself; the old version stays ready. Without this change, the catalogue becomes slower with every new title.
"""


def typed_numbers(of: Figures) -> str:
    """Numbers that no run has shown."""
    return reference(of).replace(of.gain, "7.3x").replace(of.after, "3.1 ms")


def other_units(of: Figures) -> str:
    return reference(of).replace(f"within {of.after}", f"within {of.after.split()[0]} seconds")


def swapped(of: Figures) -> str:
    return reference(of).replace(
        f"Half of all pages now come within {of.after}; it was {of.before}.", f"It went from {of.after} to {of.before}."
    )


def wall(of: Figures) -> str:
    """All is said, in one block without headings and without a word of what to do."""
    text = f"The catalogue answers {of.gain} as fast, {of.after} instead of {of.before}: {of.less} less. {MEANING} "
    return f"![Each dot](chart:{of.key}/pairs)\n\n" + text * 4


def headings_only(of: Figures) -> str:
    return (
        f"# {of.gain} as fast\n\n![Each dot](chart:{of.key}/pairs)\n\n## Meaning\n\n## How sure\n\n## Recommendation\n"
    )


def no_cost(of: Figures) -> str:
    return reference(of).replace("It costs two days (estimate) of one developer. ", "")


def spelled_out(of: Figures) -> str:
    """A false number in words, which no digit gives away."""
    return reference(of).replace(
        f"Half of all pages now come within {of.after}", "Now it answers within seventy seconds"
    )


def without_marks(of: Figures) -> str:
    return reference(of).replace(" (assumed)", "").replace(" (estimate)", "")


def no_chart(of: Figures) -> str:
    return reference(of).replace(f"(chart:{of.key}/pairs)", "(https://example.org/chart.png)")
