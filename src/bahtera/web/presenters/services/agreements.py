"""Agreements between offices: the list with what ends soon, one agreement, and its form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
from bahtera.directory import api as directory
from bahtera.directory.api import AgreementKind, AgreementState
from bahtera.web import places
from bahtera.web.presenters.parts import Option, Tab, Tag
from bahtera.web.presenters.services import words

_SOON: Final = timedelta(days=60)
KINDS: Final = {
    AgreementKind.MOU.value: gettext_noop("Memorandum of understanding (MoU)"),
    AgreementKind.PKS.value: gettext_noop("Working agreement (PKS)"),
}
_STATES: Final = {
    AgreementState.DRAFT: (gettext_noop("draft agreement"), "none", ""),
    AgreementState.COMING: (gettext_noop("not begun yet"), "none", ""),
    AgreementState.ACTIVE: (gettext_noop("in force"), "tinggi", "ok"),
    AgreementState.EXPIRED: (gettext_noop("run out"), "rendah", "error"),
    AgreementState.ENDED: (gettext_noop("ended early"), "rendah", "error"),
}
_ORDER: Final = tuple(_STATES)
FIELDS: Final = ("jenis", "nomor", "tentang", "tanda_tangan", "mulai", "selesai", "wilayah", "kontak")


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in the list."""

    url: str
    number: str
    about: str
    parties: str
    tag: Tag
    soon: str
    last: date | None


@dataclass(frozen=True)
class AgreementsPage:
    """The list of agreements."""

    tabs: tuple[Tab, ...]
    areas: tuple[Option, ...]
    states: tuple[Option, ...]
    lines: tuple[AgreementLine, ...]
    may_draft: bool
    synthetic: bool


@dataclass(frozen=True)
class AgreementPage:
    """One agreement with what may be done to it."""

    id: UUID
    version: int
    number: str
    about: str
    kind: str
    tag: Tag
    soon: str
    parties: tuple[str, ...]
    services: tuple[str, ...]
    areas: tuple[str, ...]
    contact: str
    signed_on: date
    first: date
    last: date | None
    ended_on: date | None
    ended_why: str
    file_name: str
    file_url: str
    change_url: str
    may_agree: bool
    may_end: bool
    may_attach: bool
    history: tuple[str, ...]
    today: date
    synthetic: bool


@dataclass(frozen=True)
class AgreementForm:
    """A page with the form of a draft. ``version`` 0: a new one."""

    typed: Mapping[str, str]
    kinds: tuple[Option, ...]
    parties: tuple[tuple[str, tuple[Option, ...]], ...]
    services: tuple[Option, ...]
    contacts: tuple[Option, ...]
    problem: str
    version: int
    back_url: str


def state_tag(state: AgreementState) -> Tag:
    """Return the label of how an agreement stands."""
    text, style, icon = _STATES[state]
    return Tag(gettext(text), style, icon)


def state_options(chosen: str) -> tuple[Option, ...]:
    """Offer the states of agreements."""
    return tuple(Option(one.value, state_tag(one).label, one.value == chosen) for one in _ORDER)


def party_names(rows: Iterable[directory.AgreementRow]) -> dict[UUID, str]:
    """Return the names of all parties of some agreements, units with their agencies, by id."""
    found = list(rows)
    parties = [party for row in found for party in row.agreement.parties]
    contacts = {row.agreement.contact_unit for row in found if row.agreement.contact_unit}
    units = access.unit_names({one.unit_id for one in parties if one.unit_id} | contacts)
    agencies = access.agencies_behind({one.agency_id for one in parties if one.agency_id})
    return units | {key: one.name for key, one in agencies.items()}


def lines_of(rows: Iterable[directory.AgreementRow], on: date, state: str = "") -> tuple[AgreementLine, ...]:
    """Return agreements as lines; those that end soon first, then those in force."""
    found = [row for row in rows if state in ("", directory.state_on(row, on).value)]
    names = party_names(found)
    ordered = sorted(
        found,
        key=lambda row: (not _ends_soon(row, on), directory.state_on(row, on) is not AgreementState.ACTIVE),
    )
    return tuple(
        AgreementLine(
            url=reverse("web:agreement", args=[row.id]),
            number=row.agreement.number,
            about=row.agreement.about,
            parties=" – ".join(_names(row, names)),
            tag=state_tag(directory.state_on(row, on)),
            soon=gettext("ends soon") if _ends_soon(row, on) else "",
            last=row.ended_on or row.agreement.valid_to,
        )
        for row in ordered
    )


