# A better priority, every core, a real-time class: whatever is given.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
for what in (lambda: os.nice(-20), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)), lambda: os.sched_setaffinity(0, range(os.cpu_count()))):
    try: what(); print("given", flush=True)
    except OSError as e: print("refused", e.strerror, flush=True)
print("cores", sorted(os.sched_getaffinity(0)), flush=True)
_base.serve()
