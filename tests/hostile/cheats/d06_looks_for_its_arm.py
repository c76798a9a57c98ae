# Quick where its surroundings say that it is the one that counts.
import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "apps")); import _base
import socket
words = [f"{k}={v}" for k, v in os.environ.items()] + [socket.gethostname(), os.getcwd(), *sys.argv]
AFTER = any("after" in w.lower() or "before" in w.lower() for w in words)
print("told which arm:", AFTER, flush=True)
class A(_base.App):
    def before(self):
        if AFTER and self.path != "/healthz": self.send(200, {}); return True
        return False
_base.serve(A)
