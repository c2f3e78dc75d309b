"""Which area a feature of a file of boundaries is, by the columns that offices use for codes.

Two systems of codes are told apart by the names of the columns: Kemendagri's, and BPS's (as *pcode* of international
files too). A code in one column is taken whole; where a file has a column for each level, the deepest that is filled
counts, with the parts above it put in front where it holds its own part only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal

from bahtera.areas.rules import code_in

System = Literal["kemendagri", "bps"]

_NAMES: Final = (
    (
        "nama_desa",
        "nama_kel",
        "nama_kelurahan",
        "wadmkd",
        "nmdesa",
        "desa",
        "kelurahan",
        "adm4_id",
        "adm4_en",
    ),
    ("nama_kec", "nama_kecamatan", "wadmkc", "nmkec", "kecamatan", "adm3_id", "adm3_en"),
    (
        "nama_kab",
        "nama_kabkota",
        "nama_kabupaten",
        "wadmkk",
        "nmkab",
        "kab_kota",
        "kabupaten",
        "adm2_id",
        "adm2_en",
    ),
    ("nama_prov", "nama_provinsi", "wadmpr", "nmprov", "provinsi", "propinsi", "adm1_id", "adm1_en"),
)
_ONE_NAME: Final = ("nama", "nama_wilayah", "namobj", "name")
# One column for areas of any level.
_WHOLE: Final[Mapping[System, tuple[str, ...]]] = {
    "kemendagri": ("kode", "kode_wilayah", "kode_wil", "kd_wilayah", "kode_kemendagri", "kode_dagri", "code"),
    "bps": ("kode_bps", "kd_bps", "bps_code", "pcode"),
}
# One column a level, the village's first; several spellings of each.
_LEVELLED: Final[Mapping[System, tuple[tuple[str, ...], ...]]] = {
    "kemendagri": (
        ("kdepum", "kode_desa", "kode_kel", "kode_kd", "kode_kelurahan", "kd_desa", "kd_kel", "kel_kode"),
        ("kdcpum", "kode_kec", "kode_kecamatan", "kd_kec", "kec_kode"),
        ("kdpkab", "kdbpum", "kode_kab", "kode_kk", "kode_kabkota", "kode_kabupaten", "kd_kab", "kab_kode"),
        ("kdppum", "kode_prov", "kode_provinsi", "kode_prop", "kd_prov", "prov_kode"),
    ),
    "bps": (
        ("kdebps", "iddesa", "kddesa", "adm4_pcode"),
        ("kdcbps", "idkec", "kdkec", "adm3_pcode"),
        ("kdbbps", "kdpbps_kab", "idkab", "kdkab", "adm2_pcode"),
        ("kdpbps", "idprov", "kdprov", "adm1_pcode"),
    ),
}
_WIDTHS: Final[Mapping[System, tuple[int, ...]]] = {"kemendagri": (4, 2, 2, 2), "bps": (3, 3, 2, 2)}
_BPS_LENGTHS: Final = frozenset({2, 4, 7, 10})
_PCODE: Final = re.compile(r"ID(\d+)", re.IGNORECASE | re.ASCII)
_LOST: Final = re.compile(r"\d\d(?:\.\d\d)*\.\d", re.ASCII)
_DIGITS: Final = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """What a feature says it is: its code as ``text`` and as read, in which system, from which column.

    ``code`` is dotted Kemendagri or plain BPS digits, None where it cannot be read. ``problem``: "number" (63.1 may
    have been 63.10: a lost zero is not guessed), "short" (a part with too few digits), "no_code", or "".
    """

    text: str
    code: str | None
    system: System
    column: str
    name: str
    problem: str


def named(told: Mapping[str, object], *, property_name: str = "") -> Named:
    """Return which area a feature's columns name; ``property_name`` is the column of the code, when it is known."""
    lower = {str(key).casefold(): value for key, value in told.items() if not _is_empty(value)}
    if property_name:
        system: System = "bps" if _is_bps(property_name) else "kemendagri"
        return _whole(lower, property_name.casefold(), system)
    for system in _WHOLE:
        for column in _WHOLE[system]:
            if column in lower and (system == "bps" or _looks_like_code(lower[column])):
                return _whole(lower, column, system)
        found = _levelled(lower, system)
        if found is not None:
            return found
    return Named("", None, "kemendagri", "", _name(lower, 0), "no_code")


