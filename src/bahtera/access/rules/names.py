"""Names of people as they are kept and as they are searched."""

import unicodedata

from bahtera.access.errors import NameMissing

LONGEST = 150


def cleaned(name: str) -> str:
    """Return a name without stray blanks and control signs; raises NameMissing when nothing is left."""
    plain = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in name)
    text = " ".join(unicodedata.normalize("NFC", plain).split())
    if not text:
        raise NameMissing
    return text[:LONGEST].rstrip()


def folded(name: str) -> str:
    """Return a name as it is searched: capitals, blanks and the way a sign is written make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("\0", " ").casefold().split())[:LONGEST]
