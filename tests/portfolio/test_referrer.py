"""Who follows a link away from an unlisted entry takes its address nowhere: seen from the other side, in a browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser, Request

from tests.deployment import Deployment

MAKE = (
    "from tests import factories\n"
    "from secrets import token_hex\n"
    "ada = factories.person('r' + token_hex(4))\n"
    "words = 'Read [more]({url}).'\n"
    "print('at', factories.entry(ada, visibility='unlisted', words=words).public_url)"
)


class Elsewhere(BaseHTTPRequestHandler):
    """Another site, which notes where its visitors say they come from."""

    heard: list[str | None]

    def do_GET(self) -> None:
        self.heard.append(self.headers["Referer"])
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Elsewhere</title>")

    def log_message(self, *said: object) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str | None]]]:
    """(its address, the Referer of each request)"""
    heard: list[str | None] = []
    server = HTTPServer(("127.0.0.1", 0), type("Handler", (Elsewhere,), {"heard": heard}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.servers
def test_no_request_says_that_it_comes_from_an_unlisted_entry(
    browser: Browser, site: Deployment, elsewhere: tuple[str, list[str | None]]
) -> None:
    address, heard = elsewhere
    path = site.command("shell", "-v", "0", "-c", MAKE.format(url=address)).split("at ")[1].strip()
    context = browser.new_context(base_url=site.url)
    page, sent = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: sent.append(request))
    assert page.goto(path).ok  # type: ignore[union-attr]
    page.get_by_role("link", name="more").click()
    page.wait_for_url(address)
    page.goto(path)
    page.get_by_role("link", name="The method in full").click()
    page.wait_for_url("**/method/")
    told = [request.all_headers().get("referer", "") for request in sent]
    context.close()
    assert heard[0] is None
    assert [address for address in heard if address and site.url in address] == []  # the icon is asked for from there
    assert len(told) > 4
    assert [address for address in told if "key=" in address] == []
