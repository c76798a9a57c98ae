# The length says more than is sent, and the connection stays open.
import _base
class A(_base.App):
    def before(self):
        if self.path == "/healthz": return False
        self.send_response(200); self.send_header("Content-Length", "1000"); self.end_headers(); self.wfile.write(b"{}"); self.wfile.flush()
        return True
_base.serve(A)
