"""What the page of before and after shows: the choices, two lines from then to now, and sentences by fixed rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import Refused
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.charts import pct
from bahtera.web.presenters import silence, visits
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.estimates import cited
from bahtera.web.presenters.exploring.change import Holding, holding_of
from bahtera.web.presenters.parts import Option

_KINDS: Final = {
    "indeks": gettext_noop("{title}: mean of the families' scores"),
    "dimensi": gettext_noop("Dimension: {title}"),
    "indikator": gettext_noop("Indicator: {title}"),
}
_VERDICTS: Final = {
    analysis.Verdict.MORE: gettext_noop(
        "Where something was done, the figure moved up by more than elsewhere. The difference is larger than "
        "differences among villages usually are."
    ),
    analysis.Verdict.LESS: gettext_noop(
        "Where something was done, the figure moved up by less than elsewhere, or down by more. The difference "
        "is larger than differences among villages usually are."
    ),
    analysis.Verdict.NOT_VISIBLE: gettext_noop(
        "No difference can be seen: villages differ from each other by as much as this. That does not show that "
        "nothing changed."
    ),
    analysis.Verdict.DISAGREE: gettext_noop(
        "It cannot be said: all families together and families alike before do not tell the same."
    ),
    analysis.Verdict.CANNOT_TELL: gettext_noop(
        "It cannot be said: with so few villages nothing tells by how much villages differ by themselves."
    ),
}
_CAUTIONS: Final = {
    analysis.Caution.ONE_VILLAGE: gettext_noop(
        "One side has a single village. Whatever else happened there cannot be told from the action."
    ),
    analysis.Caution.FEW_VILLAGES: gettext_noop(
        "There are few villages. The interval is itself unsure; read it with care."
    ),
    analysis.Caution.BEGAN_LOWER: gettext_noop(
        "The villages where something was done began lower. Who begins low often rises without help, because the "
        "low figure was partly chance. So families that began alike are compared, too."
    ),
    analysis.Caution.BEGAN_HIGHER: gettext_noop(
        "The villages where something was done began higher. Who begins high often falls back without reason. So "
        "families that began alike are compared, too."
    ),
    analysis.Caution.LOST_APART: gettext_noop(
        "Not as many families were met again on one side as on the other. Those who are missing may have changed "
        "otherwise."
    ),
    analysis.Caution.MANY_LOST: gettext_noop(
        "More than a fifth of the families of one side were not met again, or their visit is not approved."
    ),
    analysis.Caution.MANY_ALONE: gettext_noop(
        "Many families where something was done have no family like them elsewhere, and are left out of that "
        "comparison."
    ),
    analysis.Caution.NO_PARTNER: gettext_noop(
        "No family where something was done was like any elsewhere before, so only all families are compared."
    ),
    analysis.Caution.SAME_VILLAGE: gettext_noop(
        "Families with and without the action live in one village. What was done may have reached neighbours as "
        "well."
    ),
    analysis.Caution.DURING_ROUND: gettext_noop(
        "The action began while one of the rounds was in the field: some families were asked on the wrong side "
        "of it."
    ),
    analysis.Caution.NO_DAY: gettext_noop(
        "No day is given on which the action began. Whether it lies between the two rounds is not checked."
    ),
    analysis.Caution.WAITING: gettext_noop(
        "Visits of the later round still wait for a decision. These figures will move."
    ),
}
_ALWAYS: Final = (
    gettext_noop(
        "The villages were not chosen by lot. Others may differ in ways that nobody asked about, and other "
        "things may have happened there in the same time."
    ),
    gettext_noop(
        "These figures tell what changed, and by how much more than elsewhere. They do not tell why."
    ),
)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for, as typed."""

    rounds: tuple[surveys.RoundRow, ...]
    before: int | None
    after: int | None
    measure: str
    villages: frozenset[str]
    since: str
    alike: tuple[str, ...]
    plain: bool


@dataclass(frozen=True)
class SideLine:
    """One side: its name and villages, its numbers, and where then and now lie on a scale of 0 to 100."""

    title: str
    villages: str
    side: analysis.Side
    before: str
    after: str
    change: str
    start: str
    end: str
    low: str
    high: str


@dataclass(frozen=True)
class DifferenceLine:
    """A difference with its interval, in words and on a scale around zero."""

    title: str
    value: str
    interval: str
    df: int
    x: str
    low: str
    high: str


@dataclass(frozen=True)
class Fate:
    """How many families of each side met one fate."""

    title: str
    treated: int
    others: int


@dataclass(frozen=True)
class Closed:
    """Rounds that have nothing for the reader before they are final, and where their area's change stands meanwhile."""

    rounds: str
    url: str
    when: tuple[str, ...]
    """When figures come, a sentence a round."""
    holding: Holding | None = None
    """Where inside the area a change is told, if it is not of the whole."""


