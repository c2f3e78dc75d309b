"""From sums and what may be shown of them to figures with unit, n and method."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bahtera.results.rules import methods
from bahtera.results.rules.sums import dimension_scales
from bahtera.results.values import (
    CategoryRef,
    CategoryResult,
    Coverage,
    DimensionResult,
    Figure,
    IndexRef,
    IndicatorResult,
    Method,
    MethodResult,
    Unit,
)

if TYPE_CHECKING:
    from bahtera.indices.api import Category, IndexDefinition, Indicator, Text
    from bahtera.results.rules.besides import Besides
    from bahtera.results.rules.protecting import RoundProtection
    from bahtera.results.values import DimensionSum, IndicatorSum, Sums, Visits

    Shown = RoundProtection | Besides


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """All figures of one area."""

    categories: tuple[CategoryResult, ...]
    methods: tuple[MethodResult, ...]
    dimensions: tuple[DimensionResult, ...]
    indicators: tuple[IndicatorResult, ...]


def index_ref(definition: IndexDefinition) -> IndexRef:
    """Return what identifies the definition on everything it produced."""
    return IndexRef(
        id=definition.id,
        version=definition.version,
        hash=definition.hash,
        status=definition.status,
        variant=definition.variant,
        title=in_both(definition.plain_title),
    )


def category_ref(category: Category) -> CategoryRef:
    """Return a category with its cut, as printed beside every figure classed by it."""
    return CategoryRef(category.id, in_both(category.title), category.at, category.includes, category.basis)


def in_both(text: Text) -> dict[str, str]:
    """Return a text as {"id": ..., "en": ...}."""
    return {"id": text.id, "en": text.en}


def coverage(target: int | None, visits: Visits, sums: Sums) -> Coverage:
    """Return how complete an area's figures are."""
    return Coverage(
        target=target,
        visited=visits.visited,
        interviewed=visits.interviewed,
        approved=visits.approved,
        scored=sums.scored,
        not_scored=sums.families - sums.scored,
        other_definition=visits.other_definition,
    )


def area_figures(definition: IndexDefinition, area: str, sums: Sums, shown: Shown) -> AreaFigures:
    """Return every figure of an area, the hidden ones without their value."""
    indicators = [
        indicator(one, each, area, shown)
        for one, each in zip(definition.indicators, sums.indicators, strict=True)
    ]
    return AreaFigures(
        categories=_categories(definition, area, sums, shown),
        methods=_methods(definition, area, sums, shown),
        dimensions=_dimensions(definition, area, sums, shown),
        indicators=tuple(sorted(indicators, key=_worst_first)),
    )


def count_below_cut(definition: IndexDefinition, area: str, sums: Sums, shown: Shown) -> int | None:
    """Return how many shown indicators are under the cut; None when none is shown."""
    judged = [
        methods.is_below_cut(each.met, each.answered)
        for indicator, each in zip(definition.indicators, sums.indicators, strict=True)
        if each.answered
        and shown.shows_share(area, indicator.id)
        and shown.shows_answered(area, indicator.id)
    ]
    return sum(judged) if judged else None


def main_method(definition: IndexDefinition, area: str, sums: Sums, shown: Shown) -> MethodResult:
    """Return the mean of the families' own scores, and its category."""
    if not sums.scored:
        return MethodResult(_nothing(Method.FAMILY_MEAN), None, is_main=True)
    if not shown.shows_index(area):
        return MethodResult(
            _hidden(Unit.INDEX_POINTS, sums.scored, Method.FAMILY_MEAN, shown), None, is_main=True
        )
    denominator = definition.plan.score.denominator
    value = Fraction(100 * sums.numerator, denominator * sums.scored)
    figure = Figure(value, Unit.INDEX_POINTS, sums.scored, Method.FAMILY_MEAN)
    return MethodResult(
        figure, _classed(definition, methods.category_index(value, definition.categories)), is_main=True
    )


def one_figure(
    definition: IndexDefinition, area: str, sums: Sums, shown: Shown, part: str = ""
) -> tuple[Figure, CategoryRef | None, bool | None]:
    """Return one figure of an area, its category (of the index) and whether it is under the cut (of an indicator).

    ``part``: "" for the index by the main method, else the id of a dimension or an indicator. Raises KeyError for
    what the definition does not have.
    """
    if not part:
        main = main_method(definition, area, sums, shown)
        return main.figure, main.category, None
    for one, each in zip(definition.indicators, sums.indicators, strict=True):
        if one.id == part:
            found = indicator(one, each, area, shown)
            return found.share, None, found.below_cut
    scales = dimension_scales(definition)
    for dimension, sum_of, scale in zip(definition.dimensions, sums.dimensions, scales, strict=True):
        if dimension.id == part:
            return _family_mean(dimension.id, sum_of, scale, area, shown), None, None
    raise KeyError(part)


def _family_mean(dimension_id: str, each: DimensionSum, scale: int, area: str, shown: Shown) -> Figure:
    """Return a dimension's mean over the families, or that there is none, or that it is hidden."""
    if not each.families:
        return _nothing(Method.FAMILY_MEAN)
    if not shown.shows_dimension(area, dimension_id):
        return _hidden(Unit.INDEX_POINTS, each.families, Method.FAMILY_MEAN, shown)
    value = Fraction(100 * each.numerator, scale * each.families)
    return Figure(value, Unit.INDEX_POINTS, each.families, Method.FAMILY_MEAN)


