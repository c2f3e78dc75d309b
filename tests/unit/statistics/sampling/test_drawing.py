"""Villages and families drawn: the same everywhere, with the chances that the method says."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.statistics import sampling as s
from bahtera.statistics.sampling.systematic import hit

VILLAGES = [
    *(s.Unit(f"63.05.01.20{at:02d}", 100 + 37 * at % 211, "highland") for at in range(1, 10)),
    *(s.Unit(f"63.05.02.20{at:02d}", 80 + 53 * at % 307, "lowland") for at in range(1, 14)),
    s.Unit("63.05.02.2099", 4_000, "lowland"),
]
sizes = st.lists(st.integers(1, 30), min_size=2, max_size=9)


def units(numbers):
    return [s.Unit(f"u{at:02d}", size) for at, size in enumerate(numbers)]


def test_the_golden_draw():
    """Pinned for ever: whoever changes it has changed the algorithm and must give it another name."""
    frame = s.frame(VILLAGES)
    first = s.draw_villages(frame, {"highland": 3, "lowland": 4}, seed="Undian-17-Februari-2026:4711")
    second = s.draw_families(
        [f"f{at:03d}" for at in range(137)],
        10,
        5,
        seed="Undian-17-Februari-2026:4711",
        village="63.05.01.2004",
    )
    assert s.ALGORITHM == "bahtera-sampling/1"
    assert frame.sha256 == "4f7ec725cc7343dd25508e16013eeba4135eb062fd5dc0cc48b1cbac459228fe"
    assert [one.key for one in first.units] == [
        "63.05.01.2003",
        "63.05.01.2006",
        "63.05.01.2009",
        "63.05.02.2003",
        "63.05.02.2007",
        "63.05.02.2011",
        "63.05.02.2099",
    ]
    assert first.sha256 == "797a61088f466872ccfa994df09eadec2db8a19a267b26b8fa6a963b34648e48"
    assert second.main == (6, 20, 33, 47, 61, 74, 88, 102, 115, 129)
    assert second.reserves == (29, 84, 56, 111, 1)
    assert second.sha256 == "62bce959894af58e34411cfd633af706e46e52587e81b1e48c1e880bb1b02a79"


def test_the_order_of_the_file_and_spaces_around_a_seed_change_nothing():
    numbers = {"highland": 3, "lowland": 4}
    there = s.draw_villages(s.frame(VILLAGES), numbers, seed="lot-27")
    back = s.draw_villages(s.frame(reversed(VILLAGES)), numbers, seed="  lot 27 ")
    assert there == back
    assert s.draw_villages(s.frame(VILLAGES), numbers, seed="lot 28") != there


def test_another_stratum_leaves_the_first_as_it_is():
    few = s.draw_villages(s.frame(VILLAGES), {"highland": 3, "lowland": 2}, seed="lot-27")
    many = s.draw_villages(s.frame(VILLAGES), {"highland": 3, "lowland": 6}, seed="lot-27")
    assert [one for one in few.units if one.stratum == "highland"] == [
        one for one in many.units if one.stratum == "highland"
    ]


@settings(max_examples=60)
@given(sizes, st.data())
def test_chances_are_the_share_of_starts_that_draw_a_unit(numbers, data):
    """Every start is tried: that is what the stated probabilities, single and joint, must say."""
    n = data.draw(st.integers(1, len(numbers)))
    frame = units(numbers)
    certain, rest, left = s.split_certain(frame, n)
    total = sum(unit.size for unit in rest) or 1
    samples = []
    for start in range(1, total + 1):
        hits = hit([unit.size for unit in rest], left, start) if rest else []
        samples.append(certain | {rest[at].key for at in hits})
    assert {len(one) for one in samples} == {n}
    chances = s.inclusion(frame, n)
    assert sum(chances.values()) == n
    for unit in frame:
        assert chances[unit.key] == Fraction(sum(unit.key in one for one in samples), total)
    for one, other in combinations([unit.key for unit in frame], 2):
        together = Fraction(sum({one, other} <= sample for sample in samples), total)
        assert s.joint_inclusion(frame, n, one, other) == together


def test_a_village_larger_than_the_interval_is_certain_and_the_others_share_the_rest():
    drawn = s.draw_villages(s.frame(VILLAGES), {"highland": 2, "lowland": 4}, seed="lot 27").units
    large = next(one for one in drawn if one.key == "63.05.02.2099")
    assert (large.certain, large.probability) == (True, 1)
    rest = sum(unit.size for unit in VILLAGES if unit.stratum == "lowland") - 4_000
    other = next(one for one in drawn if one.stratum == "lowland" and not one.certain)
    assert other.probability == Fraction(3 * other.size, rest)
    assert (other.population, other.drawn) == (14, 4)


def test_equal_chances_do_not_look_at_size():
    drawn = s.draw_villages(s.frame(VILLAGES), {"highland": 3, "lowland": 7}, seed="x", chance=s.Chance.EQUAL)
    assert {(one.stratum, one.probability) for one in drawn.units} == {
        ("highland", Fraction(3, 9)),
        ("lowland", Fraction(7, 14)),
    }
    assert {one.size for one in drawn.units} <= {unit.size for unit in VILLAGES}


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 8))
def test_families_are_drawn_once_and_spread_evenly(listed, take, reserves):
    names = [f"f{at}" for at in range(listed)]
    drawn = s.draw_families(names, take, reserves, seed="lot 27", village="63.05.01.2001")
    assert len(drawn.main) == min(take, listed)
    assert len(drawn.reserves) == min(reserves, listed - len(drawn.main))
    assert len({*drawn.main, *drawn.reserves}) == len(drawn.main) + len(drawn.reserves)
    assert drawn.probability == Fraction(len(drawn.main), listed)
    gaps = {after - before for before, after in zip(drawn.main, drawn.main[1:], strict=False)}
    assert not gaps or max(gaps) - min(gaps) <= 1
    more = s.draw_families(names, take, reserves + 3, seed="lot 27", village="63.05.01.2001")
    assert more.main == drawn.main


def test_each_family_has_the_same_chance_and_reserves_too():
    """2,000 seeds: 12 of 40 each 600 times, 4 of 40 reserves each 200 times; five standard errors of room."""
    names = [str(at) for at in range(40)]
    main, spare = [0] * 40, [0] * 40
    for seed in range(2_000):
        drawn = s.draw_families(names, 12, 4, seed=str(seed), village="v")
        for at in drawn.main:
            main[at] += 1
        for at in drawn.reserves:
            spare[at] += 1
    assert max(abs(times - 600) for times in main) < 103
    assert max(abs(times - 200) for times in spare) < 67


def test_weights_are_exact_and_whole_ten_thousandths_beside():
    weight = s.weight_of(Fraction(3, 7), Fraction(10, 137))
    assert weight == Fraction(959, 30)
    assert s.whole_weight(weight) == 319_667
    assert s.whole_weight(Fraction(1, 20_000)) == 1, "halves go up"


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda: s.frame([]), s.BadFrame),
        (lambda: s.frame([s.Unit("a", 3), s.Unit("a", 4, "other")]), s.BadFrame),
        (lambda: s.frame([s.Unit("a", 0)]), s.BadFrame),
        (lambda: s.frame([s.Unit("a", -4)]), s.BadFrame),
        (lambda: s.frame([s.Unit("", 4)]), s.BadFrame),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 10, "lowland": 1}, seed="a"), s.BadSize),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 0, "lowland": 1}, seed="a"), s.BadSize),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 1}, seed="a"), s.BadSize),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 1, "lowland": 1}, seed=" "), s.BadSeed),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 1, "lowland": 1}, seed="\u0430"), s.BadSeed),
        (lambda: s.draw_villages(s.frame(VILLAGES), {"highland": 1, "lowland": 1}, seed="a" * 61), s.BadSeed),
        (lambda: s.draw_families([], 1, 0, seed="a", village="v"), s.BadFrame),
        (lambda: s.draw_families(["a", "a"], 1, 0, seed="a", village="v"), s.BadFrame),
        (lambda: s.draw_families(["a"], 0, 0, seed="a", village="v"), s.BadSize),
    ],
)
def test_what_cannot_be_drawn_fairly_is_refused(act, error):
    with pytest.raises(error) as raised:
        act()
    assert str(raised.value)


@pytest.mark.parametrize("size", [None, "3", 3.5, True, 0, float("nan")])
def test_a_size_that_is_no_count_is_named_and_refused(size):
    with pytest.raises(s.BadFrame, match="b"):
        s.frame([s.Unit("a", 3), s.Unit("b", size)])


@pytest.mark.parametrize(
    "act",
    [
        lambda: s.weight_of(Fraction(0)),
        lambda: s.weight_of(Fraction(3, 2)),
        lambda: s.weight_of(Fraction(1, 2), Fraction(-1, 2)),
        lambda: s.weight_of(0.5),
        lambda: s.clean_seed(3),
        lambda: s.draw_villages(s.frame(units([3, 4, 5])), {"": 1.5}, seed="lot-27"),
        lambda: s.draw_families(["a", "b", "c"], 2.5, 0, seed="lot-27", village="x"),
        lambda: s.frame([s.Unit("a", 3), s.Unit(7, 3)]),
        lambda: s.frame([s.Unit("a", 3), s.Unit("b", 3, None)]),
        lambda: s.allocate(4.5, {"a": 9}, {"a": 9}),
        lambda: s.allocate(2, {"a": "9"}, {"a": 9}),
    ],
)
def test_what_is_no_number_of_its_kind_is_refused_in_words(act):
    with pytest.raises(s.SamplingRefused):
        act()
