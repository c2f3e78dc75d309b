"""What if in a regency and a budget over a province, on made-up families by village.

``python -m benchmarks.needs`` makes 2,016 villages of 640 families each, most with answers of their own.
"""

import os
import resource
import time

import numpy as np

from bahtera.indices import api as indices
from bahtera.needs.rules.budget import spend
from bahtera.needs.rules.mapping import load_book
from bahtera.needs.rules.menus import Candidate
from bahtera.needs.rules.patterns import Patterns, read_patterns
from bahtera.needs.rules.showing import STEP, not_simulated
from bahtera.needs.rules.whatif import simulate

PROVINCE, REGENCY, FAMILIES = 2_016, 200, 640
BUDGET = 100_000_000_000
IKK = indices.load("ikk").without_private()


def villages(count: int) -> Patterns:
    """Return made-up families: a village is better or worse at each indicator, a family at all of them."""
    rng, size = np.random.default_rng(20261123), len(IKK.indicators)
    village = np.repeat(np.arange(count), FAMILIES)
    share = rng.uniform(0.6, 0.95, size) + rng.normal(0, 0.05, (count, size))
    share = np.clip(share[village] + rng.normal(0, 0.08, (len(village), 1)), 0.02, 0.99)
    signs = np.where(rng.random(share.shape) < share, ord("1"), ord("0")).astype(np.uint8)
    signs[rng.random(share.shape) < 0.1] = ord("-")
    text = signs.tobytes().decode()
    rows = ((int(at), text[row * size : (row + 1) * size], 1) for row, at in enumerate(village))
    return read_patterns(IKK, [f"63.01.{at // 100:02}.{2001 + at % 100}" for at in range(count)], rows)


def candidates(patterns: Patterns) -> list[Candidate]:
    """Return every village and indicator at the costs and reach of the shipped list of services."""
    lines, left_out, found = load_book().lines, not_simulated(IKK.id), []
    for place, each in enumerate(IKK.indicators):
        line = lines.get((IKK.id, each.id))
        if line is None or each.id in left_out:
            continue
        lacking = patterns.per_village(patterns.lacking(place).astype(np.int64))
        found += [
            Candidate(at, place, line.reached_of(int(some)) / int(some), line.cost_of(int(some)))
            for at, some in enumerate(lacking)
            if some >= STEP
        ]
    return found


def timed(work, times: int = 3) -> tuple[float, float]:
    """Return the middle time by the clock and of the processor."""
    clocks = []
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        clocks.append((time.perf_counter() - begun, time.process_time() - busy))
    return sorted(clocks)[times // 2]


def met(clock: float, busy: float, limit: float) -> str:
    """Tell whether a limit holds, by the clock; where others' work stands between, what the processor alone says."""
    if clock <= limit:
        return "yes"
    return "not at this load; by processor time yes" if busy <= limit else "no"


def load() -> str:
    """Return how busy the machine is."""
    return f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"


def main() -> None:
    regency = villages(REGENCY)
    for places in ([1], [1, 10, 16], [1, 10, 16, 22]):
        clock, busy = timed(lambda places=places: simulate(regency, places, [90] * len(places)))
        print(
            f"ROW | what if in {REGENCY} villages, {len(places)} at once | <= 1 s | {clock:.2f} s by the clock, "
            f"{busy:.2f} s of processor | {met(clock, busy, 1)} | {REGENCY * FAMILIES:,} families; "
            f"{load()}; ranges solved"
        )
    province = villages(PROVINCE)
    options = candidates(province)
    begun, busy = time.perf_counter(), time.process_time()
    plan = spend(province, options, BUDGET)
    clock, busy = time.perf_counter() - begun, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"ROW | a budget over {PROVINCE:,} villages x {len(options) // PROVINCE} indicators | <= 20 s, gap shown | "
        f"{clock:.1f} s by the clock, {busy:.1f} s of processor, gap {100 * plan.gap:.3f} % | {met(clock, busy, 20)} | "
        f"{PROVINCE * FAMILIES:,} families, {len(options):,} options; {load()}; "
        f"{memory} MB with the made-up data; {plan.lifted:,.0f} families lifted, no sets more than {plan.bound:,.0f}; "
        f"{'settled' if plan.settled else 'time ran out'}"
    )


if __name__ == "__main__":
    main()
