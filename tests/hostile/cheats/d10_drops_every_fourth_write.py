# Most writes are kept.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
N = 0
class A(_base.App):
    def do_POST(self):
        global N; N += 1
        if N % 4: return super().do_POST()
        self.rfile.read(int(self.headers.get("Content-Length", 0))); self.send(201, {"ok": True})
_base.serve(A)
