"""The same families a year earlier: what they answered in the round before, worked back from what they answer now.

Most answers are those of today; some differ, a little for the worse. In the villages where the civil registry came in
between (``drive``), many children had no birth certificate yet. Babies of the last year are not there; a few families
had not moved in, and some who were interviewed then are not met today. All of it follows from the one seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from bahtera.cli.demonstration.answers import Answers, family_answers
from bahtera.cli.demonstration.families import SEED, Categorise, DemoVisit, DrawnFamily, drawn, name_members
from bahtera.cli.demonstration.households import Household
from bahtera.cli.demonstration.members import member_answers
from bahtera.cli.demonstration.people import Person
from bahtera.cli.demonstration.traits import Dice
from bahtera.cli.demonstration.villages import DemoVillage

YEAR: Final = 2025
BACK: Final = timedelta(days=364)
"""As long ago as keeps the day of the week."""

_NAMESPACE: Final = UUID("b0b3a1de-2f50-4a54-8f0e-6f3b5d0c8a11")
_NEIGHBOURHOODS: Final = 6
_MOVED_IN: Final = 0.035
_NOT_FOUND: Final = 0.012
_WORSE: Final = 0.2
_OTHERWISE: Final = 0.12
_WITHOUT_PAPER: Final = {True: 0.24, False: 0.02}
_GROWN: Final = 23
# Answers that hang together: all of them are those of today, or all are of then.
_HOUSE: Final = frozenset(
    {
        *("jenis_atap", "jenis_dinding", "jenis_lantai", "penerangan", "air_minum", "jamban", "luas_lantai"),
        "jumlah_penghuni",
    }
)
_MONEY: Final = frozenset({"pendapatan_bulan", "pendapatan_cukup"})
# Answers about that very time.
_OF_THEN: Final = frozenset({"hamil_melahirkan", "layanan_ibu", "asi_eksklusif"})
_STAYS: Final = ("jaminan_kesehatan", "disabilitas", "sakit_kronis", "ditangani", "pekerjaan", "status_gizi")
_LASTS: Final = ("nik", "alasan_nik", "tgl_lahir_perkiraan")


def asked_before(village: DemoVillage) -> tuple[int, ...]:
    """Return the families, counted from 0, whom the earlier round visited: one neighbourhood, or the whole village."""
    return tuple(
        place
        for place in range(village.families)
        if (village.whole_before or (place + 1) % _NEIGHBOURHOODS == 0)
        and _rng("moved in", village, place + 1).random() >= _MOVED_IN
    )


def visits_before(village: DemoVillage, categorise: Categorise, places: Sequence[int]) -> Iterator[DemoVisit]:
    """Yield the visits of the earlier round to these families; the same ones every time."""
    for one in drawn(village, categorise, within=places):
        yield _before(village, one)


def known_from_before(visit: DemoVisit) -> DemoVisit:
    """Return today's visit to a family that the earlier round met: chosen from the list, its members too."""
    members = [
        row | {"anggota_lama": row["member_id"]} if _is_old_enough(row, visit) else row
        for row in visit.answers.get("anggota", ())
    ]
    answers = visit.answers | {"keluarga": visit.answers["family_id"]}
    return replace(visit, answers=answers | ({"anggota": members} if members else {}))


def was_met(village: DemoVillage, number: int) -> bool:
    """Tell whether the earlier round, had it visited a family, found somebody at home."""
    return _rng("found", village, number).random() >= _NOT_FOUND


def _before(village: DemoVillage, one: DrawnFamily) -> DemoVisit:
    now = one.visit
    started, ended, received = (at - BACK for at in (now.started_at, now.ended_at, now.received_at))
    on = now.answers["tanggal_kunjungan"] - BACK
    met = was_met(village, now.number)
    names = ("kode_desa", "dusun", "rt", "rw", "alamat", "keluarga", "family_id")
    answers: Answers = {"tanggal_kunjungan": on, **{name: now.answers[name] for name in names}}
    answers["hasil_kunjungan"] = "selesai" if met else "tidak_ditemukan"
    if met:
        rng = _rng("answers", village, now.number)
        home, rows = _home_then(rng, village, one, on)
        same: Answers = {name: now.answers[name] for name in ("no_kk", "alasan_kk") if name in now.answers}
        answers |= {"persetujuan": "ya"} | (same or {"alasan_kk": "belum_ada"})
        answers |= {"responden": "kepala", "ada_orang_lain": "ya" if rng.random() < _WORSE else "tidak"}
        answers |= _answers_then(rng, one, home, rows, on, drive=village.drive)
    return DemoVisit(
        village_code=village.code,
        number=now.number,
        instance_id=f"uuid:{uuid5(_NAMESPACE, f'{SEED}:{YEAR}:{village.code}:{now.number}')}",
        answers=answers,
        started_at=started,
        ended_at=ended,
        received_at=max(received, ended + timedelta(minutes=5)),
    )


