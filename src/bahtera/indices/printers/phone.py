"""What a phone needs in order to say an index: labels, cuts, weights and reasons, as plain values for JSON.

The form works out the states (`printers.xlsform`); the phone reads them and does the arithmetic of `arithmetic.py` once
more, in integers. `culprits` say which answers an unmet indicator hangs on: a list of

    {"ask": [names of questions], "roster": name or None, "bad": condition or None}

Only what is certainly bad is told (`bad` None: always). In a roster the condition is about one member. A condition is

    ["is", question, code, ...]   ["not", x]   ["and", x, ...]   ["or", x, ...]   ["cmp", operator, n, n]
    n:  ["int", value]   ["var", question, places]   ["age", question, "years" or "months"]   ["+" "-" "*", n, n]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bahtera.indices.errors import IndexProblem
from bahtera.indices.expressions import tree
from bahtera.indices.printers.xlsform_result import calculate_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bahtera.indices.definition import IndexDefinition
    from bahtera.indices.services import Need, Service, ServiceBook
    from bahtera.indices.values import Text

Plain = dict[str, Any]
_PRINTED = ("arithmetic", "pooled")


class _NotSaid(Exception):
    """A condition of a kind that phones are not told."""


def index_for_phone(definition: IndexDefinition, book: ServiceBook) -> Plain:
    """Return everything about an index but its states.

    Raises:
        IndexProblem: the definition has private indicators, or a method that phones do not compute.
    """
    if any(each.private for each in definition.indicators) or definition.method not in _PRINTED:
        raise IndexProblem(
            f"{definition.id} ({definition.method}, {definition.variant}) is nothing for a phone"
        )
    plan = definition.plan
    score = plan.score
    order = {each.id: place for place, each in enumerate(definition.dimensions)}
    remaining = [iter(each.indicators) for each in score.dimensions]
    return {
        "id": definition.id,
        "version": definition.version,
        "status": definition.status,
        "hash": definition.hash,
        "variant": definition.variant,
        "title": _both(definition.title),
        "states": f"{definition.id}_states",
        "method": definition.method,
        "common": score.common,
        "across": score.across,
        "denominator": score.denominator,
        "limit": [score.limit.numerator, score.limit.denominator],
        "empty_dimension": score.empty_dimension,
        "lowest": score.lowest,
        "cuts": [[cut.category, cut.numerator, cut.denominator, cut.includes] for cut in score.cuts],
        "categories": [{"id": each.id, "title": _both(each.title)} for each in definition.categories],
        "dimensions": [
            {"id": each.id, "title": _both(each.title), "weight": weights.weight}
            for each, weights in zip(definition.dimensions, score.dimensions, strict=True)
        ],
        "indicators": [
            {
                "id": each.id,
                "name": calculate_name(definition.id, each.id),
                "dimension": order[each.dimension],
                "weight": next(remaining[order[each.dimension]]),
                "label": _both(each.label),
                "why": _both(each.why_unmet),
                "remedy": _both(each.to_meet),
                "sensitive": each.sensitive,
                "need": need.id if (need := book.need_of(definition.id, each.id)) else None,
                "culprits": list(culprits(each.met)),
            }
            for each in definition.indicators
        ],
    }


def services_for_phone(book: ServiceBook, needs: Sequence[str]) -> Plain:
    """Return the needs that are named, the services that answer them, and the steps that always are offered."""
    chosen = [each for each in book.needs if each.id in needs]
    asked = {name for each in chosen for name in each.services}
    return {
        "version": book.version,
        "status": book.status,
        "hash": book.hash,
        "needs": {each.id: _need(each) for each in chosen},
        "services": {each.id: _service(each) for each in book.services if each.id in asked},
        "other_steps": {each.id: _both(each.step) for each in book.other_steps},
    }


def culprits(met: tree.Logical) -> Iterator[Plain]:
    """Yield the answers that an unmet indicator hangs on; see the top of this module."""
    if isinstance(met, tree.And | tree.AtLeast):
        for item in met.items:
            yield _culprit(item)
    else:
        yield _culprit(met, alone=True)


def _culprit(item: tree.Logical, *, alone: bool = False) -> Plain:
    match item:
        case tree.Not(tree.Exists(roster, condition)):
            return {"ask": _asked(_last(condition)), "roster": roster, "bad": _written(condition)}
        case tree.Exists(roster, condition):
            *first, last = condition.items if isinstance(condition, tree.And) else (condition,)
            return {
                "ask": _asked(last),
                "roster": roster,
                "bad": _written(tree.And((*first, tree.Not(last)))),
            }
    return {"ask": _asked(item), "roster": None, "bad": None if alone else _written(tree.Not(item))}


def _last(condition: tree.Logical) -> tree.Logical:
    return condition.items[-1] if isinstance(condition, tree.And) else condition


def _asked(item: tree.Logical) -> list[str]:
    found: dict[str, None] = {}
    for node in tree.walk(item):
        if isinstance(node, tree.OneOf | tree.Chosen | tree.Answered | tree.NumberOf | tree.AgeOf):
            found[node.variable.name] = None
    return list(found)


def _written(condition: tree.Logical) -> list[Any] | None:
    try:
        return _logical(condition)
    except _NotSaid:
        return None


def _logical(node: tree.Logical) -> list[Any]:
    match node:
        case tree.OneOf(variable, codes):
            return ["is", variable.name, *codes]
        case tree.Not(item):
            return ["not", _logical(item)]
        case tree.And(items):
            return ["and", *map(_logical, items)]
        case tree.Or(items):
            return ["or", *map(_logical, items)]
        case tree.Compare(operator, left, right):
            return ["cmp", operator, _number(left), _number(right)]
    raise _NotSaid


def _number(node: tree.Numeric) -> list[Any]:
    match node:
        case tree.Integer(value):
            return ["int", value]
        case tree.NumberOf(variable):
            return ["var", variable.name, variable.places]
        case tree.AgeOf(variable, unit):
            return ["age", variable.name, unit]
        case tree.Arithmetic(operator, left, right):
            return [operator, _number(left), _number(right)]
    raise _NotSaid


def _need(need: Need) -> Plain:
    return {
        "services": list(need.services),
        "none_yet": _both(need.none_yet),
        "step": _both(need.step),
        "not_a_step": _both(need.not_a_step),
        "ease": need.ease,
    }


def _service(service: Service) -> Plain:
    words = ("label", "said", "where", "bring", "cost")
    return {"by": list(service.by), **{name: _both(getattr(service, name)) for name in words}}


def _both(text: Text | None) -> Plain | None:
    return None if text is None else {"id": text.id, "en": text.en}
