"""What is planted to be found: each fault as it comes about in the field, small enough not to jump to the eye."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bahtera.cli.demonstration.fieldwork.honest import SimulatedVisit, point
from bahtera.cli.demonstration.fieldwork.truth import Fault
from bahtera.cli.demonstration.people import name_of

_YES_NO: Final = ("ya", "tidak")
_CHANGED: Final = ("tabungan", "rekreasi", "kegiatan_sosial")
_DEGREE: Final = 111_195.0
# Whipple's index counts ages 23 to 62, and needs some of them.
_ADULT, _OLDEST, _AGES = 23, 62, 15
# Points of a village among which some far away are still few.
_POINTS: Final = 8
# How many members a family needs for its double to be known.
_MEMBERS: Final = {"copied": 3, "twice": 2}

Visits = list[SimulatedVisit]
Planter = Callable[[Random, Visits], Visits]


def planted(visits: Sequence[SimulatedVisit], *, seed: int) -> tuple[Visits, list[Fault]]:
    """Return the interviews with at most one fault planted with each kader, and the truth.

    The first kader are left honest, so that there is somebody to compare with; the ids stay. A fault goes to a kader
    with enough interviews for its check to judge (``unplanted`` tells of the others).
    """
    rng = Random(f"faults:{seed}")  # noqa: S311 - reproducible
    own, here = _by_kader(visits), Counter(one.village_code for one in visits)
    free = rng.sample(sorted(own)[1:], max(0, len(own) - 1))
    truth: list[Fault] = []
    # What needs most interviews chooses first.
    for name in sorted(FAULTS, key=lambda name: -NEEDED[name]):
        who = next((one for one in free if _fits(name, own[one], here)), None)
        if who is None:
            continue
        free.remove(who)
        own[who] = FAULTS[name](rng, own[who])
        marked = tuple(one.id for one in own[who] if name in one.faults)
        truth.append(Fault(name, who, marked))
    return [one for who in sorted(own) for one in own[who]], truth


def unplanted(visits: Sequence[SimulatedVisit], truth: Sequence[Fault]) -> dict[str, int]:
    """Return each fault that was not planted: how many interviews a kader needs for it, 0 where only kader lacked."""
    own, here = _by_kader(visits), Counter(one.village_code for one in visits)
    missing = [name for name in FAULTS if name not in {one.name for one in truth}]
    return {
        name: 0 if any(_fits(name, some, here) for some in own.values()) else NEEDED[name] for name in missing
    }


def _by_kader(visits: Sequence[SimulatedVisit]) -> dict[str, Visits]:
    own: dict[str, Visits] = {}
    for one in visits:
        own.setdefault(one.kader, []).append(one)
    return own


def _fits(name: str, own: Visits, here: Counter[str]) -> bool:
    """Tell whether a check could find this fault among a kader's interviews."""
    if len(own) < NEEDED[name]:
        return False
    if name == "far_away":
        return here[own[0].village_code] >= _POINTS
    if name == "guessed_ages":
        return (
            sum(_ADULT <= _age(row, one) <= _OLDEST for one in own for row in one.answers["anggota"]) >= _AGES
        )
    if name == "impossible":
        return any(row["hubungan"] == "anak" for one in own for row in one.answers["anggota"])
    return name not in _MEMBERS or bool(_doubled(own, _MEMBERS[name]))


