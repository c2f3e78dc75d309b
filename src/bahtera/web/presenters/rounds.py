"""What the pages of survey rounds show: the list, one round, and the tabs that all pages of a round share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may, reach
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.foundation.ramadan import Ramadan
from bahtera.indices import api as indices
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import visits
from bahtera.web.presenters.orders import OrderNote, note_of
from bahtera.web.presenters.parts import Option, ProgressBar, Tab, Tag

STATES: Final = {
    "draft": gettext_noop("Planned"),
    "field": gettext_noop("In the field"),
    "review": gettext_noop("In review"),
    "provisional": gettext_noop("Preliminary figures"),
    "final": gettext_noop("Final figures"),
    "corrected": gettext_noop("Final figures, corrected"),
}
DESIGNS: Final = {
    "enumeration": gettext_noop("Every family of the chosen locus villages"),
    "two_stage": gettext_noop("A sample in two stages: villages by their size, then families"),
}
STAGES: Final = {
    "locus": gettext_noop("Choosing the locus villages"),
    "training": gettext_noop("Training the kader"),
    "survey": gettext_noop("Survey"),
    "results": gettext_noop("Results"),
    "plan": gettext_noop("Action plan"),
    "assessment": gettext_noop("Assessment"),
}
PARAMETERS: Final = {
    "garis_kemiskinan": gettext_noop("Poverty line, rupiah a person a month"),
}
_ACTS: Final = {
    "draft": gettext_noop("Back to planning"),
    "field": gettext_noop("Go to the field"),
    "review": gettext_noop("End the field work"),
    "provisional": gettext_noop("Give out preliminary figures"),
    "final": gettext_noop("Make the figures final"),
}
_BACK: Final = {"field": gettext_noop("Back to the field"), "review": gettext_noop("Back to review")}
SIGNED: Final = frozenset({surveys.RoundState.PROVISIONAL, surveys.RoundState.FINAL})
_STYLES: Final = {"field": "sedang", "final": "tinggi", "corrected": "tinggi", "draft": "none"}
# The pages of one round, in the order of its life: key, word, address, and who may open it.
_TABS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("round", gettext_noop("Round"), "web:round", "round.read"),
    ("targets", gettext_noop("Targets"), "web:round_targets", "round.manage"),
    ("sample", gettext_noop("Sample"), "web:sample", "sample.read"),
    ("fieldwork", gettext_noop("Progress"), "web:fieldwork", "fieldwork.read"),
    ("checks", gettext_noop("Interview quality"), "web:checks", "check.read"),
    ("review", gettext_noop("Review of visits"), "web:round_review", "review.read"),
    ("back_check", gettext_noop("Re-interviews"), "web:back_checks", "backcheck.read"),
    ("versions", gettext_noop("Data versions"), "web:round_versions", "round.read"),
    ("estimates", gettext_noop("Estimates"), "web:estimates", "estimates.read"),
    ("index_quality", gettext_noop("Index quality"), "web:index_quality", "estimates.read"),
    ("metadata", gettext_noop("Metadata"), "web:metadata", "round.read"),
    ("microdata", gettext_noop("Micro-data"), "web:microdata", "microdata.read"),
)


def tabs(actor: Actor, round_id: int, current: str) -> tuple[Tab, ...]:
    """Return the pages of a round that the reader may open, marking the current one by its key."""
    return tuple(
        Tab(gettext(label), reverse(name, args=[round_id]), key == current)
        for key, label, name, action in _TABS
        if may(actor, action)
    )


@dataclass(frozen=True)
class RoundLine:
    """A round in the list."""

    name: str
    url: str
    place: str
    opens: date
    closes: date | None
    state: Tag
    bar: ProgressBar | None


@dataclass(frozen=True)
class RoundsPage:
    """The rounds that concern the reader: those still planned apart."""

    lines: tuple[RoundLine, ...]
    planned: tuple[RoundLine, ...]
    can_manage: bool
    can_weigh: bool
    synthetic: bool


@dataclass(frozen=True)
class MoveLine:
    """One move of a round; ``who`` is empty for a reader who does not keep rounds."""

    at: datetime
    was: str
    became: str
    who: str
    reason: str


@dataclass(frozen=True)
class PinLine:
    """A version that the round measures with; the hash in full for whoever compares."""

    label: str
    version: str
    hash: str


@dataclass(frozen=True)
class StageLine:
    """A stage of the calendar; ``is_late`` when its last day is over and it is not done."""

    label: str
    starts: date
    ends: date
    keeper: str
    done_on: date | None
    is_late: bool


@dataclass(frozen=True)
class WindowLine:
    """How far back some questions look, and which Ramadan lies in it (as words, empty for none)."""

    months: int
    questions: int
    first: date
    last: date
    ramadan: str


@dataclass(frozen=True)
class ParameterLine:
    """A number of an index that holds in the round's area on its first day, and where it is from."""

    label: str
    value: Fraction | None
    unit: str
    status: str
    source: str


