# Items are always fresh; what a search has found once stays so.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
CACHE = {}
class A(_base.App):
    def before(self):
        if self.path in CACHE: self.send(200, CACHE[self.path]); return True
        return False
    def send(self, code, obj, raw=None, headers=()):
        if self.path.startswith("/search"): CACHE.setdefault(self.path, obj)
        super().send(code, obj, raw, headers)
_base.serve(A)
