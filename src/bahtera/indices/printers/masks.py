"""Many conditions over one member, decided together by bit masks.

A roster's flags share their parts: nearly all ask for an age band and one or two answers. Each flag is rewritten as an
"or" of conjunctions of literals (`exists (a or b)` is `exists a or exists b`, for unknowns too). A conjunction has two
bits: "surely" and "possibly" (not surely false). For every variable, each value it can take gives a mask with the bits
of the conjunctions that this value does not rule out; the member's mask is the AND of its variables' masks, and the
roster's mask the OR of its members'. So a member costs one look-up a variable, however many flags there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bahtera.indices.expressions import tree
from bahtera.indices.expressions.kleene import Truth
from bahtera.indices.scoring import compare_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.indices.values import Variable

CONJUNCTIONS_A_MASK = 30
_MOST_CONJUNCTIONS = 32


@dataclass(frozen=True, slots=True)
class Literal:
    """A condition without and, or, not; `positive` False means its opposite."""

    leaf: tree.Logical
    positive: bool


Conjunction = tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class ChoiceMasks:
    """Masks by the code of a select-one variable; `otherwise` when unknown."""

    variable: Variable
    by_code: tuple[tuple[str, int], ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class AgeMasks:
    """Masks by age band: `bands` holds (months, mask), youngest first, for ages below that many months."""

    variable: Variable
    bands: tuple[tuple[int, int], ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class LeafMasks:
    """Masks of any other condition, by its three values."""

    leaf: tree.Logical
    true: int
    false: int
    otherwise: int


Masks = ChoiceMasks | AgeMasks | LeafMasks


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """The masks of some flags; `surely[i]` and `possibly[i]` are the bits of flag i."""

    parts: tuple[Masks, ...]
    surely: tuple[int, ...]
    possibly: tuple[int, ...]


def plan_masks(flags: Sequence[tree.Logical]) -> list[tuple[MaskPlan, range]]:
    """Return the plans, each with the flags it decides: as many flags a plan as its bits allow."""
    plans: list[tuple[MaskPlan, range]] = []
    start = 0
    forms = [normal_form(flag) for flag in flags]
    while start < len(flags):
        end, size = start, 0
        while end < len(flags) and size + len(forms[end]) <= CONJUNCTIONS_A_MASK:
            size += len(forms[end])
            end += 1
        plans.append((_plan(forms[start:end]), range(start, end)))
        start = end
    return plans


def normal_form(condition: tree.Logical) -> list[Conjunction]:
    """Return the condition as an or of conjunctions; as one single literal when that would be too many."""
    found = _disjoin(condition, positive=True)
    if len(found) > min(_MOST_CONJUNCTIONS, CONJUNCTIONS_A_MASK):
        return [(Literal(condition, positive=True),)]
    return found


def _disjoin(node: tree.Logical, *, positive: bool) -> list[Conjunction]:
    if isinstance(node, tree.Not):
        return _disjoin(node.item, positive=not positive)
    if isinstance(node, tree.And | tree.Or):
        parts = [_disjoin(item, positive=positive) for item in node.items]
        if isinstance(node, tree.Or) is positive:
            return [conjunction for part in parts for conjunction in part]
        found: list[Conjunction] = [()]
        for part in parts:
            found = [left + right for left, right in product(found, part)]
            if len(found) > _MOST_CONJUNCTIONS:
                return [(Literal(node, positive),)]
        return found
    return [(Literal(node, positive),)]


def _plan(forms: Sequence[list[Conjunction]]) -> MaskPlan:
    conjunctions = [conjunction for form in forms for conjunction in form]
    surely, possibly = [], []
    at = 0
    for form in forms:
        bits = range(at, at + len(form))
        surely.append(sum(1 << 2 * bit for bit in bits))
        possibly.append(sum(2 << 2 * bit for bit in bits))
        at += len(form)
    return MaskPlan(tuple(_parts(conjunctions)), tuple(surely), tuple(possibly))


def _parts(conjunctions: Sequence[Conjunction]) -> Iterable[Masks]:
    literals = [literal for conjunction in conjunctions for literal in conjunction]
    choices = dict.fromkeys(each.leaf.variable for each in literals if isinstance(each.leaf, tree.OneOf))
    for variable in choices:
        yield _choice_masks(variable, conjunctions)
    for variable in dict.fromkeys(
        age.variable for each in literals if (age := age_of(each.leaf)) is not None
    ):
        yield _age_masks(variable, conjunctions)
    for leaf in dict.fromkeys(each.leaf for each in literals):
        if not isinstance(leaf, tree.OneOf) and age_of(leaf) is None:
            values = {value: _mask(conjunctions, {leaf: value}) for value in (True, False, None)}
            yield LeafMasks(leaf, values[True], values[False], values[None])


def _choice_masks(variable: Variable, conjunctions: Sequence[Conjunction]) -> ChoiceMasks:
    leaves = [
        each for each in _leaves(conjunctions) if isinstance(each, tree.OneOf) and each.variable == variable
    ]
    by_code = tuple(
        (code, _mask(conjunctions, {leaf: code in leaf.codes for leaf in leaves}))
        for code in variable.choices
    )
    return ChoiceMasks(variable, by_code, _mask(conjunctions, dict.fromkeys(leaves)))


def _age_masks(variable: Variable, conjunctions: Sequence[Conjunction]) -> AgeMasks:
    leaves = [
        each
        for each in _leaves(conjunctions)
        if (age := age_of(each)) is not None and age.variable == variable
    ]
    limits = sorted({month for leaf in leaves for month in _limits(leaf)} | {12 * (tree.OLDEST_YEARS + 1)})
    bands: list[tuple[int, int]] = []
    low = 0
    for limit in limits:
        mask = _mask(conjunctions, {leaf: _holds(leaf, low) for leaf in leaves})
        if bands and bands[-1][1] == mask:
            bands.pop()
        bands.append((limit, mask))
        low = limit
    return AgeMasks(variable, tuple(bands), _mask(conjunctions, dict.fromkeys(leaves)))


def age_of(leaf: tree.Logical) -> tree.AgeOf | None:
    """Return the age that a leaf compares with a constant, or None."""
    match leaf:
        case tree.Compare(left=tree.AgeOf() as age, right=tree.Integer()):
            return age
        case _:
            return None


def _limits(leaf: tree.Logical) -> list[int]:
    """Return the ages in months at which the comparison may change."""
    assert isinstance(leaf, tree.Compare)
    assert isinstance(leaf.left, tree.AgeOf)
    assert isinstance(leaf.right, tree.Integer)
    size = 12 if leaf.left.unit == "years" else 1
    ends = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "=": (0, 1), "!=": (0, 1)}[leaf.operator]
    months = [(leaf.right.value + end) * size for end in ends]
    return [month for month in months if 0 < month < 12 * (tree.OLDEST_YEARS + 1)]


def _holds(leaf: tree.Logical, months: int) -> Truth:
    assert isinstance(leaf, tree.Compare)
    assert isinstance(leaf.left, tree.AgeOf)
    assert isinstance(leaf.right, tree.Integer)
    age = months // 12 if leaf.left.unit == "years" else months
    return compare_interval(leaf.operator, age, 0, leaf.right.value)


def _leaves(conjunctions: Sequence[Conjunction]) -> dict[tree.Logical, None]:
    return dict.fromkeys(literal.leaf for conjunction in conjunctions for literal in conjunction)


def _mask(conjunctions: Sequence[Conjunction], values: dict[tree.Logical, Truth]) -> int:
    """Return the bits of the conjunctions that these values of some leaves do not rule out."""
    mask = 0
    for place, conjunction in enumerate(conjunctions):
        truths = [
            _signed(values[each.leaf], positive=each.positive) for each in conjunction if each.leaf in values
        ]
        if all(truth is True for truth in truths):
            mask |= 1 << 2 * place
        if all(truth is not False for truth in truths):
            mask |= 2 << 2 * place
    return mask


def _signed(value: Truth, *, positive: bool) -> Truth:
    return value if positive or value is None else not value
