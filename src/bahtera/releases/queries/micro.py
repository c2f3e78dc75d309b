"""Single families for statistics: de-identified, of a version or as they are approved at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.foundation import sealing
from bahtera.releases.queries.documents import manifest_of, version_of
from bahtera.releases.queries.lines import erased_hashes, read_lines
from bahtera.releases.queries.versions import to_row
from bahtera.releases.rules import row_of
from bahtera.releases.values import Citation, MicroData, MicroRow, MicroScore
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

_ACTION = "results.read"
_PURPOSE = "releases.family"
_NOT_DRAWN = ("", 0)


def micro_rows(round_id: int, *, actor: Actor, area: str = "", version: int | None = None) -> MicroData:
    """Return the families that count in a round, in an area and the actor's areas; for what makes figures of them.

    Without a ``version`` (its number) as they are approved at this moment. Whoever asks shows no row, and hides small
    counts. Raises UnknownRound, UnknownVersion, NotAllowed.
    """
    surveys.get_round(round_id)
    check_may(actor, _ACTION, area=area or None)
    scopes = reach(actor, _ACTION)

    def mine(code: str) -> bool:
        return covers(area, code) and any(covers(scope, code) for scope in scopes)

    if version is None:
        villages = tuple(code for code in surveys.counted_villages(round_id) if mine(code))
        return MicroData(Citation(round_id), villages, _live(round_id, villages))
    row = version_of(round_id, version)
    lines = [(village, digest) for village, digest in manifest_of(row) if mine(village)]
    gone = erased_hashes(round_id)
    return MicroData(
        to_row(row).cites,
        tuple(sorted({village for village, _ in lines})),
        _frozen(round_id, [digest for _, digest in lines if digest not in gone]),
        sum(digest in gone for _, digest in lines),
    )


def pseudonym(round_id: int, family: str) -> str:
    """Return what a family is called in the data of a round: the same each time, and no way back without our keys."""
    return sealing.digest(f"{round_id}:{family}", purpose=_PURPOSE)


def pseudonyms(round_id: int, families: Collection[UUID]) -> dict[str, UUID]:
    """Return what families are called in the data of a round -> the family, to lay two rounds side by side.

    Whoever asks shows no single family.
    """
    return {pseudonym(round_id, str(one)): one for one in families}


def sampled(round_id: int) -> Mapping[str, tuple[str, int]]:
    """Return family -> (stratum, weight in 1/10,000) of those drawn and in use; nothing for a full enumeration."""
    found = samples.design_of(round_id)
    if found is None:
        return {}
    return {str(each.family_id): (each.stratum, each.whole_weight) for each in found.families if each.in_use}


def row_of_family(
    round_id: int, each: surveys.CountedFamily, design: Mapping[str, tuple[str, int]]
) -> MicroRow:
    """Return a family that counts without what names it."""
    row = MicroRow(
        family=pseudonym(round_id, each.family_id or each.submission_id),
        village_code=each.village_code,
        result_code=each.result_code,
        groups=each.groups,
        scores=tuple(map(MicroScore._make, each.scores)),
        psu=each.village_code,
    )
    if not design:
        return row
    stratum, weight = design.get(each.family_id or "", _NOT_DRAWN)
    return row._replace(stratum=stratum, weight=weight)


def _live(round_id: int, villages: Sequence[str]) -> Iterator[MicroRow]:
    design = sampled(round_id)
    for each in surveys.counted_families(round_id, villages):
        yield row_of_family(round_id, each, design)


def _frozen(round_id: int, hashes: Sequence[str]) -> Iterator[MicroRow]:
    for _, line in read_lines(round_id, hashes):
        if line is not None:
            yield row_of(line)
