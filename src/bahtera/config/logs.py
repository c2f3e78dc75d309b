"""What must never reach a log line, and what a log line must never be mistaken for."""

import logging
import re
import time
import traceback
from collections.abc import Iterator

_TOKEN = re.compile(r"(/key/)[^/\s\"']+")
# NIK and KK have 16 digits, telephone numbers 10 to 13.
_NUMBER = re.compile(r"(?<![\w.-])(?:\d{16}|\+?62\d{8,12}|08\d{8,11})(?![\w-])")
# What a value is shown between, in the messages of Python and of databases: 'x', "x", (name)=(x).
_VALUE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|=\(.*\)|(?<=: )\d[\d.,-]{5,}")
_DETAIL = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+): .*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 400
_DEEPEST = 60


class HideTokens(logging.Filter):
    """Replace by dots what names a person or opens a door, and keep one record one line.

    Tokens are credentials in an address; NIK, KK and telephone numbers name people. The messages of errors
    quote the value that broke something: a traceback keeps its places and its types, the values go.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message; the record always passes."""
        record.msg = _one_line(_hidden(record.getMessage()))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = safe_traceback(record.exc_info[1]) if record.exc_info[1] else ""
        return True


class UtcFormatter(logging.Formatter):
    """Times in UTC, to be laid beside the audit."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


def safe_traceback(error: BaseException) -> str:
    """Return a traceback without the values its messages quote, set in so that no line passes for a record."""
    lines = [line for part in _chain(error) for line in part.splitlines()]
    return "\n".join(f"    | {_hidden(line)}" for line in lines)


def _chain(error: BaseException) -> Iterator[str]:
    """Yield each error with its places, the one it came from before it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
        yield "… which led to:"
    yield from traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), limit=_DEEPEST).format()
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_without_values(str(error))}"


def _without_values(message: str) -> str:
    """Return a message on one line, without what it quotes and without what a database adds."""
    return _VALUE.sub("'…'", _one_line(_DETAIL.sub("", message).strip()))[:_LONGEST]


def _hidden(text: str) -> str:
    return _NUMBER.sub("…", _TOKEN.sub(r"\1…", text))


def _one_line(text: str) -> str:
    """Show line ends and other controls as such: nobody writes a record of their own into ours."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
