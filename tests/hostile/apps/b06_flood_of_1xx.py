# Interim answers for ever: the real one is always about to come.
import time, _base
class A(_base.App):
    def before(self):
        if self.path == "/healthz": return False
        end = time.monotonic() + 20
        try:
            while time.monotonic() < end: self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"); self.wfile.flush(); time.sleep(0.01)
        except OSError: pass
        self.close_connection = True
        return True
_base.serve(A)
