"""The few words a printed form adds to those of the questionnaire, in Indonesian and English."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bahtera.foundation import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "number": ("nomor {number}", "number {number}"),
    "and": ("dan", "and"),
    "or": ("atau", "or"),
    "is": ("{what} dijawab {value}", "{what} is {value}"),
    "is_not": ("{what} bukan {value}", "{what} is not {value}"),
    "equals": ("{what} {value}", "{what} is {value}"),
    "holds": ("{what} memuat {value}", "{what} includes {value}"),
    "holds_not": ("{what} tidak memuat {value}", "{what} does not include {value}"),
    "blank": ("{what} kosong", "{what} is blank"),
    "filled": ("{what} terisi", "{what} is filled in"),
    "unknown": ("{what} tidak diketahui", "{what} is not known"),
    "known": ("{what} diketahui", "{what} is known"),
    ">": ("{what} lebih dari {value}", "{what} is more than {value}"),
    ">=": ("{what} {value} atau lebih", "{what} is {value} or more"),
    "<": ("{what} kurang dari {value}", "{what} is less than {value}"),
    "<=": ("{what} {value} atau kurang", "{what} is {value} or less"),
    "valued": ("{what} bernilai", "{what}"),
    "between": ("{what} {low} sampai {high}", "{what} is {low} to {high}"),
    "some": ("ada {whom}", "there is a {whom}"),
    "none": ("tidak ada {whom}", "there is no {whom}"),
    "such": ("{whom} dengan {what}", "{whom} where {what}"),
    "count": ("banyaknya {whom}", "the number of {whom}"),
    "only": ("Hanya bila {what}.", "Only if {what}."),
    "when": ("Bila {what}:", "If {what}:"),
    "applies": (
        "Isi bila berlaku bagi keluarga ini; diperiksa saat diketik.",
        "Fill in where it applies; checked when it is typed in.",
    ),
    "jump": ("langsung ke nomor {number}", "go to number {number}"),
    "end": ("langsung ke akhir", "go to the end"),
    "next_part": ("lewati sisanya untuk anggota ini", "skip the rest for this member"),
}
_GIVEN: Final[Mapping[str, Mapping[str, str]]] = json.loads(
    shipped.definitions("forms/printed.json").read_text("utf-8")
)["calculated"]


def word(key: str, language: str, **values: str) -> str:
    """Return a phrase of ours; every language but English reads the Indonesian."""
    indonesian, english = _WORDS[key]
    return (english if language == "en" else indonesian).format(**values)


def calculated(name: str, language: str) -> str:
    """Return what a calculation is called on paper."""
    given = _GIVEN.get(name, {})
    return given.get("en" if language == "en" else "id") or name.replace("_", " ")
