"""Synthetic people: names, numbers and birth dates. No real person is meant.

A name is made of common first names and ends in "Sintetis". The numbers look like NIK and KK but their serial
is above 9000, far beyond what is given out for one district and one birth date.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

_MEN: Final = (
    "Ahmad",
    "Agus",
    "Andi",
    "Anwar",
    "Arif",
    "Bambang",
    "Budi",
    "Dani",
    "Darmawan",
    "Dedi",
    "Eko",
    "Fahmi",
    "Faisal",
    "Fajar",
    "Hadi",
    "Hamdan",
    "Hasan",
    "Hendra",
    "Heri",
    "Ilham",
    "Imam",
    "Irfan",
    "Iwan",
    "Jaya",
    "Joko",
    "Kamal",
    "Karim",
    "Lukman",
    "Mahmud",
    "Maulana",
    "Muhammad",
    "Nasir",
    "Rahman",
    "Rahmat",
    "Rian",
    "Ridwan",
    "Rizal",
    "Rudi",
    "Saleh",
    "Samsul",
    "Syarif",
    "Taufik",
    "Usman",
    "Wahyu",
    "Yanto",
    "Yusuf",
    "Zainal",
    "Zaki",
)
_WOMEN: Final = (
    "Aisyah",
    "Aminah",
    "Ani",
    "Astuti",
    "Ayu",
    "Dewi",
    "Dian",
    "Endang",
    "Fatimah",
    "Fitri",
    "Halimah",
    "Hasanah",
    "Hayati",
    "Ida",
    "Indah",
    "Intan",
    "Jamilah",
    "Kartini",
    "Khadijah",
    "Laila",
    "Lestari",
    "Lina",
    "Mariani",
    "Mariam",
    "Maya",
    "Mega",
    "Murni",
    "Mutia",
    "Nabila",
    "Nadia",
    "Nur",
    "Putri",
    "Rahmah",
    "Rahayu",
    "Ratna",
    "Rina",
    "Rohani",
    "Salma",
    "Sari",
    "Siti",
    "Sri",
    "Suryani",
    "Tuti",
    "Wahyuni",
    "Wati",
    "Yanti",
    "Yuliana",
    "Zahra",
)
LABEL: Final = "Sintetis"
_FIRST_FREE_SERIAL: Final = 9000
_FEMALE_DAY: Final = 40


@dataclass
class Person:
    """One member of a synthetic family while it is being put together."""

    relation: str
    sex: str
    age: int
    marital: str = "belum"
    presence: str = "dalam_rumah"
    name: str = ""
    born: date = date.min
    nik: str = ""


def name_of(rng: Random, sex: str) -> str:
    """Return an invented name, labelled as such."""
    first, second = rng.sample(_MEN if sex == "l" else _WOMEN, 2)
    return f"{first} {second} {LABEL}"


def birth_date(rng: Random, age: int, on: date) -> date:
    """Return a date that makes a person exactly this many whole years old on a day."""
    latest = _years_before(on, age)
    earliest = _years_before(on, age + 1) + timedelta(days=1)
    return earliest + timedelta(days=rng.randrange((latest - earliest).days + 1))


def nik_of(rng: Random, district: str, sex: str, born: date) -> str:
    """Return 16 digits: district, birth date (a woman's day plus 40), a serial nobody was given."""
    day = born.day + (_FEMALE_DAY if sex == "p" else 0)
    serial = rng.randrange(_FIRST_FREE_SERIAL, 10_000)
    return f"{_digits(district)}{day:02d}{born:%m%y}{serial:04d}"


def kk_of(rng: Random, district: str, issued: date) -> str:
    """Return 16 digits shaped like a family card number."""
    return f"{_digits(district)}{issued:%d%m%y}{rng.randrange(_FIRST_FREE_SERIAL, 10_000):04d}"


def _digits(district: str) -> str:
    return district.replace(".", "")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def common_names(sex: str) -> tuple[str, ...]:
    """Return the first names that invented people are given."""
    return _MEN if sex == "l" else _WOMEN
