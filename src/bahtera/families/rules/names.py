"""One key for the many spellings of a name.

It brings usual spellings together so that the same person can be suspected. It decides nothing, and the birth
date must agree as well.
"""

import re
import unicodedata
from types import MappingProxyType
from typing import Final

_TITLES: Final = frozenset(
    {"h", "hj", "haji", "hajah", "hajjah", "kh", "ust", "ustadz", "alm", "almh", "bpk", "ibu"}
    | {"dr", "dra", "drs", "drg", "ir", "prof"}
)
_SAME_WORD: Final = MappingProxyType(
    {
        **dict.fromkeys(["m", "md", "mhd", "moh", "mohd", "moch", "muh", "muhd"], "muhammad"),
        **dict.fromkeys(["mohammad", "mohamad", "muhamad", "mochammad", "mochamad", "muchammad"], "muhammad"),
        **dict.fromkeys(["abd", "abdoel"], "abdul"),
        **dict.fromkeys(["st", "sitti", "siti"], "siti"),
        **dict.fromkeys(["nur", "noor", "nor", "noer"], "nur"),
        **dict.fromkeys(["ach", "achmad", "akhmad", "ahmat"], "ahmad"),
    }
)
_FATHER_OF: Final = frozenset({"bin", "binti"})
_INITIALS: Final = 2
_OLD_SPELLING: Final = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"))


def name_key(name: str) -> str:
    """Return the key under which usual spellings of one name meet, at most 80 letters; "" for no name."""
    plain = unicodedata.normalize("NFKD", name.partition(",")[0]).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W\d_]+", letters.replace("'", "").replace("’", ""))
    kept = [word for word in _before_father(words) if word not in _TITLES] or words
    key = "".join(_same_word(word, alone=len(kept) == 1) for word in kept)
    return key[:80]


def _before_father(words: list[str]) -> list[str]:
    for index, word in enumerate(words):
        if word in _FATHER_OF and index:
            return words[:index]
    return words


def _same_word(word: str, *, alone: bool) -> str:
    """Return one spelling for several; an initial stands for a name only before another word."""
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    is_initial = alone and len(word) <= _INITIALS
    return word if is_initial else _SAME_WORD.get(word, word)
