"""The page of an index over units of a file: how it is made, what it is worth, and what is wrong with a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import get_language, gettext, gettext_noop

from bahtera.analysis import api as analysis
from bahtera.foundation.errors import Refused
from bahtera.statistics import quality
from bahtera.web import numbers, wording
from bahtera.web.presenters.parts import Option
from bahtera.web.presenters.quality_parts import (
    ItemLine,
    MoverLine,
    PlaceLine,
    group_words,
    item_lines,
    joined,
    mover_lines,
    on_all,
    on_single,
    place_lines,
    say,
)

MOST_LINES: Final = 400
_MOST_NAMES: Final = 12
_MOST_FAULTS: Final = 20
SCALES: Final = {
    analysis.Scale.GOALPOSTS: gettext_noop("From goalpost to goalpost (min-max)"),
    analysis.Scale.PERCENTILE: gettext_noop("By place among the others (percentile)"),
    analysis.Scale.RANK: gettext_noop("By rank"),
    analysis.Scale.ZSCORE: gettext_noop("By distance from the mean (z-score)"),
}
MEANS: Final = {
    quality.Mean.ARITHMETIC: gettext_noop("Arithmetic mean: strong indicators make up for weak ones"),
    quality.Mean.GEOMETRIC: gettext_noop("Geometric mean: a weak indicator pulls down more"),
    quality.Mean.HARMONIC: gettext_noop("Harmonic mean: a weak indicator pulls down most"),
}
WEIGHTS: Final = {
    analysis.Openness.NEAR: gettext_noop("A little otherwise"),
    analysis.Openness.FAR: gettext_noop("Far otherwise"),
    analysis.Openness.FIXED: gettext_noop("Not otherwise"),
}
KS: Final = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2))
DECIMALS: Final = {
    "": gettext_noop("Find it in the file"),
    ",": gettext_noop("Comma: 12,5"),
    ".": gettext_noop("Point: 12.5"),
}


@dataclass(frozen=True)
class IngredientLine:
    """One indicator in the form: where it stands in the file, and what was chosen for it, as it was typed."""

    at: int
    name: str
    used: bool
    lower: bool
    weight: str
    low: str
    high: str
    dimension: str
    cut: str
    least: str
    most: str
    missing: int

    @property
    def more(self) -> bool:
        """Tell whether anything was typed that is folded away."""
        return bool(self.low or self.high or self.dimension or self.cut)


@dataclass(frozen=True)
class PoorIndicator:
    """An indicator's part in the counts, in per cent."""

    name: str
    raw: float | None
    censored: float | None
    contribution: float | None


