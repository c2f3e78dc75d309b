"""What pages of an index's quality have in common: places with their certainty, items, what moves places, and words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.analysis import api as analysis
from bahtera.statistics import quality
from bahtera.web import numbers
from bahtera.web.charts import pct

CHOICES: Final = {
    quality.Factor.WEIGHTS: gettext_noop("How much each indicator counts"),
    quality.Factor.NORMALISATION: gettext_noop("The scale, or from where on an indicator counts as met"),
    quality.Factor.AGGREGATION: gettext_noop("How indicators become one number (kind of mean)"),
}


@dataclass(frozen=True)
class PlaceLine:
    """A unit's place and its interval, with where they lie on a scale of 0 to 100."""

    name: str
    rank: str
    lower: str
    upper: str
    x: str
    low: str
    high: str
    score: float


@dataclass(frozen=True)
class ItemLine:
    """An indicator: shares in per cent, weights in per cent, its correlation with the others and with the component."""

    label: str
    not_applicable: float
    missing: float | None
    item_rest: float | None
    loading: float | None
    nominal: float | None
    effective: float | None


@dataclass(frozen=True)
class MoverLine:
    """A choice and the part it has in how places move, alone and with others, in per cent."""

    label: str
    alone: float
    together: float
    width: str


def place_lines(ranking: analysis.Ranking | None, name: Callable[[str], str]) -> tuple[PlaceLine, ...]:
    """Return a line a unit, the best first."""
    lines = ranking.lines if ranking else ()
    last = len(lines)
    return tuple(
        PlaceLine(
            name=name(each.area),
            rank=_rank(each.rank),
            lower=_rank(each.lower),
            upper=_rank(each.upper),
            x=_at(each.rank, last),
            low=_at(each.lower, last),
            high=_at(each.upper, last),
            score=each.score,
        )
        for each in lines
    )


def _rank(rank: float) -> str:
    return numbers.number(rank, 0 if rank.is_integer() else 1)


def _at(rank: float, last: int) -> str:
    return pct(100 * (rank - 1) / max(last - 1, 1))


def mover_lines(ranking: analysis.Ranking | None) -> tuple[MoverLine, ...]:
    """Return what moves the places, the strongest first; nothing where no place moves."""
    moved = ranking.moved.average if ranking and ranking.moved else None
    if moved is None or moved.first is None or moved.total is None:
        return ()
    lines = [
        MoverLine(
            gettext(CHOICES[each]),
            100 * min(max(moved.first[each], 0.0), 1.0),
            100 * min(moved.total[each], 1.0),
            pct(100 * min(moved.total[each], 1.0)),
        )
        for each in moved.total
    ]
    return tuple(sorted(lines, key=lambda line: -line.together))


def item_lines(
    completeness: Sequence[quality.Completeness],
    reliability: quality.Reliability | None,
    components: quality.Components | None,
    weights: Sequence[quality.EffectiveWeight],
    label: Callable[[str], str],
) -> tuple[ItemLine, ...]:
    """Return a line an indicator; what is not known of it is None."""
    items = {each.indicator: each.item_rest for each in reliability.items} if reliability else {}
    loadings = (
        dict(zip(components.indicators, components.loadings[:, 0].tolist(), strict=True))
        if components
        else {}
    )
    weighed = {each.indicator: each for each in weights}
    lines = []
    for each in completeness:
        weight = weighed.get(each.indicator)
        lines.append(
            ItemLine(
                label=label(each.indicator),
                not_applicable=100 * each.not_applicable_share,
                missing=None if each.missing_share is None else 100 * each.missing_share,
                item_rest=items.get(each.indicator),
                loading=loadings.get(each.indicator),
                nominal=100 * weight.nominal if weight else None,
                effective=100 * weight.effective if weight else None,
            )
        )
    return tuple(lines)


def joined(components: quality.Components | None) -> str:
    """Return what the principal components say, in one sentence; "" without any."""
    if components is None:
        return ""
    shares = components.shares.tolist()
    first, together = (
        numbers.number(100 * part, 0) for part in (shares[0], sum(shares[: max(components.kaiser, 1)]))
    )
    return gettext(
        "Principal components: the first explains {first} percent of all variance; {count} with an eigenvalue above 1 "
        "explain {together} percent."
    ).format(first=first, count=numbers.integer(components.kaiser), together=together)


MOST_GROUPS: Final = 5
"""So many groups that cannot be told apart are told in words; the files number all of them."""


def group_words(groups: Sequence[Sequence[str]], name: Callable[[str], str], sentence: str) -> list[str]:
    """Return a sentence for each of the first groups, with {count} and {names}, and how many there are more."""
    said = [
        sentence.format(count=numbers.integer(len(group)), names=", ".join(map(name, group)))
        for group in groups[:MOST_GROUPS]
    ]
    if (more := len(groups) - MOST_GROUPS) > 0:
        said.append(
            ngettext(
                "One more such group is numbered in the files.",
                "{count} more such groups are numbered in the files.",
                more,
            ).format(count=numbers.integer(more))
        )
    return said


def on_single(findings: Iterable[quality.Finding]) -> list[quality.Finding]:
    """Return the findings that name one indicator."""
    return [each for each in findings if "indicator" in each.details]


def on_all(findings: Iterable[quality.Finding]) -> list[quality.Finding]:
    """Return the findings on all indicators together."""
    return [each for each in findings if "indicator" not in each.details]


def say(findings: Iterable[quality.Finding], label: Callable[[str], str]) -> list[str]:
    """Return findings in the reader's language; ``label`` gives an indicator's own words."""
    return [gettext(each.message).format(**_details(each, label)) for each in findings]


def _details(finding: quality.Finding, label: Callable[[str], str]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for name, value in finding.details.items():
        if isinstance(value, float):
            details[name] = numbers.number(value, 1 if name == "places" else 2)
        elif name in {"indicator", "first", "second"}:
            details[name] = label(str(value))
        else:
            details[name] = value
    return details
