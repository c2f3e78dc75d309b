"""Finds out whom a visit is about, and what about it looks odd. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bahtera.areas import api as areas
from bahtera.families import queries
from bahtera.families.models import FamilyState, MemberState
from bahtera.families.operations import versions
from bahtera.families.queries.lines import family_line, member_lines
from bahtera.families.queries.lookups import look_up
from bahtera.families.rules.findings import finding
from bahtera.families.rules.names import name_key
from bahtera.families.rules.numbers import check_kk, check_nik, usable_number
from bahtera.families.values import MemberInput, Seen, VisitFinding, VisitInput


@dataclass
class Row:
    """One roster row: the versions of whom it is on record for, or None when it opens somebody new.

    ``leave_alone`` marks a person on record as dead, moved or removed, whom no visit brings back.
    ``client_id`` is the phone's id to keep for somebody new.
    """

    number: int
    given: MemberInput
    line: list[MemberState] | None = None
    client_id: UUID | None = None
    leave_alone: bool = False

    def __post_init__(self) -> None:
        self.key = name_key(self.given.name)
        self.nik = usable_number(self.given.nik)

    @property
    def member_id(self) -> UUID | None:
        """Return the id of whom the row is on record for."""
        return self.line[0].member_id if self.line else None


@dataclass
class Match:
    """Whom a visit is about: the family's versions (empty: new), its people, the roster, the findings.

    ``apart`` says that the family is on record in another village on that day: then nothing is changed.
    """

    visit: VisitInput
    line: list[FamilyState] = field(default_factory=list)
    people: dict[UUID, list[MemberState]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    withdrawn: list[list[MemberState]] = field(default_factory=list)
    findings: list[VisitFinding] = field(default_factory=list)
    apart: bool = False

    @property
    def family_id(self) -> UUID | None:
        """Return the known family's id."""
        return self.line[0].family_id if self.line else None

    def note(self, code: str, row: int | None = None, **details: str) -> None:
        """Add a finding."""
        self.findings.append(finding(code, row=row, **details))


def match(visit: VisitInput) -> Match:
    """Return whom the visit is about, in at most three queries for a family that was not merged."""
    found = Match(visit)
    _find_family(found)
    _find_rows(found)
    _check_numbers(found)
    _compare(found, _look_up(found))
    if not found.apart:
        _miss_members(found)
    return found


# --- who is meant -----------------------------------------------------------------------------------------


def _find_family(found: Match) -> None:
    """Load the family and everybody who ever belonged to it; follow a merge to where it went."""
    visit = found.visit
    if visit.family_id is not None:
        found.line = family_line(visit.family_id, lock=True)
    if not found.line and visit.replaces is not None:
        before = queries.visit_of(visit.replaces)
        found.line = family_line(before.family_id, lock=True) if before else []
    while found.line and (into := found.line[-1].merged_into_id) is not None:
        found.line = family_line(into, lock=True)
        found.note("families.merged_before", family_id=str(into))
    if not found.line:
        return
    found.people = member_lines(found.line[0].family_id)
    known = versions.base_for(found.line, visit.visited_on)
    # A correction may set right the village that the corrected visit itself had stated.
    own_slip = visit.replaces is not None and known.source == visit.replaces
    found.apart = known.village_code not in {"", visit.village_code} and not own_slip
    if found.apart:
        found.note("families.village_differs", village_code=known.village_code)
    elif known.status != "present":
        found.note("families.returned", status=known.status)


def _find_rows(found: Match) -> None:
    found.rows = [Row(number, given) for number, given in enumerate(found.visit.members, start=1)]
    by_id = _by_any_id(found.people)
    taken: set[UUID] = set()
    for row in found.rows:
        asked = row.given.member_id
        line = _undoubled(by_id.get(asked), found.people) if asked else None
        if line is None:
            row.client_id = asked
        elif line[0].member_id not in taken:
            taken.add(line[0].member_id)
            row.line = line
            _look_at_known(found, row, line)
    found.withdrawn = _match_replaced(found, taken)
    _keep_first_client_id(found.rows)


def _by_any_id(people: dict[UUID, list[MemberState]]) -> dict[UUID, list[MemberState]]:
    by_id = dict(people)
    for line in people.values():
        if line[0].member.client_id is not None:
            by_id[line[0].member.client_id] = line
    return by_id


def _undoubled(
    line: list[MemberState] | None, people: dict[UUID, list[MemberState]]
) -> list[MemberState] | None:
    """Follow a record that was found to be a double to the one that stayed."""
    while line and (real := line[-1].same_as_id) is not None and real in people:
        line = people[real]
    return line


def _look_at_known(found: Match, row: Row, line: list[MemberState]) -> None:
    known = versions.base_for(line, found.visit.visited_on)
    if not _lives_here(found, known):
        row.leave_alone = True
        status = known.status if known.status != "present" else "away"
        found.note("families.member_gone", row.number, member_id=str(known.member_id), status=status)
    elif row.key and known.name_key and row.key != known.name_key:
        days = {row.given.birth_date, known.birth_date}
        if None not in days and len(days) > 1:
            found.note("families.identity_changed", row.number, member_id=str(known.member_id))


