"""How somebody may be looked for: by a whole number, or by a name where an officer could go and ask."""

from typing import Final

from bahtera.privacy.errors import SearchRefused
from bahtera.privacy.values import By, Wanted

_SHORTEST_NAME: Final = 3
_DISTRICT: Final = 3


def check_search(wanted: Wanted, number: str) -> None:
    """Raise SearchRefused unless the number is whole, or the name long enough and its area a district at most."""
    if wanted.by is not By.NAME:
        if not number:
            raise SearchRefused.no_number()
        return
    if sum(sign.isalpha() for sign in wanted.text) < _SHORTEST_NAME:
        raise SearchRefused.name_too_short()
    if len(wanted.area.split(".")) < _DISTRICT:
        raise SearchRefused.area_too_wide()
