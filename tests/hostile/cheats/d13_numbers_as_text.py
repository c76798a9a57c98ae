# Nearly the same answer: the number has become a text.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
class A(_base.App):
    def send(self, code, obj, raw=None, headers=()):
        super().send(code, {**obj, "id": str(obj["id"])} if isinstance(obj, dict) and "id" in obj else obj, raw, headers)
_base.serve(A)
