"""What became of families where something was done, beside others: figures, and what may be said of them.

Every sentence belongs to a rule here; the pages only word it. None says why something changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.analysis.rules.asking import FEWEST_DF
from bahtera.analysis.values import Kind, Measure
from bahtera.statistics.impact import Arm, Compared, Difference

if TYPE_CHECKING:
    from bahtera.analysis.values import Cited

STEPS: Final = (0.1, 1.0, 5.0)
"""Figures are printed in steps of so many points."""
FEWEST_BEHIND: Final = 3
"""A printed step stands for at least so many families: nobody subtracts one family from two comparisons."""
_FEWEST_VILLAGES: Final = 4
_APART: Final = 0.1
_LOST_APART: Final = 5.0
_MANY_LOST: Final = 20.0
_MANY_ALONE: Final = 0.2
_BAND: Final = 10
_PER_CENT: Final = 100


class Verdict(StrEnum):
    """What the comparison shows, never why."""

    MORE = "more"
    """The treated gained more, or lost less, and more than chance among villages would make."""
    LESS = "less"
    NOT_VISIBLE = "not_visible"
    """The interval holds zero."""
    DISAGREE = "disagree"
    """The plain comparison and that of families alike before do not say the same."""
    CANNOT_TELL = "cannot_tell"
    """Nothing says how much villages differ by themselves."""


class Caution(StrEnum):
    """What a reader must know beside the figures."""

    ONE_VILLAGE = "one_village"
    FEW_VILLAGES = "few_villages"
    BEGAN_LOWER = "began_lower"
    BEGAN_HIGHER = "began_higher"
    LOST_APART = "lost_apart"
    MANY_LOST = "many_lost"
    MANY_ALONE = "many_alone"
    NO_PARTNER = "no_partner"
    SAME_VILLAGE = "same_village"
    DURING_ROUND = "during_round"
    NO_DAY = "no_day"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Treatment:
    """To whom something was done, and from when: whole villages, or single families named in a plan."""

    villages: frozenset[str] = frozenset()
    families: frozenset[UUID] = frozenset()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What became of a side's families that answered in the earlier round; the parts add up to ``before``.

    ``compared``: with the answer in both rounds. ``unanswered``: interviewed twice, without the answer in one.
    ``waiting``: met again, the visit not approved or without an interview. ``moved``: met in another village.
    ``joined``: went into another family. ``gone``: not met. Beside them, of the later round: ``split`` from these
    families, and ``new``.
    """

    before: int
    compared: int
    unanswered: int
    waiting: int
    moved: int
    joined: int
    gone: int
    split: int
    new: int

    @property
    def lost(self) -> float:
        """Return the share of families that cannot be compared for they were not met again, in per cent."""
        away = self.moved + self.joined + self.gone + self.waiting
        return _PER_CENT * away / self.before if self.before else 0.0


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its villages, what became of its families, and means before and after; None where hidden."""

    villages: tuple[str, ...]
    flow: Flow
    families: int | None = None
    before: float | None = None
    after: float | None = None

    @property
    def change(self) -> float | None:
        """Return how far the printed mean moved."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Spread:
    """A difference as printed: points, 95 % interval, degrees of freedom; None for what there is not."""

    value: float
    se: float | None
    low: float | None
    high: float | None
    df: int


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer. ``step``: the points figures are printed in, None where everything is hidden for few families.

    ``gap``: how far the treated were from the others before, in standard deviations. ``expected``: points of the
    difference that go with where each side began. ``chance``: of ``ways`` to choose as many villages, the share with a
    difference at least as large. ``alike``: what families compared one with another have in common.
    """

    measure: Measure
    treatment: Treatment
    treated: Side
    others: Side
    verdict: Verdict | None
    cautions: tuple[Caution, ...]
    step: float | None
    plain: Spread | None
    matched: Spread | None
    gap: float | None
    expected: float | None
    chance: float | None
    ways: int
    cells: int
    alone: tuple[int, int]
    alike: tuple[str, ...]
    cites: tuple[Cited, Cited]
    index_version: str
    index_hash: str
    index_status: str
    questionnaire: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family in a round: its village, its value (None where it has none), and what it was."""

    village: str
    value: float | None
    states: str
    category: str
    groups: Mapping[str, str | None] = field(default_factory=dict)
    weight: float = 1.0
    stratum: str = ""


