"""Single families for statistics: de-identified, of a version or as they are approved at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.foundation import sealing
from bahtera.releases.errors import UnknownVersion
from bahtera.releases.values import Citation, MicroData, MicroRow, MicroScore
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACTION = "results.read"
_PURPOSE = "releases.family"


def micro_rows(round_id: int, *, actor: Actor, area: str = "", version: int | None = None) -> MicroData:
    """Return the families that count in a round, in an area and the actor's areas; for what makes figures of them.

    Without a ``version`` (its number) as they are approved at this moment. Whoever asks shows no row, and hides small
    counts. Raises UnknownRound, UnknownVersion, NotAllowed.
    """
    row = surveys.get_round(round_id)
    check_may(actor, _ACTION, area=area or None)
    if version is not None:
        raise UnknownVersion(row.id, version)
    scopes = reach(actor, _ACTION)
    villages = tuple(
        code
        for code in surveys.counted_villages(round_id)
        if covers(area, code) and any(covers(scope, code) for scope in scopes)
    )
    return MicroData(Citation(round_id), villages, _live(round_id, villages))


def pseudonym(round_id: int, family: str) -> str:
    """Return what a family is called in the data of a round: the same each time, and no way back without our keys."""
    return sealing.digest(f"{round_id}:{family}", purpose=_PURPOSE)


def _live(round_id: int, villages: Sequence[str]) -> Iterator[MicroRow]:
    for each in surveys.counted_families(round_id, villages):
        yield MicroRow(
            family=pseudonym(round_id, each.family_id or each.submission_id),
            village_code=each.village_code,
            result_code=each.result_code,
            groups=each.groups,
            scores=tuple(map(MicroScore._make, each.scores)),
            psu=each.village_code,
        )
