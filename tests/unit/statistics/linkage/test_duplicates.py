"""Pairs of families that may be one: what is found, what is not, and that the order of records does not matter."""

from datetime import date, timedelta
from random import Random

import pytest

from bahtera.statistics.linkage import DECLARED, FamilyRecord, LinkageModel, Rates, find_duplicates

VILLAGE = "63.10.05.2003"
SYLLABLES = ("ba", "di", "ha", "ka", "li", "ma", "na", "ra", "su", "ta", "wa", "yu")


def records(count, seed=1):
    rng = Random(seed)

    def name():
        return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(4, 6)))

    def day():
        return date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))

    return [
        FamilyRecord(
            f"f{number:04d}", f"63.10.05.{2000 + number % 7}", "63.10.05", name(), day(), name(), day(), 4
        )
        for number in range(count)
    ]


AHMAD = FamilyRecord(
    "a", VILLAGE, "63.10.05", "ahmadhendra", date(1979, 4, 9), "sitirahmah", date(1983, 11, 2), 4
)


def pairs(found):
    return {(one.first, one.second) for one in found}


def test_slips_are_allowed_for_and_strangers_left_alone():
    turned = AHMAD._replace(id="b", head="ahmadhendar", head_born=date(1979, 9, 4))
    moved = AHMAD._replace(id="c", village="63.01.07.2002", district="63.01.07", spouse="sitirahma")
    brother = AHMAD._replace(
        id="d", head="ahmadhendri", head_born=date(1985, 1, 3), spouse="", spouse_born=None
    )
    strangers = records(300)
    found = find_duplicates([*strangers, AHMAD, turned, moved, brother], at_least=0.9)
    assert pairs(found) == {("a", "b"), ("a", "c"), ("b", "c")}
    levels = {(one.first, one.second): dict(one.levels) for one in found}
    assert levels["a", "b"] == {
        "head": "close",
        "head_born": "turned",
        "spouse": "same",
        "spouse_born": "same",
        "place": "village",
        "size": "same",
    }


def test_the_order_of_records_does_not_matter():
    some = [*records(100), AHMAD, AHMAD._replace(id="b", head="ahmadhendr")]
    assert find_duplicates(some) == find_duplicates(reversed(some))


def test_few_records_and_bad_ones():
    assert find_duplicates([]) == []
    assert find_duplicates([AHMAD]) == []
    with pytest.raises(ValueError, match="one record"):
        find_duplicates([AHMAD, AHMAD])


def test_a_model_has_all_comparisons_and_shares():
    with pytest.raises(ValueError, match="add up to 1"):
        Rates((0.5, 0.4), (0.5, 0.5))
    with pytest.raises(ValueError, match="has these comparisons"):
        LinkageModel({"head": DECLARED.rates["head"]})
