"""Papers and photos of what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.actions.errors import UnknownEvidence
from bahtera.actions.models import PlanEvidence
from bahtera.actions.queries.plans import evidence_of
from bahtera.foundation import blobs

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from bahtera.access.api import Actor


def open_evidence(evidence_id: UUID, *, actor: Actor) -> tuple[bytes, str, str]:
    """Return a file's bytes, its name and its kind ("pdf", "jpg", "png"); raises UnknownEvidence."""
    row = evidence_of(evidence_id, actor=actor)
    if row is None:
        raise UnknownEvidence
    with blobs.open(row.sha256) as file:
        return file.read(), row.name, row.kind


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that are evidence which was not taken back."""
    rows = PlanEvidence.objects.filter(sha256__in=hashes, withdrawn_at=None).order_by("pk")
    return set(rows.values_list("sha256", flat=True))
