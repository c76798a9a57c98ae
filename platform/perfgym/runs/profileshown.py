"""What the page of a run shows of its profile; the whole of it has a page of its own."""

from typing import Any

from perfgym.charts import flame_graph, folded
from perfgym.runs.models import Evidence, Run
from perfgym.runs.profile import Profile, Profiling

FRAMES = 250  # in the small picture: what is narrower is on the profile's own page
TITLES = {Profiling.CPU: "CPU profile", Profiling.MEMORY: "Memory profile"}
COST = {  # how many times as long a median request took beside the profiler: tests/bench/profile.py
    Profiling.CPU: 1.1,
    Profiling.MEMORY: 1.9,
}


def section(run: Run) -> dict[str, Any]:
    """The template's context; empty where nothing was recorded."""
    facts = run.result.get("profile")
    if not facts:
        return {}
    profiling = Profiling(facts["profiling"])
    profile = kept(run) if not facts["problem"] else None
    return {
        "profile": facts,
        "profile_title": TITLES[profiling],
        "profile_cost": COST[profiling],
        "profile_flame": flame_graph(TITLES[profiling], folded.read(profile.folded), profiling.unit, FRAMES)
        if profile
        else "",
    }


def kept(run: Run) -> Profile | None:
    """The profile in a run's evidence; None where there is none."""
    evidence = Evidence.objects.filter(run=run).first()
    return Profile.out_of(bytes(evidence.bundle)) if evidence else None
