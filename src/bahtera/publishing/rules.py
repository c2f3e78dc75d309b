"""What may leave in a file of single families, and how values are written so that they do no harm.

Nothing leaves unless it is on the list: answers chosen from a code list, numbers, dates, and a few named
texts. Free text, calculated text and whatever a phone captures stay inside, whatever a later questionnaire
calls them. Birth dates leave as an age at the visit.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from bahtera.publishing.values import Kind, Value

BIRTH_DATE: Final = "tgl_lahir"
FREE_TEXTS: Final = frozenset({"kode_desa", "dusun", "rw", "rt", "family_id", "member_id"})
_CHOSEN: Final = frozenset({"select_one", "select_multiple"})
_MEASURED: Final = frozenset({"integer", "decimal", "date", "boolean"})
_IDENTIFYING: Final = frozenset(
    {
        "nik", "kk", "ktp", "nama", "name", "alamat", "address", "hp", "telp", "telepon", "phone", "wa",
        "whatsapp", "email", "surel", "lokasi", "gps", "koordinat", "lintang", "bujur", "latitude",
        "longitude", "rekening", "lahir",
    }
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A zero byte and other control signs that neither XLSX nor CSV readers take.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def may_leave(name: str, kind: str, *, has_choices: bool) -> bool:
    """Tell whether an answer may stand in an export of single families.

    ``kind`` is the question's type as `questionnaires.outline` names it. A select without a code list of its
    own (families offered from a file) is not an answer but a pointer to people.
    """
    if name in FREE_TEXTS:
        return True
    if kind in _CHOSEN:
        return has_choices
    return kind in _MEASURED and not (_IDENTIFYING & set(name.lower().split("_")))


def safe_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, by an apostrophe before it."""
    if text.startswith(_FORMULA):
        text = "'" + text
    return without_control(text)


def without_control(text: str) -> str:
    """Return text without the control signs that workbooks and XML cannot hold."""
    return text if text.isprintable() else _CONTROL.sub(" ", text)


def converter(kind: Kind) -> Callable[[Any], Value]:
    """Return what turns a stored answer into a value of a column; what does not fit becomes empty."""
    return _CONVERTERS[kind]


def _text(value: Any) -> Value:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)


def _integer(value: Any) -> Value:
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _decimal(value: Any) -> Value:
    try:
        return None if value is None else float(Decimal(value))
    except (TypeError, ValueError, ArithmeticError):
        return None


def _date(value: Any) -> Value:
    try:
        return None if value is None else date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def _instant(value: Any) -> Value:
    if isinstance(value, datetime):
        return value
    try:
        return None if value is None else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _boolean(value: Any) -> Value:
    return value if isinstance(value, bool) else None


def _codes(value: Any) -> Value:
    if value is None:
        return None
    return value.split() if isinstance(value, str) else [str(each) for each in value]


_CONVERTERS: Final[dict[Kind, Callable[[Any], Value]]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "instant": _instant,
    "boolean": _boolean,
    "codes": _codes,
}


def whole_months(birth: Any, on: date | None) -> int | None:
    """Return whole months from a birth date (ISO text) to a day; None when unknown or not yet born."""
    born = _date(birth)
    if not isinstance(born, date) or on is None or born > on:
        return None
    return 12 * (on.year - born.year) + on.month - born.month - (on.day < born.day)
