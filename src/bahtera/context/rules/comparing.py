"""What may be said of figures beside one another: whether they agree, and whether one rose or fell. Values in and out.

`compare` is the only maker of "rose" and "fell": it asks for both periods, one publisher, series, unit and date basis,
and says what is missing otherwise. There is no function here that adds figures or divides one series by another, on
purpose: victims over cases is no share, and cases, victims and kinds of violence have no common total.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from bahtera.context.values import Break, Comparison, Figure, Quoted, Series, Trend


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two quotes say the same, as far as the one with fewer decimals goes: 10.33 agrees with 10.3."""
    step = Decimal(1).scaleb(-min(one.decimals, other.decimals))
    return _rounded(one.number, step) == _rounded(other.number, step)


def by_period(series: Series, figures: Iterable[Figure]) -> tuple[Quoted, ...]:
    """Return figures of one series and area by period, the earliest first, conflicts side by side."""
    groups: dict[str, list[Figure]] = {}
    for one in figures:
        groups.setdefault(one.period.text, []).append(one)
    rows: list[Quoted] = []
    for group in sorted(groups.values(), key=lambda each: (each[0].period.start, each[0].period.end)):
        kept = tuple(sorted(group, key=lambda each: (each.source.casefold(), each.id)))
        before = rows[-1] if rows else None
        rows.append(
            Quoted(kept[0].period, kept, _conflicting(kept), _breaks_between(series, before, kept[0]))
        )
    return tuple(rows)


def conflicts_among(figures: Iterable[Figure]) -> tuple[tuple[Figure, Figure], ...]:
    """Return pairs about one series, area and period that do not say the same."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for one in figures:
        groups.setdefault((one.series, one.area, one.period.text), []).append(one)
    return tuple(
        (one, other)
        for group in groups.values()
        for at, one in enumerate(group)
        for other in group[at + 1 :]
        if not agree(one, other)
    )


def compare(series: tuple[Series, Series], before: Quoted | None, after: Quoted | None) -> Comparison:
    """Say whether a figure rose or fell between two periods, or what is missing to say so.

    ``series`` are those of the two periods: they must be one and the same, of one definition.
    """
    missing = _series_differences(*series)
    if before is None or after is None:
        return Comparison(before, after, None, "", (*missing, "no_period"))
    missing += _row_differences(series[0], before, after)
    if missing:
        return Comparison(before, after, None, "", tuple(dict.fromkeys(missing)))
    shared = _publishers(before) & _publishers(after)
    first, last = (
        max((one for one in each.figures if one.publisher.casefold() in shared), key=_decimals)
        for each in (before, after)
    )
    step = Decimal(1).scaleb(-min(first.decimals, last.decimals))
    change = _rounded(last.number, step) - _rounded(first.number, step)
    trend = Trend.SAME if not change else Trend.ROSE if change > 0 else Trend.FELL
    return Comparison(before, after, trend, str(abs(change)), (), last.publisher)


def last_pair(rows: Sequence[Quoted]) -> tuple[Quoted | None, Quoted | None]:
    """Return the last period and the one before it of the same months of the year; else simply the one before.

    March is compared with an earlier March where there is one, not with the September between.
    """
    if not rows:
        return None, None
    after, earlier = rows[-1], rows[:-1]
    alike = [one for one in earlier if not _months_differ(one, after)]
    chosen = alike or earlier
    return (chosen[-1] if chosen else None), after


def _series_differences(one: Series, other: Series) -> tuple[str, ...]:
    found = []
    if (one.id, one.definition_sha256) != (other.id, other.definition_sha256):
        found.append("series")
    if one.unit is not other.unit:
        found.append("unit")
    if one.date_basis is not other.date_basis:
        found.append("date_basis")
    return tuple(found)


def _row_differences(series: Series, before: Quoted, after: Quoted) -> tuple[str, ...]:
    found = []
    if {one.area for one in before.figures} != {one.area for one in after.figures}:
        found.append("area")
    if not _publishers(before) & _publishers(after):
        found.append("publisher")
    if len({one.definition for one in (*before.figures, *after.figures)}) > 1:
        found.append("definition")
    if before.conflicting or after.conflicting:
        found.append("conflict")
    if any(one.provisional for one in (*before.figures, *after.figures)):
        found.append("provisional")
    if _months_differ(before, after):
        found.append("length")
    if after.period.start <= before.period.end:
        found.append("overlap")
    if _breaks_between(series, before, after.figures[0]):
        found.append("break")
    return tuple(found)


def _months_differ(before: Quoted, after: Quoted) -> bool:
    """Tell whether periods are of other months: January is not compared with July, nor with a whole year."""
    return (before.period.start.month, before.period.months) != (
        after.period.start.month,
        after.period.months,
    )


def _publishers(row: Quoted) -> frozenset[str]:
    return frozenset(one.publisher.casefold() for one in row.figures)


def _decimals(figure: Figure) -> int:
    return figure.decimals


def _conflicting(figures: tuple[Figure, ...]) -> bool:
    return any(not agree(one, other) for at, one in enumerate(figures) for other in figures[at + 1 :])


def _breaks_between(series: Series, before: Quoted | None, after: Figure) -> tuple[Break, ...]:
    """Return breaks after the beginning of the earlier period, up to the end of the later one."""
    if before is None:
        return ()
    return tuple(one for one in series.breaks if before.period.start < one.start <= after.period.end)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, rounding=ROUND_HALF_UP)
