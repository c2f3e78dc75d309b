"""Cards, members and months as tables in the manner of SIGA: read with every fault, and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from bahtera.groups.errors import Fault
from bahtera.groups.rules.cells import opened
from bahtera.groups.rules.checking import card_faults, member_faults
from bahtera.groups.rules.months import band_ids
from bahtera.groups.values import Card, GroupView, Kind, MemberInput, MemberRow, Month

if TYPE_CHECKING:
    from bahtera.foundation.sheets import Cell

# Column by the field that it holds.
CARD_COLUMNS: Final[Mapping[str, str]] = {
    "kind": "jenis",
    "number": "nomor",
    "name": "nama",
    "village_code": "kode_desa",
    "started_on": "tanggal_berdiri",
    "decree": "nomor_sk",
    "decreed_on": "tanggal_sk",
    "issuer": "penerbit_sk",
    "mentor": "pembina",
    "mentor_number": "nomor_pembina",
    "place": "tempat",
    "targets": "sasaran_keluarga",
    "funds": "dana",
    "facilities": "sarana",
    "integration": "keterpaduan",
    "priority": "prioritas_nasional",
}
MEMBER_COLUMNS: Final[Mapping[str, str]] = {
    "kind": "jenis",
    "group": "nomor_kelompok",
    "name": "nama",
    "nik": "nik",
    "sex": "jenis_kelamin",
    "born": "tanggal_lahir",
    "office": "jabatan",
    "trained": "terlatih",
    "joined_on": "masuk",
    "left_on": "keluar",
}
_CARD_NEEDED: Final = frozenset({"jenis", "nomor", "nama", "kode_desa"})
_MEMBER_NEEDED: Final = frozenset({"jenis", "nomor_kelompok", "nama", "masuk"})
GroupKey = tuple[Kind, str]
"""What names a group in a table: its kind and register number."""


@dataclass(frozen=True, slots=True)
class ReadCards:
    """What a table of groups says: cards with their lines, and every fault."""

    cards: tuple[tuple[int, Card], ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ReadMembers:
    """What a table of members says: members with their lines and groups, and every fault."""

    members: tuple[tuple[int, GroupKey, MemberInput], ...]
    faults: tuple[Fault, ...]


def read_cards(
    lines: Iterable[tuple[int, Sequence[Cell]]], villages: Collection[str], *, today: date
) -> ReadCards:
    """Return the groups of a table. ``villages``: codes it names that are villages where the reader may write."""
    rows, faults = opened(lines, tuple(CARD_COLUMNS.values()), _CARD_NEEDED)
    found: list[tuple[int, Card]] = []
    first: dict[GroupKey, int] = {}
    all_faults = list(faults)
    for row in rows:
        kind = _kind(row.said("jenis"))
        if kind is None:
            row.refuse("groups.no_such_kind", "The kind is uppka, bkb, bkr, bkl or pikr.", "jenis")
        village = row.said("kode_desa")
        if village not in villages:
            row.refuse(
                "groups.no_village_of_yours",
                "{given} is no village of yours.",
                "kode_desa",
                given=village[:40],
            )
        if not row.said("nomor"):
            row.refuse("groups.needed", "Fill this in.", "nomor")
        card = Card(
            kind=kind or Kind.UPPKA,
            name=row.said("nama"),
            village_code=village,
            number=row.said("nomor"),
            started_on=row.day("tanggal_berdiri"),
            decree=row.said("nomor_sk"),
            decreed_on=row.day("tanggal_sk"),
            issuer=row.said("penerbit_sk").casefold(),
            mentor=row.said("pembina").casefold(),
            mentor_number=row.said("nomor_pembina"),
            place=row.said("tempat"),
            targets=row.number_in("sasaran_keluarga"),
            funds=row.codes("dana"),
            facilities=row.codes("sarana"),
            integration=row.codes("keterpaduan"),
            priority=row.yes("prioritas_nasional"),
        )
        plain, wrong = card_faults(card, today=today)
        row.adopt(wrong, CARD_COLUMNS)
        line = first.setdefault((plain.kind, plain.number), row.number)
        if line != row.number:
            row.refuse("groups.twice", "Line {first} has it too.", "nomor", first=line)
        all_faults += row.faults
        found.append((row.number, plain))
    return ReadCards(tuple(found), tuple(all_faults))


def read_members(
    lines: Iterable[tuple[int, Sequence[Cell]]],
    groups: Collection[GroupKey],
    *,
    today: date,
    usable: Callable[[str], str],
) -> ReadMembers:
    """Return the members of a table who are in a group now. ``groups``: those it names that the reader keeps.

    Who left is refused: a table takes people in, and leaving is written with its day on the page.
    """
    rows, faults = opened(lines, tuple(MEMBER_COLUMNS.values()), _MEMBER_NEEDED)
    found: list[tuple[int, GroupKey, MemberInput]] = []
    first: dict[tuple[GroupKey, str], int] = {}
    all_faults = list(faults)
    for row in rows:
        kind = _kind(row.said("jenis"))
        key = (kind or Kind.UPPKA, row.said("nomor_kelompok"))
        if kind is None:
            row.refuse("groups.no_such_kind", "The kind is uppka, bkb, bkr, bkl or pikr.", "jenis")
        elif key not in groups:
            row.refuse("groups.no_group_of_yours", "No group of yours has this number.", "nomor_kelompok")
        joined = row.day("masuk")
        if joined is None and not row.said("masuk"):
            row.refuse("groups.needed", "Fill this in.", "masuk")
        if row.said("keluar"):
            row.refuse("groups.left_in_table", "Write on the page of the group that somebody left.", "keluar")
        member = MemberInput(
            name=row.said("nama"),
            joined_on=joined or today,
            sex=row.said("jenis_kelamin").casefold(),
            nik=row.said("nik"),
            born=row.day("tanggal_lahir"),
            office=row.said("jabatan").casefold(),
            trained=row.yes("terlatih"),
        )
        plain, wrong = member_faults(member, today=today, usable=usable)
        row.adopt(wrong, MEMBER_COLUMNS)
        line = first.setdefault((key, plain.nik or plain.name.casefold()), row.number)
        if line != row.number:
            row.refuse("groups.twice", "Line {first} has it too.", "nama", first=line)
        all_faults += row.faults
        found.append((row.number, key, plain))
    return ReadMembers(tuple(found), tuple(all_faults))


def card_lines(groups: Iterable[GroupView]) -> list[list[object]]:
    """Return groups as the lines of a table that `read_cards` reads, its head first."""
    return [
        list(CARD_COLUMNS.values()),
        *([_value(one.card, name) for name in CARD_COLUMNS] for one in groups),
    ]


def member_lines(members: Iterable[tuple[GroupKey, MemberRow]]) -> list[list[object]]:
    """Return members as the lines of a table that `read_members` reads, its head first."""
    plain = [name for name in MEMBER_COLUMNS if name not in {"kind", "group"}]
    return [
        list(MEMBER_COLUMNS.values()),
        *([kind.value, number, *(getattr(one, name) for name in plain)] for (kind, number), one in members),
    ]


def month_lines(kind: Kind, months: Iterable[tuple[str, str, str, date, int, Month]]) -> list[list[object]]:
    """Return months that were handed in (number, name, village, month, version, register) as lines of a table."""
    bands = band_ids(kind)
    people = ("anggota", "anggota_hadir", "kehadiran")
    head = ["jenis", "nomor", "nama", "kode_desa", "bulan", "versi", "pertemuan"]
    head += [f"{one}_{sex}" for one in people for sex in ("p", "l", "tidak_diketahui")]
    head += [f"kehadiran_umur_{one}" for one in bands]
    head += ["tamu", "pelatihan", "topik"]
    if kind is Kind.UPPKA:
        head += ["usaha", "usaha_beromzet", "omzet_rupiah"]
    lines: list[list[object]] = [list(head)]
    for number, name, village, month, version, told in months:
        line: list[object] = [kind.value, number, name, village, f"{month:%Y-%m}", version, told.meetings]
        for one in (told.members, told.came, told.attendances):
            line += [one.women, one.men, one.unknown]
        line += [told.bands.get(one, 0) for one in bands]
        line += [told.guests, told.trainings, " | ".join(told.topics)]
        if kind is Kind.UPPKA:
            line += [told.businesses, told.told, told.turnover]
        lines.append(line)
    return lines


def _value(card: Card, name: str) -> object:
    found = getattr(card, name)
    return found.value if isinstance(found, Kind) else found


def _kind(said: str) -> Kind | None:
    plain = said.casefold().replace("-", "").replace(" ", "")
    return Kind(plain) if plain in {one.value for one in Kind} else None
