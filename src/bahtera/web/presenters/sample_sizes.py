"""How many are needed, in plain words: what is typed, what follows, and on what it rests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.presenters.parts import Option, options_of
from bahtera.web.presenters.rounds import RoundHead, head_of

_KINDS: Final = {
    "share": gettext_noop("a share (per cent of families)"),
    "mean": gettext_noop("a mean (such as the index)"),
}
_USUAL: Final = {
    "apa": "share",
    "bagian": "30",
    "cv": "25",
    "rse": "10",
    "icc": "0.05",
    "ambil": "10",
    "jawab": "90",
    "keluarga": "",
    "wilayah": "1",
    "desa": "",
}
_DOTTED: Final = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)


@dataclass(frozen=True)
class _Field:
    """A field by its label, with its least and most as they are typed."""

    label: str
    low: float
    high: float


_FIELDS: Final = {
    "bagian": _Field(gettext_noop("Share expected, in per cent"), 0.1, 99.9),
    "cv": _Field(gettext_noop("For a mean: standard deviation in per cent of the mean"), 0.1, 1_000),
    "rse": _Field(gettext_noop("Relative standard error wanted, in per cent"), 0.1, 100),
    "ambil": _Field(gettext_noop("Families in each village"), 1, 1_000),
    "icc": _Field(gettext_noop("How alike families of one village are (0 to 1)"), 0, 1),
    "jawab": _Field(gettext_noop("Families that will answer, in per cent"), 1, 100),
    "keluarga": _Field(gettext_noop("Families in the area (optional)"), 1, 10**9),
    "wilayah": _Field(gettext_noop("Areas that each need a figure of their own"), 1, 1_000),
    "desa": _Field(
        gettext_noop("The other way round: what would so many villages tell? (optional)"), 1, 10**6
    ),
}


@dataclass(frozen=True)
class SizePage:
    """The helper: what was typed, sentences that follow, and what about them should give pause."""

    head: RoundHead
    typed: Mapping[str, str]
    kinds: tuple[Option, ...]
    answers: tuple[str, ...]
    pause: str
    problem: str


def size_page(row: surveys.RoundRow, actor: access.Actor, asked: Mapping[str, str]) -> SizePage:
    """Return the helper for what was asked in the address; nothing is kept."""
    typed = {name: str(asked.get(name, usual))[:20].strip() for name, usual in _USUAL.items()}
    answers, pause, problem = tuple[str, ...](), "", ""
    try:
        answers, pause = _answers(typed, row)
    except Refused as refused:
        problem = wording.refusal(refused)
    kinds = options_of(_KINDS, typed["apa"])
    return SizePage(head_of(row, actor, "sample"), typed, kinds, answers, pause, problem)


def _answers(typed: Mapping[str, str], row: surveys.RoundRow) -> tuple[tuple[str, ...], str]:
    share = typed["apa"] != "mean"
    suppose = sampling.Assumptions(
        share=_number(typed, "bagian") / 100 if share else None,
        cv=None if share else _number(typed, "cv") / 100,
        icc=_number(typed, "icc"),
        take=_whole(typed, "ambil"),
        response=_number(typed, "jawab") / 100,
        families=_whole(typed, "keluarga") if typed["keluarga"] else None,
    )
    target, domains = _number(typed, "rse") / 100, _whole(typed, "wilayah")
    found = sampling.needed(target, suppose)
    said = [_one(found, target)]
    if domains > 1:
        said.append(
            gettext(
                "For each of {domains} areas with a figure of its own: {families} families in {villages} villages."
            ).format(
                domains=domains,
                families=numbers.integer(found.families * domains),
                villages=numbers.integer(found.villages * domains),
            )
        )
    said.append(_why(found, suppose))
    if typed["desa"]:
        said.append(_other_way(_whole(typed, "desa"), suppose))
    return tuple(said), _too_many(found.villages * domains, row.area_code)


def _too_many(villages: int, area_code: str) -> str:
    """Say that the round's area has fewer villages than are needed; nothing for the whole country."""
    there = len(areas.villages_within(area_code)) if area_code else 0
    if not there or villages <= there:
        return ""
    text = gettext(
        "The area of this round has only {there} villages, and {villages} are needed. Take more families in each,"
        " accept a larger error, or write how many families the area has."
    )
    return text.format(there=numbers.integer(there), villages=numbers.integer(villages))


def _one(found: sampling.Needed, target: float) -> str:
    text = gettext(
        "For a relative standard error of {rse} %: {families} families in {villages} villages,"
        " of which {answers} answer."
    )
    if found.whole:
        text = gettext(
            "For a relative standard error of {rse} %, every family of the area is needed:"
            " {families} in {villages} villages."
        )
    return text.format(
        rse=_plain(100 * target),
        families=numbers.integer(found.families),
        villages=numbers.integer(found.villages),
        answers=numbers.integer(found.answers),
    )


def _why(found: sampling.Needed, suppose: sampling.Assumptions) -> str:
    text = gettext(
        "Families of one village are alike: {take} of them tell as little as if the sample were {effect} times"
        " smaller (design effect). More villages with fewer families each tell more."
    )
    return text.format(take=suppose.take, effect=_plain(found.effect))


def _other_way(villages: int, suppose: sampling.Assumptions) -> str:
    rse = sampling.expected_rse(villages, suppose)
    text = gettext(
        "The other way round: {villages} villages of {take} families give a relative standard error of about {rse} %."
    )
    return text.format(villages=numbers.integer(villages), take=suppose.take, rse=_plain(100 * rse))


def _number(typed: Mapping[str, str], name: str) -> float:
    try:
        found = float(typed[name].replace(",", "."))
    except ValueError as error:
        raise Refused("web.no_number_here", "Write numbers only, as 5 or 0.05.") from error
    return _within(name, found)


def _whole(typed: Mapping[str, str], name: str) -> int:
    text = typed[name]
    found = whole_number(text.replace(".", "") if _DOTTED.fullmatch(text) else text)
    if found is None:
        raise Refused("web.no_number", "Write whole numbers, without a comma.")
    return int(_within(name, found))


def _within(name: str, value: float) -> float:
    one = _FIELDS[name]
    if one.low <= value <= one.high:  # NaN is not
        return value
    raise Refused(
        "web.out_of_range",
        "“{field}”: write a number from {low} to {high}.",
        field=gettext(one.label),
        low=_limit(one.low),
        high=_limit(one.high),
    )


def _limit(value: float) -> str:
    return numbers.number(value, 0 if value == int(value) else 1)


def _plain(value: float) -> str:
    return numbers.number(value, 2 if value < 10 else 1)  # noqa: PLR2004 - digits that carry meaning
