"""Referrals: the inbox of a unit, one referral with what may be done now, and its clocks in the office's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
from bahtera.deadlines import api as deadlines
from bahtera.directory import api as directory
from bahtera.referrals import api as referrals
from bahtera.referrals.api import Box, By, Move, Need, State, Urgency
from bahtera.web import numbers, places
from bahtera.web.presenters.parts import Option, Tag
from bahtera.web.presenters.services import words

BOXES: Final = {
    Box.NEW: gettext_noop("New referrals"),
    Box.DUE: gettext_noop("With a deadline"),
    Box.OVERDUE: gettext_noop("Overdue"),
    Box.RECEIVED: gettext_noop("All received"),
    Box.SENT: gettext_noop("Sent by us"),
}
_STYLES: Final = {
    State.DELIVERED: ("sedang", "warning"),
    State.ACCEPTED: ("state", ""),
    State.SCHEDULED: ("state", "calendar"),
    State.RUNNING: ("state", ""),
    State.MISSED: ("sedang", "warning"),
    State.DONE: ("tinggi", "ok"),
    State.DECLINED: ("rendah", "error"),
    State.EXPIRED: ("rendah", "error"),
}
_URGENT: Final = frozenset({Urgency.AT_ONCE, Urgency.HOURS_6, Urgency.HOURS_24})
MOVES: Final = {
    Move.ACCEPT: gettext_noop("Accept the referral"),
    Move.DECLINE: gettext_noop("Decline the referral"),
    Move.SCHEDULE: gettext_noop("Set an appointment"),
    Move.START: gettext_noop("The service has begun"),
    Move.MISS: gettext_noop("The client did not come"),
    Move.FINISH: gettext_noop("The service is done"),
    Move.WITHDRAW: gettext_noop("Withdraw the referral"),
}
_DID: Final = {
    Move.SEND: gettext_noop("Referral sent off"),
    Move.DELIVER: gettext_noop("Referral arrived"),
    Move.ACCEPT: gettext_noop("Referral accepted"),
    Move.DECLINE: gettext_noop("Referral declined"),
    Move.EXPIRE: gettext_noop("Referral expired without an answer"),
    Move.SCHEDULE: gettext_noop("Appointment set"),
    Move.MISS: gettext_noop("Client did not come"),
    Move.START: gettext_noop("Service begun"),
    Move.FINISH: gettext_noop("Service done"),
    Move.WITHDRAW: gettext_noop("Referral withdrawn"),
}
_SIDES: Final = {
    By.SENDER: gettext_noop("the sender"),
    By.RECEIVER: gettext_noop("the receiver"),
    By.SYSTEM: gettext_noop("the system"),
    By.CLOCK: gettext_noop("the deadline"),
}
_TOLD: Final = {
    "unit": gettext_noop("receiving unit told"),
    "pengirim": gettext_noop("sender told"),
    "atasan": gettext_noop("superior told"),
    "dinas": gettext_noop("agency told"),
}
_GROUNDS: Final = {
    "consent": gettext_noop("The client agreed"),
    "legal_duty": gettext_noop("A duty by law"),
    "vital_interest": gettext_noop("To save life or health"),
    "public_task": gettext_noop("A public task"),
}
# Lists of the directory that say what a code of a field means.
_LISTS: Final = {
    "bahasa": "languages",
    "kebutuhan_akses": "access",
    "disabilitas": "disabilities",
    "kelompok_sasaran": "target_groups",
}
_SEXES: Final = {"l": gettext_noop("male"), "p": gettext_noop("female")}


@dataclass(frozen=True)
class BoxTab:
    """One box of the inbox; ``count``: how many wait there, "" where nobody counts."""

    label: str
    url: str
    current: bool
    count: str
    urgent: bool


@dataclass(frozen=True)
class Line:
    """A referral in a list. ``due`` and ``appointment`` are told in the receiving office's time zone."""

    url: str
    service: str
    name: str
    other: str
    tag: Tag
    urgency: str
    urgent: bool
    due: datetime | None
    late: bool
    appointment: datetime | None
    at: datetime
    zone: str


@dataclass(frozen=True)
class InboxPage:
    """The inbox of one unit."""

    unit: str
    units: tuple[Option, ...]
    box: str
    title: str
    boxes: tuple[BoxTab, ...]
    lines: tuple[Line, ...]
    more_url: str
    synthetic: bool


@dataclass(frozen=True)
class Step:
    """A form for one move; ``need`` names what must be given."""

    move: str
    label: str
    url: str
    need: str
    options: tuple[Option, ...]
    main: bool


@dataclass(frozen=True)
class ClockLine:
    """A clock: what it measures, when it ends; ``told``: who was told that it ran out."""

    label: str
    due: datetime
    ended: datetime | None
    late: bool
    told: str
    unlisted: str


@dataclass(frozen=True)
class EventLine:
    """Something that happened, with who did it and why."""

    label: str
    at: datetime
    side: str
    why: str


