"""What all visits of a round lead to asking: single numbers and points among the others, and kader among kader."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from bahtera.checks.rules.definitions import AnswerPlan, Definition
from bahtera.checks.rules.found import Finder
from bahtera.checks.rules.tables import Table
from bahtera.checks.values import CheckedVisit, Found
from bahtera.statistics.fieldwork import (
    Polygons,
    distances,
    excess,
    far_from_home,
    intraclass,
    metres_outside,
    middle,
    robust_scores,
    whipple,
)

CHECKS: Final = (
    "outside_village",
    "far_from_village",
    "outlying_numbers",
    "always_one_answer",
    "heaped_ages",
    "round_numbers",
    "missing_answers",
    "refused_visits",
    "kader_effect",
)
_NUMBERS: Final = ("income", "floor")


class Bounds(Protocol):
    """A village's boundary, and where it is from."""

    @property
    def polygons(self) -> Polygons:
        """Return its polygons."""

    @property
    def source(self) -> str:
        """Return where it is from."""


def questions_of_round(
    definition: Definition,
    plan: AnswerPlan,
    table: Table,
    visits: Sequence[CheckedVisit],
    indicators: Sequence[str],
    *,
    boundaries: Mapping[str, Bounds] = MappingProxyType({}),
) -> list[Found]:
    """Return what a round leads to asking.

    ``boundaries``: village -> its imported boundary; the others are judged by the middles of their points. ``visits``
    are all of it, those in vain too; ``indicators`` are the names of their states, in order.
    """
    checks = definition.checks
    return [
        *_outside(Finder(checks["outside_village"], "metres"), table, boundaries),
        *_far(Finder(checks["far_from_village"], "metres"), table, boundaries),
        *_outlying(Finder(checks["outlying_numbers"], "score"), table),
        *_one_answer(Finder(checks["always_one_answer"], "visits_share"), table),
        *_heaped(Finder(checks["heaped_ages"], "whipple"), table),
        *_round(Finder(checks["round_numbers"], "share"), table),
        *_missing(Finder(checks["missing_answers"], "share"), table),
        *_refused(Finder(checks["refused_visits"], "share"), plan, visits),
        *_clustered(Finder(checks["kader_effect"], "icc"), table, indicators),
    ]


# --- single visits among the others --------------------------------------------------------------------------


def _outside(check: Finder, table: Table, boundaries: Mapping[str, Bounds]) -> Iterator[Found]:
    for code, bounds in sorted(boundaries.items()):
        places = table.villages.get(code, np.zeros(0, np.int64))
        places = places[~np.isnan(table.points[places, 0])]
        points = table.points[places]
        beyond = metres_outside(points[:, :2], bounds.polygons)
        for at in np.flatnonzero(beyond - points[:, 2] > check["metres"]):
            yield check.of_visit(
                table.visits[int(places[at])], round(float(beyond[at])), source=bounds.source
            )


def _far(check: Finder, table: Table, boundaries: Mapping[str, Bounds]) -> Iterator[Found]:
    located = {
        code: kept
        for code, places in table.villages.items()
        if len(kept := places[~np.isnan(table.points[places, 0])]) >= check["points"]
    }
    middles = {code: middle(table.points[places, :2]) for code, places in located.items()}
    for code, places in located.items():
        if code in boundaries:
            continue
        others = np.asarray([other for name, other in middles.items() if name != code], np.float64).reshape(
            -1, 2
        )
        points = table.points[places]
        far = far_from_home(
            points[:, :2],
            points[:, 2],
            middles[code],
            others,
            at_least=check["metres"],
            times=check["times"],
        )
        away = distances(points[:, :2], middles[code])
        for at in np.flatnonzero(far):
            yield check.of_visit(table.visits[int(places[at])], round(float(away[at])))


def _outlying(check: Finder, table: Table) -> Iterator[Found]:
    residents = table.numbers("residents")
    if len(table.visits) < check["visits"]:
        return
    worst: dict[int, Found] = {}
    for name in _NUMBERS:
        with np.errstate(divide="ignore", invalid="ignore"):
            each = table.numbers(name) / residents
            logs = np.where((each > 0) & np.isfinite(each), np.log10(each), np.nan)
        scores = robust_scores(logs)
        if np.isnan(scores).all():
            continue
        usual = float(10 ** np.nanmedian(logs))
        for at in np.flatnonzero(np.abs(np.nan_to_num(scores)) >= check["score"]):
            facts = {"what": name, "told": round(float(each[at]), 1), "usual": round(usual, 1)}
            found = check.of_visit(table.visits[int(at)], abs(float(scores[at])), **facts)
            if at not in worst or worst[int(at)].value < found.value:
                worst[int(at)] = found
    yield from (worst[at] for at in sorted(worst))


# --- kader among kader ---------------------------------------------------------------------------------------


