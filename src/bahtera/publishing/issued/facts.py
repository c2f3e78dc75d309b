"""Everything a document rests on: the figures of the public, the data version, the areas, who answers what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bahtera.areas import api as areas
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.areas.api import Area
    from bahtera.publishing.issued.responsible import Responsible

_ZONE: Final = "Asia/Jakarta"


@dataclass(frozen=True)
class Facts:
    """What documents of one area, round and index say. Figures are those of the public, small ones hidden.

    ``found``: the area itself. ``villages``: each village of the round in it, by code; of a village, itself.
    ``places``: these areas with all above them, and the regencies and districts between, by code. ``known``: how many
    families are known in each village, from the register of families or the target of a round.
    """

    round: surveys.RoundRow
    found: results.Result
    villages: tuple[results.VillageResult, ...]
    cites: releases.Citation
    places: Mapping[str, Area]
    responsible: Responsible
    known: Mapping[str, int] = field(default_factory=dict)
    _parts: dict[str, results.Result] = field(default_factory=dict)

    @property
    def area(self) -> Area:
        """Return the area of the document."""
        return self.places[self.found.area_code]

    @property
    def zone(self) -> str:
        """Return the time zone of the area."""
        return self.area.zone if self.found.area_code in self.places else _ZONE

    @property
    def is_synthetic(self) -> bool:
        """Tell whether the round holds made-up data, which its name must say."""
        return "sintetis" in self.round.name.casefold()

    @property
    def has_figures(self) -> bool:
        """Tell whether any figure of the area may be shown to everybody."""
        return self.has_value or any(one.share.value is not None for one in self.found.indicators)

    @property
    def has_value(self) -> bool:
        """Tell whether the value of the index may be shown to everybody."""
        return self.found.main.figure.value is not None

    def part(self, code: str) -> results.Result:
        """Return the figures of an area inside, its villages taken together; raises AreaNotInRound."""
        if code not in self._parts:
            self._parts[code] = results.area_result(
                self.found.round_id, code, audience="public", index_id=self.found.index.id
            )
        return self._parts[code]

    def codes(self, level: str) -> tuple[str, ...]:
        """Return the areas of a level ("regency", "district") that have a village here, by code."""
        size = {"regency": 2, "district": 3}[level]
        return tuple(dict.fromkeys(".".join(one.area_code.split(".")[:size]) for one in self.villages))


def facts_of(round_id: int, area_code: str, index_id: str, responsible: Responsible) -> Facts:
    """Return the facts of a document; raises UnknownRound, IndexNotMeasured, AreaNotInRound, UnknownArea."""
    row = surveys.get_round(round_id)
    is_village = areas.level_of(area_code) == "village"
    work_out = results.village_result if is_village else results.area_result
    found: results.Result = work_out(round_id, area_code, audience="public", index_id=index_id)
    villages = results.village_results(round_id, area_code, audience="public", index_id=index_id)
    codes = {area_code, *(one.area_code for one in villages)}
    places = areas.find({up for code in codes for up in (code, *areas.ancestors_of(code))})
    if area_code not in places:
        raise areas.UnknownArea(area_code)
    return Facts(
        round=row,
        found=found,
        villages=villages,
        cites=releases.cite_in_steps(round_id, area_code),
        places=places,
        responsible=responsible,
        known=_known(row, villages),
    )


def _known(row: surveys.RoundRow, villages: Sequence[results.VillageResult]) -> dict[str, int]:
    """Return how many families are known in each village, those visited among them; nothing of a sample."""
    known = results.known_families(row, [one.area_code for one in villages])
    visited = {one.area_code: one.coverage.visited for one in villages}
    return {code: max(count, visited[code]) for code, count in known.items()}
