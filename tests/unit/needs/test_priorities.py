"""Lists of priorities: what comes first, and what is left out."""

from fractions import Fraction

from bahtera.needs.rules.mapping import load_book
from bahtera.needs.rules.priorities import Order, narrow, sort_priorities
from bahtera.needs.values import Priority

LINES = load_book().lines


def need(village, indicator, lacking, answered=100):
    line = LINES["ikk", indicator]
    return Priority(
        village,
        indicator,
        "D1",
        {"id": indicator},
        lacking,
        answered,
        line.reached_of(lacking),
        line.cost_of(lacking),
        line,
    )


BIRTH = need("63.01.01.2001", "IKK-D1-02", 40)
HOUSE = need("63.01.01.2001", "IKK-D3-02", 60)
SAVING = need("63.01.01.2002", "IKK-D3-07", 20)
ROWS = [SAVING, HOUSE, BIRTH]


def test_each_order_puts_the_most_pressing_first():
    assert sort_priorities(ROWS, Order.FAMILIES) == (HOUSE, BIRTH, SAVING)
    assert sort_priorities(ROWS, Order.DEPTH) == (HOUSE, BIRTH, SAVING)
    assert sort_priorities(ROWS, Order.REACHED)[0] == max(ROWS, key=lambda each: each.reached)
    assert sort_priorities(ROWS, Order.COST)[0] == min(ROWS, key=lambda each: each.cost)
    assert sort_priorities(ROWS, Order.COST_PER_FAMILY)[0] == min(ROWS, key=lambda each: each.gain_cost)


def test_a_share_at_the_line_is_not_under_it():
    assert need("63.01.01.2001", "IKK-D1-02", 25).depth == 0
    assert need("63.01.01.2001", "IKK-D1-02", 51, answered=200).depth == Fraction(1, 2)
    assert need("63.01.01.2001", "IKK-D1-02", 10).depth == 0
    assert need("63.01.01.2001", "IKK-D1-02", 51, answered=200).share == Fraction(149, 2)


def test_a_list_is_narrowed_by_indicator_office_and_cut():
    assert narrow(ROWS, indicator="IKK-D1-02") == (BIRTH,)
    assert narrow(ROWS, agency="dukcapil") == (BIRTH,)
    assert narrow(ROWS, below_cut=True) == (HOUSE, BIRTH)