def _one_answer(check: Finder, table: Table) -> Iterator[Found]:
    same = table.numbers("same") >= check["share"]
    told = table.numbers("told") > 0
    counts = [
        (key, int(same[places].sum()), int(told[places].sum())) for key, places in sorted(table.kader.items())
    ]
    for key, share, others in _more_than_others(counts, check["visits"], check["p"]):
        if share >= check["visits_share"]:
            yield _of_kader(check, table, key, share, percent=_percent(share), others=_percent(others))


def _heaped(check: Finder, table: Table) -> Iterator[Found]:
    ages = {
        key: np.asarray([age for place in places for age in table.traits[int(place)]["ages"]], np.int64)
        for key, places in sorted(table.kader.items())
    }
    counts = []
    for key, own in ages.items():
        index, n = whipple(own)
        counts.append((key, round(index * n / 500) if n else 0, n))
    for key, share, others in _more_than_others(counts, check["ages"], check["p"]):
        if 500 * share >= check["whipple"]:
            yield _of_kader(check, table, key, 500 * share, others=round(500 * others))


def _round(check: Finder, table: Table) -> Iterator[Found]:
    floor = table.numbers("floor")
    known = ~np.isnan(floor)
    ends = known & (np.nan_to_num(floor) % 5 == 0)
    counts = [
        (key, int(ends[places].sum()), int(known[places].sum()))
        for key, places in sorted(table.kader.items())
    ]
    for key, share, others in _more_than_others(counts, check["visits"], check["p"]):
        if share >= check["share"]:
            yield _of_kader(check, table, key, share, percent=_percent(share), others=_percent(others))


def _missing(check: Finder, table: Table) -> Iterator[Found]:
    counts = []
    for key, places in sorted(table.kader.items()):
        states = "".join(table.visits[int(place)].states for place in places)
        counts.append((key, states.count("?"), len(states) - states.count("-")))
    for key, share, others in _more_than_others(counts, check["answers"], check["p"]):
        if share >= check["share"] and share >= check["times"] * others:
            yield _of_kader(check, table, key, share, percent=_percent(share), others=_percent(others))


def _refused(check: Finder, plan: AnswerPlan, visits: Sequence[CheckedVisit]) -> Iterator[Found]:
    everybody = Table(visits, [])
    refused = np.asarray([one.result_code in plan.refused_visit for one in visits], bool)
    counts = [
        (key, int(refused[places].sum()), len(places)) for key, places in sorted(everybody.kader.items())
    ]
    for key, share, others in _more_than_others(counts, check["visits"], check["p"]):
        if share >= check["share"] and share >= check["times"] * others:
            yield _of_kader(check, everybody, key, share, percent=_percent(share), others=_percent(others))


def _clustered(check: Finder, table: Table, indicators: Sequence[str]) -> Iterator[Found]:
    for code, places in sorted(table.villages.items()):
        keys = np.asarray([table.visits[int(place)].actor_key for place in places])
        names, sizes = np.unique(keys, return_counts=True)
        kept = np.isin(keys, names[sizes >= check["visits"]])
        states = [table.visits[int(place)].states for place in places[kept]]
        whole = np.asarray([len(one) == len(indicators) for one in states], bool)
        if len(names) < check["kader"] or not whole.any():
            continue
        signs = np.asarray([list(one) for one, is_whole in zip(states, whole, strict=True) if is_whole])
        told = np.where(signs == "1", 1.0, np.where(signs == "0", 0.0, np.nan))
        for at, name in enumerate(indicators):
            found = intraclass(told[:, at], keys[kept][whole])
            if (
                found
                and found.groups >= check["kader"]
                and found.icc >= check["icc"]
                and found.p <= check["p"]
            ):
                yield check.found(
                    f"{code}:{name}",
                    code,
                    found.icc,
                    question=name,
                    facts={"kader": found.groups, "n": found.n},
                )


def _more_than_others(
    counts: Sequence[tuple[str, int, int]], least: float, p: float
) -> Iterator[tuple[str, float, float]]:
    """Yield key, own share and the others' share, where the own one is higher than luck would make it.

    Whoever has fewer than ``least`` trials is not judged, and with nobody to compare with nobody is.
    """
    hits = np.asarray([count for _, count, _ in counts], np.float64)
    trials = np.asarray([count for _, _, count in counts], np.float64)
    other_trials = trials.sum() - trials
    for at, (key, own, of) in enumerate(counts):
        if of < least or not other_trials[at]:
            continue
        others = float((hits.sum() - own) / other_trials[at])
        # One more hit and two more trials: a share of nothing is never quite nothing.
        careful = float((hits.sum() - own + 1) / (other_trials[at] + 2))
        if own / of > others and excess([own], [of], [careful])[0] <= p:
            yield key, own / of, others


def _of_kader(check: Finder, table: Table, key: str, value: float, **facts: object) -> Found:
    return check.found(key, table.home_of(key), value, actor_key=key, facts=facts)


def _percent(share: float) -> float:
    return round(100 * share, 1)
