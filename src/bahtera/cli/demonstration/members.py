"""What is answered about each member of a family."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any, Final
from uuid import UUID

from bahtera.cli.demonstration.answers import months_between
from bahtera.cli.demonstration.people import Person, nik_of
from bahtera.cli.demonstration.traits import Dice

_CHILD: Final = 18
_ADULT_AT_WORK: Final = range(15, 70)
_SCHOOL: Final = range(5, 25)
_PUPIL: Final = range(7, 19)
_MARITAL_FROM: Final = 10
_PENSION: Final = 66


def member_answers(
    dice: Dice, members: Sequence[Person], on: date, new_id: Callable[[], UUID]
) -> list[dict[str, Any]]:
    """Return the roster rows; what does not apply to a member is left out."""
    cover = _cover(dice)
    return [_row(dice, person, on, cover, new_id()) for person in members]


def number_members(rng: Random, members: Sequence[Person], district: str) -> None:
    """Give most members a number; some have none, as in life."""
    for person in members:
        has_one = rng.random() < (0.9 if person.age > 1 else 0.5)
        person.nik = nik_of(rng, district, person.sex, person.born) if has_one else ""


def _row(dice: Dice, person: Person, on: date, cover: str, member_id: UUID) -> dict[str, Any]:
    row: dict[str, Any] = {
        "member_id": str(member_id),
        "nama": person.name,
        "jenis_kelamin": person.sex,
        "tgl_lahir": person.born,
        "tgl_lahir_perkiraan": "ya" if person.age >= 60 and dice.chance(0.25) else "tidak",  # noqa: PLR2004
        "hubungan": person.relation,
        "keberadaan": person.presence,
        "jaminan_kesehatan": _own_cover(dice, cover),
    }
    row |= {"nik": person.nik} if person.nik else {"alasan_nik": _no_number(dice, person)}
    if person.age >= _MARITAL_FROM:
        row |= {"status_kawin": person.marital, "pekerjaan": _work(dice, person)}
    if person.marital != "belum":
        row["usia_kawin"] = min(person.age, max(17, round(dice.rng.gauss(22, 3))))
    if person.age < _CHILD:
        row["akta_lahir"] = "tidak_tahu" if dice.silent("akta_lahir") else dice.yes_no("akta_lahir")
    row |= _schooling(dice, person) | _health(dice, person, months_between(person.born, on))
    return row


def _work(dice: Dice, person: Person) -> str:
    if person.age not in _ADULT_AT_WORK or (person.age in _PUPIL and dice.chance(0.93)):
        return "tidak_bekerja" if person.age < _PENSION or dice.chance(0.7) else "petani"
    if person.sex == "p" and dice.chance(0.55):
        return "tidak_bekerja"
    return dice.one_of(
        petani=42,
        nelayan=6,
        pedagang=12,
        pns_tni_polri=3,
        pegawai_swasta=10,
        wiraswasta=10,
        pekerja_lepas=15,
        lainnya=2,
    )


def _no_number(dice: Dice, person: Person) -> str:
    if person.age <= 1:
        return "belum_ada"
    return dice.one_of(tidak_punya=3, menolak=2, belum_ada=1)


def _cover(dice: Dice) -> str:
    """Return the family's insurance: mostly one card covers all."""
    if not dice.well("jaminan_kesehatan"):
        return "tidak"
    return dice.one_of(pbi=6, non_pbi=3, swasta=0.4)


def _own_cover(dice: Dice, cover: str) -> str:
    if dice.silent("jaminan_kesehatan"):
        return "tidak_tahu"
    if cover == "tidak":
        return dice.one_of(tidak=4, pbi=1)
    return cover if dice.chance(0.985) else "tidak"


def _schooling(dice: Dice, person: Person) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if person.age in _SCHOOL:
        row["sekolah"] = _school(dice, person.age)
    if person.age >= _PUPIL.start:
        row["pendidikan"] = _education(dice, person.age, row.get("sekolah", ""))
    return row


def _school(dice: Dice, age: int) -> str:
    if age < _PUPIL.start:
        return dice.one_of(belum=3, masih=2)
    if not dice.well("sekolah"):
        return "putus" if dice.chance(0.95) else "tidak_pernah"
    if age in _PUPIL:
        return "masih" if age < _PUPIL[-1] else dice.one_of(masih=3, tamat=2)
    return dice.one_of(masih=2, tamat=5)


def _education(dice: Dice, age: int, school: str) -> str:
    """Return the highest level finished; nobody finishes a level younger than that takes."""
    if school in {"belum", "tidak_pernah"}:
        return "tidak_sekolah"
    reached = ["tidak_tamat_sd"]
    for level, youngest in (("sd", 12), ("smp", 15), ("sma", 18), ("pt", 22)):
        if age >= youngest:
            reached.append(level)
    if school == "tamat":
        return dice.one_of(sma=5, pt=1) if age >= 22 else "sma"  # noqa: PLR2004
    if school == "masih":
        return reached[-1] if reached[-1] != "pt" else "sma"
    if school == "putus":
        return dice.rng.choice(reached[:-1] or reached)
    weights = {"tidak_tamat_sd": 2.0, "sd": 4.0, "smp": 2.5, "sma": 2.5 + max(0.0, dice.u), "pt": 0.6}
    return dice.one_of(**{level: weights[level] for level in reached})


def _health(dice: Dice, person: Person, months: int) -> dict[str, Any]:
    old = person.age >= 60  # noqa: PLR2004
    disabled = dice.chance(0.06 if old else 0.012)
    ill = not dice.well("sehat") and dice.chance(0.6 if old else 0.2)
    unsure = dice.chance(0.01)
    row: dict[str, Any] = {
        "disabilitas": "ya" if disabled else "tidak",
        "sakit_kronis": "tidak_tahu" if unsure else "ya" if ill else "tidak",
    }
    if disabled or (ill and not unsure):
        row["ditangani"] = dice.yes_no("ditangani")
    if months < 60:  # noqa: PLR2004 - under five years
        row["status_gizi"] = (
            "tidak_tahu" if dice.silent("gizi") else "baik" if dice.well("gizi") else "kurang"
        )
    return row
