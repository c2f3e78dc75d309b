"""Asking an address as somebody, undoing what it did, and reading everything that came back."""

import copy
import functools
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyarrow.parquet
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.fakes.signing_in import enter
from tests.functional.matrix.world import World

from bahtera.config.logs import HideTokens
from bahtera.foundation.models import AuditEntry

_BARE = re.compile(r"[^0-9a-z]")
_CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass
class Answer:
    """What came back: status, everything readable in it, the entries it left, the lines it logged."""

    status: int
    location: str
    body: bytes
    text: str
    entries: list[AuditEntry] = field(default_factory=list)
    log: str = ""

    @property
    def everything(self) -> str:
        """Body, headers and address, as one text in small letters."""
        return self.text

    def left(self, action: str) -> list[AuditEntry]:
        return [entry for entry in self.entries if entry.action == action]


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.addFilter(HideTokens())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[_Lines]:
    handler, root = _Lines(), logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(world: World, who: str, *, factor: str = "totp") -> Client:
    """Return a client on which an account of the world is signed in; ``visitor`` is nobody."""
    client = Client(raise_request_exception=False)
    if who != "visitor":
        enter(client, get_user_model().objects.get(pk=world.accounts[who]), factor=factor)
    return client


def ask(client: Client, method: str, address: str, *, form=None, headers=None) -> Answer:
    """Send one request, undo it, and return all there is to read."""
    with listening() as lines, undone():
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        cookies = copy.deepcopy(client.cookies)
        send = client.post if method == "POST" else functools.partial(client.generic, method)
        answer = (
            send(address, form or {}, headers=headers or {}) if form else send(address, headers=headers or {})
        )
        client.cookies = cookies
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        entries = list(AuditEntry.objects.filter(id__gt=last).order_by("id"))
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return Answer(
        status=answer.status_code,
        location=answer.headers.get("Location", ""),
        body=body,
        text=f"{heads}\n{answer.cookies.output()}\n{readable(body)}".casefold(),
        entries=entries,
        log="\n".join(lines.lines).casefold(),
    )


def readable(body: bytes) -> str:
    """Return the text in an answer, unpacked where it is packed."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if body.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(io.BytesIO(body))
        return f"{table.schema}\n{table.schema.metadata}\n{table.to_pylist()}"
    return body.decode("utf-8", "replace")


def seen_in(text: str, world: World) -> set:
    """Return the canaries in a text, also where a mark was put in between (spaces, dashes, tags)."""
    bare = _BARE.sub("", text)
    return {one for one in world.canaries if one.text.casefold() in text or _bare(one.text) in bare}


def _bare(text: str) -> str:
    return _BARE.sub("", text.casefold())


def comparable(answer: Answer, asked: str) -> bytes:
    """Return a body without what differs by nature: the form's own token, and the address that was asked."""
    plain = _CSRF.sub(r"\1", answer.body.decode("utf-8", "replace"))
    last = asked.rpartition("=" if "?" in asked else "/")[2]
    return plain.replace(asked, "ASKED").replace(last or asked, "LAST").encode()