def cell_of(measure: Measure, family: Family, alike: Sequence[str]) -> Hashable:
    """Return what a family was before: its value (in bands of ten points), its category, and chosen groups."""
    value = family.value or 0.0
    start = value if measure.kind.is_share else min(int(value // _BAND), _BAND - 1)
    return (start, family.category, *(family.groups.get(name) for name in alike))


def step_of(families: int) -> float | None:
    """Return the smallest step in points that stands for three families or more of so many; None where none does."""
    return next((step for step in STEPS if step * families >= FEWEST_BEHIND * _PER_CENT), None)


def printed(value: float, step: float) -> float:
    """Return a figure in whole steps, halves away from zero."""
    steps = int(abs(value) / step + 0.5)
    return round(steps * step, 1) * (1 if value >= 0 else -1) + 0.0


def side_of(villages: Sequence[str], flow: Flow, arm: Arm, step: float | None) -> Side:
    """Return a side as printed."""
    if step is None:
        return Side(tuple(villages), flow)
    return Side(tuple(villages), flow, arm.families, printed(arm.before, step), printed(arm.after, step))


def spread_of(found: Difference, step: float) -> Spread:
    """Return a difference as printed."""
    low, high = (None if each is None else printed(each, step) for each in (found.low, found.high))
    return Spread(
        printed(found.value, step), None if found.se is None else round(found.se, 1), low, high, found.df
    )


def verdict_of(found: Compared) -> Verdict:
    """Return what the comparison shows: both ways of comparing must say it."""
    ways = [found.difference, *([found.matched.difference] if found.matched else [])]
    told = {_direction(each) for each in ways}
    if None in told:
        return Verdict.CANNOT_TELL
    if len(told) > 1:
        return Verdict.DISAGREE
    return {1: Verdict.MORE, -1: Verdict.LESS, 0: Verdict.NOT_VISIBLE}[told.pop() or 0]


def _direction(found: Difference) -> int | None:
    apart = found.tells_apart
    if apart is None:
        return None
    return 0 if not apart else 1 if found.value > 0 else -1


def cautions_of(found: Compared, flows: tuple[Flow, Flow], *, matched_asked: bool) -> list[Caution]:
    """Return what must be said beside these figures, by fixed rules."""
    ours, theirs = flows
    fewest = min(found.treated.villages, found.comparison.villages)
    df = min(each.df for each in (found.difference, *([found.matched.difference] if found.matched else [])))
    lost = [each.lost for each in flows]
    rules = {
        Caution.ONE_VILLAGE: fewest == 1,
        Caution.FEW_VILLAGES: fewest > 1 and (fewest < _FEWEST_VILLAGES or df < FEWEST_DF),
        Caution.BEGAN_LOWER: found.gap < -_APART,
        Caution.BEGAN_HIGHER: found.gap > _APART,
        Caution.LOST_APART: abs(lost[0] - lost[1]) > _LOST_APART,
        Caution.MANY_LOST: max(lost) > _MANY_LOST,
        Caution.NO_PARTNER: matched_asked and found.matched is None,
        Caution.MANY_ALONE: found.matched is not None
        and found.matched.treated_alone > _MANY_ALONE * found.treated.families,
        Caution.WAITING: ours.waiting + theirs.waiting > 0,
    }
    return [caution for caution, holds in rules.items() if holds]


def flow_of(fates: Counter[str], *, split: int, new: int) -> Flow:
    """Return what became of a side's families from how many met each fate."""
    names = ("compared", "unanswered", "waiting", "moved", "joined", "gone")
    return Flow(before=sum(fates.values()), **{name: fates[name] for name in names}, split=split, new=new)


def can_be_compared(measure: Measure) -> bool:
    """Tell whether a measure is one number a family: an index, a dimension or an indicator."""
    return measure.kind is not Kind.CATEGORY
