"""Simulated fieldwork of a sample: an invented list for each drawn village, and whom each interview was with."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

_OF_ONE_RT: Final = 25


def helper_of(row: surveys.RoundRow) -> Actor:
    """Return who does in the simulation what a statistician and a supervisor do: lists, and lines tied to families."""
    return Actor.over(
        "system:simulasi", "Simulasi (sintetis)", frozenset({"statistician", "supervisor"}), (row.area_code,)
    )


def drawn_families(row: surveys.RoundRow, villages: Sequence[str]) -> dict[str, list[samples.FamilyRow]]:
    """Return the main families of the drawn villages; none for a round without a confirmed draw.

    A village whose families were not listed yet gets an invented list, as long as its frame says.
    """
    actor = helper_of(row)
    draws = samples.draws_of(row.id, actor=actor)
    draw = next((one for one in draws if one.state is samples.DrawState.CONFIRMED), None)
    if draw is None:
        return {}
    found = {}
    for village in samples.villages_of(draw.id, actor=actor):
        if village.village_code not in villages:
            continue
        if village.listed is None:
            samples.draw_from_file(draw.id, village.village_code, _listing(village.families), actor=actor)
        rows = samples.families_of(draw.id, village.village_code, actor=actor)
        found[village.village_code] = [one for one in rows if one.in_use and one.family_id is None]
    return found


def tie(
    row: surveys.RoundRow,
    drawn: Mapping[str, Sequence[samples.FamilyRow]],
    visited: Mapping[str, Sequence[UUID]],
) -> None:
    """Say of each drawn family which family of the register it is, in the order of list and interviews."""
    actor = helper_of(row)
    for village, lines in drawn.items():
        families = dict.fromkeys(visited.get(village, ()))
        for line, family in zip(lines, families, strict=False):
            samples.link_family(line.id, family, actor=actor)


def _listing(families: int) -> bytes:
    lines = (
        f"S{number:05d};{number // (6 * _OF_ONE_RT) + 1:03d};{number // _OF_ONE_RT % 6 + 1:03d}"
        for number in range(families)
    )
    return "\n".join(("nomor;rw;rt", *lines)).encode()
