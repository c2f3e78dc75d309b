"""Two rounds side by side: what can be asked of both, and their families read once for all questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from bahtera.access.api import SYSTEM, Actor
from bahtera.analysis.errors import NotComparable, NothingToEstimate
from bahtera.analysis.queries.families import Asked, asked_for, cited, plan_of
from bahtera.analysis.queries.remembered import Keyed, families_of
from bahtera.analysis.rules.frames import Families, joined
from bahtera.analysis.rules.impact import can_be_compared
from bahtera.analysis.rules.measures import measures_of
from bahtera.analysis.values import Bases, Cited, Measure, Plan
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.indices.api import IndexDefinition
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

_ZONE = "Asia/Jakarta"
_KEPT = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked of two rounds, told before any family is read.

    ``villages``: in the reader's areas, in which families answered in both. ``families``: how many of both rounds are
    to be read for an answer.
    """

    rounds: tuple[surveys.RoundRow, surveys.RoundRow]
    measures: Mapping[str, Measure]
    villages: tuple[str, ...]
    families: int


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two rounds, read once: its families, by which definitions, and how they were drawn."""

    asked: Asked
    families: Families
    definitions: Mapping[str, IndexDefinition]
    plan: Plan | None
    cites: Cited

    @property
    def basis(self) -> Bases:
        """Return whether the round visited every family or a sample."""
        return "enumeration" if self.plan is None else "sample"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rounds read once: what can be asked of both, and which families each met in the reader's areas.

    ``villages``: those in which some family was met in both. ``known``: by round, what a family is called in its data
    -> the family. ``lineage``: which are the same.
    """

    before: Half
    after: Half
    measures: Mapping[str, Measure]
    villages: tuple[str, ...]
    known: tuple[Mapping[str, UUID], Mapping[str, UUID]]
    lineage: families.Lineage
    questionnaire: str

    @property
    def rounds(self) -> tuple[surveys.RoundRow, surveys.RoundRow]:
        """Return the earlier round and the later one."""
        return (self.before.asked.round, self.after.asked.round)


@dataclass(frozen=True, slots=True)
class _Read:
    """All families of a round in some areas; ``met``: by village, ``known``: what they are called in its data."""

    families: Families
    definitions: Mapping[str, IndexDefinition]
    cites: Cited
    met: Mapping[str, frozenset[UUID]]
    known: Mapping[str, UUID]


def offer_pair(before: int, after: int, *, actor: Actor) -> Offer:
    """Return what can be asked of two rounds, by the definitions they began with; reads no family.

    Raises as `open_pair` does.
    """
    rows, asked = _asked(before, after, actor)
    if len({samples.design_of(row.id) is None for row in rows}) > 1:
        raise NotComparable.design()
    heard = [surveys.heard_families(row.id) for row in rows]
    both = heard[0].keys() & heard[1].keys()
    villages = tuple(sorted(code for code in both if all(one.within(code) for one in asked)))
    if not villages:
        raise _nothing(asked, heard)
    measures = [measures_of(_begun_with(row).values()) for row in rows]
    sizes = (
        count
        for one, each in zip(asked, heard, strict=True)
        for code, count in each.items()
        if one.within(code)
    )
    return Offer(rows, _shared(*measures), villages, sum(sizes))


def open_pair(before: int, after: int, *, actor: Actor) -> Pair:
    """Read two rounds side by side, each by its current data version or as approved now.

    What was read is remembered until a visit comes or is decided about. Raises UnknownRound, NotAllowed, OnlyVersions,
    NothingToEstimate, and NotComparable for rounds in the wrong order, of different questionnaires or designs, or
    without a family in common.
    """
    rows, asked = _asked(before, after, actor)
    plans = [plan_of(row.id, wanted=row.design is surveys.Design.TWO_STAGE) for row in rows]
    if (plans[0] is None) != (plans[1] is None):
        raise NotComparable.design()
    read = [_read_once(one) for one in asked]
    met = [
        {code: found for code, found in each.met.items() if one.within(code)}
        for one, each in zip(asked, read, strict=True)
    ]
    villages = tuple(sorted(code for code in met[0].keys() & met[1].keys() if met[0][code] & met[1][code]))
    if not villages:
        raise _nothing(asked, met)
    halves = [
        Half(one, each.families, each.definitions, plan, each.cites)
        for one, each, plan in zip(asked, read, plans, strict=True)
    ]
    measures = [measures_of(each.definitions.values()) for each in read]
    return Pair(
        halves[0],
        halves[1],
        _shared(*measures),
        villages,
        (read[0].known, read[1].known),
        _lineage(rows, met),
        questionnaire_of(rows[1]),
    )


