"""One plan, its form, and a file of plans that was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places
from bahtera.web.presenters import visits
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Option, Tab
from bahtera.web.presenters.plans import words as said
from bahtera.web.presenters.plans.lists import PlanLine, line_of


@dataclass(frozen=True)
class BaselineLine:
    """The figure a plan starts from, with all that says what it is."""

    label: str
    code: str
    share: str
    hidden: bool
    unmet: str
    round_name: str
    cites: str
    index: str
    version: str
    hash: str


@dataclass(frozen=True)
class StepLine:
    """One entry of the history."""

    label: str
    role: str
    at: datetime
    reason: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TellLine:
    """What was told of a day."""

    on: date
    told: str
    note: str
    role: str


@dataclass(frozen=True)
class EvidenceLine:
    """A file, or what is left of one that was taken back."""

    id: str
    name: str
    size: str
    about: str
    role: str
    at: datetime
    url: str
    withdrawn: bool
    reason: str
    hash: str


@dataclass(frozen=True)
class MoveForm:
    """A move the reader may make now."""

    name: str
    label: str
    needs_reason: bool
    needs_date: bool
    is_main: bool


@dataclass(frozen=True)
class PlanPage:
    """One plan."""

    tabs: tuple[Tab, ...]
    line: PlanLine
    plan_id: str
    revision: int
    village_url: str
    impact_url: str
    zone: str
    details: str
    share: str
    baseline: BaselineLine
    aim_note: str
    answers: str
    person: str
    mine: bool
    held: bool
    main: tuple[MoveForm, ...]
    others: tuple[MoveForm, ...]
    may_change: bool
    may_tell: bool
    may_take: bool
    may_give: bool
    may_open: bool
    may_name: bool
    named: str
    steps: tuple[StepLine, ...]
    progress: tuple[TellLine, ...]
    evidence: tuple[EvidenceLine, ...]
    largest: int
    today: date
    synthetic: bool


@dataclass(frozen=True)
class PlanForm:
    """The form of a plan: what was typed, what can be chosen, and why it was not taken."""

    tabs: tuple[Tab, ...]
    typed: Mapping[str, str]
    areas: tuple[Option, ...]
    rounds: tuple[Option, ...]
    indicators: tuple[tuple[str, tuple[Option, ...]], ...]
    agencies: tuple[Option, ...]
    units: tuple[Option, ...]
    sources: tuple[Option, ...]
    years: tuple[Option, ...]
    problem: str = ""
    need: BaselineLine | None = None
    plan_url: str = ""
    number: str = ""
    revision: int = 0
    needs_reason: bool = False
    deadline_stays: bool = False
    asks_sure: bool = False
    taken_over: str = ""


@dataclass(frozen=True)
class ProblemLine:
    """What is wrong in a line of a file."""

    line: int
    column: str
    text: str


@dataclass(frozen=True)
class ImportPage:
    """A file of plans handed in: nothing yet, or why nothing was taken."""

    tabs: tuple[Tab, ...]
    columns: tuple[tuple[str, str, bool], ...]
    problem: str = ""
    problems: tuple[ProblemLine, ...] = field(default=())


# What each column of a file of plans holds.
COLUMNS = {
    "desa": gettext_noop("code of the village, such as 63.10.11.2011"),
    "tahun": gettext_noop("budget year"),
    "putaran": gettext_noop("number of the round that measured it, as in its address"),
    "indeks": gettext_noop("index, ikk when left out"),
    "indikator": gettext_noop("code or name of the indicator"),
    "kegiatan": gettext_noop("what is done"),
    "rincian": gettext_noop("more words about it"),
    "skpd": gettext_noop("agency that answers for it, code or name"),
    "unit": gettext_noop("name of the unit as it is registered here"),
    "jabatan": gettext_noop("office that answers for it, no name of a person"),
    "sumber_dana": gettext_noop("where the money comes from, code or name"),
    "jumlah_rupiah": gettext_noop("rupiah, 1500000, 1.500.000 or 1,5 juta"),
    "mulai": gettext_noop("first day, 2027-01-31 or 31/01/2027"),
    "tenggat": gettext_noop("deadline, written like the first day"),
    "sasaran_keluarga": gettext_noop("how many families"),
    "sasaran_persen": gettext_noop("percentage that meets it afterwards, 75 or 82,5"),
}
_MAIN = (
    actions.Move.PROPOSE,
    actions.Move.AGREE,
    actions.Move.BEGIN,
    actions.Move.FINISH,
    actions.Move.RESUME,
)


def baseline_line(found: actions.Baseline, index_id: str, indicator: str) -> BaselineLine:
    """Return a baseline in the reader's words."""
    share = gettext("hidden: too few families") if found.hidden else gettext("nobody answered yet")
    if found.share is not None:
        share = f"{numbers.number(_fraction(found.share), 1)} %"
    cites = gettext("provisional figures")
    if found.version is not None:
        cites = gettext("data version {number} ({hash})").format(number=found.version, hash=found.digest[:12])
    return BaselineLine(
        label=words(found.label),
        code=indicator,
        share=share,
        hidden=found.hidden,
        unmet="" if found.unmet is None else numbers.integer(found.unmet),
        round_name=f"{found.round_name} {found.round_year}",
        cites=cites,
        index=index_id,
        version=found.index_version,
        hash=found.index_hash[:12],
    )


