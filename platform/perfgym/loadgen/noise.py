"""Log lines go to standard error, and only a few: a page of traceback a request would disturb what is measured."""

import logging

import locust

RECORDS = 20
CHARACTERS = 2000


class Few(logging.Filter):
    """Lets the first records through, shortened, and drops the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._left = RECORDS

    def filter(self, record: logging.LogRecord) -> bool:
        self._left -= 1
        record.msg, record.args = record.getMessage()[:CHARACTERS], ()
        return self._left >= 0


def hush() -> None:
    """Set Locust's logging up for warnings and errors, of which a few are written."""
    locust.log.setup_logging("WARNING", None)
    few = Few()
    for name in ("", "locust"):
        for handler in logging.getLogger(name).handlers:
            handler.addFilter(few)
