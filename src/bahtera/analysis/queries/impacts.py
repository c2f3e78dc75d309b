"""The same families in two rounds, where something was done and where not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bahtera.analysis.errors import BadTreatment, NotComparable, UnknownChoice
from bahtera.analysis.queries.pairs import Half, Pair
from bahtera.analysis.rules import frames
from bahtera.analysis.rules.impact import (
    Caution,
    Family,
    Flow,
    Impact,
    Treatment,
    cautions_of,
    cell_of,
    flow_of,
    printed,
    side_of,
    spread_of,
    step_of,
    verdict_of,
)
from bahtera.analysis.values import Kind, Measure
from bahtera.foundation import clock
from bahtera.statistics.impact import Compared, Panel, compare
from bahtera.surveys import api as surveys

_ZONE = "Asia/Jakarta"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Followed:
    """Families of the earlier round by what became of them, and those to compare."""

    fates: Mapping[UUID, str]
    villages: Mapping[UUID, str]
    pairs: Sequence[tuple[UUID, Family, Family]]
    newcomers: Mapping[UUID, tuple[str, str]]


def impact(pair: Pair, measure: str, treatment: Treatment, *, alike: Sequence[str] | None = ()) -> Impact:
    """Return what became of the families where something was done, beside the others.

    ``alike``: groups (of `surveys.GROUPS`) that families compared one with another share before, beside where they
    began and their category; None compares without matching. Raises UnknownChoice, NotComparable for an index with
    another definition in each round, BadTreatment, and what `statistics.impact` refuses.
    """
    asked = pair.measures.get(measure)
    if asked is None or not set(alike or ()) <= surveys.GROUPS.keys():
        raise UnknownChoice(measure if asked is None else ", ".join(alike or ()))
    definition = pair.before.definitions[asked.index_id]
    later = pair.after.definitions[asked.index_id]
    if definition.hash != later.hash:
        raise NotComparable.definition(definition.version, later.version)
    _check_treatment(pair, treatment)
    found = _follow(pair, asked)
    sides = [
        one in treatment.families or early.village in treatment.villages for one, early, _ in found.pairs
    ]
    compared = compare(
        _panel(pair, found, sides),
        None if alike is None else [cell_of(asked, early, alike) for _, early, _ in found.pairs],
    )
    return _answer(pair, asked, treatment, found, compared, alike)


def _check_treatment(pair: Pair, treatment: Treatment) -> None:
    strange = sorted(treatment.villages - set(pair.villages))
    if strange or not (treatment.villages or treatment.families):
        raise BadTreatment.nowhere(", ".join(strange[:_SHOWN]) or "–")
    if treatment.villages >= set(pair.villages):
        raise BadTreatment.everywhere()
    first, last = pair.rounds
    until = last.closes or clock.today(_ZONE)
    if treatment.since is not None and not first.opens < treatment.since <= until:
        raise BadTreatment.day()


def _follow(pair: Pair, measure: Measure) -> _Followed:
    """Say what became of each family of the earlier round, and pair those that can be compared."""
    earlier, later = (
        _families(half, measure, known)
        for half, known in zip((pair.before, pair.after), pair.known, strict=True)
    )
    fates: dict[UUID, str] = {}
    pairs: list[tuple[UUID, Family, Family]] = []
    for one, early in earlier.items():
        fates[one] = _fate(pair, one, early, later.get(one))
        if fates[one] == "compared":
            pairs.append((one, early, later[one]))
    newcomers = {
        one: (each.village, "split" if one in pair.lineage.split else "new")
        for one, each in later.items()
        if one in pair.lineage.split or one in pair.lineage.new
    }
    return _Followed(fates, {one: each.village for one, each in earlier.items()}, pairs, newcomers)


def _fate(pair: Pair, one: UUID, early: Family, late: Family | None) -> str:
    if one in pair.lineage.joined:
        return "joined"
    if one not in pair.lineage.matched:
        return "gone"
    if late is None:
        return "waiting"
    if late.village != early.village:
        return "moved"
    return "unanswered" if early.value is None or late.value is None else "compared"


def _families(half: Half, measure: Measure, known: Mapping[str, UUID]) -> dict[UUID, Family]:
    """Return the families of a round that were interviewed, in the reader's areas."""
    columns, plan = half.families, half.plan
    definition = half.definitions[measure.index_id]
    values = frames.values_of(columns, definition, measure)
    scale = 100.0 if measure.kind is Kind.INDICATOR else 1.0
    kept = frames.in_plan(columns, plan)
    categories: dict[str, str] = {"": ""}
    found: dict[UUID, Family] = {}
    for at, key in enumerate(columns.keys):
        one, village, states = known.get(key), columns.villages[at], columns.states[measure.index_id][at]
        answered = columns.outcomes[at] in frames.ANSWERED
        if one is None or not kept[at] or not answered or not half.asked.within(village):
            continue
        if states not in categories:
            score = definition.score_states(states)
            categories[states] = (score.category or "") if score.scored else ""
        value = values[at]
        found[one] = Family(
            village,
            None if value is None else scale * value,
            states,
            categories[states],
            {name: column[at] for name, column in columns.groups.items()},
            columns.weights[at] if plan is not None else 1.0,
            columns.strata[at] if plan is not None else "",
        )
    return found


