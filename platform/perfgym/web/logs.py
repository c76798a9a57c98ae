"""What is kept out of the log: a refusal of odd input is one line, no traceback of ours."""

import logging

REFUSED = "django.security."  # unknown host, too many fields, too large a body


class OneLine(logging.Filter):
    """For handlers. Nothing is lost: the line says what was refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(REFUSED) or (record.name == "django.request" and record.levelno < logging.ERROR):
            record.exc_info = record.exc_text = None
        return True
