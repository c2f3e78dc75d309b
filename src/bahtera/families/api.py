"""The front door of families."""

from bahtera.families.errors import FamilyRefused, UnknownFamily, UnknownMember
from bahtera.families.operations.changes import (
    merge_families,
    move_family,
    move_member,
    record_death,
    restore_member,
    split_family,
    withdraw_member,
)
from bahtera.families.operations.expiring import EXECUTORS
from bahtera.families.operations.visits import record_visit
from bahtera.families.queries import (
    FAMILY_COLUMNS,
    MEMBER_COLUMNS,
    get_family,
    get_member,
    history,
    known_families,
    known_members,
)
from bahtera.families.queries.carried import (
    CarriedFamily,
    CarriedMember,
    FamilyPlace,
    carried_families,
    living_places,
    places_in,
    villages_ever,
)
from bahtera.families.queries.finding import find_by_kk, find_by_name, find_by_nik
from bahtera.families.queries.keeping import held_with_family, held_with_member, members_seen
from bahtera.families.queries.merged import same_families
from bahtera.families.queries.persons import get_people, get_person, own_versions, own_visits
from bahtera.families.rules.numbers import check_kk, check_nik, clean_number, usable_number
from bahtera.families.rules.places import neighbourhood, part_of
from bahtera.families.values import (
    Doubt,
    Family,
    FoundPerson,
    HistoryEntry,
    Member,
    MemberInput,
    OwnVersion,
    OwnVisit,
    Person,
    Place,
    VisitFinding,
    VisitOutcome,
)

__all__ = [
    "EXECUTORS",
    "FAMILY_COLUMNS",
    "MEMBER_COLUMNS",
    "CarriedFamily",
    "CarriedMember",
    "Doubt",
    "Family",
    "FamilyPlace",
    "FamilyRefused",
    "FoundPerson",
    "HistoryEntry",
    "Member",
    "MemberInput",
    "OwnVersion",
    "OwnVisit",
    "Person",
    "Place",
    "UnknownFamily",
    "UnknownMember",
    "VisitFinding",
    "VisitOutcome",
    "carried_families",
    "check_kk",
    "check_nik",
    "clean_number",
    "find_by_kk",
    "find_by_name",
    "find_by_nik",
    "get_family",
    "get_member",
    "get_people",
    "get_person",
    "held_with_family",
    "held_with_member",
    "history",
    "known_families",
    "known_members",
    "living_places",
    "members_seen",
    "merge_families",
    "move_family",
    "move_member",
    "neighbourhood",
    "own_versions",
    "own_visits",
    "part_of",
    "places_in",
    "record_death",
    "record_visit",
    "restore_member",
    "same_families",
    "split_family",
    "usable_number",
    "villages_ever",
    "withdraw_member",
]
