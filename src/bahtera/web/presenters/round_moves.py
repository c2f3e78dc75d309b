"""What the page before a round's move says: what follows, what to look at first, and whether a reason is needed."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.checks import api as checks
from bahtera.foundation.ramadan import ramadan_in
from bahtera.releases import api as releases
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import rounds as shown
from bahtera.web.presenters import silence

_FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "draft": (gettext_noop("Phones no longer see the round. Its plan can be changed."),),
    "field": (
        gettext_noop("Phones see the round, and kader may send visits."),
        gettext_noop("The versions of the questionnaire and of the indices are written down."),
        gettext_noop(
            "After the first visit the questionnaire, the design, the area and the targets stay as they are."
        ),
    ),
    "review": (
        gettext_noop("Phones no longer offer the round. Visits that come late are kept and flagged."),
        gettext_noop("Supervisors go on deciding. Tasks of kader end."),
    ),
    "provisional": (
        gettext_noop("Figures are given out as preliminary ones. Visits can still be approved."),
        gettext_noop("What counts now is signed as a numbered data version."),
    ),
    "final": (
        gettext_noop("No visit can be decided any more. A later change needs a reason and a second person."),
        gettext_noop("Figures are called final on every page, table and report."),
        gettext_noop("What counts now is signed as a numbered data version."),
    ),
}


@dataclass(frozen=True)
class Warned:
    """What to look at before a move, and where, for who may go there; ``link`` says what is there."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class MovePage:
    """What is said before a move."""

    head: shown.RoundHead
    act: str
    was: str
    becomes: str
    follows: tuple[str, ...]
    warnings: tuple[Warned, ...]
    needs_reason: bool
    reason: str
    left: releases.Unsettled
    is_final: bool
    revision: int
    problem: str


def way_on(row: surveys.RoundRow, actor: Actor, state: str) -> surveys.RoundState | None:
    """Return the state of an address when the round can go there from a page."""
    return next((one for one in shown.ways(row, actor) if one.value == state), None)


def move_page(
    row: surveys.RoundRow, to: surveys.RoundState, actor: Actor, reason: str, problem: str
) -> MovePage:
    """Return what is said before a round moves to a state."""
    left = releases.unsettled_in(row.id)
    return MovePage(
        head=shown.head_of(row, actor, "round"),
        act=shown.act_words(row, to),
        was=wording.say(shown.STATES, row.state.value),
        becomes=wording.say(shown.STATES, to.value),
        follows=tuple(gettext(text) for text in _FOLLOWS[to.value]),
        warnings=tuple(_warnings(row, to, left, actor)),
        needs_reason=surveys.needs_reason(row.state, to),
        reason=reason,
        left=left,
        is_final=to is surveys.RoundState.FINAL,
        revision=row.revision,
        problem=problem,
    )


def _warnings(
    row: surveys.RoundRow, to: surveys.RoundState, left: releases.Unsettled, actor: Actor
) -> list[Warned]:
    if to is surveys.RoundState.FIELD and row.state is surveys.RoundState.DRAFT:
        return [*_sample(row, actor), *(Warned(text) for text in _before_field(row))]
    if to not in {surveys.RoundState.REVIEW, surveys.RoundState.PROVISIONAL, surveys.RoundState.FINAL}:
        return []
    found = [Warned(text) for text in _unsettled(left)]
    found += [Warned(text) for text in silence.of_round(releases.reach_of(row.id))]
    found += _questions(row, actor)
    if row.state is surveys.RoundState.FIELD and row.closes and row.closes >= places.today_in(row.area_code):
        until = gettext("The time in the field runs on until {day}: visits that come after this are late.")
        found.append(Warned(until.format(day=numbers.day(row.closes))))
    if row.recommendation is None:
        found.append(Warned(_no_recommendation()))
    return found


def _questions(row: surveys.RoundRow, actor: Actor) -> list[Warned]:
    asked, serious = checks.count_open(row.id)
    if not asked:
        return []
    text = ngettext(
        "{n} question about interviews is not answered, {serious} of them to look at first.",
        "{n} questions about interviews are not answered, {serious} of them to look at first.",
        asked,
    ).format(n=numbers.integer(asked), serious=numbers.integer(serious))
    there = f"{reverse('web:check_flags', args=[row.id])}?keadaan=open"
    return [Warned(text, there if may(actor, "check.read") else "", gettext("Open questions"))]


def _no_recommendation() -> str:
    return gettext(
        "BPS's recommendation is not written down. A survey of a local office needs one (PP 51/1999); its"
        " number is printed on every form."
    )


def _unsettled(left: releases.Unsettled) -> list[str]:
    found = []
    if left.undecided:
        text = ngettext("{n} visit is not decided yet.", "{n} visits are not decided yet.", left.undecided)
        found.append(text.format(n=numbers.integer(left.undecided)))
    if left.unconfirmed:
        text = ngettext(
            "{n} approved visit waits for the second level.",
            "{n} approved visits wait for the second level.",
            left.unconfirmed,
        )
        found.append(text.format(n=numbers.integer(left.unconfirmed)))
    return found


def _before_field(row: surveys.RoundRow) -> list[str]:
    found = []
    if row.recommendation is None:
        found.append(_no_recommendation())
    if not surveys.targets(row.id):
        found.append(gettext("No targets are set: every village of the area takes part."))
    if ramadan_in(row.opens, row.closes or row.opens):
        found.append(
            gettext("Ramadan lies in the time in the field. Habits of that month are not those of the year.")
        )
    return found


def _sample(row: surveys.RoundRow, actor: Actor) -> list[Warned]:
    """Return what is missing of the sample of a round in two stages, to whoever may see samples."""
    if row.design is not surveys.Design.TWO_STAGE or not may(actor, "sample.read", area=row.area_code):
        return []
    draws = samples.draws_of(row.id, actor=actor)
    draw = next((one for one in draws if one.state is samples.DrawState.CONFIRMED), None)
    if draw is None:
        text = gettext(
            "No sample is confirmed: nobody knows yet which villages and families are interviewed."
        )
        return [Warned(text, reverse("web:sample", args=[row.id]), gettext("Sample"))]
    bare = sum(one.listed is None for one in samples.villages_of(draw.id, actor=actor))
    if not bare:
        return []
    text = ngettext(
        "In {n} drawn village no families are drawn yet.",
        "In {n} drawn villages no families are drawn yet.",
        bare,
    )
    there = reverse("web:sample_draw", args=[row.id, draw.id])
    return [Warned(text.format(n=numbers.integer(bare)), there, gettext("Sample"))]