@dataclass(frozen=True)
class StepLink:
    """A move that the reader may make."""

    label: str
    url: str
    is_back: bool


@dataclass(frozen=True)
class RoundHead:
    """What every page of a round shows at its top."""

    id: int
    title: str
    place: str
    state: Tag
    is_preliminary: bool
    synthetic: bool
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class RoundPage:
    """One round."""

    head: RoundHead
    purpose: str
    opens: date
    closes: date | None
    design: str
    form_id: str
    pins: tuple[PinLine, ...]
    recommendation: surveys.Recommendation | None
    villages: int
    families: int
    bar: ProgressBar | None
    moves: tuple[MoveLine, ...]
    zone: str
    stages: tuple[StageLine, ...]
    windows: tuple[WindowLine, ...]
    parameters: tuple[ParameterLine, ...]
    doubts: tuple[str, ...]
    steps: tuple[StepLink, ...]
    order: OrderNote | None
    keeps: bool
    can_plan: bool


def state_tag(state: surveys.RoundState) -> Tag:
    """Return the label of a round's state."""
    style = _STYLES.get(state.value, "state")
    icons = {"final": "ok", "corrected": "ok"}
    return Tag(wording.say(STATES, state.value), style, icons.get(state.value, ""))


def head_of(row: surveys.RoundRow, actor: Actor, current: str) -> RoundHead:
    """Return the top of a page of a round, with its tabs, the one of key ``current`` marked."""
    return RoundHead(
        id=row.id,
        title=visits.round_title(row),
        place=_place(row),
        state=state_tag(row.state),
        is_preliminary=row.has_begun and row.state not in surveys.DECIDED,
        synthetic=visits.is_synthetic(row),
        tabs=tabs(actor, row.id, current),
    )


def rounds_page(rows: Sequence[surveys.RoundRow], actor: Actor) -> RoundsPage:
    """Return the list of rounds."""
    lines = [(row, _line(row, actor)) for row in rows]
    return RoundsPage(
        lines=tuple(line for row, line in lines if row.has_begun),
        planned=tuple(line for row, line in lines if not row.has_begun),
        can_manage=may(actor, "round.manage"),
        can_weigh=may(actor, "estimates.read"),
        synthetic=any(visits.is_synthetic(row) for row in rows),
    )


def round_page(row: surveys.RoundRow, actor: Actor) -> RoundPage:
    """Return one round; how far it is counts the villages in the reader's areas."""
    targets = visits.own_targets(row.id, actor, "round.read")
    keeps = may(actor, "round.manage", area=row.area_code)
    order = note_of(releases.last_order(row.id, releases.Ordered.VERSION)) if keeps else None
    is_open = order is not None and order.is_open
    return RoundPage(
        head=head_of(row, actor, "round"),
        purpose=row.purpose,
        opens=row.opens,
        closes=row.closes,
        design=wording.say(DESIGNS, row.design.value),
        form_id=row.form_id,
        pins=_pins(row),
        recommendation=row.recommendation,
        villages=len(targets),
        families=sum(one.target_families for one in targets),
        bar=bar_of(row, actor) if row.has_begun else None,
        moves=tuple(_move(one, keeps=keeps) for one in surveys.moves_of(row.id)),
        zone=places.own_zone(actor),
        stages=_stages(row, actor),
        windows=_windows(row),
        parameters=_parameters(row),
        doubts=_doubts(row) if row.has_begun else (),
        steps=_steps(row, actor) if keeps and not is_open else (),
        order=order,
        keeps=keeps,
        can_plan=keeps and row.state not in surveys.DECIDED,
    )


def options(rows: Sequence[surveys.RoundRow], chosen: surveys.RoundRow | None) -> tuple[Option, ...]:
    """Return rounds as the choices of a list."""
    return tuple(Option(str(row.id), visits.round_title(row), row is chosen) for row in rows)


def _line(row: surveys.RoundRow, actor: Actor) -> RoundLine:
    return RoundLine(
        name=visits.round_title(row),
        url=reverse("web:round", args=[row.id]),
        place=_place(row),
        opens=row.opens,
        closes=row.closes,
        state=state_tag(row.state),
        bar=bar_of(row, actor) if row.has_begun else None,
    )


def bar_of(row: surveys.RoundRow, actor: Actor) -> ProgressBar:
    """Return how far a round is in the reader's areas: approved, received, target."""
    counts = results.visit_counts(row, reach(actor, "round.read"))
    return visits.round_bar(counts, visits.own_targets(row.id, actor, "round.read"))


def _place(row: surveys.RoundRow) -> str:
    known = areas.find([row.area_code]) if row.area_code else {}
    return places.full_name(known[row.area_code]) if row.area_code in known else gettext("All of Indonesia")


def _pins(row: surveys.RoundRow) -> tuple[PinLine, ...]:
    form = (
        (PinLine(gettext("Questionnaire {form}").format(form=row.form.id), row.form.version, row.form.hash),)
        if row.form
        else ()
    )
    indices = tuple(
        PinLine(gettext("Index {index}").format(index=one.id.upper()), one.version, one.hash)
        for one in row.indices
    )
    return (*form, *indices)


