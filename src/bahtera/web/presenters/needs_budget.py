"""The page of a budget: what it would buy, why, what comes next, and what another budget would bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.indices import api as indices
from bahtera.needs import api as needs
from bahtera.web import charts, money, numbers, places
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
    proof: str
    gaps: tuple[tuple[str, str], ...]
    rows: tuple[ChosenRow, ...]
    next_best: tuple[ChosenRow, ...]
    curve: tuple[CurvePoint, ...]
    curve_proof: str
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
        proof=proof_of(plan) if plan and plan.chosen else "",
        gaps=gaps_of(plan) if plan and plan.chosen else (),
        rows=tuple(_row(each, place, shown, names) for each in plan.chosen) if plan else (),
        next_best=tuple(_row(each, place, shown, names) for each in plan.next_best) if plan else (),
        curve=_curve(plan) if plan else (),
        curve_proof=curve_proof_of(plan) if plan else "",
        cost=money.rupiah(plan.cost) if plan else "",
        by_agency=_by_agency(plan) if plan else (),
        notes=_notes(plan) if plan else (),
    )


def lifted(count: int) -> str:
    """Write families lifted as they may be told."""
    return gettext("about {n}").format(n=numbers.integer(count)) if count else gettext("fewer than 5")


def _sentence(plan: needs.BudgetPlan) -> str:
    if not plan.chosen:
        return gettext("With {budget} nothing on offer lifts a family above 75. Try a larger budget.").format(
            budget=money.rupiah(plan.budget)
        )
    return gettext(
        "With {budget}, {lifted} more families come above 75: work in {villages} villages for {cost}."
    ).format(
        budget=money.rupiah_short(plan.budget),
        lifted=lifted(plan.lifted),
        villages=numbers.integer(len(plan.chosen)),
        cost=money.rupiah_short(plan.cost),
    )


def _row(each: needs.Chosen, place: Where, known: Mapping[str, str], names: Mapping[str, str]) -> ChosenRow:
    asked = {**place.asked, "wilayah": each.village_code}
    return ChosenRow(
        village=known.get(each.village_code, each.village_code),
        village_url=f"{reverse('web:needs')}?{urlencode(asked)}",
        work=tuple(
            gettext("{name}: {n} families, {cost}").format(
                name=names[code], n=numbers.integer(reached), cost=money.rupiah(cost)
            )
            for code, reached, cost in each.work
        ),
        cost=money.rupiah(each.cost),
        lifted=lifted(each.lifted),
        per_family=_per_family(each),
    )


def _per_family(each: needs.Chosen) -> str:
    """Write what a family lifted costs, as widely as the number of families is told."""
    least, most = needs.cost_range(each.cost, each.lifted)
    if most is None:
        return gettext("more than {amount}").format(amount=money.rupiah_near(least))
    low, high = money.rupiah_near(least), money.rupiah_near(most)
    return gettext("{least} to {most}").format(least=low, most=high)


def proof_of(plan: needs.BudgetPlan) -> str:
    """Say how far this choice may be from the best one: of all there are, or of those that were tried."""
    if plan.every:
        return _proof_of_all(plan)
    found = [_proof_of_tried(plan)]
    if plan.bound:
        found.append(
            gettext(
                "Whatever else were put together, this money cannot lift more than {bound} families."
            ).format(bound=lifted(plan.bound))
        )
    return " ".join(found)


def _proof_of_all(plan: needs.BudgetPlan) -> str:
    if not plan.settled:
        said = gettext(
            "Every set of work was tried, {sets}, but time ran out before it was proved that no choice of them lifts "
            "more."
        )
    elif not plan.gap:
        said = gettext(
            "This is the best there is: every set of work was tried, {sets}, and no choice of them lifts more families "
            "for this money. That is proved."
        )
    else:
        said = gettext(
            "Every set of work was tried, {sets}. Another choice of them lifts at most {gap} percent more families for "
            "this money. That is proved."
        )
    return said.format(sets=_sets(plan), gap=numbers.number(plan.gap, 2))


def _proof_of_tried(plan: needs.BudgetPlan) -> str:
    if not plan.settled:
        said = gettext(
            "Of {sets} that were tried this is a good choice. Time ran out before it was proved that none of them "
            "lifts more."
        )
    elif not plan.gap:
        said = gettext(
            "Of {sets} that were tried no choice lifts more families for this money. That is proved. Not every set "
            "there is was tried."
        )
    else:
        said = gettext(
            "Of {sets} that were tried another choice lifts at most {gap} percent more families for this money. That "
            "is proved. Not every set there is was tried."
        )
    return said.format(sets=_sets(plan), gap=numbers.number(plan.gap, 2))


def _sets(plan: needs.BudgetPlan) -> str:
    """Write how many sets were tried; of a plan kept from before they were counted, without the number."""
    if not plan.tried:
        return gettext("the sets of work")
    return gettext("{n} sets of work").format(n=numbers.integer(plan.tried))


def gaps_of(plan: needs.BudgetPlan) -> tuple[tuple[str, str], ...]:
    """Return the distances of the plan as a label and a number: to the best tried, and to any sets at all."""
    proved = f"{numbers.number(plan.gap, 2 if plan.gap else 0)} %"
    if plan.every:
        return ((gettext("May be below the best there is by at most"), proved),)
    found = [(gettext("May be below the best of the sets tried by at most"), proved)]
    if plan.bound:
        wide = f"{numbers.number(plan.any_gap, 0)} %"
        found.append((gettext("May be below any other sets of work by at most"), wide))
    return tuple(found)


def curve_proof_of(plan: needs.BudgetPlan) -> str:
    """Say how sure the rows of other budgets are, and how many could not be proved in time."""
    if plan.curve_gap:
        first = gettext(
            "Every other budget is worked out as yours is; another choice of the sets tried lifts at most {gap} "
            "percent more families: that is proved."
        ).format(gap=numbers.number(plan.curve_gap, 2))
    else:
        first = gettext(
            "Every other budget is worked out as yours is: no other choice of the sets tried lifts more families for "
            "that money."
        )
    if not plan.unproved:
        return first
    second = gettext(
        "Not shown: {n} other budgets for which time ran out before it was proved. Ask for them one at a time."
    ).format(n=numbers.integer(plan.unproved))
    return f"{first} {second}" if len(plan.curve) > 1 else second


def _curve(plan: needs.BudgetPlan) -> tuple[CurvePoint, ...]:
    most = max((families for _, families in plan.curve), default=0) or 1
    return tuple(
        CurvePoint(
            money.rupiah_short(rupiah),
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
        (label(book.agencies[name].label), money.rupiah(cost))
        for name, cost in sorted(found.items(), key=lambda item: -item[1])
    )


def _notes(plan: needs.BudgetPlan) -> tuple[str, ...]:
    return (
        gettext(
            "{options} pairs of village and indicator were on offer in {villages} villages. {left_out} villages were "
            "left out: figures are hidden or visits are being decided about. It took {seconds} seconds."
        ).format(
            options=numbers.integer(plan.options),
            villages=numbers.integer(plan.villages - plan.left_out),
            left_out=numbers.integer(plan.left_out),
            seconds=numbers.number(plan.seconds, 1),
        ),
        _how(plan),
        gettext("Definition {id} {version} ({status}), fingerprint {hash}.").format(
            id=plan.index.id,
            version=plan.index.version,
            status=gettext(common.STATUSES.get(plan.index.status, plan.index.status)),
            hash=plan.index.hash[:12],
        ),
        common.mapping_note(plan.mapping),
    )


def _how(plan: needs.BudgetPlan) -> str:
    if plan.every:
        return gettext(
            "In every village every set of work that the money could pay was tried. The solver HiGHS chooses among "
            "them."
        )
    return gettext(
        "In every village every set was tried of the work that could lift the most families a rupiah, and sets around "
        "those chosen. The solver HiGHS chooses among them. What was left out is counted in the limit as if all it "
        "reaches came above 75; this plan lies {any_gap} percent under that limit, by the numbers as told."
    ).format(any_gap=numbers.number(plan.any_gap, 0))


def _labels(index_id: str) -> dict[str, str]:
    found = indices.load(index_id).without_private()
    return {each.id: label({"id": each.label.id, "en": each.label.en}) for each in found.indicators}
