"""A data version as a file that a statistician takes away; who took it stays in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.releases.queries.documents import manifest_of, text_of, version_of
from bahtera.releases.queries.lines import read_lines
from bahtera.releases.queries.micro import pseudonym
from bahtera.releases.queries.versions import signed_part
from bahtera.releases.rules import canonical
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.releases.models import Version

_ACTION = "results.export"


def take_version(round_id: int, number: int, *, actor: Actor) -> Iterator[bytes]:
    """Return a whole version as JSON, piece by piece: statement, signature, figures, and every family's line.

    A line that was destroyed, or is of the actor's own household or kin, stands as its hash alone. For who may export
    single families in the whole area of the round. Raises UnknownVersion, UnknownRound, NotAllowed.
    """
    check_may(actor, _ACTION, area=surveys.get_round(round_id).area_code)
    row = version_of(round_id, number)
    with durable():
        audit.record(
            "releases.taken",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"version": number, "families": row.families},
        )
    return _pieces(row, {pseudonym(round_id, str(family)) for family in actor.kin})


def _pieces(row: Version, kin: set[str]) -> Iterator[bytes]:
    yield signed_part(row)[:-1] + b',"figures":' + text_of(row.figures) + b',"lines":['
    manifest = manifest_of(row)
    villages = {digest: village for village, digest in manifest}
    first = True
    for digest, line in read_lines(row.round_id, [digest for _, digest in manifest]):
        shown = None if line is None or line["family"] in kin else line
        told = canonical({"line": shown, "sha256": digest, "village": villages[digest]})
        yield (b"\n" if first else b",\n") + told
        first = False
    yield b"]}\n"
