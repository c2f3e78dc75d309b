"""What must never reach a log line."""

import logging
import re

_TOKEN = re.compile(r"(/key/)[^/\s\"']+")


class HideTokens(logging.Filter):
    """Replace a kader's token, which is a credential in an address, by dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message; the record always passes."""
        record.msg = _TOKEN.sub(r"\1…", record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = _TOKEN.sub(r"\1…", logging.Formatter().formatException(record.exc_info))
        return True