@dataclass(frozen=True)
class ImpactPage:
    """The page; ``found`` is missing where nothing was asked yet, and ``refusal`` says why nothing can be "
    "shown.
    """

    earlier: tuple[Option, ...]
    later: tuple[Option, ...]
    measures: tuple[Option, ...]
    villages: tuple[Option, ...]
    groups: tuple[Option, ...]
    since: str
    plain: bool
    synthetic: bool
    found: analysis.Impact | None
    title: str
    unit: str
    verdict: str
    sides: tuple[SideLine, ...]
    differences: tuple[DifferenceLine, ...]
    scale: str
    fates: tuple[Fate, ...]
    cautions: tuple[str, ...]
    numbers: tuple[str, ...]
    always: tuple[str, ...]
    cites: tuple[str, ...]
    index_status: str
    refusal: str
    closed: Closed | None = None
    asked: tuple[tuple[str, str], ...] = ()
    """What to send to the worker, where there are many families."""
    waiting: bool = False
    files: tuple[tuple[str, str], ...] = ()
    """The answer as files: what each is called, and its address."""


def page_of(
    chosen: Chosen,
    pair: analysis.Pair | analysis.Offer | None,
    found: analysis.Impact | None,
    *,
    refusal: str,
    zone: str,
) -> ImpactPage:
    """Return the page for what was asked and answered, or refused."""
    known = places.names_of(pair.villages) if pair else {}
    lang = language()
    differences, scale = _differences(found)
    return ImpactPage(
        earlier=_rounds(chosen, chosen.before),
        later=_rounds(chosen, chosen.after),
        measures=tuple(
            Option(key, _title(each), key == chosen.measure) for key, each in pair.measures.items()
        )
        if pair
        else (),
        villages=tuple(
            Option(code, silence.name_of(code, known), code in chosen.villages) for code in pair.villages
        )
        if pair
        else (),
        groups=tuple(
            Option(key, each.title[lang], key in chosen.alike) for key, each in surveys.GROUPS.items()
        ),
        since=chosen.since,
        plain=chosen.plain,
        synthetic=any(
            visits.is_synthetic(row) for row in chosen.rounds if row.id in {chosen.before, chosen.after}
        ),
        found=found,
        title=_title(found.measure) if found else "",
        unit=_unit(found) if found else "",
        verdict=gettext(_VERDICTS[found.verdict]) if found and found.verdict else "",
        sides=_sides(found, known),
        differences=differences,
        scale=scale,
        fates=_fates(found),
        cautions=tuple(gettext(_CAUTIONS[one]) for one in found.cautions) if found else (),
        numbers=_numbers(found),
        always=tuple(gettext(text) for text in _ALWAYS),
        cites=tuple(cited(one, zone) for one in found.cites) if found else (),
        index_status=wording.say(wording.INDEX_STATUS, found.index_status) if found else "",
        refusal=refusal,
    )


def files(door: str, about: Sequence[str], *, query: str = "") -> tuple[tuple[str, str], ...]:
    """Return an answer's files by a door: name -> address; ``about``: what stands before the format in the address."""
    return tuple(
        (name, reverse(door, args=[*about, name.lower()]) + (f"?{query}" if query else ""))
        for name in ("CSV", "XLSX")
    )


def closed_of(rows: Sequence[surveys.RoundRow], chosen: Chosen, area: str, actor: Actor) -> Closed:
    """Return what to say of rounds that are closed yet; ``area``: the reader's only one, "" for none or several."""
    names = ", ".join(visits.round_title(row) for row in rows)
    choices = {"putaran": chosen.after or "", "dari": chosen.before or ""}
    when = tuple(_when(row) for row in rows)
    if not area:
        return Closed(names, "", when)
    url = f"{reverse('web:area_change', args=[area])}?{urlencode(choices)}"
    return Closed(names, url, when, _holding(chosen, area, choices, actor))


def _when(row: surveys.RoundRow) -> str:
    """Say when the figures of a round that is not final come."""
    name = visits.round_title(row)
    if row.closes is None:
        said = gettext(
            "{round}: no day is set on which it closes. Figures come once it is closed and signed as final."
        )
        return said.format(round=name)
    if row.closes < places.today_in(""):
        said = gettext(
            "{round}: its last day of visits was {day}. Figures come as soon as it is signed as final; whoever runs "
            "the round does that."
        )
    else:
        said = gettext(
            "{round}: visits go on until {day}. Figures come after that, once every visit is decided about and the "
            "round is signed as final."
        )
    return said.format(round=name, day=numbers.day(row.closes))


def _holding(chosen: Chosen, area: str, choices: Mapping[str, object], actor: Actor) -> Holding | None:
    """Return where inside the area a change is told; None where it is told of the whole, or of nothing."""
    if not (chosen.before and chosen.after):
        return None
    try:
        found = results.change_between(chosen.before, chosen.after, area, audience="internal", actor=actor)
    except Refused:
        return None
    return holding_of(found, choices)


def _rounds(chosen: Chosen, one: int | None) -> tuple[Option, ...]:
    return tuple(Option(str(row.id), visits.round_title(row), row.id == one) for row in chosen.rounds)


def _title(measure: analysis.Measure) -> str:
    return gettext(_KINDS[measure.kind.value]).format(title=measure.title[language()])


def _unit(found: analysis.Impact) -> str:
    return gettext("per cent of families") if found.measure.kind.is_share else gettext("points, 0 to 100")


