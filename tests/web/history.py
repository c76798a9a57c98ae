"""What a learner's history holds, as the site shows it."""

import re
from html import unescape

from playwright.sync_api import Page

HISTORY = "/labs/sql-n-plus-one/history/"


def everything_kept(page: Page) -> str:
    """All text of the file that is open now, and of every earlier state that differs from it."""
    get = page.context.request.get
    now = get("/labs/sql-n-plus-one/files/bookshop/queries.py").json()["content"]
    listed = get(HISTORY).text()
    states = sorted(set(re.findall(rf"{HISTORY}(\w{{64}})/", listed)))
    return str(now) + "".join(unescape(get(f"{HISTORY}{state}/").text()) for state in states)
