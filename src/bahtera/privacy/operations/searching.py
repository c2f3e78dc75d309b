"""Looking for somebody: every search leaves an entry of who was shown, and never of what was typed."""

from collections.abc import Sequence
from typing import Final

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.rules.searching import check_search
from bahtera.privacy.values import By, Found, Wanted

MOST: Final = 30
# Of one number hardly ever more than a family; those elsewhere are left out after they were read.
_MOST_READ: Final = 200


def find_people(wanted: Wanted, *, actor: Actor) -> Sequence[Found]:
    """Return at most thirty people of the actor's areas by NIK, KK or name, none of their own kin.

    Somebody elsewhere is found no more than somebody there is not. Raises NotAllowed, SearchRefused.
    """
    check_may(actor, "consent.keep")
    number = "" if wanted.by is By.NAME else guardians.usable_nik(wanted.text)
    check_search(wanted, number)
    if wanted.area:
        check_may(actor, "consent.keep", area=wanted.area)
    asked = Wanted(wanted.by, number or " ".join(wanted.text.split()), wanted.area)
    here = [
        one for one in subjects.look_for(asked, _MOST_READ) if may(actor, "consent.keep", area=one.area_code)
    ]
    shown = subjects.without_kin(here, actor)[:MOST]
    with durable():
        audit.record(
            "privacy.people_searched",
            actor=actor.key,
            subject="privacy:search",
            about=[f"member:{one.member_id}" for one in shown],
            details={"by": wanted.by.value, "found": len(shown)},
        )
    return shown
