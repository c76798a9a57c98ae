"""What a locustfile may import of PerfGym: `from perfgym_load import arrivals`. Lies beside it in the runner."""

import sys

try:
    from perfgym.loadgen.exploration import arrivals
except ImportError as error:
    raise ImportError(
        "perfgym_load works in PerfGym's own load-test runner only: start this locustfile from the workbench, "
        "or with `perfgym load LAB LOCUSTFILE`."
    ) from error

__all__ = ["arrivals"]
sys.modules[f"{__name__}.arrivals"] = arrivals  # for `from perfgym_load.arrivals import paced`
