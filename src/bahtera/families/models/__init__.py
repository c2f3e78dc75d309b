"""Tables of families: identity, what is known as versions in time, and the events that made it so."""

from bahtera.families.models.events import EventPart, EventProposal, FamilyEvent, SharedMember
from bahtera.families.models.houses import FamilyMove, Household, HouseholdStay
from bahtera.families.models.versions import (
    KK_PURPOSE,
    KKI_PURPOSE,
    NIK_PURPOSE,
    Family,
    FamilyLink,
    FamilyState,
    Member,
    MemberState,
    Version,
    Visit,
)

__all__ = [
    "KKI_PURPOSE",
    "KK_PURPOSE",
    "NIK_PURPOSE",
    "EventPart",
    "EventProposal",
    "Family",
    "FamilyEvent",
    "FamilyLink",
    "FamilyMove",
    "FamilyState",
    "Household",
    "HouseholdStay",
    "Member",
    "MemberState",
    "SharedMember",
    "Version",
    "Visit",
]
