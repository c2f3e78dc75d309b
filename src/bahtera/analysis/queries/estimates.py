"""Estimates of a round: what can be asked, and the answer as somebody may come to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import pyarrow as pa

from bahtera.access.api import Actor, NotAllowed, covers, may, reach
from bahtera.analysis.errors import NoModel, NothingToEstimate, UnknownChoice
from bahtera.analysis.queries.families import SEES_SINGLE, Loaded, load
from bahtera.analysis.queries.remembered import measured_of, table_for
from bahtera.analysis.rules import asking, frames, modelling, showing, speaking
from bahtera.analysis.rules.measures import measures_of
from bahtera.analysis.rules.protecting import parents_of
from bahtera.analysis.values import (
    LENGTHS,
    LEVELS,
    Bases,
    Cited,
    Estimated,
    Kind,
    Levels,
    Line,
    Measure,
    ModelNote,
    Question,
)
from bahtera.results import api as results
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

# A frame without strata, as its one stratum is called in a file of families.
NO_STRATA = "tanpa strata"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked of a round: measures and groups by key, in their order; versions, the newest first.

    ``levels``: of areas, none wider than the round's own, of which the rest was not asked. ``held_back``: the newest
    version, where the reader has an older one because two of them side by side can show one family.
    """

    measures: Mapping[str, Measure]
    groups: Mapping[str, surveys.Group]
    basis: Bases
    cites: Cited
    versions: tuple[int, ...]
    levels: tuple[Levels, ...]
    held_back: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    found: Loaded
    measured: results.Measured
    measure: Measure
    question: Question
    table: pa.Table
    purposive: bool
    more: Mapping[str, int]
    """Of a full count: families of each village of which nothing is known yet, all but the one in the table."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A round read once for some questions: what can be asked of it, and what answers are made of."""

    choices: Choices
    found: Loaded
    measured: Mapping[str, results.Measured]


def open_round(round_id: int, *, actor: Actor, version: int | None = None) -> Opened:
    """Read a round for estimates: a ``version``, or the current one, or else what is approved at this moment.

    Raises UnknownRound, UnknownVersion, NotAllowed, OnlyVersions, NothingToEstimate.
    """
    found = load(round_id, actor=actor, version=version)
    if not any(map(found.within, found.families.villages)):
        raise NothingToEstimate
    measured = measured_of(found.kept)
    return Opened(_choices(found, measured), found, measured)


def answer(opened: Opened, question: Question | None = None) -> Estimated:
    """Return the figures asked for, small groups hidden; without a question the first index by village.

    Raises UnknownChoice, NoModel, and what `bahtera.statistics` refuses.
    """
    found, asked = opened.found, _check(opened, question)
    reaches = _reaches(asked)
    lines, label, note = _answer(asked, reaches)
    told = showing.veiled(lines, asked.measure, _hides(asked), within=found.within)
    reached = {area: each for area, each in reaches.items() if found.within(area)}
    definition, mine = asked.measured.definition, _in_sight(found)
    return Estimated(
        question=asked.question,
        measure=asked.measure,
        basis=opened.choices.basis,
        label=label,
        lines=speaking.with_silent(told, reached, asked.question),
        cites=found.cites,
        index_version=definition.version,
        index_hash=definition.hash,
        index_status=definition.status,
        families=sum(mine),
        other_definition=_others(asked, mine),
        outside=_outside(asked, mine),
        threshold=showing.POLICY.threshold,
        lonely=asking.LONELY.value,
        by_size=bool(found.plan and found.plan.by_size),
        reaches=reached,
        model=note and replace(note, pulls=tuple(filter(found.within, note.pulls))),
    )


def estimate(
    round_id: int, question: Question | None = None, *, actor: Actor, version: int | None = None
) -> Estimated:
    """Return one answer of a round; raises as `open_round` and `answer` do."""
    return answer(open_round(round_id, actor=actor, version=version), question)


class Shown(Enum):
    """Whether the figure of an area may be shown: yes, not for the sake of few families, or a large part is silent."""

    WHOLE = "whole"
    HIDDEN = "hidden"
    PARTIAL = "partial"


