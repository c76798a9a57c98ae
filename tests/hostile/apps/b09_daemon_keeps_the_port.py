# The program ends at once; a daemon of it goes on to serve.
import os, time, _base
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: _base.serve()
    os._exit(0)
time.sleep(1); os._exit(0)