def _doubled(own: Visits, members: int) -> list[tuple[int, int]]:
    """Return whom to double and whose interview that replaces, four pairs at most.

    Smaller families answer so few questions that nothing would be left to know a double by.
    """
    several = [place for place, one in enumerate(own) if len(one.answers["anggota"]) >= members]
    models = several[: min(4, len(own) // 2)]
    others = [place for place in reversed(range(len(own))) if place not in models]
    return list(zip(models, others, strict=False))


def copied(rng: Random, own: Visits) -> Visits:
    """Copy four questionnaires for four other families, with other names and three other answers."""
    made = list(own)
    for model, place in _doubled(own, _MEMBERS["copied"]):
        target = own[place]
        answers = _deep(own[model].answers) | _own(target)
        for name in _CHANGED:
            answers[name] = "tidak" if answers.get(name) == "ya" else "ya"
        _rename(rng, answers["anggota"])
        made[place] = _with(target, "copied", answers=answers)
    return made


def one_house(rng: Random, own: Visits) -> Visits:
    """Note the points of a dozen families from one porch."""
    porch = own[0].answers["lokasi"].split()
    made = list(own)
    for place in range(min(12, len(own))):
        north, east = (rng.gauss(0, 2.0) / _DEGREE for _ in range(2))
        where = f"{float(porch[0]) + north:.6f} {float(porch[1]) + east:.6f} 12.0 6.0"
        made[place] = _with(own[place], "one_house", answers={**own[place].answers, "lokasi": where})
    return made


def all_yes(_rng: Random, own: Visits) -> Visits:
    """Answer every yes/no question of every family with yes."""
    return [
        _with(
            one,
            "all_yes",
            answers={
                name: "ya" if value in _YES_NO and name != "persetujuan" else value
                for name, value in one.answers.items()
            },
        )
        for one in own
    ]


def twice(rng: Random, own: Visits) -> Visits:
    """Record four families a second time as new ones, with a name misspelt and a date turned."""
    made = list(own)
    for model, at in _doubled(own, _MEMBERS["twice"]):
        target = own[at]
        answers = _deep(own[model].answers) | _own(target)
        for place, member in enumerate(answers["anggota"]):
            member["member_id"] = str(rng.randrange(10**9)) if "member_id" in member else None
            member.pop("nik", None)
            member["alasan_nik"] = "belum_ada"
            if place < 2:  # noqa: PLR2004 - head and spouse
                member["nama"] = _misspelt(rng, member["nama"])
        answers["anggota"] = [{k: v for k, v in one.items() if v is not None} for one in answers["anggota"]]
        answers["anggota"][0]["tgl_lahir"] = _turned(answers["anggota"][0]["tgl_lahir"])
        answers["tabungan"] = "tidak" if answers.get("tabungan") == "ya" else "ya"
        made[at] = _with(target, "twice", answers=answers)
    return made


def hasty(rng: Random, own: Visits) -> Visits:
    """Finish five interviews in two to three minutes."""
    return [
        _with(one, "hasty", ended_at=one.started_at + timedelta(minutes=2 + rng.random()))
        if place % 5 == 0 and place < 25  # noqa: PLR2004
        else one
        for place, one in enumerate(own)
    ]


def at_night(_rng: Random, own: Visits) -> Visits:
    """Hold four interviews around midnight."""
    return [
        _with(
            one,
            "at_night",
            started_at=one.started_at.replace(hour=15, minute=40),
            ended_at=one.started_at.replace(hour=15, minute=40) + (one.ended_at - one.started_at),
        )
        if place % 6 == 0 and place < 24  # noqa: PLR2004
        else one
        for place, one in enumerate(own)
    ]


def guessed_ages(_rng: Random, own: Visits) -> Visits:
    """Guess the ages of adults: always a round number."""
    return [_with(one, "guessed_ages", answers=_round_ages(one)) for one in own]


def silent(rng: Random, own: Visits) -> Visits:
    """Write "does not know" or "prefers not to answer" where asking is unpleasant."""
    unpleasant = {"buku_nikah": "tidak_tahu", "perkara_pidana": "menolak", "kegiatan_agama": "menolak",
                  "asi_eksklusif": "tidak_tahu"}  # fmt: skip
    made = []
    for one in own:
        answers = _deep(one.answers)
        for name, instead in unpleasant.items():
            if name in answers and rng.random() < 0.8:  # noqa: PLR2004 - a share
                answers[name] = instead
        for name in ("pendapatan_bulan", "makan_beragam", "akses_informasi"):
            if rng.random() < 0.8:  # noqa: PLR2004 - a share
                answers.pop(name, None)
        made.append(_with(one, "silent", answers=answers))
    return made


def impossible(_rng: Random, own: Visits) -> Visits:
    """Write down three families in which a child is older than its parent."""
    made, left = [], 3
    for one in own:
        answers = _deep(one.answers)
        child = next((row for row in answers["anggota"] if row["hubungan"] == "anak"), None)
        if child is None or not left:
            made.append(one)
            continue
        head = answers["anggota"][0]["tgl_lahir"]
        child["tgl_lahir"] = head - timedelta(days=400)
        left -= 1
        made.append(_with(one, "impossible", answers=answers))
    return made


def far_away(rng: Random, own: Visits) -> Visits:
    """Note up to three points, but few of all, from the next village but one."""
    made = list(own)
    for place in range(min(3, max(1, len(own) // 4))):
        here = [float(part) for part in own[place].answers["lokasi"].split()[:2]]
        there = point(rng, (here[0] + 0.05, here[1]), spread=50)
        made[place] = _with(own[place], "far_away", answers={**own[place].answers, "lokasi": there})
    return made


FAULTS: Final[dict[str, Planter]] = {
    "copied": copied,
    "one_house": one_house,
    "all_yes": all_yes,
    "twice": twice,
    "hasty": hasty,
    "at_night": at_night,
    "guessed_ages": guessed_ages,
    "silent": silent,
    "impossible": impossible,
    "far_away": far_away,
}

NEEDED: Final = {
    "silent": 10,
    "copied": 5,
    "twice": 4,
    "one_house": 8,
    "guessed_ages": 8,
    "far_away": 3,
    "all_yes": 5,
    "impossible": 1,
    "at_night": 1,
    "hasty": 1,
}
"""How many interviews of one kader the check of a fault needs at the least; with fewer it does not judge."""


def _with(one: SimulatedVisit, fault: str, **changes: Any) -> SimulatedVisit:
    return replace(one, faults=(*one.faults, fault), **changes)


def _own(target: SimulatedVisit) -> dict[str, Any]:
    """Return what stays the target's: where and when, and that it is a family of its own."""
    kept = (
        "tanggal_kunjungan",
        "kode_desa",
        "dusun",
        "rt",
        "rw",
        "alamat",
        "keluarga",
        "family_id",
        "lokasi",
    )
    return {name: target.answers[name] for name in kept}


def _deep(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, "anggota": [dict(row) for row in answers["anggota"]]}


def _rename(rng: Random, members: list[dict[str, Any]]) -> None:
    for member in members:
        member["nama"] = name_of(rng, member["jenis_kelamin"])
        member.pop("nik", None)
        member["alasan_nik"] = "belum_ada"
        member["tgl_lahir"] += timedelta(days=rng.randint(-20, 20))


def _round_ages(one: SimulatedVisit) -> dict[str, Any]:
    answers = _deep(one.answers)
    for member in answers["anggota"]:
        born: date = member["tgl_lahir"]
        age = _age(member, one)
        if age >= _ADULT:
            member["tgl_lahir"] = born.replace(
                year=born.year + age - 5 * round(age / 5), day=min(28, born.day)
            )
    return answers


def _age(member: dict[str, Any], one: SimulatedVisit) -> int:
    on: date = one.answers["tanggal_kunjungan"]
    born: date = member["tgl_lahir"]
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _misspelt(rng: Random, name: str) -> str:
    place = rng.randrange(1, len(name.split(maxsplit=1)[0]))
    return name[:place] + name[place + 1 :]


def _turned(born: date) -> date:
    """Return a date with day and month turned, where that is a date, else one day off."""
    if born.day <= 12 and born.day != born.month:  # noqa: PLR2004 - a month
        return born.replace(month=born.day, day=born.month)
    return born + timedelta(days=1)
