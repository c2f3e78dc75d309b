"""Reads of versions: the list, one, which is current, and figures as they were in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.releases.errors import UnknownVersion
from bahtera.releases.models import Version
from bahtera.releases.queries.documents import counted_in, figures_of, newest, text_of, version_of
from bahtera.releases.rules import approved_printed, canonical
from bahtera.releases.values import Citation, Kind, VersionRow
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_READ = "results.read"


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


def cite_in_steps(round_id: int, area: str) -> Citation:
    """Return `cite` for figures of an area that move on in steps, with the versions that they are still those of."""
    cites = cite(round_id)
    if cites.number is None:
        return cites
    return replace(cites, figures_from=origins(round_id, cites.number, area))


def origins(round_id: int, number: int, area: str) -> tuple[int, ...]:
    """Return the versions whose figures of an area a version repeats for who reads figures in steps, itself among them.

    Itself alone where every village moved on, and of a provisional version, which such a reader does not see.
    """
    part = figures_of(version_of(round_id, number).figures)["public"]
    told = part["from"].items() if part else ()
    return tuple(sorted({origin for code, origin in told if covers(area, code)})) or (number,)


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


def answered_in(round_id: int, number: int, *, actor: Actor, area: str) -> tuple[int, int] | None:
    """Return the approved visits of a version in an area and those of them in which a family was interviewed.

    As far as its figures for this reader rest on them; None of a provisional version that is kept from the reader.
    Raises UnknownVersion, NotAllowed.
    """
    check_may(actor, _READ, area=area or None)
    document = figures_of(version_of(round_id, number).figures)
    part = document if is_exact(actor, area) else document["public"]
    if part is None:
        return None
    pairs = [pair for code, pair in counted_in(part).families.items() if covers(area, code)]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def is_exact(actor: Actor, area: str) -> bool:
    """Tell whether a reader may see every step of a version's figures: who may read single families anyway."""
    return results.sees_every_step(actor, area)


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


def approved_in(figures: results.FrozenFigures) -> int:
    """Return the approved families that figures say their villages have, all villages together."""
    return approved_printed(dict(figures.all_printed()))


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
