"""An index over units of a file (provinces, regencies) made as somebody chose, and what it is worth as a measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from bahtera.analysis.errors import AllEqual, NothingChosen
from bahtera.analysis.rules.ranking import DRAWS, FLOOR, SEED, Ranking, rank_units
from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bahtera.analysis.rules.unit_files import UnitFile

Found = TypeVar("Found")
_FEWEST_CUTS: Final = 2
_FEWEST_INDICATORS: Final = 2
_ENOUGH: Final = 0.5


class Scale(StrEnum):
    """How indicators come to one scale; goalposts that were not given are the lowest and highest value of the file."""

    GOALPOSTS = "min-maks"
    PERCENTILE = "persentil"
    RANK = "peringkat"
    ZSCORE = "z"


class Openness(StrEnum):
    """How far the weights could have been others."""

    FIXED = "tetap"
    NEAR = "dekat"
    FAR = "jauh"


CONCENTRATIONS: Final[Mapping[Openness, float | None]] = {
    Openness.FIXED: None,
    Openness.NEAR: 100.0,
    Openness.FAR: 20.0,
}
LEAST: Final = (Fraction(1, 2), Fraction(3, 4), Fraction(1))
"""The part by weight of a unit's indicators that must be known for it to have a score."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One indicator as it is used.

    ``lower``: less is better. ``low``, ``high``: goalposts, None where the file's own count. ``cut``: a unit on its
    worse side is deprived; None where nobody said.
    """

    name: str
    lower: bool = False
    weight: float = 1.0
    low: float | None = None
    high: float | None = None
    dimension: str = ""
    cut: float | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the index is made, and what could have been chosen otherwise.

    ``by_dimension``: each dimension counts the same, and each indicator within it, whatever weights were given.
    ``scales_open``, ``means_open``: the scale and the kind of mean could have been others, too.
    """

    ingredients: tuple[Ingredient, ...]
    scale: Scale = Scale.GOALPOSTS
    mean: q.Mean = q.Mean.ARITHMETIC
    least: Fraction = LEAST[0]
    by_dimension: bool = False
    weights: Openness = Openness.NEAR
    scales_open: bool = True
    means_open: bool = True
    k: Fraction = Fraction(1, 3)
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True, slots=True, eq=False)
class Macro:
    """What the index of a file is worth.

    ``goalposts``: indicator -> the values that became 0 and 1, empty for other scales. ``floored``: in draws values
    count as at least 0.01 of the scale, for a mean that a zero makes zero. ``clipped``: indicators with values
    beyond their goalposts, which count as the goalpost. ``unscored``: units without a place. ``poor``: counts of
    the deprived where two indicators have a cut-off, ``deprived`` the units. What cannot be worked out is None or empty
    and ``why`` says so.
    """

    recipe: Recipe
    ranking: Ranking
    unscored: tuple[str, ...]
    missing_share: float
    completeness: tuple[q.Completeness, ...]
    reliability: q.Reliability | None
    components: q.Components | None
    correlations: q.Covariances | None
    weights: tuple[q.EffectiveWeight, ...]
    poor: q.AlkireFoster | None
    deprived: tuple[str, ...]
    goalposts: Mapping[str, tuple[float, float]]
    floored: bool
    clipped: tuple[str, ...]
    why: tuple[q.QualityRefused, ...]


def usual(file: UnitFile) -> Recipe:
    """Return the recipe to begin with: every indicator, the file's own goalposts, equal weights."""
    return Recipe(tuple(Ingredient(name) for name in file.table.indicators))


def weigh(file: UnitFile, recipe: Recipe) -> Macro:
    """Make the index and look at it as a measure.

    Raises:
        QualityRefused: goalposts, weights or values that no index can be made of.
        AllEqual: every unit has the same score.
        NothingChosen: fewer than two indicators.
    """
    if len(recipe.ingredients) < _FEWEST_INDICATORS:
        raise NothingChosen
    table = file.table.keep([each.name for each in recipe.ingredients])
    lower = [each.name for each in recipe.ingredients if each.lower]
    scale = _scale(table, recipe)
    weights = _weights(recipe)
    means = _means(recipe)
    floored = any(each is not q.Mean.ARITHMETIC for each in means)
    choices = q.Choices(
        table,
        weights,
        concentration=CONCENTRATIONS[recipe.weights],
        normalisations=tuple(_floor(each, floored) for each in (scale, *_others(table, recipe))),
        means=means,
        lower=lower,
        missing=q.LeaveOut(float(recipe.least)),
    )
    nothing_open = (
        recipe.weights is Openness.FIXED and len(choices.normalisations) == 1 and len(choices.means) == 1
    )
    ranking = rank_units(choices, None if nothing_open else choices, draws=recipe.draws, seed=recipe.seed)
    # The floor is there for means that a zero makes zero: a score by the arithmetic mean is what anybody reckons.
    own_floor = recipe.mean is not q.Mean.ARITHMETIC
    scaled = q.normalise(table, _floor(scale, own_floor), lower=lower)
    scores = q.combine(scaled, weights, mean=recipe.mean, missing=choices.missing)
    ranking = _with_scores(ranking, scores)
    if len({line.rank for line in ranking.lines}) == 1:
        raise AllEqual(len(ranking.lines))
    why: list[q.QualityRefused] = []
    pairing = q.Pairing.COMPLETE if not table.missing.any() else q.Pairing.PAIRWISE
    poor = _ask(why, lambda: _poor(table, recipe, weights))
    return Macro(
        recipe=recipe,
        ranking=ranking,
        unscored=tuple(str(unit) for unit in scores.unscored),
        missing_share=float(table.missing.sum() / max((~table.not_applicable).sum(), 1)),
        completeness=q.completeness(table),
        reliability=_ask(
            why, lambda: q.cronbach_alpha(scaled, pairing=pairing, constant=q.Constant.LEAVE_OUT)
        ),
        components=_ask(
            why, lambda: q.principal_components(scaled, pairing=pairing, constant=q.Constant.LEAVE_OUT)
        ),
        correlations=_ask(why, lambda: q.covariances(scaled, pairing=pairing, constant=q.Constant.LEAVE_OUT)),
        weights=_ask(why, lambda: q.effective_weights(scaled, scores, weights)) or (),
        poor=poor,
        deprived=tuple(str(unit) for unit, is_poor in zip(table.units, poor.poor, strict=True) if is_poor)
        if poor
        else (),
        goalposts={name: (posts.low, posts.high) for name, posts in scale.items()}
        if isinstance(scale, dict)
        else {},
        floored=floored,
        clipped=_clipped(table, scale),
        why=tuple({each.code: each for each in why}.values()),
    )