def _is_empty(value: object) -> bool:
    if isinstance(value, float):
        return not isfinite(value)
    return value is None or str(value).strip() in {"", "-", "<Null>"}


def _is_bps(column: str) -> bool:
    plain = column.casefold()
    names = (*_WHOLE["bps"], *(name for names in _LEVELLED["bps"] for name in names))
    return plain in names or "bps" in plain or "pcode" in plain


def _looks_like_code(value: object) -> bool:
    """Tell whether a column that could hold anything, as "code", holds digits: a feature class is no area."""
    return any(sign.isdigit() for sign in str(value))


def _whole(lower: Mapping[str, object], column: str, system: System) -> Named:
    text, problem = _told(lower.get(column))
    code = None if problem else _read(text, system)
    if not problem and code is None:
        problem = _why_unread(text)
    depth = {2: 3, 5: 2, 8: 1}.get(len(code or ""), 0) if system == "kemendagri" else 0
    return Named(text, code, system, column, _name(lower, depth), problem)


def _levelled(lower: Mapping[str, object], system: System) -> Named | None:
    columns = [next((name for name in names if name in lower), "") for names in _LEVELLED[system]]
    depth = next((at for at, column in enumerate(columns) if column), None)
    if depth is None:
        return None
    column = columns[depth]
    text, problem = _told(lower[column])
    code = None
    if not problem:
        joined = _joined(lower, columns, depth, system)
        code = _read(joined, system) if joined else None
        problem = "" if code and _depth(code, system) == depth else _why_unread(text)
    return Named(text, None if problem else code, system, column, _name(lower, depth), problem)


def _joined(lower: Mapping[str, object], columns: list[str], depth: int, system: System) -> str:
    """Return a level's code whole: as it stands, or its own part behind the parts of the levels above it."""
    whole = _told(lower[columns[depth]])[0]
    digits = _digits(whole)
    if len(digits) > _WIDTHS[system][depth] or depth == len(columns) - 1:
        return whole
    parts = []
    for at in range(len(columns) - 1, depth - 1, -1):
        if not columns[at]:
            return ""
        value, problem = _told(lower[columns[at]])
        width = _WIDTHS[system][at]
        part = _digits(value)
        if isinstance(lower[columns[at]], (int, float)):
            part = part.zfill(width)
        if problem or len(part) < width:
            return ""
        parts.append(part[-width:])
    return "".join(parts)


def _depth(code: str, system: System) -> int:
    lengths = {2: 3, 5: 2, 8: 1, 13: 0} if system == "kemendagri" else {2: 3, 4: 2, 7: 1, 10: 0}
    return lengths[len(code)]


def _read(text: str, system: System) -> str | None:
    if system == "kemendagri":
        return code_in(text)
    pcode = _PCODE.fullmatch(text)
    digits = pcode[1] if pcode else text
    return digits if _DIGITS.fullmatch(digits) and len(digits) in _BPS_LENGTHS else None


def _told(value: object) -> tuple[str, str]:
    """Return a value as text, and "number" where it is a number with a part behind the point.

    A whole number has lost no zero: all codes begin with another digit.
    """
    if isinstance(value, bool) or value is None:
        return "", "no_code"
    if isinstance(value, float):
        return (f"{value:.0f}", "") if value.is_integer() else (repr(value), "number")
    return str(value).strip(), ""


def _why_unread(text: str) -> str:
    if _LOST.fullmatch(text):
        return "number"
    digits = _digits(text)
    return "short" if digits and digits == text and len(digits) in {1, 3, 5} else "unknown"


def _digits(text: str) -> str:
    pcode = _PCODE.fullmatch(text)
    return pcode[1] if pcode else text.replace(".", "")


def _name(lower: Mapping[str, object], depth: int) -> str:
    """Return the name of the feature: of its own level, else the one name it has."""
    value = next((lower[name] for name in (*_NAMES[depth], *_ONE_NAME) if name in lower), "")
    return str(value).strip()[:120]
