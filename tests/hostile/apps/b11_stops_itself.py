# Stops in the middle, as under a debugger: alive, and silent.
import os, signal, _base
n = 0
class A(_base.App):
    def before(self):
        global n; n += 1
        if n > 60: os.kill(os.getpid(), signal.SIGSTOP)
        return False
_base.serve(A)
