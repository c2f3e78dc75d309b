"""The words of plans: states, moves, roles, fields; money and small counts as the reader's language writes them."""

from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.actions import api as actions
from bahtera.actions.api import DutyKind, Move, State
from bahtera.needs import api as needs
from bahtera.web import numbers
from bahtera.web.money import rupiah
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Tag

STATES: Final = {
    State.DRAFT: gettext_noop("draft plan"),
    State.PROPOSED: gettext_noop("proposed"),
    State.AGREED: gettext_noop("agreed upon"),
    State.RUNNING: gettext_noop("under way"),
    State.DONE: gettext_noop("done"),
    State.POSTPONED: gettext_noop("put off"),
    State.CANCELLED: gettext_noop("given up"),
}
_STYLES: Final = {
    State.PROPOSED: "sedang",
    State.DONE: "tinggi",
    State.DRAFT: "none",
    State.CANCELLED: "none",
    State.POSTPONED: "none",
}
_ICONS: Final = {State.DONE: "ok", State.POSTPONED: "sedang"}
MOVES: Final = {
    Move.PROPOSE: gettext_noop("Propose it to the TPK2D"),
    Move.RETURN: gettext_noop("Give it back as a draft"),
    Move.AGREE: gettext_noop("Agree upon it"),
    Move.BEGIN: gettext_noop("The work begins"),
    Move.FINISH: gettext_noop("The work is done"),
    Move.REOPEN: gettext_noop("Open it again"),
    Move.SHIFT: gettext_noop("Move the deadline"),
    Move.POSTPONE: gettext_noop("Put it off"),
    Move.RESUME: gettext_noop("Take it up again"),
    Move.CANCEL: gettext_noop("Give it up"),
}
DONE: Final = {
    Move.MAKE: gettext_noop("Written down"),
    Move.CHANGE: gettext_noop("Changed"),
    Move.PROPOSE: gettext_noop("Proposed"),
    Move.RETURN: gettext_noop("Given back as a draft"),
    Move.AGREE: gettext_noop("Agreed upon"),
    Move.BEGIN: gettext_noop("Begun"),
    Move.FINISH: gettext_noop("Done"),
    Move.REOPEN: gettext_noop("Opened again"),
    Move.SHIFT: gettext_noop("Deadline moved"),
    Move.POSTPONE: gettext_noop("Put off"),
    Move.RESUME: gettext_noop("Taken up again"),
    Move.CANCEL: gettext_noop("Given up"),
    Move.TAKE: gettext_noop("Somebody answers for it"),
}
ROLES: Final = {
    "tpk2d": gettext_noop("TPK2D"),
    "desa_officer": gettext_noop("village office"),
    "agency_officer": gettext_noop("agency"),
    "administrator": gettext_noop("administration"),
    "system": gettext_noop("the system"),
}
FIELDS: Final = {
    "activity": gettext_noop("activity"),
    "details": gettext_noop("details"),
    "agency": gettext_noop("agency"),
    "unit_id": gettext_noop("unit"),
    "position": gettext_noop("office"),
    "source": gettext_noop("source of money"),
    "amount": gettext_noop("amount"),
    "starts_on": gettext_noop("first day"),
    "deadline": gettext_noop("deadline"),
    "families": gettext_noop("families aimed at"),
    "share": gettext_noop("percentage aimed at"),
    "indicator": gettext_noop("indicator"),
    "index_id": gettext_noop("index"),
    "round_id": gettext_noop("round"),
    "person": gettext_noop("who answers for it"),
}
DUTIES: Final = {
    DutyKind.OVERDUE: gettext_noop("Plans past their deadline"),
    DutyKind.AGREE: gettext_noop("Plans to agree upon"),
    DutyKind.SOON: gettext_noop("Plans whose deadline is near"),
    DutyKind.BEGIN: gettext_noop("Plans that should have begun"),
    DutyKind.SILENT: gettext_noop("Plans without word for a month"),
    DutyKind.UNHELD: gettext_noop("Plans that nobody answers for yet"),
}


def state_tag(state: State) -> Tag:
    """Return a plan's state as a label."""
    return Tag(gettext(STATES[state]), _STYLES.get(state, "state"), _ICONS.get(state, ""))


def late_tag(row: actions.PlanRow) -> Tag | None:
    """Return how late a plan is, or was when it was done, as a label; None for one in time."""
    if row.over:
        text = ngettext("done {n} day after the deadline", "done {n} days after the deadline", row.over)
        return Tag(text.format(n=numbers.integer(row.over)), "none", "info")
    if not row.late:
        return None
    text = ngettext("{n} day late", "{n} days late", row.late).format(n=numbers.integer(row.late))
    return Tag(text, "rendah", "warning")


def agency(code: str) -> str:
    """Return the words for an agency."""
    known = needs.load_book().agencies
    return words(known[code].label) if code in known else code


def source(code: str) -> str:
    """Return the words for a source of money."""
    known = actions.plan_settings().sources
    return words(known[code].label) if code in known else code


def indicator(row: actions.PlanRow) -> str:
    """Return the words of a plan's indicator as the round had them."""
    return words(row.baseline.label)


def families(count: int | None, *, exact: bool) -> str:
    """Write a count of families; "fewer than" for one that would point at them."""
    shown = actions.shown_count(count, exact=exact)
    if shown is not None and shown < 0:
        return gettext("fewer than {n}").format(n=numbers.integer(-shown))
    return numbers.integer(shown)


def reached(count: int, target: int | None, *, exact: bool) -> str:
    """Write how many families were reached of those aimed at; "more than" where few of these are left."""
    over = actions.reached_over(count, target, exact=exact)
    if over is not None:
        return gettext("more than {n} families reached").format(n=numbers.integer(over))
    return gettext("{n} families reached").format(n=families(count, exact=exact))


def share(hundredths: int | None) -> str:
    """Write a percentage that is kept in hundredths; a dash for none."""
    return (
        "–" if hundredths is None else f"{numbers.number(hundredths / 100, 2 if hundredths % 100 else 0)} %"
    )


def value_of(field: str, text: str, *, exact: bool) -> str:
    """Return one side of a change as the reader's language writes it; what names a unit or nobody stays apart."""
    if not text:
        return "–"
    if field in {"starts_on", "deadline"}:
        return numbers.day(text)
    if field == "amount":
        return rupiah(int(text))
    if field == "families":
        return families(int(text), exact=exact)
    if field == "share":
        return share(int(text))
    tables = {"agency": agency, "source": source}
    return tables[field](text) if field in tables else text
