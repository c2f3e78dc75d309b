"""Reads of rounds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bahtera.surveys.errors import UnknownRound
from bahtera.surveys.models import ReviewPlan, Round, RoundVillage
from bahtera.surveys.values import RoundRow, VillageTarget


def get_round(round_id: int) -> RoundRow:
    """Return a round; raises UnknownRound."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise UnknownRound(round_id)
    return to_value(row)


def open_rounds() -> list[RoundRow]:
    """Return the rounds that take submissions, newest first."""
    return [to_value(row) for row in Round.objects.filter(is_open=True).order_by("-opens", "-id")]


def list_rounds() -> list[RoundRow]:
    """Return every round, newest first."""
    return [to_value(row) for row in Round.objects.order_by("-opens", "-id")]


def targets(round_id: int) -> list[VillageTarget]:
    """Return the villages of a round with their targets, by code; empty when the round names none."""
    rows = RoundVillage.objects.filter(round_id=round_id).order_by("village_code", "id")
    return [VillageTarget(row.village_code, row.target_families) for row in rows]


class HoldShare(NamedTuple):
    """Of a thousand visits that arrive, how many are held for a check, and what draws them."""

    seed: str
    per_mille: int


@dataclass(frozen=True)
class RoundBook:
    """The rounds that use a form, the villages each names, and the share of visits each holds for a check."""

    rounds: tuple[RoundRow, ...]
    villages: Mapping[int, frozenset[str]]
    holds: Mapping[int, HoldShare] = field(default_factory=dict)

    def takes_part(self, round_id: int, village_code: str) -> bool:
        """Tell whether a village takes part in a round; a round that names none takes all of its area."""
        named = self.villages.get(round_id)
        return not named or village_code in named


def read_rounds(form_id: str) -> RoundBook:
    """Return the rounds that use a form."""
    rows = tuple(to_value(row) for row in Round.objects.filter(form_id=form_id).order_by("id"))
    named: defaultdict[int, set[str]] = defaultdict(set)
    pairs = RoundVillage.objects.filter(round__form_id=form_id).order_by("id")
    for round_id, village_code in pairs.values_list("round_id", "village_code"):
        named[round_id].add(village_code)
    plans = ReviewPlan.objects.filter(round__form_id=form_id, hold_per_mille__gt=0).order_by("round_id")
    holds = {plan.pk: HoldShare(plan.seed, plan.hold_per_mille) for plan in plans}
    return RoundBook(rows, {round_id: frozenset(codes) for round_id, codes in named.items()}, holds)


def to_value(row: Round) -> RoundRow:
    """Turn a row into the value others get."""
    return RoundRow(
        id=row.pk,
        name=row.name,
        year=row.year,
        form_id=row.form_id,
        index_ids=tuple(row.index_ids),
        area_code=row.area_code,
        opens=row.opens,
        closes=row.closes,
        is_open=row.is_open,
    )
