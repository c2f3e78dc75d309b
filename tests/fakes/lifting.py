"""What sets of work lift, counted the long way round; and a village in which a budget was once spent badly."""

from itertools import chain, combinations, product

from bahtera.indices import api as indices
from bahtera.needs.rules.menus import Candidate
from bahtera.needs.rules.patterns import read_patterns

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
TOP = IKK.categories[-1].id


def lifted(families, bought):
    """Return the expected number lifted, over every way in which families may be reached."""
    total = 0.0
    for states in families:
        if IKK.score_states(states).category == TOP:
            continue
        lacks = [each for each in bought if states[each.place] == "0"]
        for got in product([True, False], repeat=len(lacks)):
            chance, after = 1.0, states
            for each, yes in zip(lacks, got, strict=True):
                chance *= each.chance if yes else 1 - each.chance
                after = after[: each.place] + "1" + after[each.place + 1 :] if yes else after
            total += chance * (IKK.score_states(after).category == TOP)
    return total


def subsets(items):
    """Return every set of some things, the empty one too."""
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def best(villages, candidates, budget):
    """Return the most that any choice within the budget lifts, found by trying all of them."""
    options = [
        [
            (sum(each.cost for each in chosen), lifted(families, chosen))
            for chosen in subsets([each for each in candidates if each.village == at])
        ]
        for at, families in enumerate(villages)
    ]
    return max(
        (sum(value for _, value in choice))
        for choice in product(*options)
        if sum(cost for cost, _ in choice) <= budget
    )


def patterns_of(villages):
    """Return the patterns of villages, given the states of the families of each."""
    rows = [(at, states, 1) for at, families in enumerate(villages) for states in families]
    return read_patterns(IKK, [f"63.01.01.200{at}" for at in range(len(villages))], rows)


SHORT = (
    "---0--1-10100--111-1---100111",
    "---0--1-11101--010-1----11110",
    "---0--1-11110--001-1---101111",
    "---1--1-01110--001-1---111110",
    "---1--1-01110--010-11-1-01010",
    "---1--1-11000--011-0---101010",
    "---1--1-11011--010-0----11110",
    "-0-0--1-0010000001111-1-11101",
    "-0-0--1-110111110-111-1-1111-",
    "-0-0--1-1110011111111-1-01110",
    "-0-0011100100--00111--1-00100",
    "-0-01-1-0110100011111-1-11100",
    "-0-1--1-111111000111--1-11100",
    "-0-1111-10010--10111--1111110",
    "-1-0--1-0111001000011-0-11110",
    "-1-1?01-00010--11111--1101110",
    "0-10--1-11100--011-1-00110110",
    "0-10--1-11111--001-1-11-11110",
    "0-11--1-01101--000-1-01-11110",
    "0-11--1-11100--011-1-10010110",
    "0-11--1101000--000-1-00-11110",
    "0010--1-110011101111110-10110",
    "00110111111010-01001110-10110",
    "00111-1-01000--11111-11-01010",
    "0110--1-010000000111100-11100",
    "0110--1-010111101111001111101",
    "0111--1-100011101101-11101001",
    "01110-1011001--00011111-01110",
    "01111-10110?0--01011101-11110",
    "1-10--1-010111-011-1101-10111",
    "1-10--1-10000--011-1-11111110",
    "1-10--1-10001--001-1-01-00100",
    "1-10--1-11100--000-1110-01110",
    "1-10--1-11101--010-1-11110110",
    "1-11--01010?0--001-1101-01110",
    "1-11--1-01111--011-1-00-00111",
    "1001--0-111011110111101-11100",
    "1010--1-110001110111101-11010",
    "1010--1-1100111111?1111-11010",
    "10100-1010000--01111101-00000",
    "10101-1-101000000101111-10100",
    "10101-1000001--00001100-01100",
    "1010111111101--11111-11-10100",
    "1011--1-110001101101101110100",
    "10110-0101001--00011-11-11110",
    "1011011001000--01011-10-00110",
    "10111-1-100001-11111101101010",
    "10111-?-110001000011101-01110",
    "10111010101111100111110-01111",
    "1101--1-010111100111100-01110",
    "1110--1-111011110001-10-00110",
    "11100-1-01110--00111-00-11111",
    "11101-1101000--00101100-11110",
    "1110101111010--01101-11-01100",
    "1111111010100--00011-01-01110",
    "?-11--1-01001--011-1-00101100",
)
"""Its families below 75."""

WORK = (
    (0, 11, 19, 11_250_000),
    (1, 32, 36, 4_100_000),
    (2, 2, 6, 2_400_000),
    (3, 29, 41, 20_400_000),
    (4, 7, 9, 4_100_000),
    (5, 4, 6, 2_100_000),
    (7, 6, 8, 3_900_000),
    (8, 12, 41, 245_000_000),
    (9, 7, 23, 145_000_000),
    (10, 40, 66, 145_000_000),
    (11, 20, 58, 54_000_000),
    (12, 20, 57, 54_000_000),
    (13, 8, 11, 9_000_000),
    (14, 5, 8, 12_000_000),
    (15, 51, 101, 6_600_000),
    (16, 54, 64, 98_200_000),
    (21, 16, 39, 5_200_000),
    (22, 17, 34, 6_550_000),
    (24, 22, 43, 4_100_000),
    (26, 6, 16, 2_100_000),
    (27, 22, 28, 16_650_000),
    (28, 45, 90, 5_250_000),
)
"""Indicator by its place, families reached of those that lack it, those who lack it, rupiah."""
BUDGET = 20_000_000
LIFTED_ONCE = 12.903
"""What was called the best within it: of single works, of pairs, and of two chains of growing sets."""


def work():
    """Return the candidates of that village."""
    return [Candidate(0, place, reached / lacking, cost) for place, reached, lacking, cost in WORK]
