# Wrong now and then, and quick then.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
import random
class A(_base.App):
    def before(self):
        if self.path == "/healthz" or random.random() > 0.05: return False
        self.send(404, {"error": "none"}); return True
_base.serve(A)
