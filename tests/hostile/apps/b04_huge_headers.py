# A megabyte of headers around a right answer.
import _base
class A(_base.App):
    def send(self, code, obj, raw=None, headers=()):
        many = [(f"X-Filler-{i}", "y" * 1000) for i in range(3000)] if self.path != "/healthz" else []
        super().send(code, obj, raw, [*headers, *many])
_base.serve(A)
