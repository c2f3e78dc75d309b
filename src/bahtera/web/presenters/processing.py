"""The register of processing and breaches in the words of a page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.privacy import api
from bahtera.web.presenters.breaches import BreachLine
from bahtera.web.presenters.parts import Tag

_GROUNDS: Final[Mapping[str, str]] = {
    "consent": gettext_noop("consent"),
    "contract": gettext_noop("contract"),
    "legal_duty": gettext_noop("legal duty"),
    "vital_interest": gettext_noop("vital interest"),
    "public_task": gettext_noop("public task"),
    "legitimate_interest": gettext_noop("legitimate interest"),
}


@dataclass(frozen=True)
class TableLine:
    """A table and how many columns it has at each level, as in ``L2: 4, L3: 2``."""

    name: str
    levels: str


@dataclass(frozen=True)
class PurposePart:
    """One purpose as the page shows it."""

    title: str
    ground: str
    article: str
    reason: str
    people: Sequence[str]
    data: Sequence[str]
    recipients: Sequence[str]
    retention: str
    tables: Sequence[TableLine]
    acts: Sequence[api.Act]


@dataclass(frozen=True)
class ClockLine:
    """One request by its clock, without whom it is about."""

    kind: str
    state: str
    place: str
    asked_at: datetime
    clock: Tag


@dataclass(frozen=True)
class PrivacyPage:
    """The page: where the declaration comes from, its purposes, the latest requests and failures."""

    version: str
    status: str
    source: str
    parts: Sequence[PurposePart]
    breaches: Sequence[BreachLine]
    requests: Sequence[ClockLine]
    overdue: int
    zone: str


def parts_of(register: api.Register, language: str) -> tuple[PurposePart, ...]:
    """Return the purposes in a language; what people declared stays Indonesian, as they wrote it."""
    return tuple(_part(entry, language) for entry in register.entries)


def status_of(register: api.Register) -> str:
    """Return whether the declaration is official."""
    return gettext("official") if register.status == "official" else gettext("working")


def _part(entry: api.RegisterEntry, language: str) -> PurposePart:
    one = entry.purpose
    tables = sorted({column.table for column in entry.columns})
    return PurposePart(
        title=one.title.get(language, one.title["id"]),
        ground=gettext(_GROUNDS[one.ground]),
        article=one.article,
        reason=one.reason,
        people=one.people,
        data=one.data,
        recipients=one.recipients,
        retention=one.retention,
        tables=tuple(TableLine(name, _levels(entry, name)) for name in tables),
        acts=entry.acts,
    )


def _levels(entry: api.RegisterEntry, table: str) -> str:
    counted = Counter(column.level for column in entry.columns if column.table == table)
    return ", ".join(f"{level}: {number}" for level, number in sorted(counted.items()))
