"""The list of services of a regency: who answers for which indicator, what it takes, and how that came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.access.api import Actor, may
from bahtera.indices import api as indices
from bahtera.needs import api as needs
from bahtera.web import money
from bahtera.web.presenters import needs as common
from bahtera.web.presenters.needs_place import Where, label
from bahtera.web.presenters.parts import Option

MANAGE: Final = "needs.manage"


@dataclass(frozen=True)
class LineRow:
    """One line of the list."""

    code: str
    label: str
    responsible: common.Responsible
    unit_cost: str
    fixed_cost: str
    reach: int
    basis: str
    url: str
    current: bool


@dataclass(frozen=True)
class ChangeRow:
    """One change of a line: what it says, why, who and when."""

    number: int
    what: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class LineForm:
    """A line to be written otherwise, or as it was typed."""

    code: str
    label: str
    dimension: str
    line: needs.Line
    default: str
    basis: str
    services: tuple[Option, ...]
    agencies: tuple[Option, ...]
    helpers: tuple[Option, ...]
    typed: Mapping[str, str]
    seen: int
    history: tuple[ChangeRow, ...]
    can_change: bool
    problem: str
    responsible: common.Responsible


@dataclass(frozen=True)
class MappingPage:
    """The whole list, and the line that is open."""

    place: Where
    regency: str
    rows: tuple[LineRow, ...]
    form: LineForm | None
    without: tuple[str, ...]
    own: int
    mapping_note: str
    source: str
    cost_note: str
    can_change: bool


def mapping_page(place: Where, form: LineForm | None, actor: Actor) -> MappingPage:
    """Return the list of an area's regency; for a province the defaults."""
    book = needs.load_book()
    lines = needs.lines_of(place.code)
    units = needs.units_for(place.code) if place.code else {}
    known = _indicators(place.index_id)
    rows = tuple(
        LineRow(
            code=code,
            label=label(text),
            responsible=common.responsible_of(line, units),
            unit_cost=money.rupiah(line.unit_cost),
            fixed_cost=money.rupiah(line.fixed_cost),
            reach=line.reach,
            basis=basis_words(line),
            url=line_url(place, code),
            current=form is not None and form.code == code,
        )
        for code, text in known.items()
        if (line := lines.get((place.index_id, code)))
    )
    regency = needs.regency_of(place.code)
    return MappingPage(
        place=place,
        regency=regency,
        rows=rows,
        form=form,
        without=tuple(
            f"{code} {label(text)}" for code, text in known.items() if (place.index_id, code) not in lines
        ),
        own=sum(row.responsible.own for row in rows),
        mapping_note=common.mapping_note(book.ref),
        source=book.ref.source,
        cost_note=label(book.ref.cost_source),
        can_change=bool(regency) and may(actor, MANAGE, area=regency),
    )


def line_form(
    place: Where, code: str, actor: Actor, *, typed: Mapping[str, str] | None = None, problem: str = ""
) -> LineForm | None:
    """Return the form of an indicator's line; None where there is no such line."""
    book, key = needs.load_book(), (place.index_id, code)
    if key not in book.lines:
        return None
    line = needs.lines_of(place.code)[key]
    regency = needs.regency_of(place.code)
    history = needs.history_of(place.code, *key) if regency else ()
    names = {who: name for who, (_, name) in access.people_behind(each.actor_key for each in history).items()}
    sent = typed or {
        "agency": line.agency,
        "biaya_keluarga": str(line.unit_cost),
        "biaya_desa": str(line.fixed_cost),
        "jangkauan": str(line.reach),
        "dasar": "" if line.is_default else line.basis,
        "alasan": "",
    }
    return LineForm(
        code=code,
        label=label(_indicators(place.index_id)[code]),
        dimension="",
        line=line,
        default=_said(book.lines[key]),
        basis=basis_words(line),
        services=tuple(
            Option(name, label(text), name == line.services[0]) for name, text in book.services.items()
        ),
        agencies=_offices(line.agency),
        helpers=tuple(
            Option(each.value, each.label, each.value in line.helpers) for each in _offices(line.agency)
        ),
        typed=sent,
        seen=history[0].number if history else 0,
        history=tuple(_change(each, names) for each in history),
        can_change=bool(regency) and may(actor, MANAGE, area=regency),
        problem=problem,
        responsible=common.responsible_of(line, needs.units_for(place.code) if place.code else {}),
    )


def line_url(place: Where, code: str) -> str:
    """Return the address of a line."""
    return f"{reverse('web:needs_mapping')}?{urlencode({**place.asked, 'butir': code})}#baris"


def basis_words(line: needs.Line) -> str:
    """Return where a line comes from."""
    if line.basis == "inferred":
        return gettext("our own reading, no source found")
    return line.basis if line.is_default else line.basis or gettext("set by the regency")


def _offices(chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(name, label(each.label), name == chosen) for name, each in needs.load_book().agencies.items()
    )


def _change(each: needs.Change, names: Mapping[str, str]) -> ChangeRow:
    return ChangeRow(
        number=each.number,
        what=_said(each.line) if each.line else gettext("Default put back"),
        reason=each.reason,
        who=names.get(each.actor_key, gettext("an account that is gone")),
        at=each.at,
    )


def _said(line: needs.Line) -> str:
    """Return a line as one sentence."""
    book = needs.load_book()
    return gettext(
        "{service}; responsible: {agency}; helps: {helpers}; {unit} a family, {fixed} a village, reach {reach} %"
    ).format(
        service=", ".join(label(book.services[name]) for name in line.services),
        agency=label(book.agencies[line.agency].label),
        helpers=", ".join(label(book.agencies[name].label) for name in line.helpers) or "–",
        unit=money.rupiah(line.unit_cost),
        fixed=money.rupiah(line.fixed_cost),
        reach=line.reach,
    )


def _indicators(index_id: str) -> dict[str, Mapping[str, str]]:
    if not index_id:
        return {}
    found = indices.load(index_id).without_private()
    return {each.id: {"id": each.label.id, "en": each.label.en} for each in found.indicators}
