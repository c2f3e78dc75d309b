"""A sample of made-up villages (sintetis): its figures are those of `statistics.design`, and a model's beside them."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from bahtera import statistics
from bahtera.analysis.errors import NoModel, UnknownChoice
from bahtera.analysis.rules import asking, frames, modelling, showing
from bahtera.analysis.rules.measures import measures_of
from bahtera.analysis.values import Line, Plan, Question, Why
from bahtera.indices import api as indices

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
MEASURES = measures_of([IKK])
INDICATOR = next(key for key in MEASURES if key.startswith("indikator"))
DISTRICTS = 12


class Score(NamedTuple):
    index_id: str
    index_hash: str
    states: str


class Row(NamedTuple):
    family: str
    village_code: str
    result_code: str
    groups: dict[str, str]
    scores: list[Any]
    stratum: str
    weight: int


def rows():
    rng = np.random.default_rng(11)
    found = []
    for district in range(1, DISTRICTS + 1):
        for village in range(1, 3):
            code = f"63.10.{district:02d}.{2000 + village}"
            for family in range(6):
                met = int(np.clip(rng.normal(18 + district / 2, 3), 1, SIZE))
                states = "1" * met + "0" * (SIZE - met - 1) + rng.choice(list("0-?"))
                answered = family or village == 1
                found.append(
                    Row(
                        f"{code}-{family}",
                        code,
                        "selesai" if answered else "menolak",
                        {"head_sex": "p" if family % 3 == 0 else "l"} if answered else {},
                        [Score("ikk", IKK.hash, states)] if answered else [],
                        f"s{district % 3}",
                        int(rng.integers(50, 90)) * 10_000,
                    )
                )
    return [*found, Row("other", "63.10.01.2009", "selesai", {}, [], "", 10_000)]


FAMILIES = frames.gather(rows(), ("ikk",), ("head_sex",))
PLAN = Plan(
    False,
    {f"s{number}": 40 for number in range(3)},
    dict.fromkeys(set(FAMILIES.villages) - {"63.10.01.2009"}, 120),
    {"63.10.01.2001": ("s1", 70.0, 8)},
    frozenset({"63.10.01.2001"}),
    {
        f"63.10.{district:02d}.{2000 + village}": (90 + district) * village
        for district in range(1, 15)
        for village in (1, 2)
    },
)


def table(measure):
    return frames.table_of(FAMILIES, IKK, MEASURES[measure], plan=PLAN)


def by_hand(measure):
    return statistics.design(
        table(measure),
        strata="stratum",
        psu=("desa", "family"),
        weights="weight",
        fpc=("n_villages", "n_families"),
        lonely_psu="adjust",
    )


def ask(measure="indeks:ikk", **question):
    asked = Question(measure, **({"level": "kecamatan"} | question))
    return asking.sampled(table(measure), MEASURES[measure], asked)


def test_means_and_shares_are_those_of_the_design():
    mean, share = by_hand("indeks:ikk"), by_hand(INDICATOR)
    assert table("indeks:ikk").num_rows == len(FAMILIES) - 1
    (here, *_), _ = ask(level="kabupaten")
    only = mean.mean("y", by="kabupaten").only
    assert (here.value, here.se, here.low, here.df, here.n) == (
        only.value,
        only.se,
        only.low,
        only.df,
        only.n,
    )
    (here, *_), _ = ask(INDICATOR, level="kabupaten")
    only = share.share("y", by="kabupaten", where=np.asarray(table(INDICATOR)["applies"])).only
    assert (here.value, here.high) == (100 * only.value, 100 * only.high)


def test_a_district_with_one_village_in_the_sample_has_no_figure_and_says_so():
    lines, _ = ask(level="desa")
    assert {line.why for line in lines} == {Why.ONE_UNIT}
    assert {line.value for line in lines} == {None}


def test_cells_and_known_totals_change_the_weights():
    plain, cells = (ask(level="kabupaten", cells=each)[0][0] for each in ("", "desa"))
    assert plain.value != cells.value
    assert plain.n == cells.n
    totals = {"l": 20_000.0, "p": 10_000.0}
    known = ask(level="kabupaten", group="head_sex", totals=totals)[0]
    assert [line.group for line in known] == ["l", "p"]
    assert known[0].value != ask(level="kabupaten", group="head_sex")[0][0].value
    with pytest.raises(UnknownChoice):
        ask(level="kabupaten", cells="dusun")


@pytest.mark.parametrize("model", modelling.MODELS)
def test_a_model_draws_districts_towards_each_other_and_speaks_for_those_not_drawn(model):
    question = Question("indeks:ikk", "kecamatan", model=model, smooth=True)
    lines, direct = ask(level="kecamatan")
    found, note = modelling.modelled(lines, direct, question, PLAN.frame)
    assert (len(found), note.areas) == (14, DISTRICTS)
    assert [line.area for line in found if line.synthetic] == ["63.10.13", "63.10.14"]
    assert all(0 <= line.gamma < 1 for line in found)
    spread = [np.ptp([getattr(line, name) for line in found[:DISTRICTS]]) for name in ("modelled", "value")]
    assert spread[0] < spread[1]
    assert (note.r2 is None) == (model == modelling.CONSTANT)


def test_left_open_counts_those_who_answered_and_the_rest_stands_beside_it():
    last = next(key for key in reversed(list(MEASURES)) if key.startswith("indikator"))
    (whole,), _ = ask(last, level="provinsi")
    made = table(last).to_pylist()
    heard = [each for each in made if each["answered"]]
    asked = [each for each in heard if each["applies"]]
    missing = sum(each["y"] is None for each in asked)
    assert (whole.listed, whole.coverage) == (len(made), len(heard) / len(made))
    assert whole.refusal == pytest.approx(1 - whole.coverage)
    assert whole.item_missing == missing / len(asked) > 0
    lines, _ = ask(last, level="provinsi", group="head_sex")
    parts = [(sum(each["head_sex"] == line.group for each in asked), line) for line in lines]
    assert sum(n * line.item_missing for n, line in parts) == pytest.approx(missing)
    assert {line.listed for _, line in parts} == {None}


def test_errors_of_few_degrees_of_freedom_are_marked_and_never_weigh_areas_as_they_are():
    lines, direct = ask(level="kecamatan")
    assert {(line.weak, line.marked) for line in lines} == {(True, True)}
    wide, _ = ask(level="provinsi")
    assert (wide[0].weak, wide[0].df >= asking.FEWEST_DF) == (False, True)
    sure = {area: (*row[:3], asking.FEWEST_DF) for area, row in direct.items()}

    def fitted(rows, **more):
        return modelling.modelled(
            lines, rows, Question("indeks:ikk", "kecamatan", model="tetap", **more), PLAN.frame
        )

    smooth, plain = fitted(direct, smooth=True), fitted(sure)
    assert fitted(direct) == smooth
    assert (smooth[1].smoothed, plain[1].smoothed) == (True, False)
    assert plain[1].sigma2 != smooth[1].sigma2
    (reml, ml) = (fitted(direct, fit=each)[1] for each in modelling.FITS)
    assert (reml.fit, ml.fit, reml.sigma2 > ml.sigma2) == ("reml", "ml", True)


def test_an_interval_ends_where_the_scale_does():
    code = "63.10.05.200"
    made = [
        Row(
            f"{at}-{unit}",
            f"{code}{unit}",
            "selesai",
            {},
            [Score("ikk", IKK.hash, "1" * met + "0" * (SIZE - met))],
            "s0",
            700_000,
        )
        for unit, most in ((1, SIZE), (2, SIZE - 6))
        for at, met in enumerate((most, most - 2, most))
    ]
    plan = Plan(True, {"s0": 40}, {f"{code}1": 90, f"{code}2": 90})
    table = frames.table_of(frames.gather(made, ("ikk",), ()), IKK, MEASURES["indeks:ikk"], plan=plan)
    (only,), _ = asking.sampled(
        table, MEASURES["indeks:ikk"], Question("indeks:ikk", "kecamatan"), by_size=True
    )
    assert (only.df, only.low, only.high) == (1, 0, 100)


def test_there_is_no_model_of_groups():
    lines, direct = ask(group="head_sex")
    with pytest.raises(NoModel):
        modelling.modelled(
            lines, direct, Question("indeks:ikk", "kecamatan", group="head_sex", model="tetap"), {}
        )


def test_shares_are_of_those_the_indicator_applies_to_and_say_who_left_it_open():
    village = "63.10.05.2003"
    states = ["1", "1", "0", "-", "-", "?"]
    sent = [
        Row(str(at), village, "selesai", {}, [Score("ikk", IKK.hash, each * SIZE)], "", 10_000)
        for at, each in enumerate(states)
    ]
    sent.append(Row("refused", village, "menolak", {}, [], "", 10_000))
    sent.append(Row("other", village, "selesai", {}, [Score("ikk", "of another", "0" * SIZE)], "", 10_000))
    made = frames.table_of(
        frames.gather(sent, ("ikk",), ()), IKK, MEASURES[INDICATOR], unvisited={village: 2}
    )
    (only,) = asking.enumerated(made, MEASURES[INDICATOR], Question(INDICATOR, "desa"), purposive=True)
    assert (only.value, only.n, only.item_missing) == (pytest.approx(200 / 3), 3, 1 / 4)
    assert (only.listed, only.coverage, only.refusal) == (10, 7 / 10, 1 / 10)


def test_families_drawn_and_not_visited_keep_their_place_and_a_certain_village_is_its_own():
    made = frames.table_of(
        FAMILIES, IKK, MEASURES["indeks:ikk"], plan=PLAN, unvisited={"63.10.01.2001": 2}
    ).to_pydict()
    assert made["weight"][-2:] == [70.0, 70.0]
    assert made["answered"][-2:] == [False, False]
    units = [unit for unit, code in zip(made["unit"], made["desa"], strict=True) if code == "63.10.01.2001"]
    assert len(set(units)) == 8
    assert {
        unit for unit, code in zip(made["unit"], made["desa"], strict=True) if code == "63.10.02.2001"
    } == {"63.10.02.2001"}
    (with_them,) = asking.sampled(
        frames.table_of(FAMILIES, IKK, MEASURES["indeks:ikk"], plan=PLAN, unvisited={"63.10.01.2001": 2}),
        MEASURES["indeks:ikk"],
        Question("indeks:ikk", "kabupaten"),
        by_size=True,
    )[0]
    by_size = statistics.design(
        table("indeks:ikk"), strata="stratum", psu="unit", weights="weight", lonely_psu="adjust"
    )
    assert with_them.value == by_size.mean("y").only.value


def test_why_a_figure_is_hidden_tells_no_more_than_is_known_of_its_families():
    lines = (Line("a", value=80.0, n=40), Line("b", value=70.0, n=2))

    def told(measure):
        made = showing.veiled(lines, MEASURES[measure], lambda _: True, within=lambda _: True)
        assert {(each.value, each.n) for each in made} == {(None, None)}
        return [each.why for each in made]

    assert told("indeks:ikk") == [Why.PROTECTS, Why.FEW]
    assert told(INDICATOR) == told("kategori:ikk") == [Why.FEW, Why.FEW]
