"""Numbers and pictures of a guide: what is quoted is known and measured, and nothing measured is typed by hand."""

import re
from collections.abc import Iterator, Mapping

from perfgym.catalog.checking.place import line_of, shown
from perfgym.catalog.figures import kept
from perfgym.catalog.figures.made_from import made_from, traffic, version
from perfgym.catalog.figures.quoting import GIVEN, QUOTE
from perfgym.catalog.lab import GOOD, Lab
from perfgym.catalog.loading.figures import PLAN
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion
from perfgym.catalog.manifest.figures import LoadRun, RunManifest
from perfgym.checks.stated import NOT_PROSE, Measure, numbers

NAMES = ("0 %", "95 %", "99 %", "100 %")
MEASURED = (Measure.PERCENT, Measure.TIMES, Measure.RATE)
FRONT = re.compile(r"\A---\r?\n.*?^---\r?$", re.DOTALL | re.MULTILINE)
REFRESH = "perfgym labs check --refresh"


def problems(lab: Lab, labs: Mapping[str, Lab]) -> list[Problem]:
    """`labs`: all that there are, since a guide may quote a run of another lab."""
    pages = [path for path in lab.files if path == GOOD or (path.startswith("guide/") and path.endswith(".md"))]
    found = [problem for path in pages for problem in [*_quotes(lab, path), *_typed(lab, path)]]
    for name, run in lab.figures.plan.items():
        of = labs.get(run.lab or lab.slug)
        found += [*_possible(lab, of, name, run), *(_old(lab, of, name, run) if of else ())]
    return found


def _quotes(lab: Lab, path: str) -> Iterator[Problem]:
    """Quotes of names that no run has, or that nothing was told for yet."""
    text, names = lab.files[path].decode(errors="replace"), lab.figures.names()
    for quote in lab.figures.quotes(text):
        line = text.count("\n", 0, quote.at) + 1
        said = f"{quote.run}.{quote.name}"
        if quote.name not in names.get(quote.run, ()):
            every = [f"{run}.{name}" for run, known in names.items() for name in known]
            message = f"{PLAN} has nothing called `{said}`.{suggestion(said, every)} It has {listed(every)}"
            yield Problem(shown(lab, path), line, message)
        elif not lab.figures.is_measured(quote.run, quote.name):
            message = f"`{said}` has not been measured yet: run {REFRESH} {lab.slug}"
            yield Problem(shown(lab, path), line, message)


def _possible(lab: Lab, of: Lab | None, name: str, run: RunManifest) -> Iterator[Problem]:
    """A run of what is not there."""
    file = shown(lab, PLAN)
    line = line_of(lab.files[PLAN], f"{name}:")
    if of is None or of.runs_on is None:
        yield Problem(file, line, f"the run `{name}` has no app to run: say `lab:`, the name of a lab that has one")
        return
    if run.kind == "compare" and of.scored_by is None:
        yield Problem(file, line, f"the run `{name}` compares, and the lab {of.slug} scores no change")
    if run.version != "starter" and not version(of, run):
        yield Problem(file, line, f"the version `{run.version}` of the run `{name}` holds no file")
    if isinstance(run, LoadRun) and not traffic(of, run):
        known = listed(of.app.workloads)
        yield Problem(
            file, line, f"the traffic `{run.traffic}` is no file of this lab, and no workload of the app: {known}"
        )


def _old(lab: Lab, of: Lab, name: str, run: RunManifest) -> Iterator[Problem]:
    """What a run told of files that have changed since."""
    told = lab.figures.kept.get(name)
    if told is not None and _is_possible(of, run) and told.made_from != made_from(of, run):
        message = (
            f"the figures of `{name}` are of {told.date[:10]}, and its files have changed since: {REFRESH} {lab.slug}"
        )
        yield Problem(shown(lab, kept.FILE), 1, message, Severity.WARNING)
    for picture in told.pictures.values() if told else ():
        if f"guide/{picture.file}" not in lab.files:
            message = f"the picture {picture.file} of `{name}` is gone: run {REFRESH} {lab.slug}"
            yield Problem(shown(lab, kept.FILE), 1, message, Severity.WARNING)


def _is_possible(of: Lab, run: RunManifest) -> bool:
    return of.runs_on is not None and (run.kind != "compare" or of.scored_by is not None)


def _typed(lab: Lab, path: str) -> Iterator[Problem]:
    """Numbers that look measured, and that no run can be asked for again."""
    text = lab.files[path].decode(errors="replace")
    for pattern in (FRONT, QUOTE, GIVEN, NOT_PROSE):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for line, words in enumerate(text.split("\n"), start=1):
        for stated in numbers(words):
            if not stated.marked and _is_measured(stated.measure, stated.text):
                message = (
                    f"`{stated.text}` is typed by hand. Quote it from a run of {PLAN}, or, where nobody measured it, "
                    f"write {{{{given: {stated.text}}}}}"
                )
                yield Problem(shown(lab, path), line, message, Severity.WARNING)


def _is_measured(measure: Measure, text: str) -> bool:
    """A word such as twice is no figure; seconds and longer are how long something is to run; users and requests are
    settings; 95 % names a percentile.
    """
    if text in NAMES or not re.search(r"\d", text):
        return False
    return measure in MEASURED or (measure is Measure.TIME and re.search(r"ms|milli|µs|us", text) is not None)
