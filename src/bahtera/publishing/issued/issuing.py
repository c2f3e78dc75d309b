"""Making a document that was ordered: figures first, then its number, its pages, and its place in the register."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from bahtera.documents import api as documents
from bahtera.documents.api import Kind
from bahtera.foundation import audit, blobs, clock, transactions
from bahtera.foundation.canonical import canonical_json
from bahtera.foundation.errors import Refused
from bahtera.publishing.issued import parts
from bahtera.publishing.issued.facts import Facts, facts_of
from bahtera.publishing.issued.parts import Stamp
from bahtera.publishing.issued.press import as_text
from bahtera.publishing.issued.responsible import Responsible, answers_in
from bahtera.publishing.issued.saying import FORM, TEMPLATES, content_of, said_by
from bahtera.publishing.issued.twin import plan_workbook, workbook
from bahtera.publishing.issued.village_package import package
from bahtera.publishing.paper.setting import set_pdf, template_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.documents.api import DocumentRow

_PAGE: Final = re.compile(rb"/Type\s*/Page\b(?!s)")
_STEPS: Final = 4
_site = "http://localhost:8000"


def configure_documents(public_url: str) -> None:
    """Say where this site is, for the QR codes of documents; called once by the settings."""
    global _site  # noqa: PLW0603 - set once at start
    _site = public_url.rstrip("/")


def address_of(token: str) -> str:
    """Return the address behind the QR code of a document."""
    return f"{_site}/dokumen/{token}/"


def make_document(document_id: UUID, *, answers: Callable[[str], Responsible] = answers_in) -> None:
    """Make a document that was ordered and issue it; what would repeat the issued one leaves that the newest.

    A refusal is kept with the document, for its page; what is none is raised again after that was noted.
    """
    row = documents.begin_making(document_id)
    if row is None:
        return
    try:
        _make(row, answers(row.area_code))
    except Refused as refused:
        documents.fail(document_id, refused)
    except Exception:
        documents.fail(document_id)
        raise


def export_document(document_id: UUID, *, actor: Actor, which: str = "file") -> tuple[str, BinaryIO]:
    """Return the file of a document ("file"), its twin ("twin") or the newest signed scan ("signed"), with a name.

    Raises UnknownDocument.
    """
    if which == "signed":
        row, scan, stored = documents.open_signed(document_id, actor=actor)
        name = f"{_stem(row)}-bertanda-tangan.{scan.kind}"
    else:
        row, stored = documents.open_file(document_id, actor=actor, twin=which == "twin")
        made = row.made
        name = f"{_stem(row)}.{(made.twin_kind if which == 'twin' else made.kind) if made else ''}"
    with transactions.durable():
        audit.record(
            "publishing.document_exported",
            actor=actor.key,
            subject=f"document:{document_id}",
            details={"which": which},
        )
    return name, stored


def _make(row: DocumentRow, responsible: Responsible) -> None:
    documents.tell_progress(row.id, 0, _STEPS)
    facts = facts_of(row.round_id, row.area_code, row.index_id, responsible)
    content = _hash_of(row.kind, facts)
    before = documents.latest_content(row)
    if before is not None and before[1] == content:
        documents.leave_unchanged(row.id, before[0])
        return
    documents.tell_progress(row.id, 1, _STEPS)
    stamp = Stamp(documents.give_number(row.id), clock.now().replace(microsecond=0), address_of(row.token))
    data = said_by(row.kind, facts, stamp)
    documents.tell_progress(row.id, 2, _STEPS)
    pdf = set_pdf(TEMPLATES[row.kind], data, stamp.at)
    documents.tell_progress(row.id, 3, _STEPS)
    pages = len(_PAGE.findall(pdf))
    file, file_kind = (
        (package(facts, stamp, pdf), "zip") if row.kind is Kind.VILLAGE_PACKAGE else (pdf, "pdf")
    )
    twin, twin_kind = _twin(row.kind, facts, stamp)
    cites = facts.cites
    made = documents.Made(
        sha256=blobs.put(file),
        kind=file_kind,
        size=len(file),
        pages=pages,
        twin=blobs.put(twin),
        twin_kind=twin_kind,
        definition_version=facts.found.index.version,
        definition_hash=facts.found.index.hash,
        data_version=0 if cites.is_provisional else cites.number or 0,
        data_digest="" if cites.is_provisional else cites.digest,
        is_provisional=cites.is_provisional,
    )
    documents.issue(row.id, made, content=content)


def _twin(kind: Kind, facts: Facts, stamp: Stamp) -> tuple[bytes, str]:
    if kind is Kind.PRESS:
        return as_text(facts, stamp).encode(), "txt"
    if kind is Kind.VILLAGE_PACKAGE and facts.has_figures:
        return b"".join(plan_workbook(kind, facts, stamp)), "xlsx"
    return b"".join(workbook(kind, facts, stamp)), "xlsx"


def _hash_of(kind: Kind, facts: Facts) -> str:
    """Return the hash of what a document says, without its number, its day and how the data stood when it was read."""
    said: dict[str, Any] = {
        "form": FORM,
        "template": template_digest(TEMPLATES[kind]),
        "content": content_of(kind, facts),
        "state": facts.cites.is_provisional,
        "version": facts.cites.digest,
        "definition": facts.found.index.hash,
        "letterhead": parts.letterhead(facts),
    }
    told = [one for one in said["content"].get("notes", []) if one["title"] != "Sumber"]
    said["content"] = {**said["content"], "notes": told, "editors": []}
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def _stem(row: DocumentRow) -> str:
    return row.number.replace("/", "-").replace(".", "") or str(row.id)
