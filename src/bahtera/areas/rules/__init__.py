"""What can be said of areas from code and name alone: no database, no files, no Django."""

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import Final, get_args

from bahtera.areas.values import Kind, Level, Wanted, Zone

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
CODE_LENGTHS: Final = MappingProxyType(dict(zip(LEVELS, (2, 5, 8, 13), strict=True)))
"""How long a dotted code is at each level, from the province down."""
_LEVEL_OF_LENGTH: Final = MappingProxyType({size: level for level, size in CODE_LENGTHS.items()})
_CODE: Final = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", re.ASCII)
_DIGITS: Final = re.compile(r"(\d\d)(?:(\d\d)(?:(\d\d)(\d{4})?)?)?", re.ASCII)

_WIB: Final = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62"
_WITA: Final = "51 52 53 63 64 65 71 72 73 74 75 76"
_WIT: Final = "81 82 91 92 93 94 95 96"
ZONE_OF_PROVINCE: Final[MappingProxyType[str, Zone]] = MappingProxyType(
    {
        **dict.fromkeys(_WIB.split(), "Asia/Jakarta"),
        **dict.fromkeys(_WITA.split(), "Asia/Makassar"),
        **dict.fromkeys(_WIT.split(), "Asia/Jayapura"),
    }
)

# Latitudes and longitudes between which every point of Indonesia lies, with a little room.
_SOUTH, _NORTH, _WEST, _EAST = -11.2, 6.3, 94.8, 141.2

_KIND_OF_VILLAGE_DIGIT: Final[MappingProxyType[str, Kind]] = MappingProxyType(
    {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
)
_FIRST_CITY: Final = 71

_KIND_WORDS: Final = MappingProxyType(
    {
        "provinsi": {"provinsi"},
        "prov": {"provinsi"},
        "propinsi": {"provinsi"},
        "kabupaten": {"kabupaten"},
        "kab": {"kabupaten"},
        "kota": {"kota"},
        "kotamadya": {"kota"},
        "kecamatan": {"kecamatan"},
        "kec": {"kecamatan"},
        "distrik": {"kecamatan"},
        "kelurahan": {"kelurahan"},
        "kel": {"kelurahan"},
        "desa": {"desa", "desa_adat"},
        "ds": {"desa", "desa_adat"},
    }
)
_BARE: Final = re.compile(r"^(?:kabupaten|kota)\s+(?:administrasi\s+)?", re.IGNORECASE)
_SHORTEST_QUERY: Final = 2


@lru_cache(maxsize=16_384)
def is_code(text: str) -> bool:
    """Say whether the text is a well-formed dotted code, known or not."""
    return _CODE.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """Return the level a dotted code stands for; raises ValueError for text that is no code."""
    if not is_code(code):
        message = f"{code!r} is not an area code"
        raise ValueError(message)
    return _LEVEL_OF_LENGTH[len(code)]


def dotted(digits: str) -> str:
    """Return the dotted code of 2, 4, 6 or 10 digits, by position: 6310 becomes 63.10."""
    found = _DIGITS.fullmatch(digits)
    if found is None:
        message = f"{digits!r} is not an area code without dots"
        raise ValueError(message)
    return ".".join(part for part in found.groups() if part)


def code_in(text: str) -> str | None:
    """Return the dotted code that a typed text is, with or without its dots; None when it is no code.

    Nothing is cut out of a longer text: 6310112011 is a village, and neither 63.1 nor a house number is an area.
    """
    plain = text.strip()
    if is_code(plain):
        return plain
    return dotted(plain) if _DIGITS.fullmatch(plain) else None


def parent_of(code: str) -> str | None:
    """Return the code one level up, None for a province."""
    level_of(code)
    return code.rpartition(".")[0] or None


def ancestors_of(code: str) -> tuple[str, ...]:
    """Return the codes above, the province first; empty for a province."""
    above: list[str] = []
    parent = parent_of(code)
    while parent is not None:
        above.append(parent)
        parent = parent_of(parent)
    return tuple(reversed(above))


def is_within(code: str, ancestor: str) -> bool:
    """Say whether an area is the other or lies below it: 63.10.01 is within 63.10 and not within 63.1."""
    return is_code(code) and is_code(ancestor) and (code == ancestor or code.startswith(ancestor + "."))


def zone_of(code: str) -> Zone:
    """Return the IANA time zone of an area; raises ValueError for a code of no province we know."""
    level_of(code)
    try:
        return ZONE_OF_PROVINCE[code[:2]]
    except KeyError:
        message = f"no time zone is known for {code!r}"
        raise ValueError(message) from None


def kind_of(code: str) -> Kind:
    """Return what the area is called in law: cities count from 71, a village's first digit tells."""
    level = level_of(code)
    if level == "province":
        return "provinsi"
    if level == "regency":
        return "kota" if int(code[3:]) >= _FIRST_CITY else "kabupaten"
    if level == "district":
        return "kecamatan"
    return _KIND_OF_VILLAGE_DIGIT[code[9]]


def in_indonesia(latitude: float, longitude: float) -> bool:
    """Say whether a point lies in the box around Indonesia (degrees)."""
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def bare_name(name: str) -> str:
    """Return a regency's name without Kabupaten or Kota; other names come back as they are."""
    return _BARE.sub("", name)


def squeezed(text: str) -> str:
    """Return letters and digits only, small and without accents: "Banjar Baru" and "BANJARBARU" meet."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def search_text(level: Level, name: str, other_names: tuple[str, ...] = ()) -> str:
    """Return the squeezed names between bars, so that ``|key|`` is exact and ``|key`` a beginning."""
    own = bare_name(name) if level == "regency" else name
    keys = dict.fromkeys(squeezed(text) for text in (own, *other_names))
    return "|" + "|".join(keys) + "|"


def readings(text: str) -> tuple[Wanted, ...]:
    """Return what a typed name may mean: "kota baru" is a name, or the city called Baru.

    Empty when fewer than two letters remain.
    """
    words = re.findall(r"[^\W_]+", text.casefold())
    whole = Wanted(squeezed(text), frozenset())
    found = [whole]
    if len(words) > 1 and words[0] in _KIND_WORDS:
        rest = words[2:] if words[1] in {"administrasi", "adm"} else words[1:]
        found.append(Wanted(squeezed("".join(rest)), frozenset(_KIND_WORDS[words[0]])))
    return tuple(wanted for wanted in found if len(wanted.key) >= _SHORTEST_QUERY)


def code_typed(text: str) -> str | None:
    """Return the dotted code a person typed with or without dots, None when it is not one."""
    plain = text.strip()
    if is_code(plain):
        return plain
    return dotted(plain) if _DIGITS.fullmatch(plain) else None
