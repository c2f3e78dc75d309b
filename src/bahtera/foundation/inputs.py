"""What visitors type or forge, read without surprises."""

import re
from fractions import Fraction

LARGEST_NUMBER = 2**31 - 1
LARGEST_RUPIAH = 10**15
_DIGITS = len(str(LARGEST_NUMBER))
_MONEY = re.compile(r"(?:rp\.?)?\s*(\d[\d.,]*?)(?:,-)?\s*([a-z]*)\.?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+")
_PARTS = re.compile(r"(\d+)(?:[.,](\d{1,6}))?")
_LONGEST_AMOUNT = 40
_TIMES = {
    "": 1,
    **dict.fromkeys(("rb", "ribu", "thousand"), 10**3),
    **dict.fromkeys(("jt", "juta", "million"), 10**6),
    **dict.fromkeys(("m", "miliar", "milyar", "billion"), 10**9),
    **dict.fromkeys(("t", "triliun", "trilyun", "trillion"), 10**12),
}


def whole_number(text: str) -> int | None:
    """Return a whole number from 0 to LARGEST_NUMBER in plain digits; None for anything else.

    ``int`` alone refuses thousands of digits with an error of its own, and databases what they cannot hold.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None


def rupiah_in(text: str) -> int | None:
    """Return the rupiah of an amount as one writes or says it; None for what is none or more than LARGEST_RUPIAH.

    `7400000`, `Rp 7.400.000`, `7.400.000,00`, `5,3 juta`, `1.4 miliar`, `750 ribu`. Never half a rupiah: `1,5` is none.
    """
    found = _MONEY.fullmatch(" ".join(text.split()).casefold())
    times = _TIMES.get(found[2]) if found and len(text) <= _LONGEST_AMOUNT else None
    if found is None or times is None:
        return None
    written = found[1]
    # With a word behind it a comma parts decimals ("1,250 juta"); without one, what three digits follow is thousands.
    if _THOUSANDS.fullmatch(written) and (times == 1 or "." in written):
        whole, _, part = (written if "." in written else written.replace(",", ".")).partition(",")
        written = whole.replace(".", "") + (f",{part}" if part else "")
    parts = _PARTS.fullmatch(written)
    if parts is None:
        return None
    amount = (int(parts[1]) + Fraction(int(parts[2] or 0), 10 ** len(parts[2] or ""))) * times
    return int(amount) if amount.denominator == 1 and amount <= LARGEST_RUPIAH else None


def one_line(text: str) -> str:
    """Return typed words on one line, without signs that nobody sees and PostgreSQL refuses."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def without_null(text: str) -> str:
    """Return a text without null characters, which PostgreSQL does not store and nobody types."""
    return text.replace("\0", "")
