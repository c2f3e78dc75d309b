"""What the page of a round's estimates shows: choices, a drawing of figures with their intervals, and the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.charts import pct
from bahtera.web.presenters import modelnotes, silence
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.parts import Option, options_of

MOST: Final = 400
"""So many figures stand on the page; a file holds all."""
LEVELS: Final = {
    "desa": gettext_noop("Village"),
    "kecamatan": gettext_noop("District"),
    "kabupaten": gettext_noop("Regency or city"),
    "provinsi": gettext_noop("Province"),
}
CELLS: Final = {
    "desa": gettext_noop("By those of the same village who answered"),
    "strata": gettext_noop("By those of the same stratum who answered"),
}
MODELS: Final = {
    "tetap": gettext_noop("Drawn towards the mean of all areas"),
    "keluarga": gettext_noop("Drawn towards areas with as many families"),
}
WHY: Final = {
    "few": gettext_noop("hidden: few families, or such a figure could be worked out from it"),
    "protects": gettext_noop("hidden: a figure of few families elsewhere could be worked out from it"),
    "unsure": gettext_noop("not shown: too unsure (RSE above 50 %)"),
    "one_unit": gettext_noop("not shown: one village in the sample, so its error is not known"),
    "no_interval": gettext_noop("not shown: too few villages for an interval"),
    "nobody": gettext_noop("nobody answered"),
    "partial": gettext_noop("not shown: too large a part of the area has no respondents"),
}
_KINDS: Final = {
    "indeks": gettext_noop("{title}: mean of the families' scores"),
    "kategori": gettext_noop("{title}: families by category"),
    "dimensi": gettext_noop("Dimension: {title}"),
    "indikator": gettext_noop("Indicator: {title}"),
}
FITS: Final = {
    "reml": gettext_noop("REML: restricted likelihood"),
    "ml": gettext_noop("ML: likelihood"),
}


@dataclass(frozen=True)
class Fill:
    """What a field holds: its class and what was typed."""

    label: str
    value: str


@dataclass(frozen=True)
class FigureLine:
    """One figure: what it is of, its place on a scale of 0 to 100, and its numbers; shares in per cent."""

    name: str
    beside: str
    line: analysis.Line
    why: str
    x: str
    low: str
    high: str
    model_x: str
    reached: float | None
    declined: float | None
    left_open: float | None
    speaks: str
    weak: str


@dataclass(frozen=True)
class EstimatesPage:
    """The page of estimates; ``answer`` is missing where there is nothing to show, and ``refusal`` says why."""

    measures: tuple[Option, ...]
    silent: tuple[str, ...]
    held_back: str
    versions: tuple[Option, ...]
    levels: tuple[Option, ...]
    groups: tuple[Option, ...]
    cells: tuple[Option, ...]
    models: tuple[Option, ...]
    fits: tuple[Option, ...]
    smooth: bool
    totals: tuple[Fill, ...]
    is_sample: bool
    title: str
    unit: str
    lines: tuple[FigureLine, ...]
    left_out: int
    answer: analysis.Estimated | None
    cites: str
    index_status: str
    method: str
    adjusted: tuple[str, ...]
    model: tuple[str, ...]
    query: str
    refusal: str


def page_of(
    choices: analysis.Choices | None,
    question: analysis.Question | None,
    answer: analysis.Estimated | None,
    *,
    refusal: str,
    query: str,
    zone: str,
) -> EstimatesPage:
    """Return the page for what was asked and answered, or refused."""
    asked = answer.question if answer else question
    found = answer.lines if answer else ()
    measure = answer.measure if answer else None
    return EstimatesPage(
        measures=_measures(choices, asked),
        held_back=_held_back(choices),
        silent=silence.of_answer(answer) if answer else (),
        versions=_versions(choices),
        levels=options_of(_levels(choices), asked.level if asked else ""),
        groups=_groups(choices, asked),
        cells=options_of(CELLS, asked.cells if asked else ""),
        models=options_of(MODELS, asked.model if asked else ""),
        fits=options_of(FITS, asked.fit if asked else ""),
        smooth=bool(asked and asked.smooth),
        totals=_totals(choices, asked),
        is_sample=choices is not None and choices.basis == "sample",
        title=_title(measure) if measure else "",
        unit=_unit(measure) if measure else "",
        lines=_lines(found[:MOST], choices, answer),
        left_out=max(len(found) - MOST, 0),
        answer=answer,
        cites=cited(choices.cites, zone) if choices else "",
        index_status=wording.say(wording.INDEX_STATUS, answer.index_status) if answer else "",
        method=method_of(answer) if answer else "",
        adjusted=_adjusted(answer.question) if answer else (),
        model=modelnotes.said(answer.model) if answer and answer.model else (),
        query=query,
        refusal=refusal,
    )


def sampled_levels(row: surveys.RoundRow) -> Mapping[str, str]:
    """Return the levels at which a sample of a round has estimates: not villages, nor what is wider than its area."""
    area = areas.level_of(row.area_code) if row.area_code else ""
    wider = {"district": 1, "regency": 2}.get(area, 3)
    return {name: LEVELS[name] for name in ("kecamatan", "kabupaten", "provinsi")[:wider]}


def usual_level(row: surveys.RoundRow) -> analysis.Levels:
    """Return the level that is shown first: villages where every family is visited, wider areas of a sample."""
    if row.design is surveys.Design.ENUMERATION:
        return "desa"
    return "kecamatan" if areas.level_of(row.area_code) == "district" else "kabupaten"


def cited(cites: analysis.Cited, zone: str) -> str:
    """Return from which data figures come, in one line."""
    if cites.number is None:
        return gettext("provisional: what is approved at this moment, from no data version")
    return gettext("data version {number}, {when}, fingerprint {digest}").format(
        number=cites.number,
        when=numbers.moment(cites.made_at, zone),
        digest=cites.digest[:12],
    )


def _title(measure: analysis.Measure) -> str:
    return gettext(_KINDS[measure.kind.value]).format(title=measure.title[language()])


def _unit(measure: analysis.Measure) -> str:
    return gettext("per cent of families") if measure.kind.is_share else gettext("points, 0 to 100")


def _measures(choices: analysis.Choices | None, asked: analysis.Question | None) -> tuple[Option, ...]:
    if choices is None:
        return ()
    chosen = asked.measure if asked else next(iter(choices.measures))
    return tuple(Option(key, _title(each), key == chosen) for key, each in choices.measures.items())


def _versions(choices: analysis.Choices | None) -> tuple[Option, ...]:
    if choices is None:
        return ()
    return tuple(
        Option(str(number), numbers.integer(number), number == choices.cites.number)
        for number in choices.versions
    )


def _groups(choices: analysis.Choices | None, asked: analysis.Question | None) -> tuple[Option, ...]:
    if choices is None:
        return ()
    lang = language()
    return tuple(
        Option(key, each.title[lang], bool(asked and asked.group == key))
        for key, each in choices.groups.items()
    )


def _held_back(choices: analysis.Choices | None) -> str:
    """Return why a reader has an older version than the newest, or ""."""
    if choices is None or choices.held_back is None or choices.cites.number is None:
        return ""
    return gettext(
        "The round was corrected since: data version {newest} is the newest, you read version {mine}. Two final "
        "versions of estimates side by side can show the answers of one family, so only who may take single "
        "families out, such as a statistician, reads the corrected ones. Cite these figures with their version."
    ).format(newest=numbers.integer(choices.held_back), mine=numbers.integer(choices.cites.number))


def _levels(choices: analysis.Choices | None) -> Mapping[str, str]:
    return {key: title for key, title in LEVELS.items() if choices is None or key in choices.levels}


def _totals(choices: analysis.Choices | None, asked: analysis.Question | None) -> tuple[Fill, ...]:
    if choices is None or asked is None or asked.group not in choices.groups or choices.basis != "sample":
        return ()
    lang = language()
    return tuple(
        Fill(title[lang], f"{asked.totals[key]:g}" if key in asked.totals else "")
        for key, title in choices.groups[asked.group].classes.items()
    )


def _lines(
    found: Sequence[analysis.Line], choices: analysis.Choices | None, answer: analysis.Estimated | None
) -> tuple[FigureLine, ...]:
    if choices is None or answer is None:
        return ()
    known = places.names_of(line.area for line in found)
    group = choices.groups.get(answer.question.group)
    return tuple(_line(each, known, group, answer) for each in found)


def _line(
    line: analysis.Line,
    known: Mapping[str, areas.Area],
    group: surveys.Group | None,
    answer: analysis.Estimated,
) -> FigureLine:
    lang, measure = language(), answer.measure
    beside = [
        group.classes[line.group][lang] if group and line.group in group.classes else line.group,
        measure.categories[line.category][lang] if line.category in measure.categories else line.category,
    ]
    return FigureLine(
        name=silence.name_of(line.area, known),
        beside=" · ".join(each for each in beside if each),
        line=line,
        why=wording.say(WHY, line.why.value) if line.why else "",
        x=_at(line.value),
        low=_at(line.low),
        high=_at(line.high),
        model_x=_at(line.modelled),
        reached=_percent(line.coverage),
        declined=_percent(line.refusal),
        left_open=_percent(line.item_missing),
        speaks=silence.of_line(line, answer.reaches.get(line.area)),
        weak=gettext("unsure: only {df} degrees of freedom").format(df=numbers.integer(line.df))
        if line.weak and line.df is not None
        else "",
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _at(value: float | None) -> str:
    return "" if value is None else pct(min(max(value, 0.0), 100.0))


def method_of(answer: analysis.Estimated) -> str:
    """Return how figures were worked out, in words."""
    if answer.basis == "enumeration":
        return gettext(
            "No sample was drawn: the plain mean or share of the families that were interviewed and have the answer. "
            "Nothing is scaled up to the others."
        )
    if answer.by_size:
        return gettext(
            "A sample in two stages, villages by their number of families: weights from the draw, errors by Taylor "
            "linearisation as if villages were drawn with replacement, which is a little on the safe side. Intervals "
            "by t for means and logit for shares. A stratum with one village counts by its distance from the mean of "
            "all."
        )
    return gettext(
        "A sample in two stages: weights and finite populations at both stages, errors by Taylor linearisation, "
        "intervals by t for means and logit for shares. A stratum with one village counts by its distance from the "
        "mean of all."
    )


def _adjusted(question: analysis.Question) -> tuple[str, ...]:
    """Return the adjustments chosen, in words, also for paper, where the choices above are not printed."""
    said = []
    if question.cells:
        said.append(
            gettext("Families that did not answer: {how}").format(how=wording.say(CELLS, question.cells))
        )
    if question.totals:
        counts = ", ".join(numbers.number(total, 0) for total in question.totals.values())
        said.append(
            gettext("Brought to known families of the classes, in their order: {counts}").format(
                counts=counts
            )
        )
    if question.model:
        said.append(gettext("Small areas: {how}").format(how=wording.say(MODELS, question.model)))
    return tuple(said)
