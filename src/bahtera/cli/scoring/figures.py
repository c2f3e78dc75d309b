"""From sums to the figures people read, rounded once, half up, from exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bahtera.indices import IndexDefinition
    from bahtera.indices.sums import Key, Sums, SumsRow

ATTENTION = Fraction(75, 100)
"""An indicator met by a smaller share than this is listed for attention."""


@dataclass(frozen=True, slots=True)
class Share:
    """One indicator in one group: families that meet it, those it applies to who answered, percent."""

    id: str
    met: int
    applicable: int
    unanswered: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One group: counts of families, the mean index (0 to 100), shares of scored families in percent."""

    key: Key
    families: int
    scored: int
    mean: Decimal | None
    categories: dict[str, tuple[int, Decimal | None]]
    dimensions: dict[str, Decimal | None]
    indicators: tuple[Share, ...]
    attention: tuple[Share, ...]
    """Indicators under 75 %, the lowest first."""


def figures_of(sums: Sums) -> list[Figures]:
    """Return the figures of every group, in the order of keys."""
    return [_figures(row) for row in sums]


def total_figures(sums: Sums) -> Figures:
    """Return the figures of all groups together."""
    return _figures(sums.total())


def _figures(row: SumsRow) -> Figures:
    shares = [
        (Share(each.id, each.met, each.applicable, each.unanswered, _percent(each.share)), each.share)
        for each in row.indicators.values()
    ]
    low = [(exact, share) for share, exact in shares if exact is not None and exact < ATTENTION]
    return Figures(
        key=row.key,
        families=row.families,
        scored=row.scored,
        mean=rounded(row.mean),
        categories={
            name: (count, _percent(Fraction(count, row.scored) if row.scored else None))
            for name, count in row.categories.items()
        },
        dimensions={name: rounded(value) for name, value in row.dimensions.items()},
        indicators=tuple(share for share, _ in shares),
        attention=tuple(share for _, share in sorted(low, key=lambda each: each[0])),
    )


def rounded(value: Fraction | None, places: int = 2) -> Decimal | None:
    """Return the value with so many decimals, exactly, halves up."""
    if value is None:
        return None
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    return Decimal(scaled).scaleb(-places)


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else rounded(100 * share)


def method_lines(definition: IndexDefinition) -> list[tuple[str, str]]:
    """Return what every output must say about how it was made: names of lines and their values."""
    cuts = "; ".join(
        f"{each.id} {'>=' if each.includes else '>'} {rounded(each.at)}" for each in reversed(definition.cuts)
    )
    return [
        ("index", definition.id),
        ("title", definition.title.id),
        ("version", definition.version),
        ("status", definition.status),
        ("method", definition.method),
        ("variant", definition.variant),
        ("hash", definition.hash),
        ("categories", f"{cuts}; {definition.categories[0].id}"),
    ]
