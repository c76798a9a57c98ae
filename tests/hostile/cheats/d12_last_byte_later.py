# Head and body at once but for the last byte: quick for who stops the clock at the first one.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
import json, time
class A(_base.App):
    def send(self, code, obj, raw=None, headers=()):
        if self.path == "/healthz": return super().send(code, obj, raw, headers)
        b = json.dumps(obj).encode()
        self.send_response(code); self.send_header("Content-Length", str(len(b))); self.end_headers()
        self.wfile.write(b[:-1]); self.wfile.flush(); time.sleep(0.02); self.wfile.write(b[-1:])
_base.serve(A)
