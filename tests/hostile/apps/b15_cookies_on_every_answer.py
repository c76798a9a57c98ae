# Sets cookies, and breaks as soon as one comes back. None does: it must pass.
import _base
class A(_base.App):
    def before(self):
        if "Cookie" in self.headers: self.send(500, {"error": "cookie"}); return True
        return False
    def send(self, code, obj, raw=None, headers=()):
        super().send(code, obj, raw, [*headers, ("Set-Cookie", "seen=1; Path=/")])
_base.serve(A)