def _places(found: analysis.Impact) -> int:
    return 1 if found.step is not None and found.step < 1 else 0


def _sides(found: analysis.Impact | None, known: Mapping[str, object]) -> tuple[SideLine, ...]:
    if found is None:
        return ()
    titles = (gettext("Where something was done"), gettext("The others"))
    return tuple(
        _side(title, side, found, known)
        for title, side in zip(titles, (found.treated, found.others), strict=True)
    )


def _side(title: str, side: analysis.Side, found: analysis.Impact, known: Mapping[str, object]) -> SideLine:
    names = [silence.name_of(code, known) for code in side.villages]  # type: ignore[arg-type]
    drawn = side.before is not None and side.after is not None
    ends = sorted((side.before or 0.0, side.after or 0.0))
    return SideLine(
        title=title,
        villages=", ".join(names),
        side=side,
        before=numbers.number(side.before, _places(found)),
        after=numbers.number(side.after, _places(found)),
        change=numbers.signed(side.change, _places(found)) if side.change is not None else "",
        start=pct(side.before) if drawn and side.before is not None else "",
        end=pct(side.after) if drawn and side.after is not None else "",
        low=pct(ends[0]) if drawn else "",
        high=pct(ends[1]) if drawn else "",
    )


def _differences(found: analysis.Impact | None) -> tuple[tuple[DifferenceLine, ...], str]:
    """Return both differences on one scale around zero, and how far that scale reaches, in words."""
    if found is None or found.plain is None:
        return (), ""
    spreads = [(gettext("All families"), found.plain)]
    if found.matched is not None:
        spreads.append((gettext("Families alike before"), found.matched))
    widest = max(abs(end) for _, one in spreads for end in (one.value, one.low or 0.0, one.high or 0.0))
    reach = max(5.0, 5.0 * (int(widest // 5) + 1))
    places = _places(found)
    lines = tuple(
        DifferenceLine(
            title=title,
            value=numbers.signed(one.value, places),
            interval=gettext("{low} to {high}").format(
                low=numbers.signed(one.low, places), high=numbers.signed(one.high, places)
            )
            if one.low is not None and one.high is not None
            else "",
            df=one.df,
            x=_around(one.value, reach),
            low=_around(one.low, reach) if one.low is not None else "",
            high=_around(one.high, reach) if one.high is not None else "",
        )
        for title, one in spreads
    )
    said = gettext("The scale reaches from {low} to {high} points; the dashed line is no difference.")
    return lines, said.format(low=numbers.signed(-reach, 0), high=numbers.signed(reach, 0))


def _around(value: float, reach: float) -> str:
    return pct(50 + 50 * value / reach)


def _fates(found: analysis.Impact | None) -> tuple[Fate, ...]:
    if found is None:
        return ()
    ours, theirs = found.treated.flow, found.others.flow
    rows = (
        (gettext("Interviewed in the earlier round"), ours.before, theirs.before),
        (gettext("Compared: with this answer in both rounds"), ours.compared, theirs.compared),
        (gettext("Interviewed twice, without this answer in one"), ours.unanswered, theirs.unanswered),
        (gettext("Met again, the visit not approved or without an interview"), ours.waiting, theirs.waiting),
        (gettext("Moved to another village"), ours.moved, theirs.moved),
        (gettext("Went into another family"), ours.joined, theirs.joined),
        (gettext("Not met again"), ours.gone, theirs.gone),
        (gettext("Later round alone: split off from these families"), ours.split, theirs.split),
        (gettext("Later round alone: not asked before"), ours.new, theirs.new),
    )
    return tuple(Fate(*row) for row in rows)


def _numbers(found: analysis.Impact | None) -> tuple[str, ...]:
    """Return what stands behind the cautions, in numbers."""
    if found is None or found.step is None:
        return ()
    said: list[str] = []
    if found.expected is not None:
        said.append(
            gettext(
                "By how families elsewhere changed, the different beginnings alone would make a difference of "
                "{points} points."
            ).format(points=numbers.signed(found.expected, _places(found)))
        )
    if found.chance is not None:
        said.append(
            gettext(
                "Of all {ways} ways to choose as many villages among these, {share} per cent show a difference "
                "at least as large."
            ).format(ways=numbers.integer(found.ways), share=numbers.number(100 * found.chance, 1))
        )
    if found.matched is not None:
        said.append(_alike(found))
    return tuple(said)


def _alike(found: analysis.Impact) -> str:
    shared: Sequence[str] = [surveys.GROUPS[one].title[language()] for one in found.alike]
    same = [gettext("where they began"), gettext("category of the index"), *shared]
    text = ngettext(
        "Alike before means the same: {what}. {cells} such group has families of both sides; {ours} and {theirs} "
        "families have no partner.",
        "Alike before means the same: {what}. {cells} such groups have families of both sides; {ours} and "
        "{theirs} families have no partner.",
        found.cells,
    )
    return text.format(
        what=", ".join(same),
        cells=numbers.integer(found.cells),
        ours=numbers.integer(found.alone[0]),
        theirs=numbers.integer(found.alone[1]),
    )