def _lives_here(found: Match, known: MemberState) -> bool:
    return known.status == "present" and known.family_id == found.family_id


def _match_replaced(found: Match, taken: set[UUID]) -> list[list[MemberState]]:
    """In a correction, find rows without id among those the corrected visit had added, by name or NIK.

    Returns the others it had added: they were a mistake.
    """
    left = []
    for line in _added_by(found.visit.replaces, found.people):
        state = line[-1]
        row = next((r for r in found.rows if r.line is None and _is_same(r, state)), None)
        if state.member_id in taken:
            continue
        if row is None:
            left.append(line)
        else:
            row.line, row.client_id = line, None
    return left if found.rows else []


def _added_by(source: str | None, people: dict[UUID, list[MemberState]]) -> list[list[MemberState]]:
    """Return who is on record for this source alone."""
    return [
        line
        for line in people.values()
        if source is not None
        and line[0].member.opened_source == source
        and all(state.source == source for state in line)
        and line[-1].status == "present"
    ]


def _is_same(row: Row, state: MemberState) -> bool:
    named = bool(row.key) and (row.key, row.given.birth_date) == (state.name_key, state.birth_date)
    return named or (row.nik != "" and row.nik == state.nik)


def _keep_first_client_id(rows: Sequence[Row]) -> None:
    """Let only the first of several rows with one unknown id carry it."""
    seen: set[UUID] = set()
    for row in rows:
        if row.client_id in seen:
            row.client_id = None
        elif row.client_id is not None:
            seen.add(row.client_id)


# --- what looks odd ---------------------------------------------------------------------------------------


def _check_numbers(found: Match) -> None:
    visit = found.visit
    for doubt in check_kk(visit.no_kk, on=visit.visited_on, area_known=_province_known):
        found.note(doubt.code)
    first: dict[str, int] = {}
    for row in found.rows:
        given = row.given
        doubts = check_nik(given.nik, sex=given.sex, birth_date=given.birth_date, area_known=_province_known)
        for doubt in doubts:
            found.note(doubt.code, row.number)
        if row.nik and first.setdefault(row.nik, row.number) != row.number:
            found.note("families.nik_repeated", row.number, other_row=str(first[row.nik]))


def _province_known(district_code: str) -> bool:
    """Say whether a number's area lies in a known province; its district may have got another code since."""
    try:
        areas.zone_of(district_code[:2])
    except ValueError:
        return False
    return True


def _look_up(found: Match) -> list[Seen]:
    persons = {(row.key, row.given.birth_date) for row in found.rows if row.key and row.given.birth_date}
    return look_up(
        niks={row.nik for row in found.rows if row.nik},
        persons=persons,
        no_kk=usable_number(found.visit.no_kk),
        ids={row.client_id for row in found.rows if row.client_id},
    )


def _compare(found: Match, seen: Sequence[Seen]) -> None:
    """Turn what is on record elsewhere into findings; the people of this roster are not "elsewhere"."""
    here = {row.member_id for row in found.rows if row.member_id}
    # By kind: an id says most, then a NIK, then a name; one person is reported once a row.
    others = sorted(
        (other for other in seen if other.member_id is None or other.member_id not in here),
        key=lambda other: (other.kind, str(other.member_id), str(other.family_id)),
    )
    for other in others:
        if other.kind == "kk" and other.family_id != found.family_id:
            found.note("families.kk_seen", family_id=str(other.family_id), village_code=other.village_code)
    for row in found.rows:
        told: set[UUID | None] = set()
        for other in others:
            code = _what(found.visit, row, other)
            if code is None or other.member_id in told:
                continue
            told.add(other.member_id)
            if other.kind == "id":
                row.client_id = None
            found.note(
                code,
                row.number,
                member_id=str(other.member_id),
                family_id=str(other.family_id),
                village_code=other.village_code,
            )


def _what(visit: VisitInput, row: Row, other: Seen) -> str | None:
    """Return the finding's code when the record points to this row."""
    if other.kind == "id" and row.client_id is not None and other.asked == row.client_id:
        return "families.member_elsewhere"
    if other.kind == "nik" and other.key == row.nik:
        return "families.nik_seen"
    same_person = (
        other.kind == "person"
        and (other.key, other.birth_date) == (row.key, row.given.birth_date)
        and other.village_code[:5] == visit.village_code[:5]
    )
    return "families.same_person_suspected" if same_person else None


def _miss_members(found: Match) -> None:
    """Report members on record whom the roster leaves out, unless there is no roster at all."""
    if not found.rows:
        return
    here = {row.member_id for row in found.rows} | {line[0].member_id for line in found.withdrawn}
    for member_id, line in found.people.items():
        known = versions.base_for(line, found.visit.visited_on)
        if member_id not in here and _lives_here(found, known):
            found.note("families.member_missing", member_id=str(member_id))
