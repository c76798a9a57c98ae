"""A small HTTP server in a process of its own: answers after a set time, and stops altogether when told to.

    python small_app.py [--wait-ms 20] [--freeze-after 3 --freeze 1 --freeze-every 8]

Prints its port; /count says how many requests it has answered, other than for /healthz and /count. Waiting keeps
nobody else from being answered; a freeze (in seconds, the first one counted from the first of these requests) keeps
everybody.
"""

import argparse
import asyncio
import sys
import time


def page(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: text/plain\r\n\r\n%s" % (len(body), body)


ANSWER = page(b"x" * 200)


class Server(asyncio.Protocol):
    """One connection; pipelined requests are answered in order of their arrival."""

    asked: argparse.Namespace
    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
        for head in requests:
            if head.startswith((b"GET /healthz", b"GET /count")):
                self.transport.write(page(b"%d" % Server.count))
            else:
                self.wait()

    def wait(self) -> None:
        Server.count += 1
        if Server.count == 1 and self.asked.freeze:
            asyncio.get_running_loop().call_later(self.asked.freeze_after, freeze, self.asked)
        if self.asked.wait_ms:
            asyncio.get_running_loop().call_later(self.asked.wait_ms / 1000, self.answer)
        else:
            self.answer()

    def answer(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(ANSWER)


def freeze(asked: argparse.Namespace) -> None:
    time.sleep(asked.freeze)  # the app's one thread does nothing else meanwhile: that is the point
    asyncio.get_running_loop().call_later(asked.freeze_every - asked.freeze, freeze, asked)


async def serve(asked: argparse.Namespace) -> None:
    Server.asked = asked
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wait-ms", type=float, default=0.0)
    parser.add_argument("--freeze-after", type=float, default=3.0)
    parser.add_argument("--freeze", type=float, default=0.0)
    parser.add_argument("--freeze-every", type=float, default=8.0)
    try:
        asyncio.run(serve(parser.parse_args()))
    except KeyboardInterrupt:
        sys.exit(0)
