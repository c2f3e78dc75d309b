"""The lines of versions: what each says of one family, opened a few hundred at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bahtera.foundation.sealing import parts
from bahtera.releases.models import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHUNK = 500


def read_lines(round_id: int, hashes: Sequence[str]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Yield (hash, what it says) in the order asked; None for a line that was destroyed or is not there."""
    for start in range(0, len(hashes), _CHUNK):
        wanted = hashes[start : start + _CHUNK]
        rows = {row.sha256: row for row in Line.objects.filter(round_id=round_id, sha256__in=wanted)}
        for digest in wanted:
            row = rows.get(digest)
            yield digest, None if row is None else opened(row)


def opened(row: Line) -> dict[str, Any] | None:
    """Return what a line says; None once it was destroyed."""
    if parts.is_erased(row):
        return None
    body = parts.read(row, "body")
    found: dict[str, Any] | None = json.loads(body) if body else None
    return found


def erased_hashes(round_id: int) -> set[str]:
    """Return the hashes of a round's lines that were destroyed."""
    rows = Line.objects.filter(round_id=round_id, erased_at__isnull=False)
    return set(rows.order_by("pk").values_list("sha256", flat=True))
