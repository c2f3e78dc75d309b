"""How a PPKS/Satyagatra (BKKBN) centre stands: which status follows which, and what one says of a kecamatan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.directory.errors import BadCentre
from bahtera.directory.values import CentreAt, CentreStatus, DistrictCoverage, StatusRow, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

KIND: Final = "ppks"
"""The kind of unit that is such a centre."""

# What may follow; None: nothing was recorded before. A closed centre is founded anew, by a new decree.
STEPS: Final[Mapping[CentreStatus | None, frozenset[CentreStatus]]] = {
    None: frozenset({CentreStatus.ACTIVE, CentreStatus.DORMANT, CentreStatus.CLOSED}),
    CentreStatus.ACTIVE: frozenset({CentreStatus.DORMANT, CentreStatus.CLOSED}),
    CentreStatus.DORMANT: frozenset({CentreStatus.REACTIVATED, CentreStatus.CLOSED}),
    CentreStatus.REACTIVATED: frozenset({CentreStatus.DORMANT, CentreStatus.CLOSED}),
    CentreStatus.CLOSED: frozenset({CentreStatus.ACTIVE}),
}
# A centre falls asleep without a paper; all else is decided by a decree (SK).
BY_DECREE: Final = frozenset({CentreStatus.ACTIVE, CentreStatus.REACTIVATED, CentreStatus.CLOSED})
_TIERS: Final = {2: Tier.PROVINCE, 5: Tier.REGENCY, 8: Tier.DISTRICT}
# Which of several centres of a kecamatan is shown: one of which nothing is known may be at work, a closed one is not.
_BEST: Final = (
    CentreStatus.ACTIVE,
    CentreStatus.REACTIVATED,
    CentreStatus.DORMANT,
    None,
    CentreStatus.CLOSED,
)


def tier_of(area: str) -> Tier:
    """Return on which level a centre of an area works; raises BadCentre for a village or the whole country."""
    try:
        return _TIERS[len(area)]
    except KeyError:
        raise BadCentre.kind() from None


def check_history(rows: Sequence[StatusRow]) -> None:
    """Raise BadCentre unless each status of a centre may follow the one before; ``rows`` in any order."""
    before: CentreStatus | None = None
    last: date | None = None
    for row in sorted(rows, key=lambda one: one.since):
        if row.since == last:
            raise BadCentre.same_day()
        if row.status not in STEPS[before]:
            raise BadCentre.step(_said(before), _said(row.status))
        if row.status in BY_DECREE and not (row.decree and row.decreed_on):
            raise BadCentre.decree()
        before, last = row.status, row.since


def _said(status: CentreStatus | None) -> str:
    return status.value.replace("_", " ") if status else "belum tercatat"


def status_on(rows: Iterable[StatusRow], day: date) -> StatusRow | None:
    """Return the status that holds on a day; None where nothing was recorded by then."""
    begun = [row for row in rows if row.since <= day]
    return max(begun, key=lambda one: one.since, default=None)


def covered(code: str, name: str, centres: Iterable[CentreAt]) -> DistrictCoverage:
    """Return a kecamatan with the one of its centres that stands best; none and unknown are told apart from closed."""
    found = sorted(centres, key=lambda one: (_rank(one), one.name, str(one.unit_id)))
    return DistrictCoverage(code, name, found[0] if found else None)


def _rank(centre: CentreAt) -> int:
    return _BEST.index(centre.row.status if centre.row else None)
