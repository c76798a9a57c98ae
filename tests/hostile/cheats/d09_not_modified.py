# Nothing has changed, it says, whatever was asked.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
class A(_base.App):
    def before(self):
        if self.command != "GET" or self.path == "/healthz": return False
        self.send(304, None, raw=b""); return True
_base.serve(A)
