"""Codes that people read aloud and type: nine signs of chance and one that notices a slip.

The alphabet is Crockford's base 32: no I, L, O, U. The last sign is a checksum over GF(32) (x^5 + x^2 + 1): it
notices every single wrong sign and every two that changed places, so a phone says so before it sends anything.
"""

import secrets
from collections.abc import Iterable
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FREE: Final = 9
LENGTH: Final = FREE + 1
BITS: Final = 5 * FREE
_POLYNOMIAL: Final = 0b100101
_LIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_LONGEST_TYPED: Final = 40


def new_code() -> str:
    """Return a code of 45 random bits."""
    return code_of(secrets.randbits(BITS))


def code_of(number: int) -> str:
    """Return the code that stands for a number below 2^45."""
    signs = [(number >> shift) & 31 for shift in range(BITS - 5, -1, -5)]
    return "".join(ALPHABET[one] for one in (*signs, _check(signs)))


def read_code(typed: str) -> str | None:
    """Return a typed code as it was made; None when it is mistyped. Blanks, dashes and small letters are fine."""
    text = typed[:_LONGEST_TYPED].upper().translate(_LIKE)
    if len(text) != LENGTH or any(sign not in ALPHABET for sign in text):
        return None
    signs = [ALPHABET.index(sign) for sign in text]
    return text if _check(signs[:-1]) == signs[-1] else None


def shown(code: str) -> str:
    """Return a code in two groups, as it is printed and read aloud."""
    return f"{code[:5]}-{code[5:]}"


def _check(signs: Iterable[int]) -> int:
    total = 0
    for sign in signs:
        total = _doubled(total) ^ sign
    return _doubled(total)


def _doubled(value: int) -> int:
    """Multiply by x in GF(32)."""
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value
