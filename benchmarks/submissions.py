"""Receiving over OpenRosa: a 60-question form, 8 clients, validation and an index included, 2 workers.

``python -m benchmarks.submissions`` measures PostgreSQL (a cluster of its own, fsync on) and then SQLite
(synchronous=FULL). The load comes from a process of its own on the same machine, over kept-alive connections.
Besides the rate it prints the processor time the web workers spent on each submission, which a busy
machine disturbs less.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.fakes.live_site import LiveSite

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "benchmarks" / "forms" / "bench60" / "bench60.xlsx"
VILLAGE = "63.02.05.2001"
CLIENTS = 8
WARM_UP = 300
RUNS = 3
SUBMISSIONS = 2000
TICKS = os.sysconf("SC_CLK_TCK")
REACH = {"postgresql": (">= 250/s, p95 <= 90 ms"), "sqlite": ">= 150/s"}
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite FULL"}


def answers(pick: random.Random) -> dict[str, object]:
    """Return the answers of one visit; the form's own questions are only numbered."""
    given: dict[str, object] = {
        "instanceID": f"uuid:{uuid.uuid4()}",
        "start": "2026-11-20T08:00:00.000+08:00",
        "end": "2026-11-20T08:20:00.000+08:00",
        "deviceid": "collect:benchmark",
        "tanggal": date(2026, 11, 20),
        "titik": "-3.3 114.6 0 5",
    }
    given |= {f"angka_{n}": pick.randrange(20, 1000) for n in range(1, 24)}
    given |= {f"teks_{n}": f"jawaban {pick.randrange(1000)}" for n in range(1, 13)}
    given |= {f"pilih_{n}": "ya" for n in range(1, 12)}
    return given | {f"banyak_{n}": ("s1", "s3") for n in range(1, 12)}


def write(folder: Path, count: int) -> None:
    """Write so many bodies, length-prefixed; runs in the site's environment, which knows the form."""
    start_django()
    from bahtera.questionnaires import api as questionnaires

    form = questionnaires.get_form("bench60", "1")
    assert form is not None
    writer = questionnaires.writer(form)
    pick = random.Random()
    with (folder / "bodies").open("wb") as file:
        for _ in range(count):
            xml = writer.write(answers(pick), on=date(2026, 11, 20))
            file.write(len(xml).to_bytes(4, "big") + xml)


def carry_index() -> None:
    """Let the form carry the IKK: the server scores each visit, though this form asks none of its questions."""
    start_django()
    from bahtera import indices
    from bahtera.questionnaires.models import Questionnaire

    Questionnaire.objects.update(indices=[["ikk", indices.load("ikk").without_private().hash]])


def start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()


def processor_seconds(site: LiveSite) -> float:
    """Return what the site's processes have used so far."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[2]) == site.process_id:  # the process group
            used += int(fields[11]) + int(fields[12])
    return used / TICKS


def load(site: LiveSite, count: int) -> dict[str, float]:
    """Send so many fresh submissions and return what happened."""
    site.run("-m", "benchmarks.submissions", "write", str(site.folder), str(count))
    before = processor_seconds(site)
    path = f"/v1/key/{site.token}/projects/1/submission"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks._load",
            "127.0.0.1",
            str(site.port),
            path,
            str(CLIENTS),
            str(site.folder / "bodies"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    told["cpu_ms"] = (processor_seconds(site) - before) * 1000 / count
    return told


def measure(kind: str) -> None:
    """Measure one database and print its row."""
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        site = LiveSite(Path(folder), database_url=os.environ.get("BAHTERA_DATABASE_URL", ""))
        site.prepare(FORM, [VILLAGE])
        site.run("-m", "benchmarks.submissions", "index")
        site.start()
        try:
            load(site, WARM_UP)
            runs = list(_runs(site))
        finally:
            site.stop()
    middle = sorted(runs, key=lambda run: run["per_second"])[len(runs) // 2]
    measured = "; ".join(f"{run['per_second']:.0f}/s, p95 {run['p95_ms']:.0f} ms" for run in runs)
    met = middle["per_second"] >= (250 if kind == "postgresql" else 150)
    met = met and (kind == "sqlite" or middle["p95_ms"] <= 90)
    print(
        f"ROW | OpenRosa submission, 60 questions, 8 clients, 2 workers, {NAMES[kind]} | {REACH[kind]}"
        f" | {measured} | {'yes' if met else 'no'}"
        f" | {RUNS} runs of {SUBMISSIONS}; {middle['cpu_ms']:.1f} ms of web processor time each;"
        " the middle run decides; every answer checked; IKK scored, though this form leaves its questions"
        " unanswered (a full family takes 0.1 ms more); load generator on the same cores"
    )


def _runs(site: LiveSite) -> Iterator[dict[str, float]]:
    for _ in range(RUNS):
        run = load(site, SUBMISSIONS)
        print(json.dumps(run), flush=True)
        assert run["statuses"] == {"201": SUBMISSIONS}, run
        yield run


def main() -> None:
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["index"]:
        carry_index()
    elif sys.argv[1:2] == ["one"]:
        measure(sys.argv[2])
    else:
        own = {name: value for name, value in os.environ.items() if name != "BAHTERA_DATABASE_URL"}
        command = [sys.executable, "-m", "benchmarks.submissions", "one"]
        durable = own | {"BAHTERA_POSTGRES_DURABLE": "1"}
        subprocess.run(
            [str(ROOT / "scripts" / "with-postgres"), *command, "postgresql"],
            cwd=ROOT,
            check=True,
            env=durable,
        )
        subprocess.run([*command, "sqlite"], cwd=ROOT, check=True, env=own)


if __name__ == "__main__":
    main()
