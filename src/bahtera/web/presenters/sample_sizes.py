"""How many are needed, in plain words: what is typed, what follows, and on what it rests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
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
_MOST_DOMAINS: Final = 1_000


@dataclass(frozen=True)
class SizePage:
    """The helper: what was typed, and sentences that follow."""

    head: RoundHead
    typed: Mapping[str, str]
    kinds: tuple[Option, ...]
    answers: tuple[str, ...]
    problem: str


def size_page(row: surveys.RoundRow, actor: access.Actor, asked: Mapping[str, str]) -> SizePage:
    """Return the helper for what was asked in the address; nothing is kept."""
    typed = {name: str(asked.get(name, usual))[:20].strip() for name, usual in _USUAL.items()}
    answers: tuple[str, ...] = ()
    problem = ""
    try:
        answers = _answers(typed)
    except sampling.BadAssumption as refused:
        problem = wording.refusal(refused)
    except ValueError:
        problem = gettext("Write numbers only, as 5 or 0.05.")
    kinds = options_of(_KINDS, typed["apa"])
    return SizePage(head_of(row, actor, "sample"), typed, kinds, answers, problem)


def _answers(typed: Mapping[str, str]) -> tuple[str, ...]:
    share = typed["apa"] != "mean"
    suppose = sampling.Assumptions(
        share=_number(typed["bagian"]) / 100 if share else None,
        cv=None if share else _number(typed["cv"]) / 100,
        icc=_number(typed["icc"]),
        take=_whole(typed["ambil"]),
        response=_number(typed["jawab"]) / 100,
        families=_whole(typed["keluarga"]) if typed["keluarga"] else None,
    )
    target, domains = _number(typed["rse"]) / 100, _whole(typed["wilayah"])
    if not 1 <= domains <= _MOST_DOMAINS:
        raise sampling.BadAssumption(gettext("The number of areas"), "1", str(_MOST_DOMAINS))
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
        said.append(_other_way(_whole(typed["desa"]), suppose))
    return tuple(said)


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


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _whole(text: str) -> int:
    found = whole_number(text.replace(".", ""))
    if found is None:
        raise ValueError(text)
    return found


def _plain(value: float) -> str:
    return numbers.number(value, 2 if value < 10 else 1)  # noqa: PLR2004 - digits that carry meaning
