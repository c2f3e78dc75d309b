"""Synthetic offices of the demonstration: agencies, units of several kinds, a decree, and people with roles.

The offices are of kinds that exist: Jambi has one office for social affairs, population and civil registry. Their
people are invented.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.cli.demonstration.villages import EXAMPLE_REGENCY, STORY_REGENCY

JAMBI: Final = "15"
KOTABARU: Final = STORY_REGENCY
_SINCE: Final = date(2026, 1, 5)
_UNTIL: Final = date(2026, 12, 31)
_MARK: Final = "(sintetis)"


@dataclass(frozen=True)
class _Unit:
    """A unit with its kind, and who works there in which role: nobody when the name is empty."""

    name: str
    kind: str
    inbox: str
    person: str = ""
    username: str = ""
    role: str = ""


@dataclass(frozen=True)
class _Agency:
    """An agency of an area with its units."""

    name: str
    short_name: str
    area: str
    units: tuple[_Unit, ...]


AGENCIES: Final = (
    _Agency(
        f"Dinas Sosial, Kependudukan, dan Pencatatan Sipil Provinsi Jambi {_MARK}",
        "Dinsosdukcapil",
        JAMBI,
        (
            _Unit("Bidang Rehabilitasi Sosial", "sosial", "sosial-jambi"),
            _Unit("Bidang Pencatatan Sipil", "dukcapil", "dukcapil-jambi"),
        ),
    ),
    _Agency(
        f"DP3AP2 Provinsi Jambi {_MARK}",
        "DP3AP2",
        JAMBI,
        (
            _Unit("Bidang Kualitas Keluarga", "dp3a", "dp3ap2-jambi"),
            _Unit("UPTD PPA Provinsi Jambi", "uptd_ppa", "uptd-ppa-jambi"),
        ),
    ),
    _Agency(
        f"Perwakilan BKKBN Provinsi Jambi {_MARK}",
        "BKKBN",
        JAMBI,
        (
            _Unit("Bidang Keluarga Sejahtera", "bkkbn", "bkkbn-jambi"),
            _Unit("PPKS/Satyagatra Angso Duo Jambi", "ppks", "ppks-jambi"),
        ),
    ),
    _Agency(
        f"Dinas Kependudukan dan Pencatatan Sipil Kotabaru {_MARK}",
        "Disdukcapil",
        KOTABARU,
        (
            _Unit(
                "Bidang Pelayanan Pencatatan Sipil",
                "dukcapil",
                "dukcapil-kotabaru",
                "Petugas Akta",
                "petugasakta",
                "agency_officer",
            ),
        ),
    ),
    _Agency(
        f"Dinas Koperasi, UKM, dan Perdagangan Kotabaru {_MARK}",
        "Diskoperindag",
        KOTABARU,
        (_Unit("Bidang Koperasi", "koperasi_umkm", "koperasi-kotabaru"),),
    ),
    _Agency(
        f"Dinas P3AP2KB Tanah Bumbu {_MARK}",
        "DP3AP2KB",
        EXAMPLE_REGENCY,
        (
            _Unit(
                "UPTD PPA Tanah Bumbu",
                "uptd_ppa",
                "uptd-ppa-tanahbumbu",
                "Pendamping Kasus",
                "pendamping",
                "case_worker",
            ),
            _Unit(
                "PPKS/Satyagatra Tanah Bumbu", "ppks", "ppks-tanahbumbu", "Konselor", "konselor", "counsellor"
            ),
        ),
    ),
)
_KADER: Final = ("Kader Hasanah", "Kader Noor Laila", "Kader Mariatul")
_KADER_VILLAGE: Final = "63.10.11.2011"


def ensure_offices(administrator: access.Actor) -> None:
    """Make the offices, their people and a decree, once; later nothing is changed."""
    known = {row.name for row in access.list_agencies(actor=administrator, size=200).items}
    missing = [one for one in AGENCIES if one.name not in known]
    if not missing:
        return
    for one in missing:
        agency = access.add_agency(one.name, short_name=one.short_name, area=one.area, actor=administrator)
        for unit in one.units:
            _open(agency, unit, one.area, administrator)
    if not access.list_people(actor=administrator, text=_KADER[0]).items:
        _name_kader(administrator)


def _open(agency: UUID, unit: _Unit, area: str, administrator: access.Actor) -> None:
    unit_id = access.add_unit(agency, name=unit.name, kind=unit.kind, inbox=unit.inbox, actor=administrator)
    if not unit.person:
        return
    added = access.add_person(
        f"{unit.person} {_MARK}", area=area, username=unit.username, actor=administrator
    )
    access.place_person(added.id, unit_id=unit_id, title=unit.person, valid_from=_SINCE, actor=administrator)
    access.grant_role(
        added.id, role=unit.role, area=area, unit_id=unit_id, valid_from=_SINCE, actor=administrator
    )


def _name_kader(administrator: access.Actor) -> None:
    decree = access.register_decree(
        "188.46/021/KUM/2026",
        about=f"Kader pendata kualitas keluarga {_MARK}",
        signed_on=_SINCE,
        signer=f"Bupati {_MARK}",
        area=EXAMPLE_REGENCY,
        valid_from=_SINCE,
        valid_to=_UNTIL,
        actor=administrator,
    )
    for name in _KADER:
        added = access.add_person(f"{name} {_MARK}", area=_KADER_VILLAGE, actor=administrator)
        access.grant_role(
            added.id,
            role="kader",
            area=_KADER_VILLAGE,
            decree_id=decree,
            valid_from=_SINCE,
            actor=administrator,
        )
