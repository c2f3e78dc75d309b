"""Sends simulated interviews through the receiving door, as phones would, and asks afterwards what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.checks import api as checks
from bahtera.cli.demonstration.families import DemoVisit
from bahtera.cli.demonstration.fieldwork.drawn import Home, drawn_villages, homes_by_kader, prepare
from bahtera.cli.demonstration.fieldwork.faults import planted, unplanted
from bahtera.cli.demonstration.fieldwork.honest import SimulatedVisit, Team, interviews
from bahtera.cli.demonstration.fieldwork.truth import Fault, Score, judged
from bahtera.cli.demonstration.filling import Filler
from bahtera.foundation import clock, events
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_DAYS: Final = 20
_SOUTH, _EAST, _APART = -3.0, 115.0, 0.05


@dataclass(frozen=True)
class Sent:
    """What was sent: how many interviews by which kader, the faults planted in them, and those that were not.

    ``unplanted`` holds how many interviews of one kader a fault needs, 0 where only kader were too few.
    """

    interviews: int
    kader: frozenset[str]
    truth: tuple[Fault, ...]
    unplanted: Mapping[str, int]


@dataclass(frozen=True)
class _Work:
    """A team of one kader, who that is, and the drawn families visited; none in a round without a sample."""

    team: Team
    sender: access.Actor
    homes: Sequence[Home]


def send(
    row: surveys.RoundRow, villages: Sequence[str], *, kader: int, families: int, seed: int, faults: bool
) -> Sent:
    """Send the interviews of some villages, and return what was planted by the ids of the visits kept.

    The kader are people of the villages, made up where they lack; the villages' middles are invented. In a round with a
    sample each visits the drawn families that are their tasks, in one without ``families`` invented ones. Sending again
    changes nothing.
    """
    prepare(row, villages, kader=kader)
    form = next(one for one in questionnaires.current_forms() if one.form_id == row.form_id)
    work = _work(row, villages, kader, families)
    senders = {one.team.kader[0]: one.sender for one in work}
    honest = interviews([one.team for one in work], seed=seed)
    homes = [home for one in work for home in one.homes]
    if homes:
        honest = [_at_home(one, home) for one, home in zip(honest, homes, strict=True)]
    visits, truth = planted(honest, seed=seed) if faults else (honest, [])
    filler = Filler(form)
    kept = {one.id: _receive(filler, one, senders[one.kader]) for one in visits}
    while events.dispatch():
        pass
    return Sent(
        len(visits),
        frozenset(one.key for one in senders.values()),
        tuple(
            Fault(one.name, senders[one.kader].key, tuple(kept[visit] for visit in one.visits))
            for one in truth
        ),
        unplanted(honest, truth) if faults else {},
    )


def found(
    round_id: int, sent: Sent
) -> tuple[dict[str, Score], dict[str, list[checks.Found | checks.FlagRow]]]:
    """Return by fault what the round's questions found of it, and by check what they asked in vain."""
    kept = surveys.visits_to_check([visit for one in sent.truth for visit in one.visits])
    told = [
        one
        for one in checks.iter_flags(round_id, actor=access.SYSTEM)
        if one.state != checks.FlagState.PASSED.value and (not one.actor_key or one.actor_key in sent.kader)
    ]
    return judged(sent.truth, told, {one.id: one.family_id for one in kept if one.family_id})


def _work(row: surveys.RoundRow, villages: Sequence[str], kader: int, families: int) -> list[_Work]:
    first = max(row.opens, clock.today("Asia/Makassar") - timedelta(days=_DAYS))
    sampled = bool(drawn_villages(row))
    found: list[_Work] = []
    for place, village in enumerate(villages):
        team = {one.person_id: one.name for one in access.kaders_of(village)}
        tasks = homes_by_kader(row, village) if sampled else {one: [] for one in list(team)[:kader]}
        middle = (_SOUTH + _APART * (place // 20), _EAST + _APART * (place % 20))
        for person_id, homes in sorted(tasks.items(), key=lambda item: team.get(item[0], "")):
            sender = access.Actor.over(
                f"person:{person_id}", team.get(person_id, ""), frozenset({"kader"}), (village,)
            )
            each = len(homes) if sampled else families
            # Not the person's own key: the same seed makes the same interviews in every site.
            name = f"simulasi-{len(found):04d}"
            found.append(_Work(Team(village, (name,), each, middle, first), sender, homes))
    return found


def _at_home(visit: SimulatedVisit, home: Home) -> SimulatedVisit:
    """Return an interview with a family that was drawn, where its line of the list says it lives."""
    family = str(home.family_id)
    place = {"keluarga": family, "family_id": family, "rw": home.rw, "rt": home.rt}
    return replace(visit, answers=visit.answers | {name: value for name, value in place.items() if value})


def _receive(filler: Filler, visit: SimulatedVisit, sender: access.Actor) -> UUID:
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
    return surveys.receive(xml, actor=sender).submission_id
