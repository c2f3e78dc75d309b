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
from bahtera.families.operations.listing import open_listed
from bahtera.families.operations.parting import part_families
from bahtera.families.operations.register.happening import record_event, take_event_back
from bahtera.families.operations.register.houses import leave_house, set_kki, share_house
from bahtera.families.operations.register.moving import (
    MoveConsent,
    accept_move,
    decline_move,
    move_out,
    withdraw_move,
)
from bahtera.families.operations.register.proposing import (
    ARRIVALS,
    confirm_missing,
    dismiss_proposal,
    explain_arrival,
)
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
    count_families,
    living_places,
    places_in,
    villages_ever,
)
from bahtera.families.queries.finding import find_by_kk, find_by_name, find_by_nik
from bahtera.families.queries.keeping import held_with_family, held_with_member, members_seen
from bahtera.families.queries.linking import ComparedFamily, compared_families
from bahtera.families.queries.merged import same_families
from bahtera.families.queries.persons import get_people, get_person, own_versions, own_visits
from bahtera.families.queries.register.events import about_whom, events_of, followed, revision_of
from bahtera.families.queries.register.houses import (
    families_with_kki,
    house_of,
    houses_in,
    kki_of,
    move_of,
    moves_for,
    repeated_kki,
)
from bahtera.families.queries.register.kinds import special_families
from bahtera.families.queries.register.listing import FamilyRow, families_in, left_from
from bahtera.families.queries.register.people import persons_counted, shared_of
from bahtera.families.queries.register.proposals import families_asked_about, proposals_for
from bahtera.families.queries.register.scope import check_family, is_kin, villages_of
from bahtera.families.rules.ages import OF_THE_BORN, is_adult
from bahtera.families.rules.names import name_key
from bahtera.families.rules.numbers import check_kk, check_nik, clean_number, usable_number
from bahtera.families.rules.places import neighbourhood, part_of
from bahtera.families.rules.special import special_kind
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
from bahtera.families.values.register import (
    EventRow,
    HouseRow,
    Kind,
    Lineage,
    Manner,
    MoveRow,
    MoveState,
    Newcomer,
    Precision,
    ProposalRow,
    SharedRow,
    Sharing,
    SourceKind,
    Told,
)

__all__ = [
    "ARRIVALS",
    "EXECUTORS",
    "FAMILY_COLUMNS",
    "MEMBER_COLUMNS",
    "OF_THE_BORN",
    "CarriedFamily",
    "CarriedMember",
    "ComparedFamily",
    "Doubt",
    "EventRow",
    "Family",
    "FamilyPlace",
    "FamilyRefused",
    "FamilyRow",
    "FoundPerson",
    "HistoryEntry",
    "HouseRow",
    "Kind",
    "Lineage",
    "Manner",
    "Member",
    "MemberInput",
    "MoveConsent",
    "MoveRow",
    "MoveState",
    "Newcomer",
    "OwnVersion",
    "OwnVisit",
    "Person",
    "Place",
    "Precision",
    "ProposalRow",
    "SharedRow",
    "Sharing",
    "SourceKind",
    "Told",
    "UnknownFamily",
    "UnknownMember",
    "VisitFinding",
    "VisitOutcome",
    "about_whom",
    "accept_move",
    "carried_families",
    "check_family",
    "check_kk",
    "check_nik",
    "clean_number",
    "compared_families",
    "confirm_missing",
    "count_families",
    "decline_move",
    "dismiss_proposal",
    "events_of",
    "explain_arrival",
    "families_asked_about",
    "families_in",
    "families_with_kki",
    "find_by_kk",
    "find_by_name",
    "find_by_nik",
    "followed",
    "get_family",
    "get_member",
    "get_people",
    "get_person",
    "held_with_family",
    "held_with_member",
    "history",
    "house_of",
    "houses_in",
    "is_adult",
    "is_kin",
    "kki_of",
    "known_families",
    "known_members",
    "leave_house",
    "left_from",
    "living_places",
    "members_seen",
    "merge_families",
    "move_family",
    "move_member",
    "move_of",
    "move_out",
    "moves_for",
    "name_key",
    "neighbourhood",
    "open_listed",
    "own_versions",
    "own_visits",
    "part_families",
    "part_of",
    "persons_counted",
    "places_in",
    "proposals_for",
    "record_death",
    "record_event",
    "record_visit",
    "repeated_kki",
    "restore_member",
    "revision_of",
    "same_families",
    "set_kki",
    "share_house",
    "shared_of",
    "special_families",
    "special_kind",
    "split_family",
    "take_event_back",
    "usable_number",
    "villages_ever",
    "villages_of",
    "withdraw_member",
    "withdraw_move",
]
