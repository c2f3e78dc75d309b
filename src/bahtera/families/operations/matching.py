"""Finds out whom a visit is about, and what about it looks odd. Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bahtera.areas import api as areas
from bahtera.families import queries
from bahtera.families.models import FamilyState, MemberState
from bahtera.families.operations import versions
from bahtera.families.queries.lines import family_line, member_lines
from bahtera.families.queries.lookups import MOST_A_NUMBER, look_up
from bahtera.families.rules.findings import FINDINGS, finding
from bahtera.families.rules.names import name_key
from bahtera.families.rules.numbers import check_kk, check_nik, usable_number
from bahtera.families.values import MemberInput, Seen, VisitFinding, VisitInput

MOST_FINDINGS = 50
_MORE = "families.more_findings"


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
    noted: list[tuple[str, int | None, dict[str, str]]] = field(default_factory=list)
    findings: list[VisitFinding] = field(default_factory=list)
    apart: bool = False

    @property
    def family_id(self) -> UUID | None:
        """Return the known family's id."""
        return self.line[0].family_id if self.line else None

    def note(self, code: str, row: int | None = None, **details: str) -> None:
        """Note what is to be found; ``tell`` makes findings of it."""
        self.noted.append((code, row, details))

    def tell(self) -> None:
        """Make findings of what was noted: fifty at most, the serious first, and one that counts the others."""
        serious = sorted(self.noted, key=lambda note: FINDINGS[note[0]].severity == "info")
        told = self.noted if len(self.noted) <= MOST_FINDINGS else serious[:MOST_FINDINGS]
        self.findings = [finding(code, row=row, **details) for code, row, details in told]
        if len(told) < len(self.noted):
            self.findings.append(finding(_MORE, count=str(len(self.noted) - len(told))))


def match(visit: VisitInput) -> Match:
    """Return whom the visit is about, in at most three queries for a family that was not merged."""
    found = Match(visit)
    _find_family(found)
    _find_rows(found)
    _check_numbers(found)
    _compare(found, _look_up(found))
    if not found.apart:
        _miss_members(found)
    found.tell()
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
    free: dict[object, list[Row]] = defaultdict(list)
    for row in (one for one in reversed(found.rows) if one.line is None):
        for mark in _marks(row.key, row.given.birth_date, row.nik):
            free[mark].append(row)
    for line in _added_by(found.visit.replaces, found.people):
        state = line[-1]
        if state.member_id in taken:
            continue
        same = _first_free(free, _marks(state.name_key, state.birth_date, state.nik))
        if same is None:
            left.append(line)
        else:
            same.line, same.client_id = line, None
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


def _marks(key: str, born: date | None, nik: str) -> list[object]:
    """Return by what a person is known again: the name with its birth date, and the NIK."""
    return [mark for mark, known in (((key, born), key), (nik, nik)) if known]


def _first_free(free: Mapping[object, list[Row]], marks: Sequence[object]) -> Row | None:
    """Return the first row with one of the marks that stands for nobody yet; each list is in reverse."""
    first: Row | None = None
    for mark in marks:
        rows = free.get(mark, [])
        while rows and rows[-1].line is not None:
            rows.pop()
        if rows and (first is None or rows[-1].number < first.number):
            first = rows[-1]
    return first


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
    by_key: dict[object, list[Seen]] = defaultdict(list)
    for other in sorted(seen, key=lambda one: (str(one.member_id), str(one.family_id))):
        if other.member_id is None or other.member_id not in here:
            by_key[_seen_key(other)].append(other)
        if other.kind == "kk" and other.family_id != found.family_id:
            details = {"family_id": str(other.family_id), "village_code": other.village_code}
            found.note("families.kk_seen", None, **details, **_total(other))
    for row in found.rows:
        told: set[UUID | None] = set()
        for code, other in _others_of(found.visit, row, by_key):
            if other.member_id in told:
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
                **_total(other),
            )


def _seen_key(other: Seen) -> object:
    match other.kind:
        case "id":
            return other.asked
        case "person":
            return (other.key, other.birth_date)
    return (other.kind, other.key)


def _others_of(
    visit: VisitInput, row: Row, by_key: Mapping[object, Sequence[Seen]]
) -> Iterator[tuple[str, Seen]]:
    """Give who else a row points to, an id first, then a NIK, then a name; one person may come twice."""
    if row.client_id is not None:
        for other in by_key.get(row.client_id, ()):
            yield "families.member_elsewhere", other
    for other in by_key.get(("nik", row.nik), ()):
        yield "families.nik_seen", other
    same_person = by_key.get((row.key, row.given.birth_date), ()) if row.given.birth_date else ()
    near = [one for one in same_person if one.village_code[:5] == visit.village_code[:5]]
    for other in near[:MOST_A_NUMBER]:
        yield "families.same_person_suspected", other


def _total(other: Seen) -> dict[str, str]:
    """Return how many share a key when only some of them are given."""
    return {"total": str(other.total)} if other.total > MOST_A_NUMBER else {}


def _miss_members(found: Match) -> None:
    """Report members on record whom the roster leaves out, unless there is no roster at all."""
    if not found.rows:
        return
    here = {row.member_id for row in found.rows} | {line[0].member_id for line in found.withdrawn}
    for member_id, line in found.people.items():
        known = versions.base_for(line, found.visit.visited_on)
        if member_id not in here and _lives_here(found, known):
            found.note("families.member_missing", member_id=str(member_id))