def shown_table(opened: Opened, measure: str, level: Levels, area_code: str) -> tuple[pa.Table, Shown]:
    """Return the families behind a measure, and whether its figure of an area may be shown. Raises UnknownChoice."""
    asked = _check(opened, Question(measure, level))
    if not opened.found.within(area_code) or not _shows(asked, area_code):
        return asked.table, Shown.HIDDEN
    silent = asked.found.plan is not None and area_code in speaking.refused(_reaches(asked))
    return asked.table, Shown.PARTIAL if silent else Shown.WHOLE


def family_table(opened: Opened, measure: str, *, actor: Actor) -> pa.Table:
    """Return the families behind a measure, one row each, for whoever may take single families out, in those areas.

    Columns as `rules.frames.table_of` makes them, so that `statistics.design` or `statistics.enumeration` of them gives
    the figures of the page. Families are numbered, not named; a frame without strata is one stratum with a name of its
    own, because an empty one would read as missing. Raises NotAllowed, UnknownChoice.
    """
    scopes = [scope for scope in reach(actor, SEES_SINGLE) if may(actor, "estimates.read", area=scope)]
    if not scopes:
        raise NotAllowed(SEES_SINGLE)
    table = _check(opened, Question(measure, "desa"), whole=True).table
    mine = [any(covers(scope, str(code)) for scope in scopes) for code in table["desa"].to_pylist()]
    kept = table.filter(pa.array(mine))
    if "family" not in kept.column_names:
        return kept
    keys = sorted({str(key) for key in kept["family"].to_pylist()})
    numbers: dict[object, str] = {key: f"k{at:06d}" for at, key in enumerate(keys, start=1)}
    for name in ("family", "unit"):
        named = [numbers.get(key, key) for key in kept[name].to_pylist()]
        kept = kept.set_column(kept.column_names.index(name), name, pa.array(named, pa.string()))
    strata = [name or NO_STRATA for name in kept["stratum"].to_pylist()]
    return kept.set_column(kept.column_names.index("stratum"), "stratum", pa.array(strata, pa.string()))


def _choices(found: Loaded, measured: Mapping[str, results.Measured]) -> Choices:
    measures = measures_of(each.definition for each in measured.values())
    if not measures:
        raise NothingToEstimate
    basis: Bases = "enumeration" if found.plan is None else "sample"
    levels = tuple(each for each in LEVELS if LENGTHS[each] >= len(found.round.area_code))
    return Choices(measures, surveys.GROUPS, basis, found.cites, found.versions, levels, found.held_back)


def _check(opened: Opened, question: Question | None, *, whole: bool = False) -> _Asked:
    """Return what is asked; the table with every family not visited yet where it is wanted ``whole``."""
    found, measured, choices = opened.found, opened.measured, opened.choices
    asked = question or Question(next(iter(choices.measures)), "desa")
    measure = choices.measures.get(asked.measure)
    if measure is None:
        raise UnknownChoice(asked.measure)
    for given, known in (
        (asked.level, choices.levels),
        (asked.group, ("", *choices.groups)),
        (asked.cells, ("", *asking.CELLS)),
        (asked.model, ("", *modelling.MODELS)),
        (asked.fit, modelling.FITS),
    ):
        if given not in known:
            raise UnknownChoice(given)
    if asked.model and (choices.basis == "enumeration" or asked.group or measure.kind is Kind.CATEGORY):
        raise NoModel
    definition = measured[measure.index_id].definition
    unvisited, purposive = _unvisited(found), found.plan is None
    listed = dict.fromkeys(unvisited, 1) if purposive and not whole else unvisited
    table = table_for(found.kept, definition, measure, plan=found.plan, unvisited=listed)
    more = {code: count - listed[code] for code, count in unvisited.items()}
    return _Asked(found, measured[measure.index_id], measure, asked, table, purposive, more)