@dataclass(frozen=True)
class MacroPage:
    """The page; ``file`` is missing before one was chosen, ``found`` before the index was made."""

    largest: int
    most_units: int
    decimals: tuple[Option, ...]
    refusal: str = ""
    faults: tuple[str, ...] = ()
    packed: str = ""
    file: analysis.UnitFile | None = None
    lines: tuple[IngredientLine, ...] = ()
    scales: tuple[Option, ...] = ()
    means: tuple[Option, ...] = ()
    leasts: tuple[Option, ...] = ()
    weights: tuple[Option, ...] = ()
    ks: tuple[Option, ...] = ()
    recipe: analysis.Recipe | None = None
    found: analysis.Macro | None = None
    sentences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    movers: tuple[MoverLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    alpha: float | None = None
    components: str = ""
    poor: tuple[PoorIndicator, ...] = ()
    poor_told: str = ""
    deprived: str = ""
    goalposts: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    drawn: str = ""
    left_out: str = ""
    not_read: str = ""


def empty_page(problem: Refused | None = None, decimal: str = "") -> MacroPage:
    """Return the page that asks for a file, with what is wrong with the last one."""
    shown = problem.faults[:_MOST_FAULTS] if isinstance(problem, analysis.BadUnits) else ()
    return MacroPage(
        largest=analysis.LARGEST_MB,
        most_units=analysis.MOST_UNITS,
        decimals=_options(DECIMALS, decimal),
        refusal=wording.refusal(problem) if problem else "",
        faults=tuple(wording.refusal(each) for each in shown),
    )


def page_of(
    file: analysis.UnitFile,
    recipe: analysis.Recipe,
    packed: str,
    *,
    found: analysis.Macro | None,
    problem: Refused | None,
    decimal: str = "",
    sent: Mapping[str, str] | None = None,
) -> MacroPage:
    """Return the page for a file, the recipe as it stands, and what came out or why nothing did.

    ``sent``: the form as it came, where no recipe could be read from it: nobody types it all again.
    """
    used = {each.name for each in recipe.ingredients}
    chosen = {each.name: each for each in recipe.ingredients}
    made = MacroPage(
        largest=analysis.LARGEST_MB,
        most_units=analysis.MOST_UNITS,
        decimals=_options(DECIMALS, decimal),
        refusal=wording.refusal(problem) if problem else "",
        packed=packed,
        file=file,
        lines=tuple(
            _as_sent(_ingredient(file, at, name, chosen.get(name), used=name in used), sent)
            for at, name in enumerate(file.table.indicators)
        ),
        scales=_options(SCALES, recipe.scale),
        means=_options({each.value: text for each, text in MEANS.items()}, recipe.mean.value),
        leasts=tuple(
            Option(
                str(each),
                gettext("{share} percent").format(share=numbers.number(100 * each, 0)),
                each == recipe.least,
            )
            for each in analysis.LEAST
        ),
        weights=_options(WEIGHTS, recipe.weights),
        ks=tuple(Option(str(each), str(each), each == recipe.k) for each in KS),
        recipe=recipe,
        found=found,
        left_out=_some(file.left_out),
        not_read=_some(file.ignored),
    )
    return _with_figures(made, found) if found else made


def typed(value: float | None) -> str:
    """Return a number as it may be typed back, in the reader's language; "" for none."""
    if value is None:
        return ""
    text = f"{value:.12g}"
    return text if _english() else text.replace(".", ",")


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def _options(named: Mapping[Any, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(str(key), gettext(text), key == chosen) for key, text in named.items())


def _ingredient(
    file: analysis.UnitFile, at: int, name: str, chosen: analysis.Ingredient | None, *, used: bool
) -> IngredientLine:
    one = chosen or analysis.Ingredient(name)
    known = file.table.column(name)[file.table.present[:, at]]
    return IngredientLine(
        at=at,
        name=name,
        used=used,
        lower=one.lower,
        weight=typed(one.weight),
        low=typed(one.low),
        high=typed(one.high),
        dimension=one.dimension,
        cut=typed(one.cut),
        least=typed(float(known.min())) if known.size else "–",
        most=typed(float(known.max())) if known.size else "–",
        missing=int(file.table.missing[:, at].sum()),
    )


def _as_sent(line: IngredientLine, sent: Mapping[str, str] | None) -> IngredientLine:
    if sent is None:
        return line
    at = line.at
    return replace(
        line,
        used=bool(sent.get(f"pakai-{at}")),
        lower=sent.get(f"arah-{at}") == "rendah",
        weight=sent.get(f"bobot-{at}", ""),
        low=sent.get(f"bawah-{at}", ""),
        high=sent.get(f"atas-{at}", ""),
        dimension=sent.get(f"dimensi-{at}", ""),
        cut=sent.get(f"batas-{at}", ""),
    )


def _with_figures(made: MacroPage, found: analysis.Macro) -> MacroPage:
    reliability, ranking = found.reliability, found.ranking
    lines = place_lines(ranking, str)
    drawn = gettext("{draws} draws, seed {seed}").format(draws=ranking.draws, seed=ranking.seed)
    return replace(
        made,
        sentences=_sentences(found),
        remarks=tuple(say(_on_single(found), str)),
        places=lines[:MOST_LINES],
        movers=mover_lines(ranking),
        items=item_lines(found.completeness, reliability, found.components, found.weights, str),
        alpha=reliability.alpha if reliability else None,
        components=joined(found.components),
        poor=_poor(found),
        poor_told=_poor_told(found),
        deprived=", ".join(found.deprived),
        goalposts=tuple(
            f"{name}: {typed(low)} – {typed(high)}" for name, (low, high) in found.goalposts.items()
        ),
        why=tuple(wording.refusal(each) for each in found.why),
        drawn=drawn,
    )


def _sentences(found: analysis.Macro) -> tuple[str, ...]:
    """Return what the figures mean, in plain words."""
    said: list[str] = []
    if not found.ranking.compared:
        said.append(gettext("There are too many units to compare them two by two."))
    elif not found.ranking.groups:
        said.append(gettext("Each unit can be told apart from its neighbours in rank."))
    said += group_words(
        found.ranking.groups, str, gettext("These {count} units cannot be told apart: {names}.")
    )
    if found.ranking.moved:
        said += say(quality.on_sensitivity(found.ranking.moved), str)
    if found.reliability:
        said += say(on_all(quality.on_reliability(found.reliability)), str)
    if found.components:
        said += say(quality.on_components(found.components), str)
    if found.missing_share:
        said.append(
            gettext("{share} percent of all values are missing.").format(
                share=numbers.number(100 * found.missing_share, 1)
            )
        )
    if found.unscored:
        said.append(
            gettext("{count} units have no place, because too little is known of them: {names}.").format(
                count=numbers.integer(len(found.unscored)), names=_some(found.unscored)
            )
        )
    if found.clipped:
        said.append(
            gettext("Values beyond the goalposts count as the goalpost: {names}.").format(
                names=_some(found.clipped)
            )
        )
    return tuple(said)


def _on_single(found: analysis.Macro) -> list[quality.Finding]:
    findings: list[quality.Finding] = []
    if found.reliability:
        findings += on_single(quality.on_reliability(found.reliability))
    if found.correlations:
        findings += quality.on_correlations(found.correlations)
    return [*findings, *quality.on_weights(found.weights), *quality.on_completeness(found.completeness)]


def _poor(found: analysis.Macro) -> tuple[PoorIndicator, ...]:
    return tuple(
        PoorIndicator(
            each.indicator,
            *(
                None if share is None else 100 * share
                for share in (each.raw_headcount, each.censored_headcount, each.contribution)
            ),
        )
        for each in (found.poor.indicators if found.poor else ())
    )


def _poor_told(found: analysis.Macro) -> str:
    if found.poor is None:
        return ""
    poor = found.poor
    return gettext(
        "{h} percent of the units lack at least the part {k} by weight (H); on average these lack {a} percent (A); "
        "M0 is {m}."
    ).format(
        h=numbers.number(100 * poor.headcount, 1),
        k=str(found.recipe.k),
        a=numbers.number(None if poor.intensity is None else 100 * poor.intensity, 1),
        m=numbers.number(poor.adjusted_headcount, 3),
    )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")