@dataclass(frozen=True)
class ReferralPage:
    """One referral as its reader's side sees it."""

    id: UUID
    version: int
    service: str
    tag: Tag
    urgency: str
    urgent: bool
    sender: str
    sender_url: str
    receiver: str
    receiver_url: str
    zone: str
    due: datetime | None
    late: bool
    visit: referrals.Visit | None
    direction: str
    ground: str
    rule: str
    agreement: str
    seen: tuple[tuple[str, str], ...]
    withheld: tuple[str, ...]
    withheld_why: str
    outcome: str
    why: str
    feedback: str
    feedback_url: str
    feedback_longest: int
    ask_client: bool
    steps: tuple[Step, ...]
    clocks: tuple[ClockLine, ...]
    events: tuple[EventLine, ...]
    typed: Mapping[str, str]
    first_day: str
    back_url: str
    problem: str
    synthetic: bool


def label_of(of: str, code: str) -> str:
    """Return the words of a code of referrals in the reader's language."""
    found = referrals.codes(of).get(code)
    return (found.get(words.language()) or found["id"]) if found else code


def service_of(service: str, own_words: str) -> str:
    """Return the name of the service somebody is referred for."""
    found = referrals.known_services().get(service)
    return (found.get(words.language()) or found["id"]) if found else own_words or service


def state_tag(state: State) -> Tag:
    """Return the label of where a referral stands."""
    style, icon = _STYLES.get(state, ("none", ""))
    return Tag(label_of("rujukan_status", state.value), style, icon)


def box_tabs(unit_id: UUID, box: Box, counts: referrals.BoxCounts) -> tuple[BoxTab, ...]:
    """Return the boxes of an inbox with how many wait in each."""
    waiting = {Box.NEW: counts.new, Box.DUE: counts.due, Box.OVERDUE: counts.overdue}
    return tuple(
        BoxTab(
            gettext(label),
            f"{reverse('web:referrals')}?unit={unit_id}&kotak={one.value}",
            one is box,
            _up_to(waiting[one]) if one in waiting else "",
            one is Box.OVERDUE and counts.overdue > 0,
        )
        for one, label in BOXES.items()
    )


def lines_of(rows: list[referrals.ReferralRow], unit_id: UUID) -> tuple[Line, ...]:
    """Return the referrals of a box; each names the unit on the other side."""
    units = access.units_behind({one.sender_unit for one in rows} | {one.receiver_unit for one in rows})
    known = places.names_of({one.area for one in units.values()})
    return tuple(
        Line(
            url=reverse("web:referral", args=[one.id]),
            service=service_of(one.service, one.own_words),
            name=one.name,
            other=_other(one, unit_id, units),
            tag=state_tag(one.state),
            urgency=label_of("rujukan_urgensi", one.urgency.value),
            urgent=one.urgency in _URGENT,
            due=one.due,
            late=one.late,
            appointment=one.appointment,
            at=one.at,
            zone=_zone(one.receiver_unit, units, known),
        )
        for one in rows
    )


def page_of(
    view: referrals.ReferralView, *, today: date, typed: Mapping[str, str], problem: str = ""
) -> ReferralPage:
    """Return one referral with its forms."""
    row = view.row
    units = access.units_behind({row.sender_unit, row.receiver_unit})
    known = places.names_of({one.area for one in units.values()})
    before = By.RECEIVER in view.sides and By.SENDER not in view.sides
    mine = row.receiver_unit if By.RECEIVER in view.sides else row.sender_unit
    return ReferralPage(
        id=row.id,
        version=row.version,
        service=service_of(row.service, row.own_words),
        tag=state_tag(row.state),
        urgency=label_of("rujukan_urgensi", row.urgency.value),
        urgent=row.urgency in _URGENT,
        sender=_unit(row.sender_unit, units),
        sender_url=reverse("web:service_unit", args=[row.sender_unit]),
        receiver=_unit(row.receiver_unit, units),
        receiver_url=reverse("web:service_unit", args=[row.receiver_unit]),
        zone=_zone(row.receiver_unit, units, known),
        due=row.due,
        late=row.late,
        visit=view.visit,
        direction=label_of("rujukan_arah", row.direction.value),
        ground=gettext(_GROUNDS[view.ground]) if view.ground in _GROUNDS else "",
        rule=view.rule,
        agreement=view.agreement,
        seen=told_lines(view.seen),
        withheld=tuple(field_label(name) for name in view.withheld),
        withheld_why=gettext("Seen once your unit has accepted:")
        if before
        else gettext("Seen by the receiver once it has accepted:"),
        outcome=label_of("rujukan_hasil", view.outcome) if view.outcome else "",
        why=_why(view.reason, view.words, row.state),
        feedback=view.feedback or "",
        feedback_url=reverse("web:referral_feedback", args=[row.id]) if view.feedback_due else "",
        feedback_longest=referrals.LONGEST_FEEDBACK,
        ask_client=view.ask_client and By.RECEIVER in view.sides,
        steps=steps_of(view),
        clocks=tuple(_clock_line(one, row) for one in view.clocks),
        events=tuple(_event_line(one) for one in reversed(view.events)),
        typed=typed,
        first_day=today.isoformat(),
        back_url=f"{reverse('web:referrals')}?unit={mine}",
        problem=problem,
        synthetic=words.is_invented(_unit(one, units) for one in units),
    )