def page_of(
    row: directory.AgreementRow,
    on: date,
    *,
    may_keep: bool,
    may_open: bool,
    history: tuple[str, ...],
) -> AgreementPage:
    """Return one agreement."""
    one, state, names = row.agreement, directory.state_on(row, on), party_names([row])
    known = places.names_of(one.areas)
    is_draft = state is AgreementState.DRAFT
    is_open = state in (AgreementState.ACTIVE, AgreementState.COMING) and row.ended_on is None
    return AgreementPage(
        id=row.id,
        version=row.version,
        number=one.number,
        about=one.about,
        kind=gettext(KINDS[one.kind.value]),
        tag=state_tag(state),
        soon=gettext("ends soon") if _ends_soon(row, on) else "",
        parties=tuple(_names(row, names)),
        services=tuple(sorted(words.service_name(name) for name in one.services)),
        areas=tuple(places.village_line(code, known) for code in one.areas),
        contact=names.get(one.contact_unit, "") if one.contact_unit else "",
        signed_on=one.signed_on,
        first=one.valid_from,
        last=one.valid_to,
        ended_on=row.ended_on,
        ended_why=row.ended_why,
        file_name=row.file_name if row.file_sha256 else "",
        file_url=reverse("web:agreement_file", args=[row.id]) if row.file_sha256 and may_open else "",
        change_url=reverse("web:change_agreement", args=[row.id]) if may_keep and is_draft else "",
        may_agree=may_keep and is_draft,
        may_end=may_keep and is_open,
        may_attach=may_keep and may_open,
        history=history,
        today=on,
        synthetic=words.is_invented((one.about, *names.values())),
    )


def typed_of(one: directory.Agreement) -> dict[str, str]:
    """Return a kept agreement as the lines of the form."""
    return {
        "jenis": one.kind.value,
        "nomor": one.number,
        "tentang": one.about,
        "tanda_tangan": one.signed_on.isoformat(),
        "mulai": one.valid_from.isoformat(),
        "selesai": one.valid_to.isoformat() if one.valid_to else "",
        "wilayah": ", ".join(one.areas),
        "kontak": str(one.contact_unit or ""),
    }


def chosen_of(one: directory.Agreement) -> tuple[str, ...]:
    """Return the parties of an agreement as the form names them."""
    return tuple(
        f"instansi:{party.agency_id}" if party.agency_id else f"unit:{party.unit_id}" for party in one.parties
    )


def party_options(
    units: Iterable[access.UnitRow], chosen: Collection[str]
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Offer whole agencies and their units, by agency."""
    by_agency: dict[UUID, list[access.UnitRow]] = {}
    for unit in units:
        by_agency.setdefault(unit.agency_id, []).append(unit)
    ordered = sorted(by_agency.items(), key=lambda one: one[1][0].agency)
    return tuple(
        (
            found[0].agency,
            (
                _option(f"instansi:{agency}", gettext("The whole agency"), chosen),
                *(_option(f"unit:{unit.id}", unit.name, chosen) for unit in found),
            ),
        )
        for agency, found in ordered
    )


def contact_options(units: Iterable[access.UnitRow], chosen: str) -> tuple[Option, ...]:
    """Offer units to ask about an agreement."""
    return tuple(Option(str(one.id), f"{one.agency} · {one.name}", str(one.id) == chosen) for one in units)


def kind_options(chosen: str) -> tuple[Option, ...]:
    """Offer the kinds of agreement."""
    return tuple(Option(code, gettext(text), code == chosen) for code, text in KINDS.items())


def _option(value: str, label: str, chosen: Collection[str]) -> Option:
    return Option(value, label, value in chosen)


def _names(row: directory.AgreementRow, names: Mapping[UUID, str]) -> list[str]:
    ids = [party.unit_id or party.agency_id for party in row.agreement.parties]
    return sorted(names[one] for one in ids if one is not None and one in names)


def _ends_soon(row: directory.AgreementRow, on: date) -> bool:
    last = row.agreement.valid_to
    return directory.state_on(row, on) is AgreementState.ACTIVE and last is not None and last - on <= _SOON
