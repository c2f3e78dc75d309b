"""The figures of a province: two indices of 2,016 villages and 1.3 M families, first and after an approval.

``python -m benchmarks.province`` writes the sums of every village into a database of its own and asks for them as
pages do, in seconds of processor: the machine is shared. What may be shown is decided for the public and the offices.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PROVINCE, VILLAGES, FAMILIES = "63", 2_016, 645
INDICES = ("ikk", "ibangga")
PAGE, FRESH = 0.3, 5.0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        environment = os.environ | {"BAHTERA_DATA_DIR": folder, "BAHTERA_SECRET_KEY": "bench"}
        environment.pop("BAHTERA_DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks.province", "--measure"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def measure() -> None:
    from benchmarks import _site  # noqa: F401 - starts Django

    # isort: split
    from django.core.management import call_command

    from bahtera.areas import api as areas
    from bahtera.results import api as results
    from bahtera.results.models import VillageSums
    from bahtera.results.queries import round_figures

    call_command("migrate", verbosity=0)
    if not areas.exists(PROVINCE):
        areas.load_snapshot()
    number = fill([area.code for area in areas.villages_within(PROVINCE)])
    told = f"{VILLAGES:,} villages x {FAMILIES} families, {len(INDICES)} indices"
    first = timed(lambda: round_figures(number, "public"))
    row("a province's figures, decided from nothing", FRESH, first, told)
    row("the same, once more", PAGE, timed(lambda: round_figures(number, "public")), told)
    touch(VillageSums.objects.filter(round_id=number).order_by("pk").first(), released=False)
    again = timed(lambda: round_figures(number, "public"))
    row(
        "the same after an approval that fills no step",
        PAGE,
        again,
        "one village read again, nothing decided",
    )
    touch(VillageSums.objects.filter(round_id=number).order_by("pk").first(), released=True)
    stepped = timed(lambda: round_figures(number, "public"))
    row("the same after a village's step", FRESH, stepped, "all decided again")
    page = timed(lambda: results.area_result(number, PROVINCE, audience="public", most_villages=500))
    row("the result of the province from it", PAGE, page, told)
    level = timed(lambda: results.places_of(number, PROVINCE, audience="public", level="village"))
    row("every village by one measure from it", PAGE, level, told)


def row(what: str, reach: float, seconds: tuple[float, float], note: str) -> None:
    """Print a row of docs/reference/benchmarks.md."""
    busy, clock = seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"ROW | {what} | <= {reach} s | {busy:.2f} s | {'yes' if busy <= reach else 'no'} | {note}; of processor,"
        f" by a shared clock {clock:.2f} s; {memory} MB; load average {os.getloadavg()[0]:.1f} |"
        " `python -m benchmarks.province` |",
        flush=True,
    )


def timed(work) -> tuple[float, float]:
    """Return the seconds of processor and by the clock."""
    busy, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - busy, time.perf_counter() - clock


def touch(kept, *, released: bool) -> None:
    """Let one more family of a village meet everything; ``released`` lets everybody see it."""
    sums = kept.sums
    sums["indicators"] = [[met + 1, told + 1, left] for met, told, left in sums["indicators"]]
    sums["families"] += 1
    kept.families, kept.approved, kept.revision = kept.families + 1, kept.approved + 1, kept.revision + 1
    if released:
        kept.released = {**kept.released, "sums": sums}
    kept.save()


def fill(codes: list[str]) -> int:
    from bahtera.surveys import models

    made = models.Round.objects.create(
        name="Putaran sintetis",
        year=2026,
        form_id="bench",
        index_ids=list(INDICES),
        area_code=PROVINCE,
        opens="2026-01-01",
    )
    keep_sums(made.pk, codes)
    return made.pk


def keep_sums(round_id: int, codes: list[str], *, seed: int = 20261123) -> None:
    """Write made-up sums of every village by every index, released as they are."""
    from bahtera.foundation import clock
    from bahtera.indices import api as indices
    from bahtera.results.models import VillageSums

    definitions = [indices.load(name).without_private() for name in INDICES]
    rng, now, rows = np.random.default_rng(seed), clock.now(), []
    visits = {"visited": FAMILIES, "interviewed": FAMILIES, "approved": FAMILIES, "other_definition": 0}
    for code in codes:
        for definition in definitions:
            sums = told(definition, rng)
            rows.append(
                VillageSums(
                    round_id=round_id,
                    village_code=code,
                    index_id=definition.id,
                    index_version=definition.version,
                    index_hash=definition.hash,
                    families=FAMILIES,
                    sums=sums,
                    revision=1,
                    refreshed_at=now,
                    released={"sums": sums, "visits": visits, "at": now.isoformat()},
                    **visits,
                )
            )
    VillageSums.objects.bulk_create(rows, batch_size=500)


def told(definition, rng) -> dict:
    """Return made-up sums of a village as they are kept: better or worse than others, each indicator of its own."""
    size = len(definition.indicators)
    share = np.clip(0.62 + 0.36 * rng.random(size) + rng.uniform(-0.12, 0.12), 0.02, 0.995)
    answered = rng.binomial(FAMILIES, 0.88, size)
    met = rng.binomial(answered, share)
    classes = rng.multinomial(FAMILIES, rng.dirichlet(np.ones(len(definition.categories)) * 3))
    return {
        "families": FAMILIES,
        "scored": FAMILIES,
        "numerator": "0",
        "categories": classes.tolist(),
        "dimensions": [[FAMILIES, "0"] for _ in definition.dimensions],
        "indicators": [[int(one), int(all_), 0] for one, all_ in zip(met, answered, strict=True)],
    }


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["--measure"] else main()