def _methods(definition: IndexDefinition, area: str, sums: Sums, shown: Shown) -> tuple[MethodResult, ...]:
    main = main_method(definition, area, sums, shown)
    percentages = _percentages(definition, sums)
    others = (Method.DIMENSION_MEAN, Method.INDICATOR_MEAN, Method.DIMENSION_GEOMETRIC)
    if not percentages:
        return (main, *(MethodResult(_nothing(each), None, is_main=False) for each in others))
    n = sums.families
    if not shown.shows_share_means(area) or n < shown.policy.threshold:
        hidden = (_hidden(Unit.INDEX_POINTS, n, each, shown) for each in others)
        return (main, *(MethodResult(each, None, is_main=False) for each in hidden))
    means = methods.dimension_means(percentages)
    weights = {each.id: each.weight for each in definition.dimensions}
    geometric = methods.geometric_mean(means, weights)
    values = (methods.dimension_mean(means, weights), methods.indicator_mean(percentages))
    classes = [methods.category_index(value, definition.categories) for value in values]
    classes.append(geometric.category_index(definition.categories))
    return (
        main,
        *(
            MethodResult(
                Figure(value, Unit.INDEX_POINTS, n, each), _classed(definition, found), is_main=False
            )
            for each, value, found in zip(others, (*values, geometric.value), classes, strict=True)
        ),
    )


def _categories(
    definition: IndexDefinition, area: str, sums: Sums, shown: Shown
) -> tuple[CategoryResult, ...]:
    visible = [shown.shows_category(area, each.id) for each in definition.categories]
    printed = methods.printed_shares(sums.categories) or (None,) * len(sums.categories)
    results = []
    for category, count, is_shown, text in zip(
        definition.categories, sums.categories, visible, printed, strict=True
    ):
        share = Fraction(100 * count, sums.scored) if sums.scored else None
        if is_shown:
            figure = Figure(Fraction(count), Unit.FAMILIES, sums.scored, Method.COUNT)
            part = Figure(share, Unit.PERCENT, sums.scored, Method.SHARE)
        else:
            figure = _hidden(Unit.FAMILIES, sums.scored, Method.COUNT, shown)
            part = _hidden(Unit.PERCENT, sums.scored, Method.SHARE, shown)
        if is_shown and share is not None and not all(visible):
            # Largest remainders are worked out over all categories: with some hidden, each is rounded alone.
            text = part.rounded(1)  # noqa: PLW2901 - the same share, printed another way
        results.append(CategoryResult(category_ref(category), figure, part, text if is_shown else None))
    return tuple(results)


def _dimensions(
    definition: IndexDefinition, area: str, sums: Sums, shown: Shown
) -> tuple[DimensionResult, ...]:
    means = methods.dimension_means(_percentages(definition, sums))
    results = []
    for dimension, each, scale in zip(
        definition.dimensions, sums.dimensions, dimension_scales(definition), strict=True
    ):
        by_family = _family_mean(dimension.id, each, scale, area, shown)
        if dimension.id not in means:
            by_share = _nothing(Method.INDICATOR_MEAN)
        elif shown.shows_share_mean(area, dimension.id) and sums.families >= shown.policy.threshold:
            by_share = Figure(means[dimension.id], Unit.INDEX_POINTS, sums.families, Method.INDICATOR_MEAN)
        else:
            by_share = _hidden(Unit.INDEX_POINTS, sums.families, Method.INDICATOR_MEAN, shown)
        results.append(DimensionResult(dimension.id, in_both(dimension.title), by_family, by_share))
    return tuple(results)


def indicator(one: Indicator, each: IndicatorSum, area: str, shown: Shown) -> IndicatorResult:
    """Return one indicator of an area, without its value where it is hidden."""
    n = each.answered if shown.shows_answered(area, one.id) else None
    unanswered = Figure(Fraction(each.unanswered), Unit.FAMILIES, None, Method.COUNT)
    if one.sensitive or n is None or shown.audience == "public":
        unanswered = Figure(None, Unit.FAMILIES, None, Method.COUNT, hidden=True)
    is_shown = shown.shows_share(area, one.id) and n is not None

    def figure(value: int | Fraction | None, unit: Unit, method: Method) -> Figure:
        if is_shown:
            return Figure(None if value is None else Fraction(value), unit, n, method)
        return Figure(None, unit, n, method, hidden=True)

    return IndicatorResult(
        id=one.id,
        dimension=one.dimension,
        label=in_both(one.label),
        share=figure(each.share, Unit.PERCENT, Method.SHARE),
        met=figure(each.met, Unit.FAMILIES, Method.COUNT),
        unmet=figure(each.unmet, Unit.FAMILIES, Method.COUNT),
        unanswered=unanswered,
        below_cut=methods.is_below_cut(each.met, each.answered) if is_shown and each.answered else None,
        is_sensitive=one.sensitive,
    )


def _worst_first(result: IndicatorResult) -> tuple[int, Fraction]:
    if result.below_cut is None or result.share.value is None:
        return (2, Fraction(0))
    return (0 if result.below_cut else 1, result.share.value)


def _percentages(definition: IndexDefinition, sums: Sums) -> list[methods.Percentage]:
    return [
        methods.Percentage(indicator.dimension, share, indicator.weight)
        for indicator, each in zip(definition.indicators, sums.indicators, strict=True)
        if (share := each.share) is not None
    ]


def _classed(definition: IndexDefinition, position: int) -> CategoryRef:
    return category_ref(definition.categories[position])


def _nothing(method: Method) -> Figure:
    return Figure(None, Unit.INDEX_POINTS, 0, method)


def _hidden(unit: Unit, n: int, method: Method, shown: Shown) -> Figure:
    return Figure(None, unit, n if n >= shown.policy.threshold else None, method, hidden=True)
