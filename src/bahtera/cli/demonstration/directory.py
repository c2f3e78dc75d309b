"""The synthetic directory of the demonstration: services of offices, agreements between them, and centres.

The offices and areas are of kinds that exist; their services, numbers and days are invented and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.cli.demonstration.offices import JAMBI, KOTABARU
from bahtera.directory import api as directory
from bahtera.directory.api import CentreStatus, DisabilityRole, Eligibility, Offer

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK: Final = "(sintetis)"
_SINCE: Final = date(2026, 1, 5)
_UNTIL: Final = date(2028, 12, 31)
_HOURS: Final = (*[(time(8), time(15, 30))] * 4, (time(8), time(11)), None, None)
_CONTACT: Final = "Loket pelayanan (contoh)"
_FAMILIES_JAMBI: Final = f"Perwakilan BKKBN Provinsi Jambi {_MARK}"
_SOCIAL_KOTABARU: Final = f"Dinas Sosial Kotabaru {_MARK}"
_FAMILIES_KOTABARU: Final = f"Dinas P3AP2KB Kotabaru {_MARK}"
# Agency, its short name and area, then its units: name, kind, inbox, area of the unit ("" for the agency's).
_AGENCIES: Final = (
    (
        _FAMILIES_JAMBI,
        "BKKBN",
        JAMBI,
        (
            ("PPKS/Satyagatra Telanaipura", "ppks", "satyagatra-telanaipura", "15.71.01"),
            ("PPKS/Satyagatra Jambi Selatan", "ppks", "satyagatra-jambi-selatan", "15.71.02"),
            ("PPKS/Satyagatra Jambi Timur", "ppks", "satyagatra-jambi-timur", "15.71.03"),
        ),
    ),
    (
        _SOCIAL_KOTABARU,
        "Dinsos",
        KOTABARU,
        (("Bidang Rehabilitasi Sosial", "sosial", "sosial-kotabaru", ""),),
    ),
    (
        _FAMILIES_KOTABARU,
        "DP3AP2KB",
        KOTABARU,
        (
            ("UPTD PPA Kotabaru", "uptd_ppa", "uptd-ppa-kotabaru", ""),
            ("Penyuluh UPPKA", "bkkbn", "uppka-kotabaru", ""),
            ("PPKS/Satyagatra Kotabaru", "ppks", "satyagatra-kotabaru", ""),
            ("PPKS/Satyagatra Pulaulaut Utara", "ppks", "satyagatra-pulaulaut-utara", "63.02.06"),
        ),
    ),
)


_ANYBODY: Final = Eligibility()


@dataclass(frozen=True)
class _Service:
    """A service of a unit, by its inbox."""

    inbox: str
    service: str
    capacity: int
    eligibility: Eligibility = _ANYBODY
    own_words: str = ""
    accessibility: tuple[str, ...] = ()
    cost: str = "Gratis."
    bring: str = ""


_ELDERLY: Final = Eligibility(age_from=60, target_groups=frozenset({"lansia"}))
_DISABLED: Final = Eligibility(disability=frozenset({DisabilityRole.SERVICE, DisabilityRole.ELIGIBILITY}))
_BUSINESS: Final = Eligibility(
    target_groups=frozenset({"usaha_keluarga"}), disability=frozenset({DisabilityRole.TARGET})
)
_PAPERS: Final = "KK, KTP orang tua, surat lahir dari bidan atau desa."
_SERVICES: Final = (
    _Service("sosial-jambi", "bantuan_sosial", 40, accessibility=("jalan_landai",), bring="KTP dan KK."),
    _Service("sosial-jambi", "", 15, _ELDERLY, "Perlindungan lansia", ("kunjungan_rumah",)),
    _Service("dukcapil-jambi", "akta_kelahiran", 200, accessibility=("jalan_landai",), bring=_PAPERS),
    _Service(
        "uptd-ppa-jambi", "", 10, own_words="Pendampingan korban kekerasan", accessibility=("ruang_tenang",)
    ),
    _Service("ppks-jambi", "konseling_keluarga", 25, accessibility=("ruang_tenang", "daring")),
    _Service("satyagatra-telanaipura", "konseling_keluarga", 8, accessibility=("ruang_tenang",)),
    _Service("dukcapil-kotabaru", "akta_kelahiran", 120, accessibility=("jalan_landai",), bring=_PAPERS),
    _Service("sosial-kotabaru", "bantuan_sosial", 30, bring="KTP dan KK."),
    _Service("sosial-kotabaru", "", 10, _ELDERLY, "Perlindungan lansia", ("kunjungan_rumah",)),
    _Service("sosial-kotabaru", "", 6, _DISABLED, "Rehabilitasi penyandang disabilitas", ("bahasa_isyarat",)),
    _Service(
        "uptd-ppa-kotabaru", "", 8, own_words="Pendampingan korban kekerasan", accessibility=("ruang_tenang",)
    ),
    _Service("uppka-kotabaru", "kelompok_usaha", 20, _BUSINESS, accessibility=("kunjungan_rumah",)),
    _Service("satyagatra-kotabaru", "konseling_keluarga", 12, accessibility=("ruang_tenang", "daring")),
)
# Centre, what it became, since when, by which decree.
_STATUSES: Final = (
    ("ppks-jambi", CentreStatus.ACTIVE, date(2012, 7, 2), "SK-CONTOH/01/2012"),
    ("satyagatra-telanaipura", CentreStatus.ACTIVE, date(2014, 3, 3), "SK-CONTOH/14/2014"),
    ("satyagatra-telanaipura", CentreStatus.DORMANT, date(2018, 1, 2), ""),
    ("satyagatra-telanaipura", CentreStatus.REACTIVATED, date(2021, 2, 3), "SK-CONTOH/03/2021"),
    ("satyagatra-jambi-selatan", CentreStatus.DORMANT, date(2019, 1, 2), ""),
    ("satyagatra-kotabaru", CentreStatus.ACTIVE, date(2023, 10, 2), "SK-CONTOH/10/2023"),
    ("satyagatra-pulaulaut-utara", CentreStatus.ACTIVE, date(2024, 2, 1), "SK-CONTOH/02/2024"),
)
# Number, between which units' agencies, services, areas.
_AGREEMENTS: Final = (
    ("PKS-CONTOH/01/2026", ("ppks-jambi", "sosial-jambi"), (), JAMBI),
    ("PKS-CONTOH/02/2026", ("ppks-jambi", "uptd-ppa-jambi"), ("konseling_keluarga",), JAMBI),
    ("PKS-CONTOH/03/2026", ("satyagatra-kotabaru", "sosial-kotabaru"), (), KOTABARU),
    ("PKS-CONTOH/04/2026", ("satyagatra-kotabaru", "dukcapil-kotabaru"), ("akta_kelahiran",), KOTABARU),
)


def ensure_directory(administrator: access.Actor) -> None:
    """Make the directory, once; what somebody changed later is left. The offices of `offices` must be there.

    Offices of areas that are not loaded are left out, with all that is theirs.
    """
    _make_offices(administrator)
    inboxes = {one.inbox for one in _SERVICES} | {one[0] for one in _STATUSES}
    units = {inbox: unit.id for inbox, unit in access.units_with_inbox(inboxes).items()}
    _make_services(units, administrator)
    _record_statuses(units, administrator)
    _agree(units, administrator)


def _make_offices(administrator: access.Actor) -> None:
    known = {row.name: row.id for row in access.list_agencies(actor=administrator, size=200).items}
    there = access.units_with_inbox({unit[2] for one in _AGENCIES for unit in one[3]})
    for name, short_name, area, units in _AGENCIES:
        if not areas.exists(area):
            continue
        agency = known.get(name) or access.add_agency(
            name, short_name=short_name, area=area, actor=administrator
        )
        for title, kind, inbox, own_area in units:
            if inbox not in there and (not own_area or areas.exists(own_area)):
                access.add_unit(
                    agency, name=title, kind=kind, inbox=inbox, area=own_area, actor=administrator
                )


def _make_services(units: Mapping[str, UUID], administrator: access.Actor) -> None:
    kept = {
        (row.offer.unit_id, row.offer.service, row.offer.own_words)
        for row in directory.offers_of_units(list(units.values()), on=_SINCE, actor=administrator)
    }
    for one in _SERVICES:
        unit = units.get(one.inbox)
        if unit is None or (unit, one.service, one.own_words) in kept:
            continue
        directory.keep_offer(
            Offer(
                unit_id=unit,
                service=one.service,
                own_words=one.own_words,
                valid_from=_SINCE,
                eligibility=one.eligibility,
                capacity=one.capacity,
                hours=_HOURS,
                contact=_CONTACT,
                cost=one.cost,
                languages=frozenset({"ind", "jax" if one.inbox.endswith("jambi") else "bjn"}),
                accessibility=frozenset(one.accessibility),
                bring=one.bring,
            ),
            actor=administrator,
        )


def _record_statuses(units: Mapping[str, UUID], administrator: access.Actor) -> None:
    known = {
        inbox: {row.since for row in directory.statuses_of(unit, actor=administrator)}
        for inbox, unit in units.items()
    }
    for inbox, status, since, decree in _STATUSES:
        if inbox in units and since not in known[inbox]:
            directory.record_status(
                units[inbox],
                status,
                since=since,
                decree=decree,
                decreed_on=since if decree else None,
                note=f"Contoh {_MARK}",
                actor=administrator,
            )


def _agree(units: Mapping[str, UUID], administrator: access.Actor) -> None:
    known = {row.agreement.number for row in directory.list_agreements(actor=administrator)}
    behind = access.units_behind(units.values())
    for number, inboxes, services, area in _AGREEMENTS:
        if number in known or not set(inboxes) <= set(units):
            continue
        sides = [behind[units[inbox]] for inbox in inboxes]
        row = directory.draft_agreement(
            directory.Agreement(
                kind=directory.AgreementKind.PKS,
                number=number,
                about=f"Layanan rujukan antara kedua instansi {_MARK}",
                signed_on=_SINCE,
                valid_from=_SINCE,
                valid_to=_UNTIL,
                parties=tuple(directory.Party(agency_id=one.agency_id) for one in sides),
                services=frozenset(services),
                areas=(area,),
                contact_unit=sides[0].id,
            ),
            actor=administrator,
        )
        directory.agree(row.id, version=row.version, actor=administrator)