def steps_of(view: referrals.ReferralView) -> tuple[Step, ...]:
    """Return a form for every move that the reader's side may make now; the likeliest first."""
    found: dict[Move, Step] = {}
    for one in view.moves:
        if one.move not in MOVES or one.move in found:
            continue
        as_sender = one.move is Move.WITHDRAW and By.SENDER in view.sides
        name = "web:withdraw_referral" if as_sender else "web:answer_referral"
        found[one.move] = Step(
            move=one.move.value,
            label=gettext(MOVES[one.move]),
            url=reverse(name, args=[view.row.id]),
            need=_NEEDS[one.need],
            options=_options(one.need),
            main=not found and one.move is not Move.WITHDRAW,
        )
    return tuple(found.values())


def told_lines(seen: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what is told of a client, in the order of the declared fields, each with its label."""
    return tuple(
        (field_label(name), _said(name, seen[name])) for name in referrals.packets().fields if name in seen
    )


def field_label(name: str) -> str:
    """Return the label of a field of packets."""
    found = referrals.packets().fields.get(name)
    return (found.label.get(words.language()) or found.label["id"]) if found else name


_NEEDS: Final = {
    Need.NOTHING: "",
    Need.DECLINE_REASON: "sebab",
    Need.WITHDRAW_REASON: "sebab",
    Need.APPOINTMENT: "jadwal",
    Need.OUTCOME: "hasil",
}


def _options(need: Need) -> tuple[Option, ...]:
    if need in (Need.NOTHING, Need.APPOINTMENT):
        return ()
    return tuple(Option(code, label_of(need.value, code), False) for code in referrals.codes(need.value))


def _up_to(count: int) -> str:
    text = numbers.integer(count)
    return f"{text}+" if count >= referrals.MOST_COUNTED else text


def _unit(unit_id: UUID, units: Mapping[UUID, access.UnitRow]) -> str:
    found = units.get(unit_id)
    return f"{found.name}, {found.agency}" if found else ""


def _other(one: referrals.ReferralRow, unit_id: UUID, units: Mapping[UUID, access.UnitRow]) -> str:
    if one.receiver_unit == unit_id:
        return gettext("from {unit}").format(unit=_unit(one.sender_unit, units))
    return gettext("to {unit}").format(unit=_unit(one.receiver_unit, units))


def _zone(unit_id: UUID, units: Mapping[UUID, access.UnitRow], known: words.Known) -> str:
    found = units.get(unit_id)
    return places.zone_of(found.area if found else "", known)


def _why(reason: str, said: str, state: State) -> str:
    of = {State.DECLINED: "rujukan_alasan_tolak", State.WITHDRAWN: "rujukan_alasan_tarik"}.get(state)
    if not of or not reason:
        return ""
    label = label_of(of, reason)
    return f"{label}: {said}" if said else label


def _clock_name(name: str) -> str:
    told = deadlines.clock_named(name).label
    return told.get(words.language()) or told["id"]


def _clock_line(one: referrals.ClockRow, row: referrals.ReferralRow) -> ClockLine:
    return ClockLine(
        label=_clock_name(one.clock),
        due=one.due,
        ended=one.ended,
        late=one.ended is None and row.late and one.due == row.due,
        told=", ".join(gettext(_TOLD[whom]) for whom in one.told if whom in _TOLD),
        unlisted=", ".join(str(year) for year in one.unlisted),
    )


def _event_line(one: referrals.EventRow) -> EventLine:
    return EventLine(
        gettext(_DID[one.move]), one.at, gettext(_SIDES[one.by]), _why(one.reason, one.words, one.after)
    )


def _said(name: str, value: object) -> str:
    """Return a told value in words: codes by their list, days in full, the rest as it stands."""
    if isinstance(value, list | tuple):
        return ", ".join(_said(name, one) for one in value)
    text, kind = str(value), referrals.packets().fields[name].kind
    if kind in ("code", "codes"):
        return _code(name, text)
    if kind == "date":
        return numbers.day(text)
    return places.village_line(text, places.names_of([text])) if kind == "area" else text


def _code(name: str, code: str) -> str:
    """Return a code in words; one of no list with its words apart."""
    if name == "kelompok_umur":
        first, _, last = code.partition("_")
        if last.isdigit():
            return gettext("{first} to {last} years old").format(first=first, last=last)
        return gettext("{first} years and older").format(first=first)
    if name == "jenis_kelamin" and code in _SEXES:
        return gettext(_SEXES[code])
    if name in _LISTS and code in directory.code_lists()[_LISTS[name]]:
        return words.code_words(_LISTS[name], [code])[0]
    named = numbers.locale().languages.get(code) if name == "bahasa" else None
    return named or code.replace("_", " ")
