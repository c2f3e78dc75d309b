"""Which files may be kept as evidence: told by what is in them, never by their name."""

from __future__ import annotations

import re
from typing import Final

from bahtera.actions.errors import BadEvidence

LARGEST: Final = 8 * 1024 * 1024
MOST: Final = 30
_STARTS: Final = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_ENDS: Final = {"pdf": b"%%EOF", "jpg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
_TAIL: Final = 2048
# Names of a PDF that make a reader run, open or send something.
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|SubmitForm|ImportData|XFA|RichMedia)\b")
_PLAIN: Final = re.compile(r"[^\w .()-]+")


def kind_of(data: bytes) -> str:
    """Return "pdf", "jpg" or "png" for a whole file of that kind that runs nothing; raises BadEvidence."""
    if not data:
        raise BadEvidence("actions.evidence_empty", "The file is empty.")
    if len(data) > LARGEST:
        raise BadEvidence(
            "actions.evidence_large", "The file is larger than {most} MB.", most=LARGEST // 2**20
        )
    kind = next((name for start, name in _STARTS if data.startswith(start)), None)
    if kind is None or _ENDS[kind] not in data[-_TAIL:]:
        raise BadEvidence("actions.evidence_kind", "Only whole PDF, JPEG and PNG files are kept as evidence.")
    if kind == "pdf" and _ACTIVE.search(data):
        raise BadEvidence(
            "actions.evidence_active",
            "This PDF holds a program or another file. Print it to a plain PDF first.",
        )
    return kind


def file_name(name: str, kind: str) -> str:
    """Return a file name that is safe to show and to save, ending as its content does."""
    stem = _PLAIN.sub(" ", name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
    return f"{' '.join(stem.split())[:100] or 'bukti'}.{kind}"