def _panel(pair: Pair, found: _Followed, sides: Sequence[bool]) -> Panel:
    """Return the table to compare; weights and strata are those of the later round's sample, if it is one."""
    sampled = pair.after.basis == "sample"
    return Panel(
        units=[early.village for _, early, _ in found.pairs],
        treated=sides,
        before=[early.value or 0.0 for _, early, _ in found.pairs],
        after=[late.value or 0.0 for _, _, late in found.pairs],
        weights=[late.weight for _, _, late in found.pairs] if sampled else None,
        strata=[late.stratum for _, _, late in found.pairs] if sampled else None,
    )


def _flows(pair: Pair, treatment: Treatment, found: _Followed) -> tuple[Flow, Flow]:
    fates: defaultdict[bool, Counter[str]] = defaultdict(Counter)
    for one, fate in found.fates.items():
        village = found.villages[one]
        if village in pair.villages:
            fates[one in treatment.families or village in treatment.villages][fate] += 1
    came: Counter[tuple[bool, str]] = Counter(
        (village in treatment.villages, kind)
        for village, kind in found.newcomers.values()
        if village in pair.villages
    )
    ours, theirs = (
        flow_of(fates[side], split=came[side, "split"], new=came[side, "new"]) for side in (True, False)
    )
    return ours, theirs


def _answer(  # noqa: PLR0917 - the parts of one answer
    pair: Pair,
    measure: Measure,
    treatment: Treatment,
    found: _Followed,
    compared: Compared,
    alike: Sequence[str] | None,
) -> Impact:
    flows = _flows(pair, treatment, found)
    definition = pair.before.definitions[measure.index_id]
    fewest = min(compared.treated.families, compared.comparison.families)
    if compared.matched:
        fewest = min(fewest, compared.matched.treated.families, compared.matched.comparison.families)
    step, matched = step_of(fewest), compared.matched
    shown = step is not None
    cautions = cautions_of(compared, flows, matched_asked=alike is not None) if shown else []
    named = {found.villages[one] for one in treatment.families if one in found.villages}
    ours = sorted(treatment.villages | (named & set(pair.villages)))
    others = sorted(set(pair.villages) - treatment.villages)
    return Impact(
        measure=measure,
        treatment=treatment,
        treated=side_of(ours, flows[0], compared.treated, step),
        others=side_of(others, flows[1], compared.comparison, step),
        verdict=verdict_of(compared) if shown else None,
        cautions=(*cautions, *_timing(pair, treatment, set(ours) & set(others))),
        step=step,
        plain=spread_of(compared.difference, step) if step is not None else None,
        matched=spread_of(matched.difference, step) if step is not None and matched else None,
        gap=round(compared.gap, 2) if shown else None,
        expected=printed(compared.expected, step)
        if step is not None and compared.expected is not None
        else None,
        chance=compared.chance if shown else None,
        ways=compared.ways,
        cells=matched.cells if matched else 0,
        alone=(matched.treated_alone, matched.comparison_alone) if matched else (0, 0),
        alike=tuple(alike or ()),
        cites=(pair.before.cites, pair.after.cites),
        index_version=definition.version,
        index_hash=definition.hash,
        index_status=definition.status,
        questionnaire=pair.questionnaire,
        left_out=tuple(sorted({*found.villages.values()} - set(pair.villages))),
    )


def _timing(pair: Pair, treatment: Treatment, shared: set[str]) -> list[Caution]:
    """Return what must be said of when and where: during a round's visits, without a day, beside the others."""
    said = [Caution.SAME_VILLAGE] if shared else []
    if treatment.since is None:
        return [*said, Caution.NO_DAY]
    first, last = pair.rounds
    ended: date = first.closes or first.opens
    return (
        [*said, Caution.DURING_ROUND] if treatment.since <= ended or treatment.since >= last.opens else said
    )
