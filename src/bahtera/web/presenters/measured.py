"""From a result of the results package to what an area's page draws."""

from collections.abc import Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import charts, numbers, wording
from bahtera.web.presenters.answers import in_language
from bahtera.web.presenters.area import (
    DimensionValue,
    Distribution,
    DistributionRow,
    IndexResult,
    MethodValue,
    ShareRow,
)
from bahtera.web.presenters.parts import Tag

METHODS = {
    "family_mean": gettext_noop("Mean of the families' own scores"),
    "dimension_mean": gettext_noop("Mean over dimensions of the indicators' percentages"),
    "indicator_mean": gettext_noop("Mean of all indicators' percentages"),
    "dimension_geometric": gettext_noop("Geometric mean over dimensions"),
}
PROVISIONAL = "sementara"
SPEAKS = {
    results.Speaks.LOCUS_AVERAGE.value: gettext_noop("average of the locus villages"),
    results.Speaks.SAMPLED_VILLAGE.value: gettext_noop("families of a sample"),
    results.Speaks.SAMPLE_AVERAGE.value: gettext_noop("average of the sample, without weights"),
}
"""For whom figures speak, where that is not the whole village."""
DATA_STATES = {
    PROVISIONAL: gettext_noop("provisional"),
    "beku": gettext_noop("final"),
}
INDEX_NOTES = {
    "working": gettext_noop(
        "No office has fixed these indicators yet. Figures change when the indicators change."
    ),
    "inferred": gettext_noop("Part of the scoring is inferred from published texts and not yet confirmed."),
}
MAIN_INDEX = "ikk"
_STYLES = ("rendah", "sedang", "tinggi")


def index_result(result: results.Result) -> IndexResult:
    """Return one index in one area as its page shows it."""
    styles = style_by_category([row.category.id for row in result.categories])
    dimensions = {row.id: words(row.title) for row in result.dimensions}
    rows = [_share_row(row, dimensions) for row in result.indicators]
    shown = [
        (row, source) for row, source in zip(rows, result.indicators, strict=True) if row.share is not None
    ]
    return IndexResult(
        index_id=result.index.id,
        title=words(result.index.title),
        values=tuple(_method_value(row, styles) for row in result.methods),
        scored=result.coverage.scored,
        not_scored=result.coverage.not_scored,
        distribution=_distribution(result.categories, styles, result.coverage.scored),
        dimensions=tuple(_dimension(row) for row in result.dimensions),
        under=tuple(row for row, source in shown if source.below_cut),
        over=tuple(row for row, source in shown if not source.below_cut),
        hidden=tuple(row for row in rows if row.share is None and row.hidden),
        empty=tuple(row for row in rows if row.share is None and not row.hidden),
        version=result.index.version,
        hash=result.index.hash,
        provisional_note=wording.say(INDEX_NOTES, result.index.status)
        if result.index.status in INDEX_NOTES
        else "",
        apart_note=apart_note(result.index.id),
        sum_line=sum_line(result.coverage),
        status=wording.say(wording.INDEX_STATUS, result.index.status),
    )


def words(texts: Mapping[str, str]) -> str:
    """Return the text in the reader's language."""
    return in_language(texts)


def apart_note(index_id: str) -> str:
    """Return the warning beside any index but the main one."""
    if index_id == MAIN_INDEX:
        return ""
    return gettext(
        "This index asks other things and is computed in another way: do not compare it with the IKK."
    )


def part_line(row: surveys.RoundRow, found: results.Result) -> str:
    """Say that figures rest on a part of the families known, as papers do; nothing where they rest on most of them."""
    return part_words(row, found.area_code, found.coverage.scored, found.coverage.visited)


def part_words(row: surveys.RoundRow, area_code: str, scored: int, visited: int) -> str:
    """Say the same of an area of a round by how many of its families were scored and visited."""
    known = results.part_of(row, area_code, scored=scored, visited=visited)
    if known is None:
        return ""
    return gettext(
        "A part of the families only: {scored} scored, of about {known} families known here. So these figures are "
        "not those of all families."
    ).format(scored=numbers.integer(scored), known=numbers.integer(known))


def sum_line(coverage: results.Coverage) -> str:
    """Say how the approved families add up from scored ones and others; nothing when all are scored."""
    if coverage.approved == coverage.scored:
        return ""
    others = (
        (coverage.not_scored, gettext("{count} not scored (too much unanswered)")),
        (
            coverage.without_interview,
            gettext("{count} without an interview (declined, moved, not found, nobody to answer)"),
        ),
        (coverage.other_definition, gettext("{count} scored by another version of the definition")),
    )
    parts = [gettext("{count} scored").format(count=numbers.integer(coverage.scored))]
    parts += [text.format(count=numbers.integer(count)) for count, text in others if count]
    return gettext("Approved {count} = {parts}").format(
        count=numbers.integer(coverage.approved), parts=" + ".join(parts)
    )


def style_by_category(ids: Sequence[str]) -> dict[str, str]:
    """Give the lowest category the colour of low, the highest that of high, those between the middle one."""
    last = len(ids) - 1
    return {name: _STYLES[0 if place == 0 else 2 if place == last else 1] for place, name in enumerate(ids)}


def category_of(category: results.CategoryRef | None, styles: Mapping[str, str]) -> Tag | None:
    """Return a category as a label with its colour and shape."""
    if category is None:
        return None
    style = styles.get(category.id) or wording.CATEGORY_STYLE.get(category.id, "state")
    return Tag(capfirst(words(category.title)), style, style)


def _method_value(row: results.MethodResult, styles: Mapping[str, str]) -> MethodValue:
    return MethodValue(
        method=wording.say(METHODS, str(row.figure.method)),
        value=row.figure.value,
        category=category_of(row.category, styles),
        main=row.is_main,
        hidden=row.figure.hidden,
    )


def _dimension(row: results.DimensionResult) -> DimensionValue:
    figure = row.family_mean
    x = charts.pct(figure.value) if figure.value is not None else "0%"
    return DimensionValue(words(row.title), figure.value, x, figure.hidden)


def _share_row(row: results.IndicatorResult, dimensions: Mapping[str, str]) -> ShareRow:
    share = row.share
    return ShareRow(
        code=row.id,
        label=words(row.label),
        dimension=dimensions.get(row.dimension, row.dimension),
        share=share.value,
        applicable=share.n,
        x=charts.pct(share.value) if share.value is not None else "0%",
        hidden=share.hidden,
    )


def _distribution(
    rows: Sequence[results.CategoryResult], styles: Mapping[str, str], scored: int
) -> Distribution:
    """Return the distribution, the best category first; its total is the families scored, never hidden."""
    best_first = list(reversed(rows))
    shown = tuple(
        DistributionRow(
            label=capfirst(words(row.category.title)),
            style=styles[row.category.id],
            icon=styles[row.category.id],
            count=row.count.count,
            share=row.printed if row.count.count is not None else None,
        )
        for row in best_first
    )
    whole = all(row.count is not None for row in shown)
    segments = charts.stack([(row.style, row.count or 0) for row in shown]) if whole else ()
    return Distribution(shown, segments, scored or None, _summary(shown))


def _summary(rows: Sequence[DistributionRow]) -> str:
    parts = [
        gettext("{category}: {count} families, {share} %").format(
            category=row.label, count=numbers.integer(row.count), share=numbers.number(row.share, 1)
        )
        for row in rows
        if row.count is not None
    ]
    return "; ".join(parts)
