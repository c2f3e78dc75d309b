"""Small faults of a few visits, as they happen in the field, so that supervisors have something to find."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bahtera.cli.demonstration.villages import DemoVillage

_SHARE: Final = 0.014

Spoiler = Callable[[Random, list[dict[str, Any]], date], None]


def spoil(village: DemoVillage, number: int, answers: dict[str, Any], on: date) -> dict[str, Any]:
    """Return the answers, for one family in seventy with one fault."""
    rng = Random(f"blemish:{village.code}:{number}")  # noqa: S311 - reproducible, nothing secret
    if rng.random() < _SHARE:
        rng.choice(_SPOILERS)(rng, answers["anggota"], on)
    return answers


def number_of_another_day(rng: Random, members: list[dict[str, Any]], _on: date) -> None:
    """Change the birth date inside a NIK."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = f"{nik[:6]}{(int(nik[6:8]) + 3) % 28 + 1:02d}{nik[8:]}"


def number_too_short(rng: Random, members: list[dict[str, Any]], _on: date) -> None:
    """Lose the last digit of a NIK."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = nik[:-1]


def same_number_twice(_rng: Random, members: list[dict[str, Any]], _on: date) -> None:
    """Give two members one NIK."""
    with_number = [row for row in members if row.get("nik")]
    if len(with_number) > 1:
        with_number[-1]["nik"] = with_number[0]["nik"]


def born_tomorrow(_rng: Random, members: list[dict[str, Any]], on: date) -> None:
    """Type next year for the birth of the youngest, if it is a baby."""
    youngest = max(members, key=lambda row: row["tgl_lahir"])
    if (on - youngest["tgl_lahir"]).days < 365:  # noqa: PLR2004 - a baby
        youngest["tgl_lahir"] = on + timedelta(days=40)


def month_for_day(rng: Random, members: list[dict[str, Any]], _on: date) -> None:
    """Write the NIK with an impossible month."""
    row = rng.choice(members)
    if nik := row.get("nik"):
        row["nik"] = f"{nik[:8]}13{nik[10:]}"


_SPOILERS: Final[tuple[Spoiler, ...]] = (
    number_of_another_day,
    number_too_short,
    same_number_twice,
    born_tomorrow,
    month_for_day,
)
