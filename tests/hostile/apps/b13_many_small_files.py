# As many files as the file system takes, all empty.
import os, _base
made, folder = 0, os.environ.get("SCRATCH", "/tmp")
try:
    for made in range(100_000): open(f"{folder}/f{made}", "w").close()
except OSError as e: print("refused after", made, e.strerror, flush=True)
_base.serve()
