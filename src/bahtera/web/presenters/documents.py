"""What the pages of the register of documents show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from bahtera.areas import api as area_api
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.foundation.errors import Refused
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option, Tag

KINDS: Final = {
    Kind.VILLAGE_SHEET: gettext_noop("Village sheet"),
    Kind.VILLAGE_PACKAGE: gettext_noop("Village package (Desa Cantik)"),
    Kind.REGENCY_BOOK: gettext_noop("Book of a regency"),
    Kind.PROVINCE_SUMMARY: gettext_noop("Summary of a province"),
    Kind.SLIDES: gettext_noop("Slides"),
    Kind.PRESS: gettext_noop("Press release"),
    Kind.MINUTES: gettext_noop("Minutes (berita acara)"),
}
STATES: Final = {
    State.MAKING: gettext_noop("being made"),
    State.FAILED: gettext_noop("not made"),
    State.UNCHANGED: gettext_noop("nothing new"),
    State.ISSUED: gettext_noop("the newest"),
    State.REPLACED: gettext_noop("replaced"),
    State.WITHDRAWN: gettext_noop("withdrawn"),
}
_STYLES: Final = {
    State.MAKING: ("sedang", ""),
    State.FAILED: ("rendah", "error"),
    State.ISSUED: ("tinggi", "ok"),
    State.WITHDRAWN: ("rendah", "error"),
}
_HELD: Final = frozenset({State.ISSUED, State.REPLACED, State.WITHDRAWN})
"""The states of a document that has its file."""

_TWINS: Final = {"xlsx": gettext_noop("Tables (XLSX)"), "txt": gettext_noop("Plain text")}
_TEN: Final = 100
_DEPTHS: Final = ("nation", "province", "regency", "district", "village")


@dataclass(frozen=True)
class Line:
    """One document in the list; ``file_url`` leads to its file at once, "" where there is none."""

    url: str
    file_url: str
    file: str
    kind: str
    area: str
    number: str
    round_name: str
    tag: Tag
    provisional: bool
    signed: bool
    at: datetime
    zone: str


@dataclass(frozen=True)
class ScheduleLine:
    """One entry of the monthly schedule."""

    id: str
    kind: str
    area: str
    day: int
    can_end: bool


@dataclass(frozen=True)
class Register:
    """The list with its filters, the form to issue one, and the monthly schedule."""

    lines: tuple[Line, ...]
    tells_apart: bool
    more_url: str
    filtered: bool
    kinds: tuple[Option, ...]
    new_kinds: tuple[Option, ...]
    new_area: str
    new_areas: tuple[Option, ...]
    new_round: str
    problem: str
    states: tuple[Option, ...]
    rounds: tuple[Option, ...]
    area: str
    can_issue: bool
    can_schedule: bool
    monthly_kinds: tuple[Option, ...]
    monthly_area: str
    monthly_areas: tuple[Option, ...]
    schedules: tuple[ScheduleLine, ...]
    last_day: int
    synthetic: bool


@dataclass(frozen=True)
class One:
    """A document as its page shows it."""

    id: str
    kind: str
    area: str
    number: str
    round_name: str
    tag: Tag
    provisional: bool
    ordered_at: datetime
    issued_at: datetime | None
    zone: str
    is_making: bool
    width: str
    refusal: str
    can_again: bool
    can_withdraw: bool
    can_sign: bool
    file: str
    pages: int
    size: str
    twin: str
    sha256: str
    data: str
    definition: str
    public_url: str
    replaced_by: str
    same_url: str
    ended_reason: str
    signed_at: datetime | None
    signed_count: int
    most_mb: int
    synthetic: bool


@dataclass(frozen=True)
class Public:
    """What somebody with the paper in hand reads."""

    kind: str
    area: str
    number: str
    at: datetime
    zone: str
    stage: str
    replaced_number: str
    replaced_at: datetime | None
    newer_round: bool
    sha256: str


def lines_of(found: Sequence[documents.DocumentRow]) -> tuple[Line, ...]:
    """Return documents as lines of the list."""
    known = places.names_of([one.area_code for one in found])
    rounds = {one.id: one for one in surveys.list_rounds()}
    newest = next((one.id for one in rounds.values() if one.index_ids), None)
    return tuple(
        Line(
            url=reverse("web:document", args=[one.id]),
            file_url=reverse("web:document_file", args=[one.id]) if one.state in _HELD else "",
            file="ZIP" if one.kind is Kind.VILLAGE_PACKAGE else "PDF",
            kind=gettext(KINDS[one.kind]),
            area=places.village_line(one.area_code, known),
            number=one.number,
            round_name=visits.round_title(rounds[one.round_id]) if one.round_id in rounds else "",
            tag=_tag_in_list(one, newest),
            provisional=one.made is not None and one.made.is_provisional,
            signed=bool(one.signed),
            at=one.issued_at or one.ordered_at,
            zone=places.zone_of(one.area_code, known),
        )
        for one in found
    )


def tell_apart(found: Sequence[documents.DocumentRow]) -> bool:
    """Tell whether papers of one kind and area are of several rounds: their figures differ, and a reader asks why."""
    kept = {(one.kind, one.area_code, one.round_id) for one in found if one.state in _HELD}
    return len(kept) > len({(kind, area) for kind, area, _ in kept})


def _tag_in_list(row: documents.DocumentRow, newest: int | None) -> Tag:
    """Return a state as a label; beside papers of a newer round one is only the newest of its own."""
    tag = tag_of(row.state)
    if row.state is State.ISSUED and row.round_id != newest:
        return replace(tag, label=gettext("the newest of its round"))
    return tag


def schedule_lines(
    found: Sequence[documents.ScheduleRow], may_end: Mapping[str, bool]
) -> tuple[ScheduleLine, ...]:
    """Return the monthly schedule; ``may_end`` tells by area who may end an entry."""
    known = places.names_of([one.area_code for one in found])
    return tuple(
        ScheduleLine(
            str(one.id),
            gettext(KINDS[one.kind]),
            places.village_line(one.area_code, known),
            one.day,
            may_end[one.area_code],
        )
        for one in found
    )


def kind_options(chosen: str) -> tuple[Option, ...]:
    """Return the kinds to choose from."""
    return tuple(Option(one.value, gettext(label), one.value == chosen) for one, label in KINDS.items())


def new_kind_options(chosen: str, area: str, reached: Sequence[str]) -> tuple[Option, ...]:
    """Return the kinds that are made for an area reached; "" among them is the country.

    Where none was chosen, the first one made for such an area stands first in hand.
    """
    level = area_api.level_of(area) if area else ""
    fits = next((one.value for one in KINDS if level in documents.LEVELS[one]), "")
    widest = min((_depth(area_api.level_of(code)) if code else 0 for code in reached), default=0)
    own = {one.value for one in KINDS if any(_depth(each) >= widest for each in documents.LEVELS[one])}
    return tuple(one for one in kind_options(chosen or fits) if one.value in own)


def new_area_options(chosen: str, reached: Sequence[str]) -> tuple[Option, ...]:
    """Return the villages to choose from where somebody answers for villages alone; nothing where they may type."""
    if not reached or any(not code or area_api.level_of(code) != "village" for code in reached):
        return ()
    known = places.names_of(reached)
    return tuple(Option(code, places.village_line(code, known), code == chosen) for code in reached)


def _depth(level: str) -> int:
    return _DEPTHS.index(level) if level in _DEPTHS else len(_DEPTHS)


def state_options(chosen: str) -> tuple[Option, ...]:
    """Return the states to choose from."""
    return tuple(Option(one.value, gettext(label), one.value == chosen) for one, label in STATES.items())


def round_options(chosen: str) -> tuple[Option, ...]:
    """Return the rounds that began, the newest first."""
    rows = [one for one in surveys.list_rounds() if one.has_begun and one.index_ids]
    return tuple(Option(str(one.id), visits.round_title(one), str(one.id) == chosen) for one in rows)


def more_address(filters: Mapping[str, str], cursor: str | None) -> str:
    """Return where the next page of the list is; "" on the last."""
    if not cursor:
        return ""
    return f"{reverse('web:documents')}?{urlencode({**filters, 'sesudah': cursor})}"


def tag_of(state: State) -> Tag:
    """Return a state as a label."""
    style, icon = _STYLES.get(state, ("none", ""))
    return Tag(gettext(STATES[state]), style, icon)


def one(
    row: documents.DocumentRow, address: str, *, newer_round: bool, can_issue: bool, can_sign: bool
) -> One:
    """Return a document's page; ``address`` is the one behind its QR code; ``newer_round`` as in `PublicDocument`."""
    known = places.names_of([row.area_code])
    told = surveys.get_round(row.round_id)
    made = row.made
    issued = row.state in _HELD
    return One(
        id=str(row.id),
        kind=gettext(KINDS[row.kind]),
        area=places.village_line(row.area_code, known),
        number=row.number,
        round_name=visits.round_title(told),
        tag=_tag_in_list(row, None if newer_round else row.round_id),
        provisional=made is not None and made.is_provisional,
        ordered_at=row.ordered_at,
        issued_at=row.issued_at,
        zone=places.zone_of(row.area_code, known),
        is_making=row.state is State.MAKING,
        width=f"{_TEN * row.done // row.total if row.total else 0}%",
        refusal=_refusal(row) if row.state is State.FAILED else "",
        can_again=row.state is State.FAILED and can_issue,
        can_withdraw=row.state is State.ISSUED and can_issue,
        can_sign=issued and can_sign,
        file=made.kind.upper() if made else "",
        pages=made.pages if made else 0,
        size=f"{numbers.number(made.size / 1_000_000, 1)} MB" if made else "",
        twin=gettext(_TWINS.get(made.twin_kind, "")) if made and made.twin else "",
        sha256=made.sha256 if made else "",
        data=_data(made) if made else "",
        definition=f"{row.index_id} {made.definition_version}, {made.definition_hash[:12]}" if made else "",
        public_url=address if issued else "",
        replaced_by=row.replaced_by,
        same_url=reverse("web:document", args=[row.same_as]) if row.same_as else "",
        ended_reason=row.ended_reason,
        signed_at=row.signed[0].attached_at if row.signed else None,
        signed_count=len(row.signed),
        most_mb=documents.LARGEST_SCAN // 1024 // 1024,
        synthetic=visits.is_synthetic(told),
    )


def public_page(found: documents.PublicDocument) -> Public:
    """Return what the QR code tells."""
    known = area_api.find([found.area_code])
    area = known.get(found.area_code)
    number, at = found.replaced_by or ("", None)
    stage = {State.ISSUED: "latest", State.REPLACED: "replaced"}.get(found.state, "withdrawn")
    return Public(
        kind=gettext(KINDS[found.kind]),
        area=places.full_name(area) if area else found.area_code,
        number=found.number,
        at=found.issued_at,
        zone=places.zone_of(found.area_code, known),
        stage=stage,
        replaced_number=number,
        replaced_at=at,
        newer_round=found.newer_round and stage == "latest",
        sha256=found.sha256,
    )


def _data(made: documents.Made) -> str:
    if made.is_provisional:
        return gettext("provisional, without a data version")
    return gettext("data version {number}, hash {hash}").format(
        number=made.data_version, hash=made.data_digest[:12]
    )


def _refusal(row: documents.DocumentRow) -> str:
    told = row.refusal
    return wording.refusal(Refused(told["code"], told["message"], **told["details"]))
