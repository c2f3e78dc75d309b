"""Trying what a form of the service wing asks: every fault in words, and what somebody else wrote meanwhile."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from bahtera.foundation.errors import Conflict, Refused
from bahtera.web import wording
from bahtera.web.views.administration import forms

_FILE: Final = "berkas"


class Attempt(forms.Attempt):
    """An attempt that keeps every fault of a refusal. ``conflict``: it contradicts what is kept by now (409)."""

    conflict: Conflict | None = None
    faults: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Return the status of the page that shows the form again."""
        return 409 if self.conflict else super().status

    def keep(self, refused: Refused) -> None:
        """Keep a refusal with its faults for the form."""
        super().keep(refused)
        self.conflict = refused if isinstance(refused, Conflict) else None
        self.faults = tuple(wording.refusal(one) for one in getattr(refused, "faults", ()))


def fault_lines(faults: Iterable[Any]) -> list[tuple[int, int, str]]:
    """Return the faults of a table as line, column and words."""
    return [(one.line, one.column, wording.refusal(one)) for one in faults]


def table_in(request: HttpRequest, largest: int) -> bytes:
    """Return the content of the chosen table, at most a byte more than ``largest``; raises Refused without one."""
    file = upload_in(request)
    content: bytes = file.read(largest + 1)
    return content


def upload_in(request: HttpRequest) -> Any:
    """Return the chosen file; raises Refused without one."""
    found = request.FILES.get(_FILE)
    file: UploadedFile[Any] | None = found if isinstance(found, UploadedFile) else None
    if file is None or file.file is None:
        raise Refused("web.no_file", "Choose the file.")
    return file
