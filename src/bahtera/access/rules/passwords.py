"""What a password may be, by NIST SP 800-63B: long, not guessable, anything else is its owner's business.

No demand for capitals, digits or signs, and no expiry: both make people choose worse ones.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from bahtera.access.errors import WeakPassword

SHORTEST: Final = 12
# Far beyond what anybody types; a bound on the work a stranger can ask for.
LONGEST: Final = 1024
_SITE_WORDS: Final = ("bahtera", "kader", "tpk2d", "ibangga", "keluarga", "indonesia", "sandi", "password")
# What may stand beside known words in a password that is still made of them alone.
_OWN_LETTERS: Final = 5


def normalised(password: str) -> str:
    """Return the one form of a password: keyboards write the same sign in more than one way."""
    return unicodedata.normalize("NFKC", password)


def check_new_password(password: str, *, known: Iterable[str], common: Callable[[str], bool]) -> None:
    """Raise WeakPassword, saying why, unless the password is long enough and not easily guessed.

    ``known`` are words a guesser would try first for this person: account, name, office. ``common`` tells
    whether a text, in small letters, stands in the list of leaked passwords.
    """
    text = normalised(password)
    if len(text) < SHORTEST:
        raise WeakPassword.too_short(SHORTEST)
    if len(text) > LONGEST:
        raise WeakPassword.too_long(LONGEST)
    small = text.casefold()
    if common(small) or common(_letters(small)) or common(small.strip("0123456789!@#$%^&*()-_=+.,?/ ")):
        raise WeakPassword.common()
    if _is_a_run(small) or len(set(small)) < SHORTEST // 3:
        raise WeakPassword.pattern()
    if _left_over(small, known) < _OWN_LETTERS:
        raise WeakPassword.known_words()


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _left_over(text: str, known: Iterable[str]) -> int:
    """Count the different letters that are left when known words, digits and signs are taken out."""
    words = {part for word in (*known, *_SITE_WORDS) for part in re.split(r"[\W_]+", word.casefold())}
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 2:  # noqa: PLR2004 - shorter ones stand inside any word
            text = text.replace(word, "")
    return len(set(_letters(text)))


def _is_a_run(text: str) -> bool:
    """Tell whether the text repeats a short piece, or walks up or down an alphabet or the digits."""
    if any(text == (text[:size] * len(text))[: len(text)] for size in range(1, SHORTEST // 2)):
        return True
    steps = {(ord(after) - ord(before)) % 10 for before, after in itertools.pairwise(text)}
    return steps in ({1}, {9}) or text in "qwertyuiopasdfghjklzxcvbnmqwertyuiop"
