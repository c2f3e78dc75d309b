"""What the page about forms on paper shows: what can be printed, what was, and each form that was given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.surveys import api as surveys
from bahtera.web.presenters.assignments import part_name
from bahtera.web.presenters.parts import Option

BLANK: Final = "kosong"
WHOLE: Final = "desa"
PART: Final = "bagian:"
CHOSEN: Final = "pilihan"
WHY: Final = {
    "lost": gettext_noop("Lost"),
    "spoiled": gettext_noop("Spoiled"),
    "unused": gettext_noop("Not needed"),
    "twice": gettext_noop("Printed twice"),
}
_LANGUAGES: Final = {"id": "Bahasa Indonesia", "en": "English", "": "Bahasa Indonesia"}


@dataclass(frozen=True)
class Printing:
    """One file of forms: for whom, how far it is, and where it can be had."""

    id: str
    at: datetime
    what: str
    whom: str
    stage: str
    pages: int
    forms: int
    first: int
    cancelled: int
    language: str


@dataclass(frozen=True)
class Sheet:
    """One form that was given out."""

    serial: str
    place: int
    whom: str
    kader: str
    at: datetime
    is_cancelled: bool
    why: str


@dataclass(frozen=True)
class FamilyChoice:
    """A family that may be ticked."""

    id: str
    name: str


@dataclass(frozen=True)
class PartLink:
    """An RT whose families can be ticked one by one."""

    name: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class PaperPage:
    """The forms of one village in one round."""

    rounds: tuple[Option, ...]
    villages: tuple[Option, ...]
    round_id: int | None
    village: str
    village_name: str
    synthetic: bool
    zone: str
    whom: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    kaders: tuple[Option, ...] = ()
    parts: tuple[PartLink, ...] = ()
    families: tuple[FamilyChoice, ...] = ()
    part: str = ""
    printings: tuple[Printing, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    cancelled: int = 0
    reasons: tuple[Option, ...] = ()
    poll_url: str = ""
    back: str = ""
    most: int = surveys.MOST_FORMS


def whom_options(lines: Sequence[surveys.FamilyLine]) -> tuple[Option, ...]:
    """Return for whom forms can be printed: nobody yet, the whole village, each RT with how many families."""
    whole = gettext("All families of the village ({count})").format(count=len(lines))
    parts = [
        Option(f"{PART}{rw}-{rt}", f"{part_name(rw, rt)} ({count})", chosen=False)
        for (rw, rt), count in _counted(lines).items()
    ]
    found = [Option(BLANK, gettext("Blank forms"), chosen=True)]
    return (*found, *([Option(WHOLE, whole, chosen=False)] if lines else []), *parts)


def part_links(lines: Sequence[surveys.FamilyLine], address: str, chosen: str) -> tuple[PartLink, ...]:
    """Return the RT of a village, each with the address that lists its families."""
    return tuple(
        PartLink(
            part_name(rw, rt),
            count,
            f"{address}&{urlencode({'bagian': f'{rw}-{rt}'})}#pilih",
            f"{rw}-{rt}" == chosen,
        )
        for (rw, rt), count in _counted(lines).items()
    )


def families_of(lines: Sequence[surveys.FamilyLine], chosen: str) -> tuple[FamilyChoice, ...]:
    """Return the families of the chosen RT."""
    return tuple(
        FamilyChoice(str(one.family_id), one.head_name or gettext("Name not given"))
        for one in lines
        if chosen and f"{one.rw}-{one.rt}" == chosen
    )


def printings_of(
    rows: Sequence[surveys.PaperBatchRow], names: Mapping[UUID, str], first: Mapping[UUID, int]
) -> tuple[Printing, ...]:
    """Return the files of a village, newest first."""
    return tuple(
        Printing(
            id=str(row.id),
            at=row.printed_at,
            what=gettext("Filled in with what is on record") if row.prefilled else gettext("Blank"),
            whom=names.get(row.person_id, "") if row.person_id else "",
            stage=row.stage,
            pages=row.pages,
            forms=row.forms,
            first=first.get(row.id, 1),
            cancelled=row.cancelled,
            language=language_name(row.language),
        )
        for row in rows
    )


def sheets_of(
    rows: Sequence[surveys.PaperFormRow], heads: Mapping[UUID, str], names: Mapping[UUID, str]
) -> tuple[Sheet, ...]:
    """Return the forms that were given out, newest printing first."""
    return tuple(
        Sheet(
            serial=row.serial,
            place=row.place,
            whom=heads.get(row.family_id, gettext("A family of this village")) if row.family_id else "",
            kader=names.get(row.person_id, "") if row.person_id else "",
            at=row.printed_at,
            is_cancelled=row.state == surveys.PaperState.CANCELLED.value,
            why=gettext(WHY[row.cancelled_why]) if row.cancelled_why in WHY else "",
        )
        for row in rows
    )


def language_name(code: str) -> str:
    """Return what a language of a form is called: by its own name where we know it."""
    return _LANGUAGES.get(code, code)


def address_of(round_id: int | None, village: str) -> str:
    """Return the address of a village's forms."""
    return f"{reverse('web:paper')}?{urlencode({'putaran': round_id or '', 'desa': village})}"


def _counted(lines: Sequence[surveys.FamilyLine]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for one in lines:
        found[one.rw, one.rt] = found.get((one.rw, one.rt), 0) + 1
    return found
