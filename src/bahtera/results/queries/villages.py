"""Reads of results: the sums of a round, what may be shown of them, and results for an area."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bahtera.access.api import Actor, check_may, may
from bahtera.access.errors import NotAllowed
from bahtera.areas import api as areas
from bahtera.results.errors import AreaNotInRound, IndexNotMeasured
from bahtera.results.models import VillageSums
from bahtera.results.queries import pictures
from bahtera.results.queries.memory import Memory
from bahtera.results.queries.states import Kept, VillageState, decided, forget_states, states_of
from bahtera.results.rules import figures
from bahtera.results.rules.definitions import known_definitions, most_used
from bahtera.results.rules.protecting import RoundProtection
from bahtera.results.rules.releasing import STEP
from bahtera.results.rules.sums import added, zero
from bahtera.results.values import (
    DATA_STATE,
    FROZEN_STATE,
    KIND,
    AreaResult,
    Audience,
    Result,
    Speaks,
    Sums,
    VillageResult,
    VillageRow,
    Visits,
)
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.figures import Shown
    from bahtera.results.values import Lack

_ACTION = "results.read"
_SEES_FAMILIES = ("submission.read", "results.export")
_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Everything of one round, index and audience: sums of every village and what may be shown of them.

    ``released``: they move on in steps; otherwise they are what is approved this moment.
    """

    round: surveys.RoundRow
    definition: IndexDefinition
    audience: Audience
    released: bool
    villages: Mapping[str, VillageState]
    targets: Mapping[str, int]
    shown: RoundProtection
    rolled: dict[str, VillageState] = field(default_factory=dict, compare=False, repr=False)
    """Areas above the villages as far as they were asked for, each worked out once."""
    inside: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)
    """The villages of areas as far as they were asked for."""
    lacks: dict[str, Mapping[str, tuple[Lack, ...]]] = field(default_factory=dict, compare=False, repr=False)
    """Who lacks what in the villages of an area, as far as it was asked for."""

    def whole(self, area_code: str) -> VillageState:
        """Return all villages of an area taken together, worked out once from the areas one level down."""
        if area_code in self.villages:
            return self.villages[area_code]
        found = self.rolled.get(area_code)
        if found is None:
            below = sorted({step_down(area_code, code) for code in self.within(area_code)})
            found = self.rolled.setdefault(area_code, self._together([self.whole(code) for code in below]))
        return found

    def within(self, area_code: str) -> list[str]:
        """Return the villages of the round in an area, by code."""
        found = self.inside.get(area_code)
        if found is None:
            codes = (code for code in self.villages if not area_code or areas.is_within(code, area_code))
            found = self.inside.setdefault(area_code, sorted(codes))
        return list(found)

    def state(self, codes: list[str]) -> VillageState:
        """Return several villages taken together."""
        return self._together([self.villages[code] for code in codes])

    def _together(self, states: Sequence[VillageState]) -> VillageState:
        sums = added([state.sums for state in states], zero(self.definition))
        visits = sum((state.visits for state in states), Visits())
        refreshed = [state.refreshed_at for state in states if state.refreshed_at]
        return VillageState(sums, visits, max(refreshed, default=None))

    @property
    def step(self) -> int | None:
        """Return how many families must come or go before a village's figures move on; None: they follow at once."""
        return STEP if self.released else None

    def target(self, codes: list[str]) -> int | None:
        """Return the sum of the targets; None as soon as one village has none."""
        found = [self.targets.get(code) for code in codes]
        known = [target for target in found if target is not None]
        return sum(known) if known and len(known) == len(found) else None


def step_down(area_code: str, village_code: str) -> str:
    """Return the area one level below an area that a village lies in; below "" lie provinces."""
    return village_code[: next(size for size in (2, 5, 8, 13) if size > len(area_code))]


