"""Small faults of a few visits, as they happen in the field, so that supervisors have something to find."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bahtera.cli.demonstration.villages import DemoVillage

_SHARE: Final = 0.022

# Tells whether it found something to spoil.
Spoiler = Callable[[Random, list[dict[str, Any]], date], bool]


def spoil(village: DemoVillage, number: int, answers: dict[str, Any], on: date) -> dict[str, Any]:
    """Return the answers, for one family in fifty with one fault."""
    rng = Random(f"blemish:{village.code}:{number}")  # noqa: S311 - reproducible, nothing secret
    if rng.random() < _SHARE:
        for spoiler in rng.sample(_SPOILERS, len(_SPOILERS)):
            if spoiler(rng, answers["anggota"], on):
                break
    return answers


def number_of_another_day(rng: Random, members: list[dict[str, Any]], _on: date) -> bool:
    """Change the birth date inside a NIK."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = f"{nik[:6]}{(int(nik[6:8]) + 3) % 28 + 1:02d}{nik[8:]}"
    return bool(nik)


def number_too_short(rng: Random, members: list[dict[str, Any]], _on: date) -> bool:
    """Lose the last digit of a NIK."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = nik[:-1]
    return bool(nik)


def same_number_twice(_rng: Random, members: list[dict[str, Any]], _on: date) -> bool:
    """Give two members one NIK."""
    with_number = [row for row in members if row.get("nik")]
    if len(with_number) > 1:
        with_number[-1]["nik"] = with_number[0]["nik"]
    return len(with_number) > 1


def born_tomorrow(_rng: Random, members: list[dict[str, Any]], on: date) -> bool:
    """Type next year for the birth of the youngest, if it is a baby."""
    youngest = max(members, key=lambda row: row["tgl_lahir"])
    baby: bool = (on - youngest["tgl_lahir"]).days < 365  # noqa: PLR2004 - a year
    if baby:
        youngest["tgl_lahir"] = on + timedelta(days=40)
    return baby


def month_for_day(rng: Random, members: list[dict[str, Any]], _on: date) -> bool:
    """Write the NIK with an impossible month."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = f"{nik[:8]}13{nik[10:]}"
    return bool(nik)


_SPOILERS: Final[tuple[Spoiler, ...]] = (
    number_of_another_day,
    number_too_short,
    same_number_twice,
    born_tomorrow,
    month_for_day,
)
