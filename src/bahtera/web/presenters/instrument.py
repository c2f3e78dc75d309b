"""What the page of an index's quality shows: first what it means, then places of villages, items and families."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.statistics import quality
from bahtera.web import numbers, places
from bahtera.web.charts import pct
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.estimates import cited
from bahtera.web.presenters.parts import Option

MOST: Final = 400
"""So many villages stand on the page."""


@dataclass(frozen=True)
class PlaceLine:
    """A village's place and its interval, with where they lie on a scale of 0 to 100."""

    name: str
    rank: str
    lower: str
    upper: str
    x: str
    low: str
    high: str


@dataclass(frozen=True)
class ItemLine:
    """An indicator: shares in per cent, weights in per cent, and its correlation with the others."""

    label: str
    not_applicable: float
    missing: float | None
    item_rest: float | None
    nominal: float | None
    effective: float | None


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
    lines: tuple[PlaceLine, ...]
    left_out: int
    items: tuple[ItemLine, ...]
    alpha: float | None
    poor: tuple[PoorLine, ...]
    cuts: tuple[str, ...]
    cites: str
    drawn: str
    fewest: int
    refusal: str


def page_of(
    choices: analysis.Choices | None, found: analysis.Instrument | None, *, refusal: str, zone: str
) -> InstrumentPage:
    """Return the page for what was found, or refused."""
    lang = language()
    lines = _places(found) if found else ()
    reliability = found.coefficients.reliability if found else None
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
        lines=lines[:MOST],
        left_out=max(len(lines) - MOST, 0),
        items=_items(found) if found else (),
        alpha=reliability.alpha if reliability else None,
        poor=_poor(found) if found else (),
        cuts=tuple(f"{each.numerator}/{each.denominator}" for each in analysis.CUTS),
        cites=cited(found.cites, zone) if found else "",
        drawn=gettext("{draws} draws, seed {seed}").format(draws=analysis.DRAWS, seed=analysis.SEED),
        fewest=analysis.FEWEST_FAMILIES,
        refusal=refusal,
    )


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
        said += [
            gettext("These {count} villages cannot be told apart: {names}.").format(
                count=numbers.integer(len(group)), names=", ".join(_name(code, known) for code in group)
            )
            for group in found.ranking.groups
        ]
    coefficients = found.coefficients
    findings: list[quality.Finding] = []
    if coefficients.reliability:
        findings += quality.on_reliability(coefficients.reliability)
    findings += quality.on_weights(coefficients.weights)
    findings += quality.on_completeness(coefficients.completeness)
    said += [_say(each, found) for each in findings]
    return tuple(said)


def _say(finding: quality.Finding, found: analysis.Instrument) -> str:
    details: dict[str, Any] = {
        name: numbers.number(value, 2) if isinstance(value, float) else value
        for name, value in finding.details.items()
    }
    if "indicator" in details:
        details["indicator"] = found.labels[str(details["indicator"])][language()]
    return gettext(finding.message).format(**details)


def _places(found: analysis.Instrument) -> tuple[PlaceLine, ...]:
    if found.ranking is None:
        return ()
    lines = found.ranking.lines
    known = places.names_of(each.area for each in lines)
    last = len(lines)
    return tuple(
        PlaceLine(
            name=_name(each.area, known),
            rank=_rank(each.rank),
            lower=_rank(each.lower),
            upper=_rank(each.upper),
            x=_at(each.rank, last),
            low=_at(each.lower, last),
            high=_at(each.upper, last),
        )
        for each in lines
    )


def _rank(rank: float) -> str:
    return numbers.number(rank, 0 if rank.is_integer() else 1)


def _at(rank: float, last: int) -> str:
    return pct(100 * (rank - 1) / (last - 1))


def _items(found: analysis.Instrument) -> tuple[ItemLine, ...]:
    coefficients, lang = found.coefficients, language()
    items = (
        {each.indicator: each for each in coefficients.reliability.items} if coefficients.reliability else {}
    )
    weights = {each.indicator: each for each in coefficients.weights}
    lines = []
    for each in coefficients.completeness:
        item, weight = items.get(each.indicator), weights.get(each.indicator)
        lines.append(
            ItemLine(
                label=found.labels[each.indicator][lang],
                not_applicable=100 * each.not_applicable_share,
                missing=None if each.missing_share is None else 100 * each.missing_share,
                item_rest=item.item_rest if item else None,
                nominal=100 * weight.nominal if weight else None,
                effective=100 * weight.effective if weight else None,
            )
        )
    return tuple(lines)


def _poor(found: analysis.Instrument) -> tuple[PoorLine, ...]:
    known = places.names_of(each.area for each in found.deprived)
    return tuple(
        PoorLine(
            _name(each.area, known),
            tuple((100 * h, None if a is None else 100 * a, m) for h, a, m in each.figures),
        )
        for each in found.deprived
    )
