"""Reads of versions: the list, one, which is current, and figures as they were in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, may, reach
from bahtera.releases.errors import UnknownVersion
from bahtera.releases.models import Version
from bahtera.releases.queries.documents import counted_in, figures_of, newest, text_of, version_of
from bahtera.releases.rules import canonical
from bahtera.releases.values import Citation, Kind, VersionRow
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_READ = "results.read"
_EXACT = ("submission.read", "results.export")


def versions(round_id: int, *, actor: Actor) -> list[VersionRow]:
    """Return the data versions of a round, the newest first; raises NotAllowed."""
    check_may(actor, _READ)
    return [to_row(row) for row in Version.objects.filter(round_id=round_id).order_by("-number", "-pk")]


def version(round_id: int, number: int, *, actor: Actor) -> VersionRow:
    """Return one data version; raises UnknownVersion, NotAllowed."""
    check_may(actor, _READ)
    return to_row(version_of(round_id, number))


def current(round_id: int) -> VersionRow | None:
    """Return the newest data version of a round; None before the first."""
    row = newest(round_id)
    return to_row(row) if row else None


def cite(round_id: int) -> Citation:
    """Return how figures of a round as it is now name the data they come from; "sementara" until they are final.

    Preliminary figures go on changing with every decision: no version says what they are a moment later.
    """
    row = newest(round_id)
    stands = surveys.get_round(round_id).state in surveys.DECIDED
    return to_row(row).cites if row is not None and stands else Citation(round_id)


def figures_at(
    round_id: int, number: int, *, actor: Actor, area: str
) -> tuple[VersionRow, results.FrozenFigures]:
    """Return a version with its figures for an area, as the reader may see them there.

    Who may read visits or single families there sees the version itself; others see what moves on in steps, so that
    two versions laid side by side show no single family; of a provisional version they see nothing. Raises
    UnknownVersion, UnknownRound, NotAllowed.
    """
    check_may(actor, _READ, area=area or None)
    if area == "" and not any(covers(scope, "") for scope in reach(actor, _READ)):
        check_may(actor, _READ, area=area)
    row = version_of(round_id, number)
    exact = is_exact(actor, area)
    document = figures_of(row.figures)
    part = document if exact else document["public"]
    if part is None:
        raise UnknownVersion(round_id, number)
    return to_row(row), frozen(row, part, audience="internal")


def is_exact(actor: Actor, area: str) -> bool:
    """Tell whether a reader may see every step of a version's figures: who may read single families anyway."""
    return any(may(actor, action, area=area) for action in _EXACT)


def frozen(row: Version, part: Mapping[str, Any], *, audience: results.Audience) -> results.FrozenFigures:
    """Return what an audience may see of a part of a document of figures."""
    return results.frozen_figures(
        surveys.get_round(row.round_id),
        counted_in(part),
        visits_in(part["work"]),
        {code: work[0] for code, work in part["work"].items() if work[0] is not None},
        audience=audience,
        made_at=row.made_at,
    )


def visits_in(work: Mapping[str, list[int | None]]) -> dict[str, results.Visits]:
    """Return how far the work was in each village."""
    return {code: results.Visits(*(count or 0 for count in counts[1:])) for code, counts in work.items()}


def public_file(round_id: int, number: int) -> bytes:
    """Return what anybody may have of a version: what was signed, the signature, and the figures for everybody.

    Raises UnknownVersion, also for a provisional version, which has none.
    """
    row = version_of(round_id, number)
    if not row.public:
        raise UnknownVersion(round_id, number)
    # The figures stand in it as the very bytes that were hashed.
    return signed_part(row)[:-1] + b',"figures":' + text_of(row.public) + b"}\n"


def signed_part(row: Version) -> bytes:
    """Return what was signed, the signature and the key that checks it, as JSON to be gone on with."""
    told = {"public_key": row.statement["public_key"], "signature": row.signature, "statement": row.statement}
    return canonical(told)


def public_versions() -> list[VersionRow]:
    """Return every version that has figures for everybody, the newest first."""
    rows = Version.objects.exclude(public="").order_by("-made_at", "-pk")
    return [to_row(row) for row in rows]


def to_row(row: Version) -> VersionRow:
    """Return a version as others see it."""
    return VersionRow(
        id=row.pk,
        round_id=row.round_id,
        number=row.number,
        kind=Kind(row.kind),
        made_at=row.made_at,
        made_by=row.made_by,
        families=row.families,
        undecided=row.undecided,
        statement=row.statement,
        digest=row.digest,
        signature=row.signature,
        has_public=bool(row.public),
    )
