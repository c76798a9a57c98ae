# 100 MB of zeros behind 100 KB of gzip, as every answer.
import gzip, _base
BOMB = gzip.compress(b"0" * (100 << 20), 9)
class A(_base.App):
    def before(self):
        if self.path == "/healthz": return False
        self.send(200, None, raw=BOMB, headers=[("Content-Encoding", "gzip")]); return True
_base.serve(A)
