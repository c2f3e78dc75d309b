"""Services of offices, agreements and centres, as callers get them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

Hours = tuple[tuple[time, time] | None, ...]
"""When a service is open, Monday first, in the office's own zone; None: closed. Empty: nobody said."""


class DisabilityRole(StrEnum):
    """What disability is to a service: what it helps with, who alone may have it, or whom it means first."""

    SERVICE = "layanan"
    ELIGIBILITY = "syarat"
    TARGET = "sasaran"


class Criterion(StrEnum):
    """A fact about a person that may decide whether a service is for them."""

    AGE = "umur"
    SEX = "jenis_kelamin"
    DISABILITY = "disabilitas"
    RESIDENCE = "wilayah_tinggal"
    TARGET_GROUP = "kelompok_sasaran"
    WELFARE = "kesejahteraan"


class Answer(StrEnum):
    """Whether a service is for somebody, as far as its declared criteria say."""

    FITS = "sesuai"
    FITS_NOT = "tidak_sesuai"
    UNKNOWN = "belum_diketahui"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """For whom a service is. Whatever is empty asks for nothing.

    ``age_from``, ``age_to``: whole years, both included. ``sex``: l, p or "". ``residence``: codes of areas, with all
    inside them. Of ``disabilities``, ``target_groups`` and ``welfare`` one that holds is enough; ``disabilities`` empty
    with the role ``ELIGIBILITY`` means any.
    """

    age_from: int | None = None
    age_to: int | None = None
    sex: str = ""
    disability: frozenset[DisabilityRole] = frozenset()
    disabilities: frozenset[str] = frozenset()
    residence: tuple[str, ...] = ()
    target_groups: frozenset[str] = frozenset()
    welfare: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of somebody; None is not known, an empty set is known to be none.

    ``age``: the least and the most they may be, in whole years. ``residence``: code of an area.
    """

    age: tuple[int, int] | None = None
    sex: str | None = None
    disabilities: frozenset[str] | None = None
    residence: str | None = None
    target_groups: frozenset[str] | None = None
    welfare: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """What the criteria say: a help to people, never a decision. ``against``: what is not met; ``lacking``: not known.

    ``meant_first``: the service means people like this one first.
    """

    answer: Answer
    against: tuple[Criterion, ...] = ()
    lacking: tuple[Criterion, ...] = ()
    meant_first: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit offers. ``service``: id of `definitions/services`, or "" with words of the office's own.

    ``capacity``: people a week, None when nobody said. ``contact``: of the office, never of a person. ``valid_to``: the
    last day, None while it lasts.
    """

    unit_id: UUID
    service: str
    valid_from: date
    own_words: str = ""
    valid_to: date | None = None
    eligibility: Eligibility = Eligibility()
    capacity: int | None = None
    hours: Hours = ()
    contact: str = ""
    cost: str = ""
    languages: frozenset[str] = frozenset()
    accessibility: frozenset[str] = frozenset()
    bring: str = ""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A kept offer with its id and version."""

    id: UUID
    version: int
    offer: Offer


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One write: what it then said, when, by whom; ``changed``: names of what differs from before."""

    number: int
    at: datetime
    actor_key: str
    reason: str
    changed: tuple[str, ...]


class AgreementKind(StrEnum):
    """A memorandum of understanding, or the working agreement under it (PKS)."""

    MOU = "mou"
    PKS = "pks"


class AgreementState(StrEnum):
    """How an agreement stands on a day."""

    DRAFT = "draf"
    COMING = "belum_mulai"
    ACTIVE = "berlaku"
    EXPIRED = "kedaluwarsa"
    ENDED = "diakhiri"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an agreement: a whole agency, or one unit."""

    agency_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What offices agreed upon. ``services`` and ``areas`` empty: all. ``valid_to``: the last day, None without end.

    ``contact_unit``: whom to ask about it.
    """

    kind: AgreementKind
    number: str
    about: str
    signed_on: date
    valid_from: date
    valid_to: date | None
    parties: tuple[Party, ...]
    services: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    contact_unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A kept agreement. ``agreed_at``: when it stopped being a draft. ``ended_on``: from that day it holds no more."""

    id: UUID
    version: int
    agreement: Agreement
    agreed_at: datetime | None = None
    ended_on: date | None = None
    ended_why: str = ""
    file_sha256: str = ""
    file_name: str = ""


class Why(StrEnum):
    """Why there is no agreement between two units for a service on a day; ``SAME_AGENCY`` needs none."""

    SAME_AGENCY = "satu_instansi"
    NONE = "tidak_ada"
    DRAFT = "masih_draf"
    COMING = "belum_mulai"
    EXPIRED = "kedaluwarsa"
    ENDED = "diakhiri"
    OTHER_SERVICE = "layanan_lain"
    OTHER_AREA = "wilayah_lain"


@dataclass(frozen=True, slots=True)
class Side:
    """A unit as agreements see it."""

    unit_id: UUID
    agency_id: UUID
    area: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The agreement a referral can rest on, or why there is none; then ``agreement`` is the nearest one, if any."""

    agreement: AgreementRow | None
    why: Why | None

    @property
    def holds(self) -> bool:
        """Tell whether an agreement covers it."""
        return self.agreement is not None and self.why is None

    @property
    def suffices(self) -> bool:
        """Tell whether a referral needs nothing more: it is covered, or stays within one agency."""
        return self.holds or self.why is Why.SAME_AGENCY


class CentreStatus(StrEnum):
    """How a PPKS/Satyagatra (BKKBN) centre stands."""

    ACTIVE = "aktif"
    DORMANT = "tidak_aktif"
    REACTIVATED = "diaktifkan_kembali"
    CLOSED = "ditutup"


class Tier(StrEnum):
    """On which level a centre works."""

    PROVINCE = "provinsi"
    REGENCY = "kabupaten_kota"
    DISTRICT = "kecamatan"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status of a centre from a day on, with its decree (SK) when there is one."""

    id: int
    unit_id: UUID
    status: CentreStatus
    since: date
    decree: str
    decreed_on: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CentreAt:
    """A centre and how it stands on a day; ``row`` None: nobody ever recorded it."""

    unit_id: UUID
    name: str
    tier: Tier
    area: str
    row: StatusRow | None

    @property
    def works(self) -> bool:
        """Tell whether it is known to be at work."""
        return self.row is not None and self.row.status in (CentreStatus.ACTIVE, CentreStatus.REACTIVATED)


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """A kecamatan and its centre; ``centre`` None: none is on record. ``status`` None: not known."""

    code: str
    name: str
    centre: CentreAt | None

    @property
    def status(self) -> CentreStatus | None:
        """Return how the district's centre stands; None: not known."""
        return self.centre.row.status if self.centre and self.centre.row else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every kecamatan of an area on a day, and the centres of regency and province that serve it."""

    area: str
    day: date
    districts: tuple[DistrictCoverage, ...]
    above: tuple[CentreAt, ...] = ()
    counts: dict[CentreStatus | None, int] = field(default_factory=dict)

    @property
    def working(self) -> int:
        """Return in how many kecamatan a centre is known to be at work."""
        return sum(1 for one in self.districts if one.centre is not None and one.centre.works)


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a table of services did, or would do: numbers of lines."""

    added: int
    changed: int
    unchanged: int
