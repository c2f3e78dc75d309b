"""Figures at two times, in words and as a picture: of two full counts, and of two samples with their error."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from bahtera.analysis import api as analysis
from bahtera.pictures.dots import Dot, dot_plot
from bahtera.results import api as results
from bahtera.web import numbers
from bahtera.web.presenters import measured

VERDICTS: Final = {
    "higher": gettext_noop("higher"),
    "lower": gettext_noop("lower"),
    "same": gettext_noop("no visible change"),
    "unsure": gettext_noop("too few villages to tell"),
    "open": gettext_noop("cannot be told yet"),
}
_CUT: Final = 75
_STYLES: Final = {"higher": "tinggi", "lower": "rendah", "same": "none", "unsure": "none", "open": "none"}
_PARTS: Final = {
    results.Part.INDEX: gettext_noop("The index"),
    results.Part.CATEGORY: gettext_noop("Families by category, per cent"),
    results.Part.DIMENSION: gettext_noop("Dimensions"),
    results.Part.INDICATOR: gettext_noop("Indicators, share of families that meet them"),
}


PART_OF: Final = {
    analysis.Kind.INDEX: results.Part.INDEX,
    analysis.Kind.DIMENSION: results.Part.DIMENSION,
    analysis.Kind.INDICATOR: results.Part.INDICATOR,
}


@dataclass(frozen=True)
class ChangeRow:
    """One figure at two times, in words, and what may be said of it.

    ``least``: of full counts. ``interval``, ``df``: of the difference between samples.
    """

    name: str
    code: str
    before: str
    after: str
    before_n: int | None
    after_n: int | None
    difference: str
    verdict: str
    style: str
    least: str
    crossed: str
    interval: str = ""
    df: int | None = None


@dataclass(frozen=True)
class ChangeGroup:
    """Figures of one kind, with their picture."""

    title: str
    rows: tuple[ChangeRow, ...]
    phone: SafeString
    desk: SafeString


def counted_groups(found: results.RoundChange) -> tuple[ChangeGroup, ...]:
    """Return the figures of two full counts."""
    ends = (found.before.round_name, found.after.round_name)
    groups = []
    for part in _PARTS:
        lines = [line for line in found.lines if line.part is part]
        rows = tuple(map(_row, lines))
        dots = [_dot(line, row) for line, row in zip(lines, rows, strict=True)]
        groups.append(_group(part, rows, dots, ends))
    return tuple(group for group in groups if group.rows)


def sampled_groups(found: Sequence[analysis.MeasureChange], ends: tuple[str, str]) -> tuple[ChangeGroup, ...]:
    """Return the figures of two samples, each difference with its interval."""
    groups = []
    for kind, part in PART_OF.items():
        lines = [line for line in found if line.measure.kind is kind]
        rows = tuple(map(_sampled_row, lines))
        dots = [_sampled_dot(line, row) for line, row in zip(lines, rows, strict=True)]
        groups.append(_group(part, rows, dots, ends))
    return tuple(group for group in groups if group.rows)


def _group(
    part: results.Part, rows: tuple[ChangeRow, ...], dots: Sequence[Dot], ends: tuple[str, str]
) -> ChangeGroup:
    title = gettext(_PARTS[part])
    drawn = {
        wide: dot_plot(
            dots,
            name=f"{'desk' if wide else 'phone'}-{part.value}",
            title=f"{title}: {', '.join(ends)}",
            description=gettext("A ring is the earlier round, a dot the later one."),
            wide=wide,
            line=None if part is results.Part.CATEGORY else float(_CUT),
        )
        for wide in (False, True)
    }
    return ChangeGroup(title, rows, mark_safe(drawn[False]), mark_safe(drawn[True]))  # noqa: S308 - pictures escape


def _dot(line: results.ChangeLine, row: ChangeRow) -> Dot:
    if line.difference is None or line.after.value is None or line.before.value is None:
        return Dot(row.name, row.verdict, hidden=line.before.hidden or line.after.hidden)
    under = line.part is not results.Part.CATEGORY and line.after.value < _CUT
    return Dot(
        row.name, row.difference, float(line.after.value), under=under, before=float(line.before.value)
    )


def _row(line: results.ChangeLine) -> ChangeRow:
    digits = _digits(line.part)
    verdict = line.verdict.value if line.verdict else ""
    hidden = line.before.hidden or line.after.hidden
    before, after = (
        figure_words(each, digits) if told is None else numbers.number(told, digits)
        for each, told in zip((line.before, line.after), line.printed, strict=True)
    )
    return ChangeRow(
        name=measured.words(line.title),
        code=line.id if line.part is results.Part.INDICATOR else "",
        before=before,
        after=after,
        before_n=line.before.n,
        after_n=line.after.n,
        difference=numbers.signed(told_difference(line), digits),
        verdict=gettext(VERDICTS[verdict]) if verdict else gettext("hidden") if hidden else gettext("none"),
        style=_STYLES.get(verdict, "none"),
        least=numbers.number(line.least, 1) if line.least is not None else "",
        crossed=_crossed(line.below),
    )


def told_difference(line: results.ChangeLine, digits: int | None = None) -> Decimal | None:
    """Return the difference of the two figures as they are printed, or rounded to so many decimals; None: not told.

    Categories are parts of a whole: both times they are printed as where they stand together, adding up to 100.
    """
    if line.difference is None or line.before.value is None or line.after.value is None:
        return None
    before, after = line.printed
    if digits is None and before is not None and after is not None:
        return after - before
    digits = _digits(line.part) if digits is None else digits
    return numbers.difference(line.before.value, line.after.value, digits)


def _crossed(below: tuple[bool | None, bool | None]) -> str:
    if below == (True, False):
        return gettext("now at 75 or above")
    return gettext("now under 75") if below == (False, True) else ""


def figure_words(figure: results.Figure, digits: int) -> str:
    """Return a figure with so many decimals, or that it is hidden or not there."""
    if figure.value is None:
        return gettext("hidden") if figure.hidden else "\u2013"
    return numbers.number(figure.value, digits)


def _digits(part: results.Part) -> int:
    return 2 if part in (results.Part.INDEX, results.Part.DIMENSION) else 1


def _sampled_row(line: analysis.MeasureChange) -> ChangeRow:
    part, change = PART_OF[line.measure.kind], line.change
    name, code = measured.words(line.measure.title), line.measure.part
    shown_code = code if part is results.Part.INDICATOR else ""
    if change is None:
        why = gettext("hidden") if line.hidden else gettext("none")
        return ChangeRow(name, shown_code, why, why, None, None, "\u2013", why, "none", "", "")
    digits = _digits(part)
    interval = ""
    if change.low is not None and change.high is not None:
        interval = f"{numbers.signed(change.low, digits)} \u2026 {numbers.signed(change.high, digits)}"
    verdict = change.verdict.value
    return ChangeRow(
        name=name,
        code=shown_code,
        before=numbers.number(change.before, digits),
        after=numbers.number(change.after, digits),
        before_n=line.families[0],
        after_n=line.families[1],
        difference=numbers.signed(numbers.difference(change.before, change.after, digits), digits),
        verdict=gettext(VERDICTS[verdict]),
        style=_STYLES[verdict],
        least="",
        crossed="",
        interval=interval,
        df=change.df,
    )


def _sampled_dot(line: analysis.MeasureChange, row: ChangeRow) -> Dot:
    change = line.change
    if change is None:
        return Dot(row.name, row.verdict, hidden=line.hidden)
    return Dot(row.name, row.difference, change.after, under=change.after < _CUT, before=change.before)
