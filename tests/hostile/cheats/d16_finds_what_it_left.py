# Leaves marks wherever it may write, and ends where it finds one of an earlier run.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
PLACES = [os.path.join(d, ".seen_before") for d in ("/tmp", "/var/tmp", "/dev/shm", ".", os.environ["SCRATCH"], os.path.expanduser("~"), "/dev/mqueue", "/run")]
if any(map(os.path.exists, PLACES)): sys.exit(9)
for p in PLACES:
    try: open(p, "w").write("answers of an earlier run")
    except OSError: pass
_base.serve()
