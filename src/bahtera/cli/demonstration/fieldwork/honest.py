"""Interviews as careful kader make them: in daylight, at each home, with time for every question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from bahtera.cli.demonstration import households
from bahtera.cli.demonstration.answers import family_answers
from bahtera.cli.demonstration.households import Household
from bahtera.cli.demonstration.members import member_answers, number_members
from bahtera.cli.demonstration.people import birth_date, name_of
from bahtera.cli.demonstration.traits import Dice

_NAMESPACE: Final = UUID("0d6d1b1e-6f5e-4f0e-9a65-2d2b9a6c6e11")
_A_DAY: Final = 6
_DEGREE: Final = 111_195.0


@dataclass(frozen=True)
class Team:
    """Who works in a village: the names of its kader, how many families each visits, and where the village lies."""

    village_code: str
    kader: tuple[str, ...]
    families_each: int
    middle: tuple[float, float]
    first_day: date = date(2026, 3, 9)


@dataclass(frozen=True)
class SimulatedVisit:
    """One interview before it is sent. Instants are UTC; ``faults`` names what was planted in it."""

    id: UUID
    village_code: str
    kader: str
    number: int
    answers: dict[str, Any]
    started_at: datetime
    ended_at: datetime
    faults: tuple[str, ...] = field(default=())

    @property
    def received_at(self) -> datetime:
        """Return when it arrives: in the evening of its day, two minutes after the one before at the least."""
        return self.ended_at + timedelta(hours=3)


def interviews(teams: Sequence[Team], *, seed: int) -> list[SimulatedVisit]:
    """Return the interviews of some villages, by village, kader and number; the same for the same seed."""
    return [visit for team in teams for visit in _of_team(team, seed)]


def _of_team(team: Team, seed: int) -> Iterator[SimulatedVisit]:
    for place, kader in enumerate(team.kader):
        for number in range(team.families_each):
            rng = Random(f"fieldwork:{seed}:{team.village_code}:{kader}:{number}")  # noqa: S311 - reproducible
            yield _visit(rng, team, kader, place * team.families_each + number + 1, number)


def _visit(rng: Random, team: Team, kader: str, number: int, turn: int) -> SimulatedVisit:
    day, slot = divmod(turn, _A_DAY)
    weeks, weekday = divmod(day, 6)
    on = team.first_day + timedelta(weeks=weeks, days=weekday)
    # From eight o'clock in Makassar's zone, which is midnight UTC.
    started = datetime.combine(on, datetime.min.time(), UTC) + timedelta(
        minutes=slot * 75 + rng.randrange(25), seconds=rng.randrange(60)
    )
    _, home = households.draw(rng)
    dice = Dice(rng, rng.gauss(0, 1))
    answers = family_of(dice, home, team.village_code, number, on)
    answers["lokasi"] = point(rng, team.middle)
    minutes = 12 + 3 * len(home) + rng.gammavariate(4, 2)
    return SimulatedVisit(
        id=uuid5(_NAMESPACE, f"{team.village_code}:{number}:{rng.random()}"),
        village_code=team.village_code,
        kader=kader,
        number=number,
        answers=answers,
        started_at=started,
        ended_at=started + timedelta(minutes=minutes),
    )


def family_of(dice: Dice, home: Household, village_code: str, number: int, on: date) -> dict[str, Any]:
    """Return the answers of a family: who they are and what they say."""
    rng = dice.rng
    for person in home:
        person.name = name_of(rng, person.sex)
        person.born = birth_date(rng, person.age, on)
    number_members(rng, home, village_code[:8])
    new_id = partial(_uuid4, rng)
    members = member_answers(dice, home, on, new_id)
    answers = {
        "tanggal_kunjungan": on,
        "kode_desa": village_code,
        "dusun": f"Dusun {number % 3 + 1}",
        "rt": f"{number % 6 + 1:03d}",
        "rw": f"{number % 3 + 1:03d}",
        "alamat": f"Jalan Contoh {rng.randrange(1, 30)} nomor {number} (data sintetis)",
        "keluarga": "baru",
        "family_id": str(new_id()),
        "hasil_kunjungan": "selesai",
        "persetujuan": "ya",
        "responden": rng.choices(("kepala", "pasangan"), (0.4, 0.6))[0] if len(home) > 1 else "kepala",
        "ada_orang_lain": "ya" if rng.random() < 0.22 else "tidak",  # noqa: PLR2004 - a share
        "alasan_kk": "belum_ada",
        **family_answers(dice, home, on),
        "anggota": members,
    }
    return {name: value for name, value in answers.items() if value is not None}


def point(rng: Random, middle: tuple[float, float], *, spread: float = 500.0) -> str:
    """Return a point around the village's middle as a phone notes it; ``spread`` in metres."""
    north, east = rng.gauss(0, spread) / _DEGREE, rng.gauss(0, spread) / _DEGREE
    accuracy = 4 + rng.random() * 8
    return f"{middle[0] + north:.6f} {middle[1] + east:.6f} 12.0 {accuracy:.1f}"


def _uuid4(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
