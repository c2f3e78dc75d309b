"""Simulated fieldwork of a sample: invented lists and kader for drawn villages, and who has which family as a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.cli.demonstration.people import name_of
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys

_OF_ONE_RT: Final = 25


@dataclass(frozen=True)
class Prepared:
    """What a round's drawn villages got: how many there are, how many invented lists and kader were made."""

    villages: int
    lists: int
    kader: int


@dataclass(frozen=True)
class Home:
    """A family that was drawn: who it is in the register, and where its line says it lives."""

    family_id: UUID
    rw: str
    rt: str


def helper_of(row: surveys.RoundRow) -> access.Actor:
    """Return who does in the simulation what a statistician and a supervisor do where nobody did it in the pages."""
    return access.Actor.over(
        "system:simulasi", "Simulasi (sintetis)", frozenset({"statistician", "supervisor"}), (row.area_code,)
    )


def confirmed_draw(row: surveys.RoundRow) -> samples.DrawRow | None:
    """Return the draw that a round works with, None for a round without."""
    draws = samples.draws_of(row.id, actor=helper_of(row))
    return next((one for one in draws if one.state is samples.DrawState.CONFIRMED), None)


def drawn_villages(row: surveys.RoundRow) -> list[str]:
    """Return the villages of a round's confirmed draw by code; none without one."""
    draw = confirmed_draw(row)
    actor = helper_of(row)
    return [one.village_code for one in samples.villages_of(draw.id, actor=actor)] if draw else []


def prepare(row: surveys.RoundRow, villages: Sequence[str], *, kader: int) -> Prepared:
    """Draw families from an invented list in villages that have none yet, and appoint kader where they lack.

    A list is as long as the frame says. Doing it again changes nothing.
    """
    draw, actor, lists = confirmed_draw(row), helper_of(row), 0
    for one in samples.villages_of(draw.id, actor=actor) if draw else ():
        if draw and one.village_code in villages and one.listed is None:
            samples.draw_from_file(draw.id, one.village_code, listing(one.families), actor=actor)
            lists += 1
    made = sum(_appoint(row, village, kader) for village in villages)
    return Prepared(len(villages), lists, made)


def homes_by_kader(row: surveys.RoundRow, village: str) -> dict[UUID, list[Home]]:
    """Return which kader has which drawn family of a village; families nobody was given are given evenly first."""
    draw, actor = confirmed_draw(row), helper_of(row)
    if draw is None:
        return {}
    given = _given(row, village, actor)
    team = [one.person_id for one in access.kaders_of(village)]
    left = [
        one.id for one in samples.families_of(draw.id, village, actor=actor)
        if one.in_use and one.family_id not in given
    ]  # fmt: skip
    for place, person_id in enumerate(team):
        share = left[place :: len(team)]
        samples.give_families(draw.id, village, share, round_id=row.id, person_id=person_id, actor=actor)
    given = _given(row, village, actor) if left else given
    found: dict[UUID, list[Home]] = {}
    for one in samples.families_of(draw.id, village, actor=actor):
        if one.in_use and one.family_id is not None and one.family_id in given:
            found.setdefault(given[one.family_id], []).append(Home(one.family_id, one.rw, one.rt))
    return found


def listing(families: int) -> bytes:
    """Return an invented list of so many families, as a file that is uploaded: number, RW, RT."""
    lines = (
        f"S{number:05d};{number // (6 * _OF_ONE_RT) + 1:03d};{number // _OF_ONE_RT % 6 + 1:03d}"
        for number in range(families)
    )
    return "\n".join(("nomor;rw;rt", *lines)).encode()


def frame_of(village_codes: Sequence[str]) -> str:
    """Return an invented frame of some villages, as a file that is uploaded: code and number of families."""
    lines = [
        f"{code};{Random(f'kerangka:{code}').randrange(90, 620)}"  # noqa: S311 - reproducible
        for code in village_codes
    ]
    return "\n".join(("kode;keluarga", *lines))


def _given(row: surveys.RoundRow, village: str, actor: access.Actor) -> dict[UUID, UUID]:
    """Return who has which family as a task of its own."""
    tasks = surveys.village_tasks(row.id, village, actor=actor).tasks
    return {one.row.family_id: one.row.person_id for one in tasks if one.row.family_id is not None}


def _appoint(row: surveys.RoundRow, village: str, wanted: int) -> int:
    """Make people kader of a village until it has as many as wanted; return how many."""
    actor, team = helper_of(row), access.kaders_of(village)
    rng = Random(f"kader:{village}")  # noqa: S311 - reproducible
    names = [f"Kader {name_of(rng, 'p')}" for _ in range(wanted)]
    for name in names[len(team) :]:
        person = access.add_person(name, area=village, actor=actor)
        access.grant_role(person.id, role="kader", area=village, valid_from=row.opens, actor=actor)
    return max(0, wanted - len(team))
