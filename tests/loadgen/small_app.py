"""A small HTTP server in a process of its own: answers after a set time, and stops altogether when told to.

    python small_app.py [--wait-ms 20] [--freeze-after 3 --freeze 1 --freeze-every 8]

Prints its port. Waiting keeps nobody else from being answered; a freeze (in seconds, counted from the first request
that is not for /healthz) keeps everybody.
"""

import argparse
import asyncio
import sys
import time

BODY = b"x" * 200
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: text/plain\r\n\r\n%s" % (len(BODY), BODY)


class Server(asyncio.Protocol):
    """One connection; pipelined requests are answered in order of their arrival."""

    asked: argparse.Namespace
    frozen_once = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for head in requests:
            wait = self.asked.wait_ms / 1000
            if head.startswith(b"GET /healthz"):
                wait = 0
            elif self.asked.freeze and not Server.frozen_once:
                Server.frozen_once = True
                asyncio.get_running_loop().call_later(self.asked.freeze_after, freeze, self.asked)
            if wait:
                asyncio.get_running_loop().call_later(wait, self.answer)
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
