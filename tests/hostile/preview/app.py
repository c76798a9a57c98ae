"""An app that answers as badly as it can, a way for each path."""

import gzip
import os
import socket
import threading

OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
PAGE = b"""<!doctype html><html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=/x">
<meta http-equiv="Content-Security-Policy" content="default-src *"><link rel="stylesheet" href="//evil.example/a.css">
<link rel="stylesheet" href="/style.css"><style>@import "https://evil.example/b.css"; p { background: url(/c) }</style>
<script src="/d.js"></script><title></title><script>parent.location = "https://evil.example"</script></head>
<body onload="alert(1)" class="x"><p onclick="alert(2)" style="background:url(https://evil.example/e)">hello</p>
<a href="javascript:alert(3)">a</a><a href="https://evil.example/" target="_top">b</a><a href="//127.0.0.1/" ping="/f">c</a>
<iframe src="/g"></iframe><iframe srcdoc="<script>alert(4)</script>"></iframe><object data="/h"></object><embed src="/i">
<form action="https://evil.example/"><input name="password" type="password" autofocus><button formaction="/j">k</button></form>
<svg><script>alert(5)</script><a href="javascript:alert(6)"><text>l</text></a></svg><math><mtext><script>alert(7)</script></mtext></math>
<img src="x" onerror="alert(8)"><img src="/fake.png"><img src="/real.png"><img src="data:image/svg+xml,<svg onload=alert(9)>">
<video src="/m"></video><template><p>n</p></template><noscript><p title="</noscript><img src=x onerror=alert(10)>"></noscript>
<textarea></textarea><img src=x onerror=alert(11)></textarea><xmp><script>alert(12)</script></xmp><plaintext>last"""


def packed(body, coding=b"gzip", kind=b"text/plain"):
    return OK + b"Content-Type: " + kind + b"\r\nContent-Encoding: " + coding + b"\r\n\r\n" + body


def tangled():
    return HTML + b"".join(b"<b id=%d><p>" % number for number in range(30_000))


ANSWERS = {
    "/healthz": OK + b"Content-Length: 2\r\n\r\nok",
    "/headers": OK + b"".join(b"X-%d: %d\r\n" % (i, i) for i in range(1000)) + b"\r\nbody",
    "/long-header": OK + b"X: " + b"x" * 2_000_000 + b"\r\n\r\nbody",
    "/inject": OK + b"Set-Cookie: sessionid=stolen\r\nX-A: <script>alert(1)</script>\r\nX-B: a\rb\x00c\xff\r\n"
    b"Content-Security-Policy: default-src *\r\nX: y\r\n z: folded\r\n\r\nbody",
    "/loop": b"HTTP/1.1 302 Found\r\nLocation: /loop\r\n\r\n",
    "/twice": b"HTTP/1.1 301 Moved\r\nLocation: once\r\n\r\n",
    "/once": b"HTTP/1.1 307 Temporary\r\nLocation: /healthz?x#y\r\n\r\n",
    "/out": b"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n",
    "/out-port": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
    "/out-scheme": b"HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\n\r\n",
    "/out-user": b"HTTP/1.1 302 Found\r\nLocation: //127.0.0.1@evil.example/\r\n\r\n",
    "/page": HTML + PAGE,
    "/style.css": OK + b"Content-Type: text/css\r\n\r\n.x{color:red}</style><script>alert(13)</script>",
    "/fake.png": OK + b"Content-Type: image/png\r\n\r\n<svg onload='alert(14)'>",
    "/real.png": OK + b"Content-Type: text/html\r\n\r\n" + PNG,
    "/not-a-picture": OK + b"Content-Type: image/png\r\n\r\n<script>alert(1)</script>",
    "/a-picture": OK + b"Content-Type: text/html\r\n\r\n" + PNG,
    "/not-json": OK + b"Content-Type: application/json\r\n\r\n<script>alert(1)</script>",
    "/no-type": OK + b"\r\n<script>alert(1)</script>",
    "/svg": OK + b"Content-Type: image/svg+xml\r\n\r\n<svg onload='alert(1)'/>",
    "/text": OK + b"Content-Type: text/plain\r\n\r\n<script>alert(1)</script>",
    "/odd-charset": OK + b"Content-Type: text/html; charset=unicode_escape\r\n\r\n\\u003cscript\\u003e",
    "/latin": OK + b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xe9\xe8 \xff\xfe",
    "/nul": OK + b"Content-Type: text/plain\r\n\r\na\x00b\x1b[31m\xed\xa0\x80",
    "/nul-page": HTML + b"<p title='a\x00b'>c\x00d&#xd800;&#0;<\x00script>alert(1)</script>",
    "/bomb": packed(gzip.compress(bytes(100_000_000))),
    "/not-packed": packed(b"plain"),
    "/odd-packing": packed(b"x", b"br, zstd"),
    "/short": OK + b"Content-Length: 100\r\n\r\nshort",
    "/nothing": b"",
    "/garbage": bytes(range(256)) * 50,
    "/odd-status": b"HTTP/1.1 999 <b>odd</b>\r\n\r\nbody",
    "/bad-chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx",
    "/json-deep": OK + b"Content-Type: application/json\r\n\r\n" + b"[" * 500_000,
    "/deep": HTML + b"<div>" * 200_000,
    "/tangled": tangled(),
    "/declarations": HTML + b"<!" * 300_000,
    "/unended": HTML + b"<a " * 200_000,
    "/attributes": HTML + b"<p " + b" ".join(b"a%d=b" % i for i in range(100_000)) + b">end",
    "/entities": HTML + b"&" * 1_000_000,
    "/pictures": HTML + b"".join(b"<img src='/real.png?%d'>" % i for i in range(3000)),
}
ENDLESS = {
    "/huge": (OK + b"Content-Length: 100000000\r\n\r\n", b"x" * 65536),
    "/forever": (OK + b"Content-Type: text/plain\r\n\r\n", b"x\n"),
    "/forever-headers": (OK, b"X-A: b\r\n"),
    "/forever-line": (OK + b"X-A: ", b"y"),
    "/forever-continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/hang": (b"", b""),
}


def serve(client):
    with client:
        path = client.recv(65536).split(b" ")[1].decode().partition("?")[0]
        if path == "/die":
            os._exit(3)
        if path == "/grow":
            kept = bytearray(2 << 30)
            kept[::4096] = b"x" * len(kept[::4096])
        if path not in ENDLESS:
            client.sendall(ANSWERS.get(path, b"HTTP/1.1 404 Not Found\r\n\r\n"))
            return
        start, more = ENDLESS[path]
        client.sendall(start)
        pause = threading.Event()
        while True:
            client.sendall(more)
            pause.wait(0 if len(more) > 100 else 0.01)


def quietly(client):
    try:
        serve(client)
    except OSError:
        pass


listener = socket.create_server(("127.0.0.1", int(os.environ["APP_PORT"])), backlog=50)
while True:
    threading.Thread(target=quietly, args=(listener.accept()[0],), daemon=True).start()
