# Says nothing of it and closes after each answer. Honest, if slow: it must pass.
import _base
class A(_base.App):
    def send(self, code, obj, raw=None, headers=()):
        super().send(code, obj, raw, headers); self.close_connection = True
_base.serve(A)
