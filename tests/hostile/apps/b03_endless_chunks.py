# An answer in chunks that never ends, as fast as it is read.
import _base
class A(_base.App):
    def before(self):
        if self.path == "/healthz": return False
        self.send_response(200); self.send_header("Transfer-Encoding", "chunked"); self.end_headers()
        try:
            for _ in range(4000): self.wfile.write(b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")
        except OSError: self.close_connection = True
        return True
_base.serve(A)
