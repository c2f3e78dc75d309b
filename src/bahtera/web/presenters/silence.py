"""For which strata and villages figures of a round speak, in words, and what is silent: nobody there answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext, ngettext

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.web import numbers, places

MOST = 40
"""So many silent villages are named; the rest are counted."""


class Silent(Protocol):
    """What is said of a round as a whole or of an area."""

    @property
    def strata(self) -> int: ...
    @property
    def silent_strata(self) -> tuple[str, ...]: ...
    @property
    def villages(self) -> int: ...
    @property
    def silent_villages(self) -> tuple[str, ...]: ...
    @property
    def unlisted(self) -> tuple[str, ...]: ...


def of_line(line: analysis.Line, reach: analysis.Reach | None) -> str:
    """Return the label of a figure that speaks for a part of its area only, or ""."""
    if reach is None or not line.partial or line.value is None:
        return ""
    return gettext("only a part: {heard} of {all} strata, {share} per cent of the families").format(
        heard=numbers.integer(reach.strata - len(reach.silent_strata)),
        all=numbers.integer(reach.strata),
        share=numbers.number(100 * reach.spoken / max(reach.families, 1), 0),
    )


def of_answer(answer: analysis.Estimated) -> tuple[str, ...]:
    """Return what is silent in the areas of an answer; nothing where everybody chosen has respondents."""
    found = answer.reaches.values()
    return said(
        {name for each in found for name in each.silent_strata},
        {code for each in found for code in each.silent_villages},
        {code for each in found for code in each.unlisted},
    )


def of_round(reach: Silent | None) -> tuple[str, ...]:
    """Return what is silent in a whole round."""
    return () if reach is None else said(reach.silent_strata, reach.silent_villages, reach.unlisted)


def said(strata: Iterable[str], villages: Iterable[str], unlisted: Iterable[str]) -> tuple[str, ...]:
    """Return sentences that name silent strata, villages, and those whose families were never listed."""
    quiet, silent, never = sorted(set(strata) - {""}), sorted(set(villages)), sorted(set(unlisted))
    sentences = []
    if quiet:
        text = ngettext(
            "Nobody answered in {n} whole stratum; figures do not speak for it: {names}.",
            "Nobody answered in {n} whole strata; figures do not speak for them: {names}.",
            len(quiet),
        )
        sentences.append(text.format(n=numbers.integer(len(quiet)), names=_named(quiet)))
    if silent:
        text = ngettext(
            "Nobody answered in {n} chosen village: {names}.",
            "Nobody answered in {n} chosen villages: {names}.",
            len(silent),
        )
        sentences.append(text.format(n=numbers.integer(len(silent)), names=_named(silent)))
    if never:
        text = ngettext(
            "In {n} of them families were never listed or drawn: {names}.",
            "In {n} of them families were never listed or drawn: {names}.",
            len(never),
        )
        sentences.append(text.format(n=numbers.integer(len(never)), names=_named(never)))
    return tuple(sentences)


def _named(codes: list[str]) -> str:
    known = places.names_of(codes[:MOST])
    names = [name_of(code, known) for code in codes[:MOST]]
    more = len(codes) - len(names)
    if more:
        names.append(ngettext("{n} more", "{n} more", more).format(n=numbers.integer(more)))
    return ", ".join(names)


def name_of(code: str, known: Mapping[str, areas.Area]) -> str:
    """Return a village with its district, as many bear one name; another area by its own; a stratum as it is called."""
    if code not in known:
        return code
    if known[code].level == "village":
        return places.village_line(code, known).rsplit(", ", 1)[0]
    return places.full_name(known[code])
