"""Consents of one person, bars, and the sheet to sign, in the words of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from bahtera.privacy import api
from bahtera.web.presenters.parts import Option, Tag

MANNERS: Final[Mapping[str, str]] = {
    "signed": gettext_noop("Signed"),
    "thumbprint": gettext_noop("Thumbprint"),
    "spoken": gettext_noop("By word of mouth, with a witness"),
}
PURPOSES: Final[Mapping[str, str]] = {
    "service": gettext_noop("Services and referrals"),
    "survey": gettext_noop("Family survey"),
}
_ENDED: Final[Mapping[str, str]] = {
    "": gettext_noop("stands"),
    "withdrawn": gettext_noop("withdrawn"),
    "replaced": gettext_noop("replaced by a newer one"),
    "barred": gettext_noop("ended"),
}


@dataclass(frozen=True)
class ConsentLine:
    """One consent."""

    id: UUID
    purpose: str
    version: str
    manner: str
    given_at: datetime
    ended_at: datetime | None
    tag: Tag
    by_guardian: bool
    guardian: str
    witness: str
    sheet_url: str
    stands: bool


@dataclass(frozen=True)
class TextOption:
    """A text that can be consented to, with the address of its sheet."""

    value: str
    label: str
    words: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class ConsentsPage:
    """One person's consents, and the form to record one."""

    member_id: UUID
    name: str
    place: str
    birth_date: date | None
    zone: str
    today: date
    rows: tuple[ConsentLine, ...]
    texts: tuple[TextOption, ...]
    manners: tuple[Option, ...]
    relations: tuple[Option, ...]
    typed: Mapping[str, str]
    problem: str
    bars: tuple[api.BarRow, ...]
    can_bar: bool
    request_url: str


@dataclass(frozen=True)
class SheetPage:
    """A sheet to sign: the text as it was versioned, in Indonesian, and in English when read so."""

    purpose: str
    version: str
    words: str
    sha256: str


def line_of(row: api.ConsentRow) -> ConsentLine:
    """Return one consent for the page; how a bar ended it is not told."""
    stands = row.ended_at is None
    return ConsentLine(
        id=row.id,
        purpose=gettext(PURPOSES.get(row.purpose, row.purpose)),
        version=row.text_version,
        manner=gettext(MANNERS[row.manner]),
        given_at=row.given_at,
        ended_at=row.ended_at,
        tag=Tag(gettext(_ENDED[row.ended_how]), "tinggi" if stands else "none", "ok" if stands else ""),
        by_guardian=row.by_guardian,
        guardian=row.guardian,
        witness=row.witness,
        sheet_url=reverse("web:consent_sheet", args=[row.id]) if row.has_sheet else "",
        stands=stands,
    )


def text_options(chosen: str) -> tuple[TextOption, ...]:
    """Offer the texts that can be consented to."""
    return tuple(
        TextOption(
            value=f"{one.purpose}:{one.version}",
            label=gettext("{purpose}, version {version}").format(
                purpose=gettext(PURPOSES.get(one.purpose, one.purpose)), version=one.version
            ),
            words=words_of(one),
            url=reverse("web:consent_form", args=[one.purpose, one.version]),
            chosen=chosen == f"{one.purpose}:{one.version}",
        )
        for one in api.consent_texts().values()
    )


def words_of(text: api.ConsentText) -> str:
    """Return a text in the reader's language."""
    return text.text.get((get_language() or "id")[:2], text.text["id"])
