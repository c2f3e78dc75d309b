"""Pictures of large rounds that the worker decided: what they rest on, and reading them back.

What may be shown of a province takes seconds to decide. So of a round with many villages the worker decides after a
change and keeps the whole picture, sums and all: a page shows the last one, never sums that nothing was decided of.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Count, Max, Sum

import bahtera.disclosure
import bahtera.results.rules
from bahtera.results.models import DecidedPicture, VillageSums
from bahtera.results.queries.memory import Memory
from bahtera.results.queries.states import VillageState
from bahtera.results.rules.definitions import known_definitions
from bahtera.results.rules.keeping import NotReadable, pack, unpack, value_of
from bahtera.results.values import DimensionSum, IndicatorSum, Sums, Visits
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.protecting import RoundProtection
    from bahtera.results.values import Audience

logger = logging.getLogger(__name__)

LARGE = 300
"""Rows of sums (villages times indices) from which on a picture is kept: fewer are decided in a third of a second."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What says whether the sums of a round have changed: rows, their revisions together, the latest moment."""

    rows: int = 0
    revisions: int | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be shown of a round to an audience: targets, and each index with its villages and decision."""

    targets: Mapping[str, int]
    indices: Mapping[str, tuple[IndexDefinition, Mapping[str, VillageState], RoundProtection]]


@dataclass(frozen=True, slots=True)
class Head:
    """A kept picture without its body.

    ``of``: round, audience, released copies or not; ``key`` is another one as soon as it was decided anew.
    """

    of: tuple[object, ...]
    pk: int
    stamp: str
    decided_at: datetime

    @property
    def key(self) -> tuple[object, ...]:
        return (self.pk, self.stamp, self.decided_at)


def changed_of(round_id: int) -> Changed:
    """Return what says whether the sums of a round have changed."""
    return changes([round_id]).get(round_id, Changed())


def changes(round_ids: list[int]) -> dict[int, Changed]:
    """Return the same of several rounds; those without sums are left out."""
    rows = VillageSums.objects.filter(round_id__in=round_ids).order_by("round_id").values_list("round_id")
    found = rows.annotate(rows=Count("pk"), revisions=Sum("revision"), last=Max("refreshed_at"))
    return {round_id: Changed(*each) for round_id, *each in found}


def targets_of(round_id: int) -> dict[str, int]:
    """Return village -> families to visit."""
    return {each.village_code: each.target_families for each in surveys.targets(round_id)}


def stamp_of(row: surveys.RoundRow, targets: Mapping[str, int], changed: Changed) -> str:
    """Return text that changes with anything a picture rests on."""
    hashes = [digest for index_id in row.index_ids for digest in known_definitions(index_id)]
    told = (row, sorted(targets.items()), changed, hashes)
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def rules_hash() -> str:
    """Return the hash of the code that decides: a picture decided by other rules is not shown."""
    digest = hashlib.sha256()
    for package in (bahtera.disclosure, bahtera.results.rules):
        for folder in package.__path__:
            for path in sorted(Path(folder).glob("*.py")):
                digest.update(path.name.encode() + b"\x1f" + path.read_bytes() + b"\x1e")
    return digest.hexdigest()


def kept_head(round_id: int, audience: Audience, *, released: bool) -> Head | None:
    """Return the last picture of a round for an audience by today's rules, or None where there is none."""
    rows = DecidedPicture.objects.filter(
        round_id=round_id, audience=audience, released=released, rules=rules_hash()
    )
    found = rows.order_by("pk").values_list("pk", "stamp", "decided_at").first()
    return None if found is None else Head((round_id, audience, released), *found)


def kept_picture(head: Head) -> Picture | None:
    """Return a kept picture; None where it is gone or cannot be read, which is logged."""
    body = DecidedPicture.objects.filter(pk=head.pk).order_by("pk").values_list("body", flat=True).first()
    if body is None:
        return None
    try:
        return _picture(head.of, unpack(bytes(body)))
    except (NotReadable, KeyError, IndexError, TypeError, ValueError):
        logger.exception("the picture %s cannot be read and is decided anew", head.pk)
        return None


def body_of(picture: Picture) -> bytes:
    """Return a picture as it is kept."""
    return pack(
        [
            list(picture.targets.items()),
            [
                (name, definition.hash, [(code, _flat(state)) for code, state in villages.items()], shown)
                for name, (definition, villages, shown) in picture.indices.items()
            ],
        ]
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made last of one index of a picture, with the plain form of each part: equal ones are not made again."""

    villages: Mapping[str, tuple[Any, VillageState]]
    plain: Any
    shown: RoundProtection


def _picture(of: tuple[object, ...], kept: Any) -> Picture | None:
    targets, indices = kept
    before, made, found = _last.get(of, dict), {}, {}
    for name, digest, villages, plain in indices:
        definition = known_definitions(name).get(digest)
        if definition is None:
            return None
        one = made[name] = _made(before.get(name), villages, plain)
        found[name] = (definition, {code: state for code, (_, state) in one.villages.items()}, one.shown)
    _last.put(of, made)
    return Picture(dict(targets), found)


def _made(before: _Made | None, villages: Any, plain: Any) -> _Made:
    states: dict[str, tuple[Any, VillageState]] = {}
    for code, flat in villages:
        known = before.villages.get(code) if before else None
        states[code] = known if known and known[0] == flat else (flat, _state(flat))
    is_same = before is not None and before.plain == plain
    shown = before.shown if before is not None and is_same else cast("RoundProtection", value_of(plain))
    return _Made(states, plain, shown)


def _flat(state: VillageState) -> tuple[object, ...]:
    sums, visits = state.sums, state.visits
    numbers = (sums.families, sums.scored, sums.numerator)
    parts = (
        [number for each in sums.dimensions for number in (each.families, each.numerator)],
        [number for each in sums.indicators for number in (each.met, each.answered, each.unanswered)],
    )
    told = (visits.visited, visits.interviewed, visits.approved, visits.other_definition)
    return (numbers, sums.categories, *parts, told, state.refreshed_at)


def _state(flat: list[Any]) -> VillageState:
    (families, scored, numerator), categories, dimensions, indicators, visits, moment = flat
    pairs = zip(dimensions[::2], dimensions[1::2], strict=True)
    triples = zip(indicators[::3], indicators[1::3], indicators[2::3], strict=True)
    sums = Sums(
        families,
        scored,
        numerator,
        tuple(categories),
        tuple(DimensionSum(*each) for each in pairs),
        tuple(IndicatorSum(*each) for each in triples),
    )
    return VillageState(sums, Visits(*visits), value_of(moment))


def forget_pictures() -> None:
    """Drop what is remembered."""
    _last.clear()


_last: Memory[dict[str, _Made]] = Memory(8)