def questionnaire_of(row: surveys.RoundRow) -> str:
    """Return the questionnaire of a round with its version."""
    return f"{row.form_id} {row.form.version}" if row.form else row.form_id


def _asked(
    before: int, after: int, actor: Actor
) -> tuple[tuple[surveys.RoundRow, surveys.RoundRow], tuple[Asked, Asked]]:
    rows = (surveys.get_round(before), surveys.get_round(after))
    if rows[0].id == rows[1].id or rows[0].opens >= rows[1].opens:
        raise NotComparable.order()
    if (rows[0].form_id, rows[0].form) != (rows[1].form_id, rows[1].form):
        raise NotComparable.instrument(*map(questionnaire_of, rows))
    return rows, (asked_for(before, actor=actor), asked_for(after, actor=actor))


def _nothing(
    asked: tuple[Asked, Asked], villages: Sequence[Collection[str]]
) -> NothingToEstimate | NotComparable:
    """Return the refusal of two rounds of which one has nobody in the reader's areas, or both nobody in common."""
    empty = any(not any(map(one.within, each)) for one, each in zip(asked, villages, strict=True))
    return NothingToEstimate() if empty else NotComparable.nobody()


def _begun_with(row: surveys.RoundRow) -> dict[str, IndexDefinition]:
    """Return index -> the definition a round began with, or the newest."""
    pinned = {one.id: one.hash for one in row.indices}
    found = {}
    for name in row.index_ids:
        known = results.known_definitions(name)
        if known:
            found[name] = known.get(pinned.get(name, ""), list(known.values())[-1])
    return found


def _shared(before: Mapping[str, Measure], after: Mapping[str, Measure]) -> dict[str, Measure]:
    return {key: each for key, each in before.items() if key in after and can_be_compared(each)}


def _lineage(
    rows: tuple[surveys.RoundRow, surveys.RoundRow], met: list[dict[str, frozenset[UUID]]]
) -> families.Lineage:
    until = rows[1].closes or clock.today(_ZONE)
    ids = [frozenset[UUID]().union(*each.values()) for each in met]
    return families.followed(ids[0], ids[1], since=rows[0].opens, until=max(until, rows[0].opens))


def _read_once(asked: Asked) -> _Read:
    row, number = asked.round, asked.number
    gone = 0 if number is None else len(releases.erased_hashes(row.id))
    key = (row, number, gone, surveys.visits_stamp(row.id), asked.scopes)
    return _read(Keyed(key, (row, number, asked.scopes)))


@lru_cache(maxsize=_KEPT)
def _read(asked: Keyed[tuple[surveys.RoundRow, int | None, tuple[str, ...]]]) -> _Read:
    row, number, scopes = asked.carried
    parts = [releases.micro_rows(row.id, actor=SYSTEM, area=area, version=number) for area in scopes]
    read = [families_of(each, row.index_ids).carried for each in parts]
    found = read[0] if len(read) == 1 else joined(read, row.index_ids, tuple(surveys.GROUPS))
    met = {code: surveys.met_families(row.id, code) for code in sorted(set(found.villages))}
    hashes = {name: Counter(filter(None, column)).items() for name, column in found.hashes.items()}
    return _Read(
        found,
        results.definitions_of(hashes),
        cited(parts[0].cites),
        met,
        releases.pseudonyms(row.id, [one for each in met.values() for one in each]),
    )


def forget_pairs() -> None:
    """Drop what is remembered; tests that reuse primary keys call it."""
    _read.cache_clear()
