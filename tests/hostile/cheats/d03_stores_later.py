# Says that it is stored, and stores it half a second later.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
import json, threading
class A(_base.App):
    def do_POST(self):
        d = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        threading.Timer(0.5, lambda: _base.DB.__setitem__(int(d["id"]), {"id": int(d["id"]), "name": str(d["name"])})).start()
        self.send(201, {"ok": True})
_base.serve(A)
