"""The steps that families of the demonstration choose: of what every family is asked, and they do not have yet."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

_OFFERED: Final = {
    "tabungan": "menabung",
    "kegiatan_sosial": "kegiatan_sosial",
    "akses_informasi": "akses_informasi",
    "rekreasi": "rekreasi",
}
_MONTH: Final = timedelta(days=30)


def chosen_steps(answers: Mapping[str, object], number: int, on: date) -> dict[str, object]:
    """Return the answers by which a family chooses none, one or two steps, each with a date."""
    offered = [step for question, step in _OFFERED.items() if answers.get(question) == "tidak"]
    return {
        f"langkah_{place}{part}": value
        for place, step in enumerate(offered[: number % 3], 1)
        for part, value in (("", step), ("_tanggal", on + place * _MONTH))
    }
