"""Before and after over a province: its form, what the worker takes for the answer, and the page of the answer.

``python -m benchmarks.impact`` stores visits to the same families of 2,016 villages in two rounds, in a database of
its own: 20 a village, or as many as the first argument says. Something was done in a hundred villages.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from types import SimpleNamespace
from uuid import UUID, uuid5

from benchmarks.pages import PAGE, PROVINCE, ROOT, asked, entered, made_round, timed

FAMILIES, TREATED = 20, 100
COMMAND = "`python -m benchmarks.impact`"
NAMESPACE = UUID("9c2b8a52-13ad-4b58-9a51-2a5d4d5e7f10")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        environment = os.environ | {"BAHTERA_DATA_DIR": folder, "BAHTERA_SECRET_KEY": "bench"}
        environment.pop("BAHTERA_DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks.impact", "--measure", *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def measure(each: int) -> None:
    from benchmarks import _site  # noqa: F401 - starts Django

    # isort: split
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test.utils import setup_test_environment
    from django_tasks.base import TaskResultStatus

    from bahtera.analysis import api as analysis
    from bahtera.areas import api as areas

    setup_test_environment()
    call_command("migrate", verbosity=0)
    if not areas.exists(PROVINCE):
        areas.load_snapshot()
    codes = [area.code for area in areas.villages_within(PROVINCE)]
    rounds = [made_round(year, codes) for year in (2025, 2026)]
    for round_id in rounds:
        keep_families(round_id, codes, each)
    told = f"{len(codes):,} villages, {2 * each * len(codes):,} families of both rounds together"
    client = entered()
    form = f"/dampak/?sebelum={rounds[0]}&sesudah={rounds[1]}"
    client.get(form)
    row("before and after of a province: its form", PAGE, asked(client, form), told)
    order = {
        "before": rounds[0],
        "after": rounds[1],
        "measure": "indikator:ikk:IKK-D1-02",
        "villages": codes[:: len(codes) // TREATED],
        "since": "",
        "alike": [],
        "actor_key": f"user:{get_user_model().objects.get(username='endah').pk}",
    }
    made: list[dict] = []
    spent = timed(lambda: made.append(analysis.impact_task.func(**order)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    packed = json.dumps(made[0])
    note = f"{told}; {memory} MB; {len(packed) / 1000:.0f} KB kept"
    row("before and after of a province: the worker's part", None, (0, 0, spent), note)
    done = SimpleNamespace(
        id=UUID(int=1), status=TaskResultStatus.SUCCESSFUL, kwargs=order, return_value=json.loads(packed)
    )
    analysis.impact_task = SimpleNamespace(get_result=lambda _: done)
    client.get(f"/dampak/{done.id}/")
    row("before and after of a province: the answer", PAGE, asked(client, f"/dampak/{done.id}/"), told)


def keep_families(round_id: int, codes: list[str], each: int) -> None:
    """Store an approved visit to each family: the same families in every round."""
    import numpy as np
    from tests.fakes.family_visits import SIZE, store_visits

    from bahtera.surveys.models import Submission

    rng = np.random.default_rng(round_id)
    for code in codes:
        signs = np.where(rng.random((each, SIZE)) < 0.8, "1", "0")
        rows = store_visits(round_id, code, ["".join(line) for line in signs])
        for number, one in enumerate(rows):
            one.family_id = uuid5(NAMESPACE, f"{code}:{number}")
        Submission.objects.bulk_update(rows, ["family_id"])


def row(what: str, limit: float | None, found: tuple[int, int, tuple[float, float]], note: str) -> None:
    """Print a row of docs/reference/benchmarks.md."""
    _, size, (busy, clock) = found
    reach = "none set" if limit is None else f"<= {limit} s"
    met = "-" if limit is None else "yes" if busy <= limit else "no"
    packed = f"{size / 1000:.0f} KB gzip; " if size else ""
    print(
        f"ROW | {what} | {reach} | {busy:.2f} s of processor | {met} | {note}; {packed}by a shared clock {clock:.2f} s;"
        f" load average {os.getloadavg()[0]:.0f} | {COMMAND} |",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]) if len(sys.argv) > 2 else FAMILIES)
    else:
        main()