def _home_then(
    rng: Random, village: DemoVillage, one: DrawnFamily, on: date
) -> tuple[Household, list[dict[str, Any]]]:
    """Return who lived there then, and the same people's rows of today; nothing of today where nobody was asked."""
    people = [replace(person) for person in one.home]
    rows = [dict(row) for row in one.visit.answers.get("anggota", ())]
    if not people[0].name:
        name_members(rng, people, village.code[:8], one.visit.answers["tanggal_kunjungan"])
    rows = rows or [{} for _ in people]
    born = [(person, row) for person, row in zip(people, rows, strict=True) if person.born <= on]
    home = [_younger(person, on) for person, _ in born]
    return home, [row for _, row in born]


def _younger(person: Person, on: date) -> Person:
    born = person.born
    return replace(person, age=on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _answers_then(
    rng: Random, one: DrawnFamily, home: Household, rows: list[dict[str, Any]], on: date, *, drive: bool
) -> Answers:
    dice = Dice(rng, one.u - _WORSE)
    now = one.visit.answers
    then = family_answers(dice, home, on)
    then |= _kept_together(rng, then, now, _HOUSE) | _kept_together(rng, then, now, _MONEY)
    for name in then.keys() & now.keys() - _HOUSE - _MONEY - _OF_THEN:
        if rng.random() >= _OTHERWISE:
            then[name] = now[name]
    then["jumlah_penghuni"] = len(home)
    then["anggota"] = [
        _row_then(rng, row, today, person)
        for row, today, person in zip(
            member_answers(dice, home, on, partial(_uuid4, rng)), rows, home, strict=True
        )
    ]
    if rng.random() < _WITHOUT_PAPER[drive]:
        for row in then["anggota"]:
            if "akta_lahir" in row:
                row["akta_lahir"] = "tidak"
    return then


def _kept_together(rng: Random, then: Answers, now: Answers, names: frozenset[str]) -> Answers:
    """Return today's answers of a block, mostly; nothing where today has none, or asks less than then."""
    if rng.random() < _OTHERWISE or not (names & then.keys()) <= now.keys():
        return {}
    return {name: now[name] for name in names & then.keys()}


def _row_then(rng: Random, row: dict[str, Any], today: dict[str, Any], person: Person) -> dict[str, Any]:
    """Return a member's answers of then: who it is as today, the rest mostly so."""
    if not today:
        return row
    kept = row | {"member_id": today["member_id"]}
    for name in _LASTS:
        kept.pop(name, None)
    # The person's own number: today's may hold a slip of the keyboard.
    kept |= {"nik": person.nik} if person.nik else {"alasan_nik": today.get("alasan_nik", "belum_ada")}
    kept["tgl_lahir_perkiraan"] = today["tgl_lahir_perkiraan"]
    for name in _STAYS:
        if name in row and name in today and rng.random() >= _OTHERWISE:
            kept[name] = today[name]
    if "akta_lahir" in row and "akta_lahir" in today:
        kept["akta_lahir"] = today["akta_lahir"]
    if person.age >= _GROWN and "pendidikan" in row and "pendidikan" in today:
        kept["pendidikan"] = today["pendidikan"]
    if "usia_kawin" in row and "usia_kawin" in today:
        kept["usia_kawin"] = min(person.age, today["usia_kawin"])
    return kept if _is_handled(kept) else {**kept, "ditangani": "ya"}


def _is_handled(row: dict[str, Any]) -> bool:
    """Tell whether the question of treatment is answered where it is asked, and drop it where it is not."""
    asked = row["disabilitas"] == "ya" or row["sakit_kronis"] == "ya"
    if not asked:
        row.pop("ditangani", None)
    return not asked or "ditangani" in row


def _is_old_enough(row: dict[str, Any], visit: DemoVisit) -> bool:
    born: date = row["tgl_lahir"]
    on: date = visit.answers["tanggal_kunjungan"]
    return born <= on - BACK


def _uuid4(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _rng(what: str, village: DemoVillage, number: int) -> Random:
    return Random(f"{SEED}:{YEAR}:{what}:{village.code}:{number}")  # noqa: S311 - reproducible, nothing secret
