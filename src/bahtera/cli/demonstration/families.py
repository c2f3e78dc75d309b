"""A village's families: who they are, what they answered, when, and what the supervisor made of it.

Which category a family falls in is decided first, by its rank on the latent scale, so that the shares of the
province are what they should be; answers are then drawn until the index agrees.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from bahtera.cli.demonstration import blemishes, households
from bahtera.cli.demonstration.answers import LAST_BLOCKS, Answers, family_answers
from bahtera.cli.demonstration.households import Household
from bahtera.cli.demonstration.members import member_answers, number_members
from bahtera.cli.demonstration.people import birth_date, kk_of, name_of
from bahtera.cli.demonstration.steps import chosen_steps
from bahtera.cli.demonstration.traits import Dice
from bahtera.cli.demonstration.villages import PUBLISHED_SHARES, VILLAGES, DemoVillage

SEED: Final = "bahtera-2026"
YEAR: Final = 2026
FIRST_DAY: Final = date(2026, 3, 9)
_NAMESPACE: Final = UUID("6b1f0f5e-3c5b-4a6e-9a43-5b1c6f6e0d13")
_ORDER: Final = ("rendah", "sedang", "tinggi")
_MOST_TRIES: Final = 200
_OPENING_UTC: Final = 0  # eight o'clock in the morning in Makassar's zone
_A_DAY: Final = 11  # visits a kader finishes in a day
_PARTLY: Final = "selesai_sebagian"
_PARTLY_SHARE: Final = 0.006
_NOT_MET: Final = {"menolak": 0.008, "pindah": 0.005, "tidak_ditemukan": 0.006, "tidak_ada_responden": 0.003}

Categorise = Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True)
class DemoVisit:
    """One synthetic visit as a phone would send it, and when it arrives."""

    village_code: str
    number: int
    instance_id: str
    answers: Answers
    started_at: datetime
    ended_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class DrawnFamily:
    """A family with its visit: who lives there, and how well it does on the latent scale.

    Of a family that was not interviewed nobody has a name, a number or a birth date.
    """

    visit: DemoVisit
    home: Household
    u: float


@dataclass(frozen=True)
class _Plan:
    """What is decided of a family before its answers are drawn."""

    result: str
    u: float
    category: str | None


def visits(
    village: DemoVillage, categorise: Categorise, *, within: Sequence[int] | None = None
) -> Iterator[DemoVisit]:
    """Yield a village's visits in the order they were made; the same ones every time.

    ``categorise`` returns the index category of answers, or None when they cannot be scored; ``within`` picks
    families, counted from 0.
    """
    return (one.visit for one in drawn(village, categorise, within=within))


def drawn(
    village: DemoVillage, categorise: Categorise, *, within: Sequence[int] | None = None
) -> Iterator[DrawnFamily]:
    """Yield a village's families as `visits` does, each with who lives there; nobody may change them."""
    plans = _plans()[village.code]
    homes = _homes(village)
    for place in within if within is not None else range(village.families):
        pattern, home = homes[place]
        visit = _visit(village, place + 1, plans[place], pattern, home, categorise)
        yield DrawnFamily(visit, home, plans[place].u)


@cache
def _homes(village: DemoVillage) -> list[tuple[str, Household]]:
    rng = _rng("homes", village.code)
    homes = [households.draw(rng) for _ in range(village.families)]
    if village.people:
        households.fit(rng, [home for _, home in homes], *village.people)
    return homes


def _visit(  # noqa: PLR0917 - the parts of one visit
    village: DemoVillage,
    number: int,
    plan: _Plan,
    pattern: str,
    home: Household,
    categorise: Categorise,
) -> DemoVisit:
    rng = _rng("visit", village.code, str(number))
    started = _start(rng, number)
    minutes = 4 if plan.category is None else 14 + 2 * len(home) + rng.randrange(8)
    ended = started + timedelta(minutes=minutes, seconds=rng.randrange(60))
    on = (started + timedelta(hours=8)).date()
    answers = _visit_block(rng, village, number, on) | {"hasil_kunjungan": plan.result}
    if plan.category is not None:
        name_members(rng, home, village.code[:8], on)
        answers |= {"persetujuan": "ya"}
        answers |= _number_of_card(rng, village.code[:8], on) | _company(rng, pattern)
        answers |= _settled(village, number, plan, home, on, categorise)
    if plan.result == _PARTLY:
        answers = {name: value for name, value in answers.items() if name not in LAST_BLOCKS}
    elif plan.category is not None:
        answers |= chosen_steps(answers, number, on)
    return DemoVisit(
        village_code=village.code,
        number=number,
        instance_id=f"uuid:{uuid5(_NAMESPACE, f'{SEED}:{village.code}:{number}')}",
        answers=answers,
        started_at=started,
        ended_at=ended,
        received_at=ended + timedelta(minutes=rng.choice((5, 20, 90, 240, 600, 1500))),
    )


