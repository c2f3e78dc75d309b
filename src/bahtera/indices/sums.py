"""Additive sums: the only thing that leaves families behind, and adds up in any order, bit for bit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bahtera.indices.errors import MismatchedSums
from bahtera.indices.values import MET, NOT_MET, UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bahtera.indices.compiler import Plan
    from bahtera.indices.values import Score

Key = tuple[str | int | None, ...]
FAMILIES, SCORED = "families", "scored"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the integers of one row of sums, for one definition.

    `families` (rows seen), `scored` (with a score), `category.<id>` (families in it), `score` (sum of numerators
    over `denominator`), per dimension `dimension.<id>.families` and `.score` (scored families with the dimension
    not blank, and the sum of their shares over that dimension's denominator), per indicator
    `indicator.<id>.met`, `.applicable` (met or not met: what counts in the denominator) and `.unanswered`, over
    every family, scored or not.
    """

    index: str
    categories: tuple[str, ...]
    dimensions: tuple[str, ...]
    indicators: tuple[str, ...]
    denominator: int
    dimension_denominators: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan) -> Layout:
        """Return the layout of a plan's sums."""
        return cls(
            index=plan.id,
            categories=plan.categories,
            dimensions=plan.dimensions,
            indicators=tuple(each.id for each in plan.indicators),
            denominator=plan.score.denominator,
            dimension_denominators=plan.score.dimension_denominators,
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the name of every integer, in order."""
        names = [FAMILIES, SCORED, *(f"category.{each}" for each in self.categories), "score"]
        for each in self.dimensions:
            names += [f"dimension.{each}.families", f"dimension.{each}.score"]
        for each in self.indicators:
            names += [f"indicator.{each}.{word}" for word in ("met", "applicable", "unanswered")]
        return tuple(names)

    def row(self, score: Score) -> tuple[int, ...]:
        """Return the sums of one family."""
        scored = int(score.scored)
        values = [
            1,
            scored,
            *(int(score.category == each) for each in self.categories),
            score.numerator * scored,
        ]
        for part, denominator in zip(score.dimensions, self.dimension_denominators, strict=True):
            counted = scored if part.applicable else 0
            values += [counted, part.met * (denominator // part.applicable) if counted else 0]
        for sign in score.states:
            values += [int(sign == MET), int(sign in (MET, NOT_MET)), int(sign == UNANSWERED)]
        return tuple(values)


@dataclass(frozen=True, slots=True)
class IndicatorSums:
    """One indicator over a group: families that meet it, to whom it applies and who answered, who did not answer."""

    id: str
    met: int
    applicable: int
    unanswered: int

    @property
    def unmet(self) -> int:
        """Return the families that do not meet it."""
        return self.applicable - self.met

    @property
    def share(self) -> Fraction | None:
        """Return the share that meets it (0 to 1), or None when it applies to nobody."""
        return Fraction(self.met, self.applicable) if self.applicable else None

    @property
    def unmet_share(self) -> Fraction | None:
        """Return the share that does not meet it (0 to 1), or None when it applies to nobody."""
        return Fraction(self.unmet, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class SumsRow:
    """The sums of one group; `key` are the values of the `by` columns. Unit of every count: families."""

    key: Key
    layout: Layout
    values: tuple[int, ...]

    def __getitem__(self, column: str) -> int:
        """Return one integer by its column name."""
        return self.values[self.layout.columns.index(column)]

    @property
    def families(self) -> int:
        """Return the number of families seen."""
        return self.values[0]

    @property
    def scored(self) -> int:
        """Return the number of families with a score."""
        return self.values[1]

    @property
    def categories(self) -> dict[str, int]:
        """Return the number of scored families by category; they add up to `scored`."""
        return dict(zip(self.layout.categories, self.values[2:], strict=False))

    @property
    def mean(self) -> Fraction | None:
        """Return the mean of the scored families' index, 0 to 100, exactly; None when nobody is scored."""
        total = self.values[2 + len(self.layout.categories)]
        return Fraction(100 * total, self.layout.denominator * self.scored) if self.scored else None

    @property
    def dimensions(self) -> dict[str, Fraction | None]:
        """Return the mean of each dimension (0 to 100) over the scored families for whom it is not blank."""
        at = 3 + len(self.layout.categories)
        found: dict[str, Fraction | None] = {}
        for name, denominator in zip(self.layout.dimensions, self.layout.dimension_denominators, strict=True):
            families, total = self.values[at : at + 2]
            found[name] = Fraction(100 * total, denominator * families) if families else None
            at += 2
        return found

    @property
    def indicators(self) -> dict[str, IndicatorSums]:
        """Return the counts of each indicator, in the definition's order."""
        at = 3 + len(self.layout.categories) + 2 * len(self.layout.dimensions)
        return {
            name: IndicatorSums(name, *self.values[at + 3 * place : at + 3 * place + 3])
            for place, name in enumerate(self.layout.indicators)
        }


@dataclass(frozen=True, slots=True)
class Sums:
    """A table of sums by group. Adding tables in any order and grouping gives the same integers.

    `index_hash` names the definition; tables of different hashes or different `by` cannot be added.
    """

    layout: Layout
    index_hash: str
    by: tuple[str, ...]
    groups: Mapping[Key, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[SumsRow]:
        return (SumsRow(key, self.layout, self.groups[key]) for key in sorted(self.groups, key=_order))

    def get(self, *key: str | int | None) -> SumsRow | None:
        """Return the row of one group, or None."""
        values = self.groups.get(key)
        return None if values is None else SumsRow(key, self.layout, values)

    def total(self) -> SumsRow:
        """Return the sums over all groups; zeros when there are none."""
        columns = zip(*self.groups.values(), strict=True)
        values = tuple(map(sum, columns)) if self.groups else (0,) * len(self.layout.columns)
        return SumsRow((), self.layout, values)

    def merge(self, other: Sums) -> Sums:
        """Return the sums of both.

        Raises:
            MismatchedSums: another definition, method or variant, or another grouping.
        """
        if (self.index_hash, self.layout, self.by) != (other.index_hash, other.layout, other.by):
            raise MismatchedSums(
                f"sums of {self.layout.index} {self.index_hash[:12]} by {self.by} cannot be added to those of "
                f"{other.layout.index} {other.index_hash[:12]} by {other.by}"
            )
        groups = dict(self.groups)
        for key, values in other.groups.items():
            mine = groups.get(key)
            groups[key] = values if mine is None else tuple(map(int.__add__, mine, values))
        return Sums(self.layout, self.index_hash, self.by, groups)

    __add__ = merge

    def group_by(self, by: Sequence[str]) -> Sums:
        """Return the sums by fewer columns.

        Raises:
            MismatchedSums: a column that the sums are not grouped by.
        """
        unknown = [name for name in by if name not in self.by]
        if unknown:
            raise MismatchedSums(f"these sums are by {self.by}, not by {', '.join(unknown)}")
        places = [self.by.index(name) for name in by]
        return merge_all(
            Sums(self.layout, self.index_hash, tuple(by), {tuple(key[place] for place in places): values})
            for key, values in self.groups.items()
        ) or Sums(self.layout, self.index_hash, tuple(by), {})

    def records(self) -> list[dict[str, Any]]:
        """Return one mapping a group, in the order of keys: the `by` columns, then every integer by name."""
        return [
            {
                **dict(zip(self.by, row.key, strict=True)),
                **dict(zip(self.layout.columns, row.values, strict=True)),
            }
            for row in self
        ]

    def to_json(self) -> str:
        """Return canonical JSON: the same sums give the same bytes. Integers are texts: some exceed 2**53."""
        content = {
            "format": _FORMAT,
            "index": self.layout.index,
            "hash": self.index_hash,
            "by": self.by,
            "categories": self.layout.categories,
            "dimensions": self.layout.dimensions,
            "indicators": self.layout.indicators,
            "denominator": str(self.layout.denominator),
            "dimension_denominators": [str(each) for each in self.layout.dimension_denominators],
            "rows": [[list(row.key), " ".join(map(str, row.values))] for row in self],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Sums:
        """Return the sums that `to_json` wrote.

        Raises:
            MismatchedSums: the text is not such a document.
        """
        try:
            content = json.loads(text)
            if content["format"] != _FORMAT:
                raise MismatchedSums(f"these sums have format {content['format']}, not {_FORMAT}")
            layout = Layout(
                index=content["index"],
                categories=tuple(content["categories"]),
                dimensions=tuple(content["dimensions"]),
                indicators=tuple(content["indicators"]),
                denominator=int(content["denominator"]),
                dimension_denominators=tuple(map(int, content["dimension_denominators"])),
            )
            groups = {tuple(key): tuple(map(int, values.split())) for key, values in content["rows"]}
            sums = cls(layout, content["hash"], tuple(content["by"]), groups)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise MismatchedSums(f"not a document of sums: {error}") from error
        width = len(layout.columns)
        if any(len(values) != width or len(key) != len(sums.by) for key, values in groups.items()):
            raise MismatchedSums("a row of the sums has another length than the definition says")
        return sums


def merge_all(parts: Iterable[Sums]) -> Sums | None:
    """Return the sums of all parts, or None when there are none."""
    total: Sums | None = None
    for part in parts:
        total = part if total is None else total.merge(part)
    return total


def _order(key: Key) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, 0, "") if part is None else (1, part, "") if isinstance(part, int) else (2, 0, part)
        for part in key
    )
