# Every answer is right until the ninetieth; afterwards it is quick.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
N = 0
class A(_base.App):
    def before(self):
        global N; N += self.path != "/healthz"
        if N > 90: self.send(200, {"rows": []}); return True
        return False
_base.serve(A)