def _visit_block(rng: Random, village: DemoVillage, number: int, on: date) -> Answers:
    neighbourhood = number % 6 + 1
    return {
        "tanggal_kunjungan": on,
        "kode_desa": village.code,
        "dusun": f"Dusun {(neighbourhood + 1) // 2}",
        "rt": f"{neighbourhood:03d}",
        "rw": f"{(neighbourhood + 2) // 3:03d}",
        "alamat": f"Jalan Contoh {rng.randrange(1, 30)} nomor {number} (data sintetis)",
        "keluarga": "baru",
        "family_id": str(_uuid4(rng)),
    }


def _number_of_card(rng: Random, district: str, on: date) -> Answers:
    chance = rng.random()
    if chance < 0.93:  # noqa: PLR2004 - a share
        return {"no_kk": kk_of(rng, district, on - timedelta(days=rng.randrange(200, 5000)))}
    return {"alasan_kk": "menolak" if chance > 0.98 else "belum_ada" if chance > 0.96 else "tidak_punya"}  # noqa: PLR2004


def _company(rng: Random, pattern: str) -> Answers:
    at_home = pattern in {"couple_children", "couple_only", "extended", "infant_only", "elderly_couple"}
    who = rng.choices(("kepala", "pasangan"), (0.4, 0.6))[0] if at_home else "kepala"
    return {"responden": who, "ada_orang_lain": "ya" if rng.random() < 0.22 else "tidak"}  # noqa: PLR2004


def name_members(rng: Random, home: Household, district: str, on: date) -> None:
    """Give everybody of a home a name, a birth date that fits the age on a day, and mostly a number."""
    for person in home:
        person.name = name_of(rng, person.sex)
        person.born = birth_date(rng, person.age, on)
    number_members(rng, home, district)


def _settled(  # noqa: PLR0917 - the parts of one visit
    village: DemoVillage, number: int, plan: _Plan, home: Household, on: date, categorise: Categorise
) -> Answers:
    """Draw answers, moving the family along the scale until the index puts it where the plan wants it."""
    u = plan.u
    wanted = _ORDER.index(plan.category or "tinggi")
    for attempt in range(_MOST_TRIES):
        rng = _rng("answers", village.code, str(number), str(attempt))
        dice = Dice(rng, u)
        answers = family_answers(dice, home, on)
        answers["anggota"] = member_answers(dice, home, on, partial(_uuid4, rng))
        category = categorise(answers | {"tanggal_kunjungan": on})
        if category is not None and _ORDER.index(category) == wanted:
            break
        if category is not None:
            u += 0.3 if _ORDER.index(category) < wanted else -0.3
    else:
        message = f"no answers found for family {number} of {village.code}"
        raise RuntimeError(message)
    return blemishes.spoil(village, number, answers, on)


_planned: dict[str, list[_Plan]] = {}


def _plans() -> Mapping[str, list[_Plan]]:
    """Return each village's plans; the lowest of the whole province are "rendah", and so on."""
    if not _planned:
        drafts = {village.code: _drafts(village) for village in VILLAGES}
        ranked = sorted(u for plans in drafts.values() for result, u in plans if result.startswith("selesai"))
        total = sum(PUBLISHED_SHARES.values())
        low = ranked[round(len(ranked) * PUBLISHED_SHARES["rendah"] / total)]
        middle = ranked[
            round(len(ranked) * (PUBLISHED_SHARES["rendah"] + PUBLISHED_SHARES["sedang"]) / total)
        ]
        for code, plans in drafts.items():
            _planned[code] = [_Plan(result, u, _category(result, u, low, middle)) for result, u in plans]
    return _planned


def _drafts(village: DemoVillage) -> list[tuple[str, float]]:
    rng = _rng("plans", village.code)
    others = {} if village.people else _NOT_MET | {_PARTLY: _PARTLY_SHARE}
    results = {"selesai": 1 - sum(others.values())} | others
    return [
        (rng.choices(list(results), list(results.values()))[0], village.effect + rng.gauss(0, 1))
        for _ in range(village.families)
    ]


def _category(result: str, u: float, low: float, middle: float) -> str | None:
    if not result.startswith("selesai"):
        return None
    return "rendah" if u < low else "sedang" if u < middle else "tinggi"


def _start(rng: Random, number: int) -> datetime:
    """Return when a visit began: eleven a day, six days a week, in daylight."""
    day, slot = divmod(number - 1, _A_DAY * 2)
    weeks, weekday = divmod(day, 6)
    at = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    at += timedelta(weeks=weeks, days=weekday, hours=_OPENING_UTC)
    return at + timedelta(minutes=slot // 2 * 48 + rng.randrange(20), seconds=rng.randrange(60))


def _uuid4(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _rng(*parts: str) -> Random:
    return Random(":".join((SEED, *parts)))  # noqa: S311 - reproducible, nothing secret
