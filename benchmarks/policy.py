"""What a decision of the policy costs in process: may, reach and ceiling, for people with one role and with many.

The dearest of the actions counts, and the middle of many rounds; nothing is read from a database.
"""

import statistics
import time
from functools import partial

from bahtera.access.rules.policy import ACTIONS, ceiling, may, reach
from bahtera.access.values import Actor, Grant, Purpose

REACH_MICROSECONDS = 20.0
CALLS = 2_000
ROUNDS = 15
AREA = "63.10.05.2003"


def micros(work) -> float:
    """Return the middle cost of one call in microseconds."""
    costs = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(CALLS):
            work()
        costs.append((time.perf_counter() - begun) / CALLS * 1e6)
    return statistics.median(costs)


def main() -> None:
    roles = ("tpk2d", "statistician", "coordinator", "supervisor")
    many = tuple(
        Grant(role, f"{province}.{regency:02}")
        for province in (15, 63)
        for role in roles
        for regency in range(1, 4)
    )
    people = {
        "one role": Actor("user:1", "Sintetis", (Grant("supervisor", "63.10"),)),
        "24 roles in 6 areas": Actor("user:2", "Sintetis", (*many[:-1], Grant("supervisor", "63.10"))),
    }
    for who, actor in people.items():
        measure(who, actor)


def measure(who: str, actor: Actor) -> None:
    dearest = max((micros(partial(may, actor, name, area=AREA)), name) for name in ACTIONS)
    figures = {
        f"may ({dearest[1]}, the dearest of {len(ACTIONS)} actions)": dearest[0],
        "reach": micros(partial(reach, actor, "submission.read")),
        "ceiling": micros(partial(ceiling, actor, Purpose.SURVEY, area=AREA)),
    }
    for what, cost in figures.items():
        met = "yes" if cost <= REACH_MICROSECONDS else "no"
        print(f"ROW | Policy decision: {what} | <= 20 us | {cost:.2f} us | {met} | {who}, in process")


if __name__ == "__main__":
    main()