def one_plan(found: actions.PlanPage, actor: access.Actor, tabs: tuple[Tab, ...]) -> PlanPage:
    """Return a plan's page."""
    row = found.row
    known = places.names_of([row.village_code])
    main = [move for move in _MAIN if move in found.moves]
    others = [move for move in said.MOVES if move in found.moves and move not in main]
    may_see_area = access.may(actor, "results.read", area=row.village_code)
    return PlanPage(
        tabs=tabs,
        line=line_of(row, places.village_line(row.village_code, known), exact=found.exact),
        plan_id=str(row.id),
        revision=row.revision,
        village_url=reverse("web:area", args=[row.village_code]) if may_see_area else "",
        impact_url=_impact(row, actor),
        zone=areas.zone_of(row.village_code),
        details=row.details,
        share=said.share(row.share) if row.share is not None else "",
        baseline=baseline_line(row.baseline, row.index_id, row.indicator),
        aim_note=_aim_note(row),
        answers=" · ".join(filter(None, (row.position, row.unit))) or said.agency(row.agency),
        person=found.person,
        mine=found.mine,
        held=row.held,
        main=tuple(_move(move, is_main=True) for move in main),
        others=tuple(_move(move, is_main=False) for move in others),
        may_change=found.may_change,
        may_tell=found.may_tell,
        may_take=found.may_take,
        may_give=found.may_give and row.unit_id is not None,
        may_open=found.may_read_evidence,
        may_name=found.may_name,
        named="" if found.named is None else numbers.integer(found.named),
        steps=tuple(_step(one, exact=found.exact) for one in reversed(found.steps)),
        progress=tuple(_told(one, found.row.families, exact=found.exact) for one in found.progress),
        evidence=tuple(_evidence(one, may_open=found.may_read_evidence) for one in found.evidence),
        largest=actions.LARGEST_EVIDENCE // 2**20,
        today=places.today_in(row.village_code),
        synthetic=any(one.id == row.round_id and visits.is_synthetic(one) for one in surveys.list_rounds()),
    )


def _impact(row: actions.PlanRow, actor: access.Actor) -> str:
    """Return where a done plan's indicator is compared before and after, for who may."""
    if row.state is not actions.State.DONE or not access.may(actor, "estimates.read", area=row.village_code):
        return ""
    return f"{reverse('web:impact')}?{urlencode({'ukuran': f'indikator:{row.index_id}:{row.indicator}'})}"


def import_page(
    tabs: tuple[Tab, ...], problem: str = "", refused: actions.BadPlanFile | None = None
) -> ImportPage:
    """Return the page where a file of plans is handed in."""
    needed = {"desa", "tahun", "putaran", "indikator", "kegiatan", "skpd", "sumber_dana", "mulai", "tenggat"}
    return ImportPage(
        tabs,
        tuple((name, gettext(COLUMNS[name]), name in needed) for name in actions.COLUMNS),
        problem,
        tuple(_problem(one) for one in refused.problems) if refused else (),
    )


def _problem(one: actions.LineProblem) -> ProblemLine:
    known = {"deadline": "tenggat", "starts_on": "mulai", "activity": "kegiatan", "details": "rincian"}
    known |= {"year": "tahun", "amount": "jumlah_rupiah", "source": "sumber_dana", "unit_id": "unit"}
    known |= {
        "families": "sasaran_keluarga",
        "share": "sasaran_persen",
        "position": "jabatan",
        "agency": "skpd",
    }
    details = {
        name: numbers.with_days(value) if isinstance(value, str) else value
        for name, value in one.details.items()
    }
    return ProblemLine(one.line, known.get(one.column, one.column), gettext(one.message).format(**details))


def _aim_note(row: actions.PlanRow) -> str:
    unmet = row.baseline.unmet
    if row.families is None or unmet is None or row.families <= unmet:
        return ""
    return gettext("More families are aimed at than lacked it when the round asked ({n}).").format(
        n=numbers.integer(unmet)
    )


def _move(move: actions.Move, *, is_main: bool) -> MoveForm:
    return MoveForm(
        move.value, gettext(said.MOVES[move]), move in actions.REASONED, move in actions.DATED, is_main
    )


def _step(one: actions.Step, *, exact: bool) -> StepLine:
    return StepLine(
        label=gettext(said.DONE[one.move]),
        role=gettext(said.ROLES.get(one.role, one.role)),
        at=one.at,
        reason=one.reason,
        changes=tuple(
            (
                capfirst(gettext(said.FIELDS[name])),
                said.value_of(name, before, exact=exact),
                said.value_of(name, after, exact=exact),
            )
            for name, (before, after) in one.changes.items()
            if name in said.FIELDS and name not in {"unit_id", "person", "round_id"}
        ),
    )


def _told(one: actions.ProgressRow, target: int | None, *, exact: bool) -> TellLine:
    parts = []
    if one.percent is not None:
        parts.append(f"{numbers.integer(one.percent)} %")
    if one.reached is not None:
        parts.append(said.reached(one.reached, target, exact=exact))
    return TellLine(one.on, " · ".join(parts), one.note, gettext(said.ROLES.get(one.role, one.role)))


def _evidence(one: actions.EvidenceRow, *, may_open: bool) -> EvidenceLine:
    withdrawn = one.withdrawn_at is not None
    return EvidenceLine(
        id=str(one.id),
        name=(one.name if may_open else one.kind.upper()) if not withdrawn else gettext("taken back"),
        size=gettext("{n} KB").format(n=numbers.integer(max(one.size // 1024, 1))),
        about=one.about if may_open else "",
        role=gettext(said.ROLES.get(one.role, one.role)),
        at=one.at,
        url=reverse("web:plan_evidence", args=[one.id]) if may_open and not withdrawn else "",
        withdrawn=withdrawn,
        reason=one.reason,
        hash=one.sha256[:16],
    )


def _fraction(text: str) -> Fraction:
    return Fraction(text)
