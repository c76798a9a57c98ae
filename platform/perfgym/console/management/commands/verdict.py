"""perfgym verdict RECORDING... --before A --after B: the rule applied to recordings (docs/method.md: their format)."""

import json
import math
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perfgym.charts import words
from perfgym.console.dispatch import Light
from perfgym.measure.costs import BlockMetric
from perfgym.measure.errors import BadSamples
from perfgym.measure.look import Look, look
from perfgym.measure.recording import Recording
from perfgym.measure.recording_files import read
from perfgym.measure.rule import ALPHA, AnyMetric, Judgement, Metric, Verdict
from perfgym.measure.samples import Measured

NOT_FASTER, BAD_INPUT = 1, 2
METRICS: dict[str, AnyMetric] = {str(each): each for each in (*Metric, *BlockMetric)}
NOT_RECORDED = (BlockMetric.ERROR_BUDGET, BlockMetric.MEMORY_SLOPE)  # the two CSV files hold neither
JUDGEABLE = [name for name, metric in METRICS.items() if metric not in NOT_RECORDED]


def share(text: str) -> float:
    """An alpha from the command line."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 0.5:
        raise ArgumentTypeError(f"{text!r} is no probability above 0 and at most 0.5")
    return value


class Command(Light):
    help = "Judge recordings. Exit code 0: faster, 1: not, or no verdict, 2: a recording cannot be judged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "recordings",
            nargs="+",
            type=Path,
            metavar="RECORDING",
            help="base name of NAME.requests.csv and NAME.slices.csv; several are several segments",
        )
        parser.add_argument("--before", required=True, help="the arm to compare with")
        parser.add_argument("--after", required=True, help="the arm to judge")
        parser.add_argument("--metric", choices=JUDGEABLE, default=str(Metric.BOTH), help="default: both")
        parser.add_argument("--alpha", type=share, default=ALPHA, help=f"one-sided error over five looks; {ALPHA}")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {key: options[key] for key in ("before", "after", "metric", "alpha")}
        document = {"recordings": [path.name for path in options["recordings"]], **asked}
        try:
            segments = segments_of([read(path) for path in options["recordings"]], **asked)
            document |= summary(look(segments, METRICS[asked["metric"]], looks_left=0, alpha=asked["alpha"]))
        except BadSamples as error:
            if not options["json"]:
                raise
            document |= {"verdict": None, "error": str(error)}
        self.stdout.write(json.dumps(document, indent=2) if options["json"] else in_words(document))
        if code := exit_code(document):
            sys.exit(code)


def segments_of(
    recordings: Sequence[Recording], *, before: str, after: str, metric: str, **_: object
) -> Sequence[Measured]:
    """One segment a recording, of the design that the metric is judged on. Raises BadSamples."""
    if before == after:
        raise BadSamples(
            f"--before and --after are both {before}: an arm cannot be compared with itself. Name two arms."
        )
    if len({one.name for one in recordings}) != len(recordings):
        raise BadSamples("A recording is given twice; it would count as two fresh starts. Name each once.")
    if metric in list(BlockMetric):
        return [one.blocks(before, after) for one in recordings]
    return [one.segment(before, after) for one in recordings]


def summary(found: Look) -> dict[str, Any]:
    """The outcome as `--json` prints it. No further segment can come, so the verdict is final."""
    gates = Counter(str(gate) for drop in found.gated.dropped for gate in drop.gates)
    judged = found.judgement
    return {
        "verdict": judged and judged.verdict,
        "reason": found.reason,
        **({"decided_by": judged.metric, **numbers(judged)} if judged else {}),
        "parts": [{"metric": part.metric, "verdict": part.verdict, **numbers(part)} for part in judged.parts]
        if judged
        else [],
        "slices_dropped": len(found.gated.dropped),
        "gates": dict(sorted(gates.items())),
    }


def numbers(judged: Judgement) -> dict[str, Any]:
    return {
        "ratio": judged.ratio,
        "interval": [judged.low, judged.high],
        "estimate": judged.estimate,
        "half": judged.half,
        "segments": judged.segments,
        "samples": judged.samples,
    }


def exit_code(document: dict[str, Any]) -> int:
    if "error" in document:
        return BAD_INPUT
    return 0 if document["verdict"] == Verdict.FASTER else NOT_FASTER


def in_words(document: dict[str, Any]) -> str:
    gates = ", ".join(f"{gate} {count}" for gate, count in document["gates"].items())
    dropped = f"{document['slices_dropped']} slices were left out{f' ({gates})' if gates else ''}."
    if document["verdict"] is None:
        return f"No verdict: {document['reason']}. {dropped}"
    sentence = (
        f"{document['after']} against {document['before']}, {document['metric']}: {words.result_sentence(document)}."
    )
    segments = "1 segment" if document["segments"] == 1 else f"{document['segments']} segments"
    return f"{sentence}\nFrom {document['samples']} samples in {segments}; {dropped}"
