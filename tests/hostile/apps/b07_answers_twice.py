# A second answer follows each, in case the client takes it for that of its next request.
import json, _base
class A(_base.App):
    def send(self, code, obj, raw=None, headers=()):
        super().send(code, obj, raw, headers)
        if self.path != "/healthz":
            body = json.dumps({"rows": []}).encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
_base.serve(A)
