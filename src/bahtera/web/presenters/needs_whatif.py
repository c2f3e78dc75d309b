"""The page of what-if: a form with up to four indicators, and what they would change, as far as it may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.areas import api as areas
from bahtera.indices import api as indices
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys
from bahtera.web import charts, money, numbers, places
from bahtera.web.presenters import needs as common
from bahtera.web.presenters.needs_place import Where, label
from bahtera.web.presenters.parts import Option

WHY: Final = {
    "hidden": gettext_noop("figures hidden"),
    "few": gettext_noop("nobody lacks it, or fewer than five do"),
    "moving": gettext_noop("visits are being decided about; try again when five more are in"),
}
_USUAL_REACH: Final = 90
POINTS: Final = "poin-"
"""What stands in an address before points by which a share is to rise, instead of a per cent of those without."""


@dataclass(frozen=True)
class Slot:
    """One line of the form: an indicator and how many are reached."""

    number: int
    indicators: tuple[Option, ...]
    reaches: tuple[Option, ...]
    rises: tuple[Option, ...]

    @property
    def chosen(self) -> bool:
        """Tell whether an indicator stands here."""
        return any(one.chosen for one in self.indicators)


@dataclass(frozen=True)
class Change:
    """Before and after, as text and as a drawing."""

    before: str
    after: str
    range: str
    step: str
    x_before: str
    x_after: str


@dataclass(frozen=True)
class VillageLine:
    """What changes in one village, or why nothing was worked out."""

    name: str
    why: str
    index: Change | None
    families: str
    above: str
    lifted: str
    lifted_range: str
    reached: str
    cost: str


@dataclass(frozen=True)
class WhatIfPage:
    """The form and its answer."""

    place: Where
    slots: tuple[Slot, ...]
    villages: tuple[Option, ...]
    refusal: str
    sentence: str
    together: VillageLine | None
    rows: tuple[VillageLine, ...]
    skipped: int
    cost: str
    notes: tuple[str, ...]


def page_of(
    place: Where,
    asked: Sequence[needs.Intervention],
    chosen: Sequence[str],
    found: needs.WhatIf | None,
    refusal: str,
) -> WhatIfPage:
    """Return the page of a scenario; without one, the form alone."""
    known = _villages(place)
    names = _labels(place.index_id)
    return WhatIfPage(
        place=place,
        slots=tuple(
            _slot(number, asked[number - 1] if number <= len(asked) else None, names, place.index_id)
            for number in range(1, needs.MOST_TOGETHER + 1)
        ),
        villages=tuple(Option(code, name, code in chosen) for code, name in known.items()),
        refusal=refusal,
        sentence=_sentence(found, names) if found else "",
        together=_line(found.together, place.name, found.cost, names) if found and found.together else None,
        rows=tuple(_line(each, each.name, each.cost, names) for each in found.villages) if found else (),
        skipped=sum(bool(each.why) for each in found.villages) if found else 0,
        cost=money.rupiah_short(found.cost) if found else "",
        notes=_notes(found) if found else (),
    )


def address(place: Where, interventions: Sequence[needs.Intervention], villages: Sequence[str]) -> str:
    """Return the address of a scenario."""
    query = [*place.asked.items(), *(("desa", code) for code in villages)]
    for each in interventions:
        query += [
            ("butir", each.indicator),
            ("capai", f"{POINTS}{each.points}" if each.points else str(each.percent)),
        ]
    return f"{reverse('web:whatif')}?{urlencode(query)}"


def _villages(place: Where) -> dict[str, str]:
    """Return the villages to choose from; in a province there are too many to tick, so none."""
    if place.round is None or len(place.code) in (0, 2):
        return {}
    codes = [each.village_code for each in surveys.targets(place.round.id)]
    inside = [code for code in codes if code == place.code or areas.is_within(code, place.code)]
    known = places.names_of(inside)
    return {code: known[code].name for code in sorted(inside) if code in known}


def _labels(index_id: str) -> dict[str, str]:
    if not index_id:
        return {}
    found = indices.load(index_id).without_private()
    return {each.id: label({"id": each.label.id, "en": each.label.en}) for each in found.indicators}


def _slot(number: int, asked: needs.Intervention | None, names: Mapping[str, str], index_id: str) -> Slot:
    left_out = needs.not_simulated(index_id) if index_id else ()
    percent, rise = (asked.percent, asked.points) if asked else (_USUAL_REACH, 0)
    return Slot(
        number,
        tuple(
            Option(code, f"{code} · {name}", asked is not None and code == asked.indicator)
            for code, name in names.items()
            if code not in left_out
        ),
        tuple(Option(str(one), f"{one} %", one == percent and not rise) for one in needs.REACHES),
        tuple(
            Option(
                f"{POINTS}{one}",
                ngettext("{n} point", "{n} points", one).format(n=numbers.integer(one)),
                one == rise,
            )
            for one in needs.RISES
        ),
    )


def _sentence(found: needs.WhatIf, names: Mapping[str, str]) -> str:
    """Return the scenario and its answer as one sentence to read aloud."""
    what = "; ".join(_goal(each, names[each.indicator]) for each in found.scenario.interventions)
    counted = sum(not each.why for each in found.villages)
    if found.together is None:
        return gettext("Nothing could be worked out: in none of these villages are the figures shown.")
    where = (
        found.villages[0].name
        if len(found.villages) == 1
        else ngettext("{n} village", "{n} villages", counted).format(n=counted)
    )
    text = gettext(
        "If {what} in {where}, the index goes from {before} to about {after}, and {lifted} more families come above 75."
    )
    if found.together.index_after == found.together.index:
        text = gettext(
            "If {what} in {where}, the index hardly moves from {before}, and {lifted} more families come above 75."
        )
    return text.format(
        what=what,
        where=where,
        before=numbers.number(found.together.index, 2),
        after=numbers.number(found.together.index_after, 1),
        lifted=_lifted(found.together.lifted),
    )


def _goal(each: needs.Intervention, name: str) -> str:
    if each.points:
        text = ngettext(
            "the share with “{indicator}” rises by {n} point",
            "the share with “{indicator}” rises by {n} points",
            each.points,
        )
        return text.format(indicator=name, n=numbers.integer(each.points))
    text = gettext("“{indicator}” reaches {percent} percent of families without it")
    return text.format(indicator=name, percent=each.percent)


def _lifted(count: int | None) -> str:
    if count is None:
        return gettext("(hidden)")
    return gettext("about {n}").format(n=numbers.integer(count)) if count else gettext("fewer than 5")


def _then(after: Fraction, before: Fraction) -> str:
    """Write an index afterwards; where it stays, exactly as it stands before, so that it does not read as a fall."""
    return numbers.number(after, 2 if after == before else 1)


def _line(each: needs.Told, name: str, cost: int, names: Mapping[str, str]) -> VillageLine:
    if each.why or each.index is None or each.index_after is None:
        return VillageLine(name, gettext(WHY[each.why]) if each.why else "", None, "", "", "", "", "", "")
    low, high = each.index_least, each.index_most
    return VillageLine(
        name=name,
        why="",
        index=Change(
            before=numbers.number(each.index, 2),
            after=_then(each.index_after, each.index),
            range=""
            if low is None or high is None or low == high
            else f"{_then(low, each.index)}–{_then(high, each.index)}",
            step=step_of(each.index_step),
            x_before=charts.pct(each.index),
            x_after=charts.pct(min(each.index_after, Fraction(100))),
        ),
        families=numbers.integer(each.scored),
        above=gettext("hidden") if each.above is None else numbers.integer(each.above),
        lifted=_lifted(each.lifted),
        lifted_range=_range(each),
        reached="; ".join(
            gettext("{name}: {reached} of {lacking}").format(
                name=names[code], reached=numbers.integer(some), lacking=numbers.integer(lacking)
            )
            for code, some, lacking in each.reached
        )
        + _skipped(each, names),
        cost=money.rupiah(cost),
    )


def _range(each: needs.Told) -> str:
    """Return the fewest and the most, as far as they are told; "" where they are the same."""
    if each.lifted is None or each.lifted_least == each.lifted_most:
        return ""
    most = numbers.integer(each.lifted_most)
    if not each.lifted_least:
        return gettext("at most {most}").format(most=most)
    return gettext("{least} to {most}").format(least=numbers.integer(each.lifted_least), most=most)


def step_of(step: Fraction) -> str:
    """Write in which steps an index is told."""
    return numbers.number(step, 1 if step < 1 else 0)


def _steps(found: needs.WhatIf) -> tuple[str, ...]:
    """Say in numbers how finely figures are told, and why."""
    steps = [each.index_step for each in (found.together, *found.villages) if each and not each.why]
    if not steps:
        return ()
    text = gettext(
        "The index afterwards is told in steps of {together} (in the smallest village {widest}) and is never more than "
        "one step off; the step is wide enough that three families do not move it. Families above 75 are told in "
        "steps of {families}. Finer figures would tell which families stand just under 75."
    )
    return (text.format(together=step_of(steps[0]), widest=step_of(max(steps)), families=needs.STEP),)


def _skipped(each: needs.Told, names: Mapping[str, str]) -> str:
    if not each.skipped:
        return ""
    return " " + gettext("(left out here: {names})").format(
        names=", ".join(names[one] for one in each.skipped)
    )


def _notes(found: needs.WhatIf) -> tuple[str, ...]:
    return (
        *_steps(found),
        gettext("Definition {id} {version} ({status}), fingerprint {hash}.").format(
            id=found.index.id,
            version=found.index.version,
            status=gettext(common.STATUSES.get(found.index.status, found.index.status)),
            hash=found.index.hash[:12],
        ),
        common.mapping_note(found.mapping),
    )
