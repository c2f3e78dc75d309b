"""The register of processing and breaches in the words of a page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.privacy import api

_GROUNDS: Final[Mapping[str, str]] = {
    "consent": gettext_noop("consent"),
    "contract": gettext_noop("contract"),
    "legal_duty": gettext_noop("legal duty"),
    "vital_interest": gettext_noop("vital interest"),
    "public_task": gettext_noop("public task"),
    "legitimate_interest": gettext_noop("legitimate interest"),
}
_KINDS: Final[Mapping[str, str]] = {
    "salah_kirim": gettext_noop("Sent to the wrong person"),
    "akses_tak_sah": gettext_noop("Somebody got in who may not"),
    "perangkat_hilang": gettext_noop("A device was lost"),
    "publikasi_keliru": gettext_noop("Published by mistake"),
    "malware": gettext_noop("Malicious program"),
    "lainnya": gettext_noop("Something else"),
}
_STATES: Final[Mapping[str, str]] = {
    "found": gettext_noop("found"),
    "contained": gettext_noop("stopped"),
    "assessed": gettext_noop("assessed"),
    "notified": gettext_noop("notices sent"),
    "closed": gettext_noop("closed"),
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
class BreachLine:
    """One breach as the page shows it."""

    kind: str
    state: str
    zone: str
    found_at: datetime
    due_at: datetime
    affected: int | None
    overdue: bool
    late: bool


@dataclass(frozen=True)
class PrivacyPage:
    """The page: where the declaration comes from, its purposes, the breaches."""

    version: str
    status: str
    source: str
    parts: Sequence[PurposePart]
    breaches: Sequence[BreachLine]
    overdue: int


def present(register: api.Register, breaches: Sequence[api.BreachRow], *, language: str) -> PrivacyPage:
    """Return the page in a language; what people declared stays Indonesian, as they wrote it."""
    lines = tuple(_breach(row) for row in breaches)
    return PrivacyPage(
        version=register.version,
        status=gettext("official") if register.status == "official" else gettext("working"),
        source=register.source,
        parts=tuple(_part(entry, language) for entry in register.entries),
        breaches=lines,
        overdue=sum(line.overdue for line in lines),
    )


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


def _breach(row: api.BreachRow) -> BreachLine:
    return BreachLine(
        kind=gettext(_KINDS[row.kind]),
        state=gettext(_STATES[row.state]),
        zone=row.zone,
        found_at=row.found_at,
        due_at=row.due_at,
        affected=row.affected,
        overdue=row.is_overdue,
        late=row.was_late,
    )
