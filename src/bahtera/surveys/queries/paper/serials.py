"""Serials of printed forms: what is printed on them, read back as somebody typed it."""

from typing import Final

from bahtera.access.api import new_code, read_code

PREFIX: Final = "BHT-"
_LONGEST_TYPED: Final = 40


def new_serial() -> str:
    """Return a serial of 45 random bits and a sign that notices a slip: BHT-7K3M9Q2XTP."""
    return PREFIX + new_code()


def read_serial(typed: str) -> str | None:
    """Return a serial as it was printed; None when it is mistyped. Its beginning, blanks and dashes may be left out."""
    text = "".join(typed[:_LONGEST_TYPED].upper().replace("-", " ").split())
    # A code of ten signs may itself begin with BHT: only a longer text has the beginning written out.
    plain = text.removeprefix("BHT") if len(text) > 10 else text  # noqa: PLR2004 - the length of a code
    code = read_code(plain)
    return None if code is None else PREFIX + code
