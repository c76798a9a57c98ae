# Every third read is told to come back later.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
N = 0
class A(_base.App):
    def before(self):
        global N
        if self.command != "GET" or self.path == "/healthz": return False
        N += 1
        if N % 3 == 0: self.send(429, {"error": "later"}, headers=[("Retry-After", "1")]); return True
        return False
_base.serve(A)
