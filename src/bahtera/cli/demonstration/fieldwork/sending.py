"""Sends simulated interviews through the receiving door, as phones would, and asks afterwards what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from bahtera.access.api import SYSTEM, Actor
from bahtera.checks import api as checks
from bahtera.cli.demonstration.families import DemoVisit
from bahtera.cli.demonstration.fieldwork.drawn import drawn_families, tie
from bahtera.cli.demonstration.fieldwork.faults import planted
from bahtera.cli.demonstration.fieldwork.honest import SimulatedVisit, Team, interviews
from bahtera.cli.demonstration.fieldwork.truth import Fault, Score, judged
from bahtera.cli.demonstration.filling import Filler
from bahtera.foundation import clock, events
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_DAYS: Final = 20
_KADER: Final = "token:simulasi-"
_SOUTH, _EAST, _APART = -3.0, 115.0, 0.05


def send(
    row: surveys.RoundRow, villages: Sequence[str], *, kader: int, families: int, seed: int, faults: bool
) -> tuple[int, list[Fault]]:
    """Send the interviews of some villages; return how many, and the faults planted by the ids of the visits kept.

    The kader are invented and have no phone; the villages' middles are invented too. Sending again changes nothing.
    In a round with a sample the interviews are with the families drawn, as many as were drawn.
    """
    drawn = drawn_families(row, villages)
    form = next(one for one in questionnaires.current_forms() if one.form_id == row.form_id)
    teams = _teams(row, villages, kader, families)
    if drawn:
        teams = [
            _as_drawn(team, len(drawn[team.village_code])) for team in teams if drawn.get(team.village_code)
        ]
    visits = interviews(teams, seed=seed)
    visits, truth = planted(visits, seed=seed) if faults else (visits, [])
    filler = Filler(form)
    kept = {one.id: _receive(filler, one) for one in visits}
    while events.dispatch():
        pass
    if drawn:
        tie(row, drawn, _visited(kept[one.id] for one in visits))
    return len(visits), [replace(one, visits=tuple(kept[visit] for visit in one.visits)) for one in truth]


def found(
    round_id: int, truth: Sequence[Fault]
) -> tuple[dict[str, Score], dict[str, list[checks.Found | checks.FlagRow]]]:
    """Return by fault what the round's questions found of it, and by check what they asked in vain."""
    kept = surveys.visits_to_check([visit for one in truth for visit in one.visits])
    told = [
        one
        for one in checks.iter_flags(round_id, actor=SYSTEM)
        if one.state != checks.FlagState.PASSED.value
        and (not one.actor_key or one.actor_key.startswith(_KADER))
    ]
    return judged(truth, told, {one.id: one.family_id for one in kept if one.family_id})


def _as_drawn(team: Team, families: int) -> Team:
    """Return a team that visits exactly so many families, with as many of its kader as share them evenly."""
    kader = next(count for count in range(min(len(team.kader), families), 0, -1) if families % count == 0)
    return replace(team, kader=team.kader[:kader], families_each=families // kader)


def _visited(kept: Iterable[UUID]) -> dict[str, list[UUID]]:
    """Return the families of the register by village, in the order of their interviews."""
    ids = list(kept)
    known = {one.id: one for one in surveys.visits_to_check(ids)}
    found: dict[str, list[UUID]] = {}
    for one in (known[id_] for id_ in ids if id_ in known):
        if one.family_id is not None:
            found.setdefault(one.village_code, []).append(one.family_id)
    return found


def _receive(filler: Filler, visit: SimulatedVisit) -> UUID:
    xml = filler.fill(
        DemoVisit(
            village_code=visit.village_code,
            number=visit.number,
            instance_id=f"uuid:{visit.id}",
            answers=visit.answers,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
            received_at=visit.received_at,
        )
    )
    name = f"Kader Sintetis {visit.kader[-4:]}"
    sender = Actor.over(visit.kader, name, frozenset({"kader"}), (visit.village_code,))
    return surveys.receive(xml, actor=sender).submission_id


def _teams(row: surveys.RoundRow, villages: Sequence[str], kader: int, families: int) -> list[Team]:
    first = max(row.opens, clock.today("Asia/Makassar") - timedelta(days=_DAYS))
    return [
        Team(
            code,
            tuple(f"{_KADER}{place * kader + number:04d}" for number in range(kader)),
            families,
            (_SOUTH + _APART * (place // 20), _EAST + _APART * (place % 20)),
            first,
        )
        for place, code in enumerate(villages)
    ]