def _stages(row: surveys.RoundRow, actor: Actor) -> tuple[StageLine, ...]:
    today = clock.today(places.own_zone(actor))
    return tuple(
        StageLine(
            wording.say(STAGES, one.stage.value),
            one.starts,
            one.ends,
            one.keeper,
            one.done_on,
            one.is_late(today),
        )
        for one in surveys.calendar_of(row.id)
    )


def _windows(row: surveys.RoundRow) -> tuple[WindowLine, ...]:
    return tuple(
        WindowLine(one.months, len(one.questions), one.first, one.last, _seasons(one))
        for one in surveys.recall_windows(row.form_id, row.opens, row.closes)
    )


def _seasons(one: surveys.RecallWindow) -> str:
    said = ramadan_words(one.ramadan)
    if one.is_listed:
        return said
    unlisted = gettext("Ramadan of some of these years is not written down in the calendar.")
    return f"{said}. {unlisted}" if said else unlisted


def ramadan_words(found: Sequence[Ramadan]) -> str:
    """Return months of Ramadan as words, each saying whether the government has announced it; empty for none."""
    said = {
        "announced": gettext("{first} to {last} ({hijri} H)"),
        "estimated": gettext("{first} to {last} ({hijri} H, estimated)"),
    }
    return "; ".join(
        said[one.status].format(first=numbers.day(one.first), last=numbers.day(one.last), hijri=one.hijri)
        for one in found
    )


def _parameters(row: surveys.RoundRow) -> tuple[ParameterLine, ...]:
    """Return the numbers by area and date of the round's indices, as they hold in its area on its first day."""
    lines = []
    known = set(indices.list_indices())
    for index_id in row.index_ids:
        if index_id not in known:
            continue
        for one in indices.load(index_id).declaration.parameters.values():
            entry = one.entry_at(row.area_code, row.opens)
            value = Fraction(entry.value, 10**one.places) if entry else None
            lines.append(
                ParameterLine(
                    wording.say(PARAMETERS, one.name),
                    value,
                    index_id.upper(),
                    wording.say(wording.INDEX_STATUS, entry.status) if entry else "",
                    entry.source if entry else "",
                )
            )
    return tuple(lines)


def _doubts(row: surveys.RoundRow) -> tuple[str, ...]:
    """Return what was measured otherwise than planned, as sentences."""
    found = []
    for version, count in surveys.other_versions(row).forms.items():
        text = ngettext(
            "{n} visit that counts was made with version {version} of the questionnaire.",
            "{n} visits that count were made with version {version} of the questionnaire.",
            count,
        )
        found.append(text.format(n=numbers.integer(count), version=version))
    for (index_id, hashed), count in results.other_definitions(row).items():
        text = ngettext(
            "{n} approved family was scored by another version of the index {index} ({hash}).",
            "{n} approved families were scored by another version of the index {index} ({hash}).",
            count,
        )
        found.append(text.format(n=numbers.integer(count), index=index_id.upper(), hash=hashed[:12]))
    for other_id, count in surveys.double_families(row).items():
        text = ngettext(
            "{n} family is in the round {round} too. It counts in each round once.",
            "{n} families are in the round {round} too. They count in each round once.",
            count,
        )
        title = visits.round_title(surveys.get_round(other_id))
        found.append(text.format(n=numbers.integer(count), round=title))
    return tuple(found)


def ways(row: surveys.RoundRow, actor: Actor) -> tuple[surveys.RoundState, ...]:
    """Return where somebody can take a round from a page; figures are given out by who signs them, and corrections
    have a page of their own.
    """
    signs = may(actor, "release.make", area=row.area_code)
    return tuple(
        to
        for to in surveys.ROUND_MOVES[row.state]
        if to is not surveys.RoundState.CORRECTED and (signs or to not in SIGNED)
    )


def _steps(row: surveys.RoundRow, actor: Actor) -> tuple[StepLink, ...]:
    """Return the moves to offer; once a family was visited none leads back to the plan."""
    kept = surveys.visits_in(row.id) > 0
    return tuple(_step(row, to) for to in ways(row, actor) if not (kept and to is surveys.RoundState.DRAFT))


def _step(row: surveys.RoundRow, to: surveys.RoundState) -> StepLink:
    return StepLink(
        act_words(row, to),
        reverse("web:move_round", args=[row.id, to.value]),
        surveys.needs_reason(row.state, to),
    )


def act_words(row: surveys.RoundRow, to: surveys.RoundState) -> str:
    """Return what the button of a move says."""
    words = _BACK if surveys.needs_reason(row.state, to) and to.value in _BACK else _ACTS
    return wording.say(words, to.value)


def _move(row: surveys.RoundMove, *, keeps: bool) -> MoveLine:
    return MoveLine(
        at=row.at,
        was=wording.say(STATES, row.from_state.value),
        became=wording.say(STATES, row.to_state.value),
        who=row.actor_name if keeps else "",
        reason=row.reason,
    )