def village_result(
    round_id: int,
    village_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> VillageResult:
    """Return the result of one village, small counts already hidden.

    ``index_id``: one of the round's indices; its first when not given. ``audience`` "internal" needs an actor
    who may read results there; unless the round is final, one who may not read single families there sees the
    figures of the last full step (see `Result.step`). Raises UnknownRound, IndexNotMeasured, AreaNotInRound,
    NotAllowed.
    """
    live = sees_live(audience, actor, village_code)
    found = round_figures(round_id, audience, index_id, live=live)
    if village_code not in found.villages:
        raise AreaNotInRound(round_id, village_code)
    base = _base(found, village_code, [village_code])
    return VillageResult(**_fields(base))


def area_result(
    round_id: int,
    area_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
    most_villages: int | None = None,
) -> AreaResult:
    """Return the visited villages of a district, regency or province taken together ("rata-rata desa lokus").

    ``area_code`` "" takes all villages of the round. Of more than ``most_villages`` none is listed, only how many there
    are. Raises like `village_result`.
    """
    live = sees_live(audience, actor, area_code)
    found = round_figures(round_id, audience, index_id, live=live)
    codes = found.within(area_code)
    if not codes or area_code in found.villages:
        raise AreaNotInRound(round_id, area_code)
    is_listed = most_villages is None or len(codes) <= most_villages
    return _area_page(found, area_code, codes, rows=is_listed)


def village_results(
    round_id: int,
    area_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> tuple[VillageResult, ...]:
    """Return the result of every village of an area, by code, to lay side by side; a village is its own area.

    Raises like `village_result`.
    """
    live = sees_live(audience, actor, area_code)
    found = round_figures(round_id, audience, index_id, live=live)
    codes = found.within(area_code)
    if not codes:
        raise AreaNotInRound(round_id, area_code)
    names = areas.find(codes)
    bases = (_base(found, code, [code], names=names) for code in codes)
    return tuple(VillageResult(**_fields(base)) for base in bases)


def protected_figures(
    round_id: int, area_code: str, *, audience: Audience, actor: Actor | None, index_id: str | None
) -> RoundFigures:
    """Return a round's figures for an audience that may read them in an area; raises like `village_result`."""
    live = sees_live(audience, actor, area_code)
    return round_figures(round_id, audience, index_id, live=live)


def round_figures(
    round_id: int, audience: Audience, index_id: str | None = None, *, live: bool = False
) -> RoundFigures:
    """Return all sums of a round with what an audience may see of them; remembered until a sum changes.

    ``live``: as they are this moment also while it is open, for who may read its families anyway.
    """
    row = surveys.get_round(round_id)
    index = index_id or (row.index_ids[0] if row.index_ids else "")
    if index not in row.index_ids or not known_definitions(index):
        raise IndexNotMeasured(round_id, index)
    released = row.state is not surveys.RoundState.FINAL and not live
    return (_kept(row, audience, released=released) or _worked_out(row, audience, released=released))[index]


def work_out(
    row: surveys.RoundRow, audience: Audience, targets: Mapping[str, int], *, released: bool
) -> dict[str, RoundFigures]:
    """Work out all indices of a round together, as of this moment: what one hides no other prints."""
    known = {name: found for name in row.index_ids if (found := known_definitions(name))}
    rows: dict[str, list[Kept]] = {name: [] for name in known}
    state_of = _live if not released else _released if audience == "public" else _released_inside
    for each in states_of(row, state_of, known):
        rows.get(each.index_id, []).append(each)
    measured = {name: _measured(found, name, targets) for name, found in rows.items()}
    return protected(row, measured, targets, audience=audience, released=released)


def _kept(row: surveys.RoundRow, audience: Audience, *, released: bool) -> dict[str, RoundFigures] | None:
    """Return the figures that the worker decided of a large round, if it did and they may be shown.

    While a round is open the last ones are shown until the next are decided, with their own moment; of a final round
    only those of its sums as they stand.
    """
    head = pictures.kept_head(row.id, audience, released=released)
    if head is None:
        return None
    if row.state is surveys.RoundState.FINAL:
        targets, changed = pictures.targets_of(row.id), pictures.changed_of(row.id)
        if head.stamp != pictures.stamp_of(row, targets, changed):
            return None
    found = _remembered.get((row, audience, released, head.key), lambda: _read(row, audience, released, head))
    return found if found.keys() == {name for name in row.index_ids if known_definitions(name)} else None


def _read(
    row: surveys.RoundRow, audience: Audience, released: bool, head: pictures.Head
) -> dict[str, RoundFigures]:
    picture = pictures.kept_picture(head)
    if picture is None:
        return {}
    found = {
        name: RoundFigures(row, definition, audience, released, villages, picture.targets, shown)
        for name, (definition, villages, shown) in picture.indices.items()
    }
    before = _last.get(head.of, dict)
    for name, one in found.items():
        if name in before:
            one.rolled.update(_unmoved(before[name], one))
    _last.put(head.of, found)
    return found


def _unmoved(before: RoundFigures, now: RoundFigures) -> dict[str, VillageState]:
    """Return the areas of an earlier picture in which no village is another: adding thousands again takes long."""
    if before.definition != now.definition or before.villages.keys() != now.villages.keys():
        return {}
    moved = [code for code, state in now.villages.items() if state is not before.villages[code]]
    above = {code[:size] for code in moved for size in (0, 2, 5, 8)}
    return {code: state for code, state in before.rolled.items() if code not in above}


def _worked_out(row: surveys.RoundRow, audience: Audience, *, released: bool) -> dict[str, RoundFigures]:
    """Return the figures worked out here and now, or remembered from the same sums."""
    targets, changed = pictures.targets_of(row.id), pictures.changed_of(row.id)
    key = (row, audience, released, pictures.stamp_of(row, targets, changed))
    return _remembered.get(key, lambda: work_out(row, audience, targets, released=released))


def protected(
    row: surveys.RoundRow,
    measured: Mapping[str, tuple[IndexDefinition, dict[str, VillageState]]],
    targets: Mapping[str, int],
    *,
    audience: Audience,
    released: bool,
) -> dict[str, RoundFigures]:
    """Return all indices of a round with what an audience may see of them, decided together."""
    cases = [
        (definition, {code: state.sums for code, state in villages.items()})
        for definition, villages in measured.values()
    ]
    shown = decided(cases, audience)
    return {
        name: RoundFigures(row, definition, audience, released, villages, targets, protection)
        for (name, (definition, villages)), protection in zip(measured.items(), shown, strict=True)
    }


def _measured(
    rows: list[Kept], index_id: str, targets: Mapping[str, int]
) -> tuple[IndexDefinition, dict[str, VillageState]]:
    states = [(row, row.state) for row in rows if row.state is not None]
    definition = most_used(index_id, ((row.index_hash, state.sums.families) for row, state in states))
    nothing = VillageState(zero(definition), Visits(), None)
    villages = dict.fromkeys(sorted({*targets, *(each.village_code for each in rows)}), nothing)
    villages |= {row.village_code: state for row, state in states if row.index_hash == definition.hash}
    return definition, villages


def _live(row: VillageSums, nothing: Sums) -> VillageState:
    sums = nothing if row.sums is None else Sums.from_json(row.sums)
    return VillageState(sums, visits_of(row), row.refreshed_at)


def _released(row: VillageSums, nothing: Sums) -> VillageState:
    """Return the copy that moves on in steps, with the moment of its last step."""
    if row.released is None:
        return VillageState(nothing, Visits(), None)
    moment = row.released.get("at")
    return VillageState(
        Sums.from_json(row.released["sums"]),
        Visits(**row.released["visits"]),
        datetime.fromisoformat(moment) if moment else None,
    )


def _released_inside(row: VillageSums, nothing: Sums) -> VillageState:
    """Return the copy with the visits made so far: a visit says nothing while its answers are not counted."""
    state = _released(row, nothing)
    visits = replace(
        state.visits,
        visited=max(row.visited, state.visits.approved),
        interviewed=max(row.interviewed, state.sums.families),
    )
    return replace(state, visits=visits)


def visits_of(row: VillageSums) -> Visits:
    """Return the counts of visits kept in a row."""
    return Visits(row.visited, row.interviewed, row.approved, row.other_definition)


def village_page(found: RoundFigures, village_code: str, *, shown: Shown) -> VillageResult:
    """Return the result of one village by what may be shown of it to somebody."""
    return VillageResult(**_fields(_base(found, village_code, [village_code], shown=shown)))


def page_of_area(found: RoundFigures, area_code: str, *, rows: bool = True) -> VillageResult | AreaResult:
    """Return the result of a village, or of the villages of a larger area taken together, listed as ``rows`` or not."""
    if area_code in found.villages:
        return VillageResult(**_fields(_base(found, area_code, [area_code])))
    return _area_page(found, area_code, found.within(area_code), rows=rows)


def _area_page(found: RoundFigures, area_code: str, codes: list[str], *, rows: bool) -> AreaResult:
    listed = _village_rows(found, codes) if rows else ()
    return AreaResult(**_fields(_base(found, area_code, codes)), villages=listed, village_count=len(codes))


def figures_of(
    found: RoundFigures, area_code: str, state: VillageState, *, shown: Shown | None = None
) -> figures.AreaFigures:
    """Return every figure of an area, the hidden ones without their value."""
    return figures.area_figures(found.definition, _node(found, area_code), state.sums, shown or found.shown)


def _base(
    found: RoundFigures,
    area_code: str,
    codes: list[str],
    *,
    shown: Shown | None = None,
    names: Mapping[str, areas.Area] | None = None,
) -> Result:
    state = found.villages[area_code] if area_code in found.villages else found.whole(area_code)
    parts = figures_of(found, area_code, state, shown=shown)
    known = names if names is not None else areas.find([area_code] if area_code else [])
    name = known.get(area_code)
    return Result(
        round_id=found.round.id,
        round_name=found.round.name,
        round_year=found.round.year,
        area_code=area_code,
        area_name=name.name if name else area_code,
        speaks=speaks_for(found, area_code),
        kind=KIND,
        audience=found.audience,
        threshold=found.shown.policy.threshold,
        data_state=FROZEN_STATE if found.round.state in surveys.DECIDED else DATA_STATE,
        refreshed_at=state.refreshed_at,
        index=figures.index_ref(found.definition),
        coverage=figures.coverage(found.target(codes), state.visits, state.sums),
        categories=parts.categories,
        methods=parts.methods,
        dimensions=parts.dimensions,
        indicators=parts.indicators,
        step=found.step,
    )


def speaks_for(found: RoundFigures, area_code: str) -> Speaks:
    """Return for whom the figures of an area of a round speak."""
    is_village = area_code in found.villages
    if found.round.design is surveys.Design.TWO_STAGE:
        return Speaks.SAMPLED_VILLAGE if is_village else Speaks.SAMPLE_AVERAGE
    return Speaks.VILLAGE if is_village else Speaks.LOCUS_AVERAGE


def _village_rows(found: RoundFigures, codes: Sequence[str]) -> tuple[VillageRow, ...]:
    names = areas.find(codes)
    return tuple(_village_row(found, code, names[code].name if code in names else code) for code in codes)


def _village_row(found: RoundFigures, code: str, name: str) -> VillageRow:
    state = found.villages[code]
    main = figures.main_method(found.definition, code, state.sums, found.shown)
    return VillageRow(
        code=code,
        name=name,
        coverage=figures.coverage(found.targets.get(code), state.visits, state.sums),
        index=main.figure,
        category=main.category,
        below_cut=figures.count_below_cut(found.definition, code, state.sums, found.shown),
    )


def _node(found: RoundFigures, area_code: str) -> str:
    """Return the area of the protected table that stands for "": the only province, or all of them."""
    if area_code:
        return area_code
    provinces = {code.partition(".")[0] for code in found.villages}
    return provinces.pop() if len(provinces) == 1 else ""


def sees_live(audience: Audience, actor: Actor | None, area_code: str) -> bool:
    """Check that the audience may read results there; tell whether it may read the families behind them too."""
    if audience == "public":
        return False
    if actor is None:
        raise NotAllowed(_ACTION)
    check_may(actor, _ACTION, area=area_code)
    return sees_every_step(actor, area_code)


def sees_every_step(actor: Actor, area_code: str) -> bool:
    """Tell whether figures move on for a reader with every family: for who may read or take out single ones anyway."""
    return any(may(actor, action, area=area_code) for action in _SEES_FAMILIES)


def _fields(base: Result) -> dict[str, Any]:
    return {name: getattr(base, name) for name in base.__dataclass_fields__}


_remembered: Memory[dict[str, RoundFigures]] = Memory(_REMEMBERED)
_last: Memory[dict[str, RoundFigures]] = Memory(8)


def forget() -> None:
    """Drop what is remembered; tests that reuse primary keys call it."""
    _remembered.clear()
    _last.clear()
    pictures.forget_pictures()
    forget_states()
