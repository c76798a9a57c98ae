# What was written is shown to whoever asks for it by its number, and never reaches the items.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
import json
SHOWN = {}
class A(_base.App):
    def before(self):
        if self.command == "GET" and self.path in SHOWN: self.send(200, SHOWN[self.path]); return True
        return False
    def do_POST(self):
        d = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        SHOWN[f"/items/{int(d['id'])}"] = {"id": int(d["id"]), "name": str(d["name"])}
        self.send(201, {"ok": True})
_base.serve(A)