def _reaches(asked: _Asked) -> dict[str, samples.Reach]:
    """Return for what part of each area the figures speak."""
    families = asked.found.families
    columns = (frames.in_plan(families, asked.found.plan), families.villages, families.outcomes)
    heard = {
        code for mine, code, outcome in zip(*columns, strict=True) if mine and outcome in frames.ANSWERED
    }
    return samples.reaches_of(asked.found.chosen, heard, LENGTHS[asked.question.level])


def _answer(
    asked: _Asked, reaches: Mapping[str, samples.Reach]
) -> tuple[tuple[Line, ...], str | None, ModelNote | None]:
    question, plan = asked.question, asked.found.plan
    if plan is None:
        lines = asking.enumerated(
            asked.table, asked.measure, question, purposive=asked.purposive, more=asked.more
        )
        return lines, asking.label_of(question, purposive=asked.purposive), None
    lines, direct = asking.sampled(asked.table, asked.measure, question, by_size=plan.by_size)
    lines = speaking.told(lines, reaches)
    if not question.model:
        return lines, None, None
    refused = speaking.refused(reaches)
    shown = {area: each for area, each in direct.items() if area not in refused and _shows(asked, area)}
    lines, note = modelling.modelled(lines, shown, question, plan.frame)
    return lines, None, note


def _hides(asked: _Asked) -> showing.Hides:
    """Return a test whether a line stays hidden for the sake of few families."""
    if not asked.question.group:
        return lambda line: not _shows(asked, line.area, line.category)
    parents = parents_of(asked.found.families.villages)
    hidden = showing.hidden_classes(
        asked.table, asked.measure, asked.question, parents, lambda area: _shows(asked, area)
    )
    parts = showing.parts_of(asked.measure)
    if asked.measure.kind is Kind.CATEGORY:
        return lambda line: hidden.hides(line.area, line.group, line.category)
    return lambda line: hidden.hides_any(line.area, line.group, parts)


def _shows(asked: _Asked, area: str, category: str = "") -> bool:
    """Tell whether the pages of results would show the figure of an area without classes."""
    shown, measure = asked.measured.shown, asked.measure
    if measure.kind is Kind.INDEX:
        return shown.shows_index(area)
    if measure.kind is Kind.DIMENSION:
        return shown.shows_dimension(area, measure.part)
    if measure.kind is Kind.INDICATOR:
        return shown.shows_share(area, measure.part) and shown.shows_answered(area, measure.part)
    names = [category] if category else measure.categories
    return all(shown.shows_category(area, name) for name in names)


def _unvisited(found: Loaded) -> dict[str, int]:
    """Return how many families of each village did not come in yet: of the sample, or of the round's targets."""
    kept = frames.in_plan(found.families, found.plan)
    counted = Counter(code for code, mine in zip(found.families.villages, kept, strict=True) if mine)
    if found.plan is not None:
        wanted = {code: taken for code, (_, _, taken) in found.plan.drawn.items()}
    else:
        wanted = {each.village_code: each.target_families for each in surveys.targets(found.round.id)}
    return {code: count - counted[code] for code, count in wanted.items() if count > counted[code]}


def _in_sight(found: Loaded) -> list[bool]:
    """Return of each family whether it counts in the answer: of the sample, and in the reader's areas."""
    counts, villages = frames.in_plan(found.families, found.plan), found.families.villages
    seen = {code: found.within(code) for code in set(villages)}
    return [one and seen[code] for one, code in zip(counts, villages, strict=True)]


def _others(asked: _Asked, mine: list[bool]) -> int:
    hashes = asked.found.families.hashes[asked.measure.index_id]
    definition = asked.measured.definition
    return sum(one and bool(each) and each != definition.hash for one, each in zip(mine, hashes, strict=True))


def _outside(asked: _Asked, mine: list[bool]) -> int:
    if not asked.question.group:
        return 0
    families = asked.found.families
    columns = (mine, families.groups[asked.question.group], families.outcomes)
    return sum(
        one and name is None and outcome in frames.ANSWERED
        for one, name, outcome in zip(*columns, strict=True)
    )
