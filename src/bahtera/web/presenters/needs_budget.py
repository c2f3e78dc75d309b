"""The page of a budget: what it would buy, why, what comes next, and what another budget would bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.indices import api as indices
from bahtera.needs import api as needs
from bahtera.web import charts, numbers, places
from bahtera.web.presenters import needs as common
from bahtera.web.presenters.needs_place import Where, label


@dataclass(frozen=True)
class ChosenRow:
    """What is done in a village."""

    village: str
    village_url: str
    work: tuple[str, ...]
    cost: str
    lifted: str
    per_family: str


@dataclass(frozen=True)
class CurvePoint:
    """Another budget and what it lifts; ``width`` for the bar."""

    budget: str
    lifted: str
    width: str
    current: bool


@dataclass(frozen=True)
class BudgetPage:
    """The form and the plan."""

    place: Where
    budget: str
    refusal: str
    in_worker: bool
    waiting: bool
    plan: needs.BudgetPlan | None
    sentence: str
    rows: tuple[ChosenRow, ...]
    next_best: tuple[ChosenRow, ...]
    curve: tuple[CurvePoint, ...]
    cost: str
    by_agency: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def page_of(
    place: Where,
    budget: str,
    plan: needs.BudgetPlan | None = None,
    *,
    refusal: str = "",
    in_worker: bool = False,
    waiting: bool = False,
) -> BudgetPage:
    """Return the page of a budget; without a plan, the form alone."""
    names = _labels(plan.index.id) if plan else {}
    known = places.names_of(each.village_code for each in (*plan.chosen, *plan.next_best)) if plan else {}
    shown = {code: area.name for code, area in known.items()}
    return BudgetPage(
        place=place,
        budget=budget,
        refusal=refusal,
        in_worker=in_worker,
        waiting=waiting,
        plan=plan,
        sentence=_sentence(plan) if plan else "",
        rows=tuple(_row(each, place, shown, names) for each in plan.chosen) if plan else (),
        next_best=tuple(_row(each, place, shown, names) for each in plan.next_best) if plan else (),
        curve=_curve(plan) if plan else (),
        cost=common.rupiah(plan.cost) if plan else "",
        by_agency=_by_agency(plan) if plan else (),
        notes=_notes(plan) if plan else (),
    )


def lifted(count: int) -> str:
    """Write families lifted as they may be told."""
    return gettext("about {n}").format(n=numbers.integer(count)) if count else gettext("fewer than 5")


def _sentence(plan: needs.BudgetPlan) -> str:
    if not plan.chosen:
        return gettext("With {budget} nothing on offer lifts a family above 75. Try a larger budget.").format(
            budget=common.rupiah(plan.budget)
        )
    return gettext(
        "With {budget}, {lifted} more families come above 75: work in {villages} villages for {cost}."
    ).format(
        budget=common.rupiah_short(plan.budget),
        lifted=lifted(plan.lifted),
        villages=numbers.integer(len(plan.chosen)),
        cost=common.rupiah_short(plan.cost),
    )


def _row(each: needs.Chosen, place: Where, known: Mapping[str, str], names: Mapping[str, str]) -> ChosenRow:
    asked = {**place.asked, "wilayah": each.village_code}
    return ChosenRow(
        village=known.get(each.village_code, each.village_code),
        village_url=f"{reverse('web:needs')}?{urlencode(asked)}",
        work=tuple(
            gettext("{name}: {n} families, {cost}").format(
                name=names[code], n=numbers.integer(reached), cost=common.rupiah(cost)
            )
            for code, reached, cost in each.work
        ),
        cost=common.rupiah(each.cost),
        lifted=lifted(each.lifted),
        per_family=common.rupiah(each.cost // each.lifted) if each.lifted else "–",
    )


def _curve(plan: needs.BudgetPlan) -> tuple[CurvePoint, ...]:
    most = max((families for _, families in plan.curve), default=0) or 1
    return tuple(
        CurvePoint(
            common.rupiah_short(rupiah),
            lifted(families),
            charts.pct(100 * families / most),
            rupiah == plan.budget,
        )
        for rupiah, families in plan.curve
    )


def _by_agency(plan: needs.BudgetPlan) -> tuple[tuple[str, str], ...]:
    """Return how much of the budget each responsible office would spend, the most first."""
    book = needs.load_book()
    lines = needs.lines_of_many(each.village_code for each in plan.chosen)
    found: dict[str, int] = {}
    for each in plan.chosen:
        own = lines[needs.regency_of(each.village_code)]
        for code, _, cost in each.work:
            agency = own[plan.index.id, code].agency
            found[agency] = found.get(agency, 0) + cost
    return tuple(
        (label(book.agencies[name].label), common.rupiah(cost))
        for name, cost in sorted(found.items(), key=lambda item: -item[1])
    )


def _notes(plan: needs.BudgetPlan) -> tuple[str, ...]:
    words = (
        gettext(
            "{options} pairs of village and indicator were on offer in {villages} villages. {left_out} villages were "
            "left out: figures are hidden or visits are being decided about. It took {seconds} seconds."
        ).format(
            options=numbers.integer(plan.options),
            villages=numbers.integer(plan.villages - plan.left_out),
            left_out=numbers.integer(plan.left_out),
            seconds=numbers.number(plan.seconds, 1),
        ),
        gettext(
            "The best choice of the sets on offer is at most {gap} percent better, as the solver (HiGHS) proves. "
            "No choice of any sets whatever lifts more than {bound} families: a bound that is safe and usually far "
            "too high. This plan lies {any_gap} percent below it."
        ).format(
            gap=numbers.number(plan.gap, 2),
            bound=numbers.integer(plan.bound),
            any_gap=numbers.number(plan.any_gap, 0),
        ),
        gettext("Definition {id} {version} ({status}), fingerprint {hash}.").format(
            id=plan.index.id,
            version=plan.index.version,
            status=gettext(common.STATUSES.get(plan.index.status, plan.index.status)),
            hash=plan.index.hash[:12],
        ),
        common.mapping_note(plan.mapping),
    )
    return words if plan.settled else (gettext("Time ran out before the solver was sure."), *words)


def _labels(index_id: str) -> dict[str, str]:
    found = indices.load(index_id).without_private()
    return {each.id: label({"id": each.label.id, "en": each.label.en}) for each in found.indicators}
