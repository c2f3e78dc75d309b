"""Account names: one spelling each, so that nobody can look like somebody else. Text in, name or error out.

Letters that look alike in other scripts, full-width forms and capitals are the ways to forge a name. After
normalising (NFKC, casefold) only plain Latin letters, digits and ``. _ - @ +`` are left, which mixes no
scripts and has one spelling.
"""

import re
import unicodedata
from typing import Final

from bahtera.access.errors import BadAccountName

_ALLOWED: Final = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,78}[a-z0-9])?", re.ASCII)


def folded(text: str) -> str:
    """Return the one spelling under which a typed account name is looked up; never fails."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()[:150]


def account_name(text: str) -> str:
    """Return the name as it is kept; raises BadAccountName for one that is empty, too long or not plain."""
    name = folded(text)
    if not _ALLOWED.fullmatch(name):
        raise BadAccountName
    return name
