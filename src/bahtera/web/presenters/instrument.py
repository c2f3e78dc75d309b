"""What the page of an index's quality shows: first what it means, then places of villages, items and families."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.statistics import quality
from bahtera.web import numbers, places
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.estimates import cited
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

MOST: Final = 400
"""So many villages stand on the page."""


@dataclass(frozen=True)
class PoorLine:
    """An area's families that lack much: for each cut H and A in per cent, and M0."""

    name: str
    figures: tuple[tuple[float, float | None, float], ...]


@dataclass(frozen=True)
class InstrumentPage:
    """The page; ``found`` is missing where there is nothing to show, and ``refusal`` says why."""

    indices: tuple[Option, ...]
    versions: tuple[Option, ...]
    found: analysis.Instrument | None
    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    lines: tuple[PlaceLine, ...]
    left_out: int
    items: tuple[ItemLine, ...]
    alpha: float | None
    components: str
    movers: tuple[MoverLine, ...]
    poor: tuple[PoorLine, ...]
    cuts: tuple[str, ...]
    cites: str
    drawn: str
    met_from: str
    sensitivity: str
    fewest: int
    refusal: str
    query: str


def page_of(
    choices: analysis.Choices | None, found: analysis.Instrument | None, *, refusal: str, zone: str
) -> InstrumentPage:
    """Return the page for what was found, or refused."""
    lang = language()
    lines = _places(found) if found else ()
    joined_up = found.coefficients if found else None
    reliability = joined_up.reliability if joined_up else None
    ranking = found.ranking if found else None
    return InstrumentPage(
        indices=tuple(
            Option(key, each.title[lang], bool(found and found.measure.key == key))
            for key, each in (choices.measures.items() if choices else ())
            if each.kind is analysis.Kind.INDEX
        ),
        versions=tuple(
            Option(str(number), numbers.integer(number), number == choices.cites.number)
            for number in (choices.versions if choices else ())
        )
        if choices
        else (),
        found=found,
        sentences=_sentences(found) if found else (),
        remarks=_remarks(found) if found else (),
        lines=lines[:MOST],
        left_out=max(len(lines) - MOST, 0),
        items=_items(found) if found else (),
        alpha=reliability.alpha if reliability else None,
        components=joined(joined_up.components) if joined_up else "",
        movers=mover_lines(ranking),
        poor=_poor(found) if found else (),
        cuts=tuple(f"{each.numerator}/{each.denominator}" for each in analysis.CUTS),
        cites=cited(found.cites, zone) if found else "",
        drawn=gettext("{draws} draws, seed {seed}").format(draws=analysis.DRAWS, seed=analysis.SEED),
        met_from=_met_from(),
        sensitivity=gettext("2 x {draws} draws, seed {seed}").format(
            draws=analysis.SENSITIVITY_DRAWS, seed=analysis.SEED
        ),
        fewest=analysis.FEWEST_FAMILIES,
        refusal=refusal,
        query=urlencode(
            {"ukuran": found.measure.key, **({"versi": found.cites.number} if found.cites.number else {})}
        )
        if found
        else "",
    )


def _met_from() -> str:
    """Return the shares from which an indicator could count as fully met, in words: 70, 75, 80 or 100."""
    *some, last = (numbers.number(100 * each, 0) for each in sorted(analysis.MET_FROM))
    return gettext("{some} or {last}").format(some=", ".join(some), last=last)


def _name(code: str, known: Mapping[str, areas.Area]) -> str:
    return places.full_name(known[code]) if code in known else code


def _sentences(found: analysis.Instrument) -> tuple[str, ...]:
    """Return what the figures mean, in plain words."""
    said: list[str] = []
    if found.ranking is None:
        said.append(gettext("There are fewer than three villages to compare, so there is nothing to rank."))
    elif not found.ranking.compared:
        said.append(gettext("There are too many villages to compare them two by two."))
    elif not found.ranking.groups:
        said.append(gettext("Each village can be told apart from its neighbours in rank."))
    else:
        known = places.names_of(code for group in found.ranking.groups for code in group)
        said += group_words(
            found.ranking.groups,
            lambda code: _name(code, known),
            gettext("These {count} villages cannot be told apart: {names}."),
        )
    findings: list[quality.Finding] = []
    if found.ranking and found.ranking.moved:
        findings += quality.on_sensitivity(found.ranking.moved)
    if found.coefficients.reliability:
        findings += on_all(quality.on_reliability(found.coefficients.reliability))
    if found.coefficients.components:
        findings += quality.on_components(found.coefficients.components)
    return (*said, *say(findings, _label(found)))


def _remarks(found: analysis.Instrument) -> tuple[str, ...]:
    """Return what is said of single indicators."""
    coefficients = found.coefficients
    reliability = quality.on_reliability(coefficients.reliability) if coefficients.reliability else ()
    findings = (
        *on_single(reliability),
        *quality.on_weights(coefficients.weights),
        *quality.on_completeness(coefficients.completeness),
    )
    return tuple(say(findings, _label(found)))


def _label(found: analysis.Instrument) -> Callable[[str], str]:
    lang = language()
    return lambda indicator: found.labels[indicator][lang]


def _places(found: analysis.Instrument) -> tuple[PlaceLine, ...]:
    known = places.names_of(each.area for each in found.ranking.lines) if found.ranking else {}
    return place_lines(found.ranking, lambda code: _name(code, known))


def _items(found: analysis.Instrument) -> tuple[ItemLine, ...]:
    joined_up = found.coefficients
    return item_lines(
        joined_up.completeness,
        joined_up.reliability,
        joined_up.components,
        joined_up.weights,
        _label(found),
    )


def _poor(found: analysis.Instrument) -> tuple[PoorLine, ...]:
    known = places.names_of(each.area for each in found.deprived)
    return tuple(
        PoorLine(
            _name(each.area, known),
            tuple((100 * h, None if a is None else 100 * a, m) for h, a, m in each.figures),
        )
        for each in found.deprived
    )