def _with_scores(ranking: Ranking, scores: q.Scores) -> Ranking:
    """Return the ranking with these scores and their places."""
    names = [str(unit) for unit in scores.units]
    score = dict(zip(names, scores.values.tolist(), strict=True))
    place = dict(zip(names, q.rank(scores.values, ties=q.Ties.AVERAGE).tolist(), strict=True))
    lines = [replace(line, score=score[line.area], rank=place[line.area]) for line in ranking.lines]
    return replace(ranking, lines=tuple(sorted(lines, key=lambda line: (line.rank, line.area))))


def _clipped(table: q.Table, scale: dict[str, q.MinMax] | q.Normaliser) -> tuple[str, ...]:
    if not isinstance(scale, dict):
        return ()
    return tuple(
        name
        for name, posts in scale.items()
        if ((table.column(name) < posts.low) | (table.column(name) > posts.high)).any()
    )


def _ask(why: list[q.QualityRefused], question: Callable[[], Found]) -> Found | None:
    try:
        return question()
    except q.NotMeasurable as problem:
        why.append(problem)
        return None


def _scale(table: q.Table, recipe: Recipe) -> dict[str, q.MinMax] | q.Normaliser:
    if recipe.scale is Scale.PERCENTILE:
        return q.Percentile()
    if recipe.scale is Scale.RANK:
        return q.RankScore()
    if recipe.scale is Scale.ZSCORE:
        return q.ZScore()
    return {each.name: _goalposts(table, each) for each in recipe.ingredients}


def _goalposts(table: q.Table, one: Ingredient) -> q.MinMax:
    if one.low is not None and one.high is not None:
        return q.MinMax(one.low, one.high, q.Outside.CLIP)
    found = q.observed_goalposts(table.keep([one.name]))[one.name]
    return q.MinMax(
        found.low if one.low is None else one.low,
        found.high if one.high is None else one.high,
        q.Outside.CLIP,
    )


def _others(table: q.Table, recipe: Recipe) -> list[q.Normalisation]:
    """Return the scales that could have been used instead of the recipe's."""
    if not recipe.scales_open:
        return []
    others: list[q.Normalisation] = []
    if recipe.scale is not Scale.PERCENTILE:
        others.append(q.Percentile())
    typed = any(each.low is not None or each.high is not None for each in recipe.ingredients)
    if recipe.scale is not Scale.GOALPOSTS or typed:
        try:
            others.append(q.observed_goalposts(table))
        except q.NotMeasurable:
            return others
    return others


def _means(recipe: Recipe) -> tuple[q.Mean, ...]:
    """Return the recipe's mean first; z-scores are below nought and have the arithmetic one alone."""
    if not recipe.means_open or recipe.scale is Scale.ZSCORE:
        return (recipe.mean,)
    other = q.Mean.GEOMETRIC if recipe.mean is q.Mean.ARITHMETIC else q.Mean.ARITHMETIC
    return (recipe.mean, other)


def _floor(scale: q.Normalisation, floored: bool) -> q.Normalisation:
    if not floored:
        return scale
    if isinstance(scale, dict):
        return {name: q.AtLeast(each, FLOOR) for name, each in scale.items()}
    return q.AtLeast(scale, FLOOR)  # type: ignore[arg-type] # a mapping is a dict here


def _weights(recipe: Recipe) -> q.Weights:
    if recipe.by_dimension:
        return q.dimension_weights(_dimensions(recipe.ingredients))
    return q.given_weights({each.name: each.weight for each in recipe.ingredients})


def _dimensions(ingredients: Sequence[Ingredient]) -> dict[str, list[str]]:
    """Return the indicators of each dimension; one without a dimension is one of its own."""
    found: dict[str, list[str]] = {}
    for each in ingredients:
        found.setdefault(each.dimension or each.name, []).append(each.name)
    return found


def _poor(table: q.Table, recipe: Recipe, weights: q.Weights) -> q.AlkireFoster | None:
    """Count the deprived by the indicators that have a cut-off; None with fewer than two."""
    cuts = {each.name: each.cut for each in recipe.ingredients if each.cut is not None}
    if len(cuts) < _FEWEST_CUTS:
        return None
    nominal = dict(zip(weights.indicators, weights.values.tolist(), strict=True))
    lower = [each.name for each in recipe.ingredients if each.lower and each.name in cuts]
    return q.alkire_foster(
        q.deprivations(table.keep(list(cuts)), cuts, lower=lower),
        q.given_weights({name: nominal[name] for name in cuts}),
        k=recipe.k,
        missing=q.LeaveOut(_ENOUGH),
        not_applicable=q.NotApplicable.LEAVE_OUT,
    )
