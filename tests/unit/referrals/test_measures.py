"""Figures of pairs of units, by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.disclosure import Policy
from bahtera.referrals.rules.measures import measure, protected
from bahtera.referrals.values import Measured, Outline

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
MONTH = {"first": MONDAY, "after": datetime(2026, 7, 1, tzinfo=UTC)}


def after(hours):
    return MONDAY + timedelta(hours=hours)


def sent(at=0, due=24, answered=None, **more):
    answer = None if answered is None else after(answered)
    withdrawn = more.pop("withdrawn", None)
    return Outline(
        more.pop("sender", "ppks"),
        more.pop("receiver", "dinsos"),
        after(at),
        after(due),
        answer,
        withdrawn_at=None if withdrawn is None else after(withdrawn),
        **more,
    )


def test_six_referrals_by_hand():
    """Answers after 2, 24 (the last moment), 30 and 3.5 hours; one overdue, one still ahead."""
    told = [
        sent(answered=2, accepted=True, completed=True),
        sent(answered=24, accepted=True),
        sent(answered=30),
        sent(at=10, due=34, answered=13.5, accepted=True, completed=True),
        sent(at=1, due=25),
        sent(at=90, due=114),
    ]
    assert measure(told, **MONTH, now=after(100)) == [
        Measured("ppks", "dinsos", 6, 5, 4, 3, 3, 2, Decimal("13.8"))
    ], "half of 3.5 + 24 is 13.75, to even 13.8"


@pytest.mark.parametrize(
    ("one", "now", "judged"),
    [
        (sent(due=24), 24, 0),  # not yet overdue at its instant
        (sent(due=24), 25, 1),
        (sent(due=24, withdrawn=10), 100, 0),
        (sent(due=24, withdrawn=24), 100, 0),
        (sent(due=24, withdrawn=30), 100, 1),  # it was overdue before
        (sent(due=24, withdrawn=30), 20, 0),
        (sent(due=24, answered=5, withdrawn=6), 100, 1),
    ],
)
def test_what_is_judged(one, now, judged):
    (figures,) = measure([one], **MONTH, now=after(now))
    assert (figures.sent, figures.judged) == (1, judged)


def test_a_period_has_its_first_instant_and_not_its_last():
    told = [sent(), sent(at=-1), sent(at=30 * 24), sent(at=30 * 24 - 1)]
    (figures,) = measure(told, **MONTH, now=after(0))
    assert figures.sent == 2


def test_pairs_are_apart_and_go_one_way():
    told = [sent(), sent(sender="dinsos", receiver="ppks"), sent(receiver="dukcapil"), sent()]
    found = [(one.sender, one.receiver, one.sent) for one in measure(told, **MONTH, now=after(1))]
    assert found == [("dinsos", "ppks", 1), ("ppks", "dinsos", 2), ("ppks", "dukcapil", 1)]


def test_nothing_answered_has_no_median():
    assert measure([sent()], **MONTH, now=after(1))[0].median_hours is None


WHOLE = Measured("ppks", "dinsos", 40, 35, 30, 25, 20, 10, Decimal("8.0"))
FIVE = Policy(threshold=5)


def test_a_pair_is_told_whole_when_every_part_is_large_or_none():
    assert protected([WHOLE], FIVE) == [WHOLE]
    none = replace(WHOLE, judged=40, answered=40, in_time=40, accepted=40, completed=0)
    assert protected([none], FIVE) == [none]


@pytest.mark.parametrize(
    "changed",
    [
        {"completed": 4},
        {"completed": 16},  # 4 accepted and not done
        {"accepted": 26},  # 4 declined
        {"in_time": 26},  # 4 late
        {"answered": 31},  # 4 overdue without an answer
        {"judged": 36},  # 4 still open
    ],
)
def test_one_small_part_and_only_what_was_sent_is_told(changed):
    (shown,) = protected([replace(WHOLE, **changed)], FIVE)
    assert shown == Measured("ppks", "dinsos", 40, None, None, None, None, None, None)


def test_a_pair_with_few_is_as_if_there_were_none():
    few = Measured("ppks", "dukcapil", 4, 4, 4, 4, 4, 4, Decimal("1.0"))
    assert protected([few, WHOLE], FIVE) == [WHOLE]
    assert protected(protected([replace(WHOLE, completed=4)], FIVE), FIVE)[0].completed is None


@given(
    st.lists(
        st.builds(
            lambda at, due, took, accepted, done, gone: sent(
                at,
                at + due,
                None if took is None else at + took,
                accepted=accepted and took is not None,
                completed=accepted and done and took is not None,
                withdrawn=gone,
            ),
            st.integers(0, 50),
            st.integers(0, 50),
            st.none() | st.integers(0, 80),
            st.booleans(),
            st.booleans(),
            st.none() | st.integers(0, 90),
        ),
        max_size=30,
    ),
    st.integers(0, 200),
)
def test_no_part_that_can_be_worked_out_is_small(told, now):
    for one in protected(measure(told, **MONTH, now=after(now)), FIVE):
        assert one.sent >= 5
        if one.answered is None:
            continue
        figures = [0, one.sent, one.judged, one.answered, one.in_time, one.accepted, one.completed]
        nested = [
            (one.sent, one.judged, one.answered, one.in_time),
            (one.sent, one.answered, one.accepted, one.completed),
        ]
        for chain in nested:
            assert list(chain) == sorted(chain, reverse=True)
            for larger, smaller in zip(chain, (*chain[1:], 0), strict=True):
                assert larger - smaller == 0 or larger - smaller >= 5, figures
