"""Syncing: batches of a hundred visits of the 60-question form, two workers at once, each visit durable by itself.

``python -m benchmarks.fieldsync`` measures PostgreSQL (fsync on) and SQLite (synchronous=FULL). What is measured is
``surveys.receive_many``, from the bodies to the signed receipts; unpacking and HTTP come on top.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fakes.live_site import LiveSite

from benchmarks.submissions import FORM, NAMES, ROOT, VILLAGE, start_django, write

WORKERS = 2
BATCH = 100
BATCHES = 5
RUNS = 3
REACH = 1000


def send(bodies: Path, result: Path) -> None:
    """Take all bodies in batches and write how long it took; runs in the site's environment."""
    start_django()
    from bahtera.access.api import Actor
    from bahtera.surveys import api as surveys

    data, visits = bodies.read_bytes(), []
    while data:
        size = int.from_bytes(data[:4], "big")
        visits.append(surveys.SentVisit(data[4 : 4 + size]))
        data = data[4 + size :]
    actor = Actor.over("device:bench", "Bench", frozenset({"kader"}), (VILLAGE,))
    surveys.receive_many(visits[:BATCH], actor=actor)
    began = time.perf_counter()
    for start in range(BATCH, len(visits), BATCH):
        for one in surveys.receive_many(visits[start : start + BATCH], actor=actor):
            assert one.outcome == "stored", one
    result.write_text(json.dumps({"began": began, "ended": time.perf_counter()}), encoding="utf-8")


def run(site: LiveSite) -> float:
    """Return how many visits a second two workers took together."""
    folders = [site.folder / f"worker-{number}" for number in range(WORKERS)]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        site.run("-m", "benchmarks.fieldsync", "write", str(folder), str(BATCH * (BATCHES + 1)))
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda folder: site.run("-m", "benchmarks.fieldsync", "send", str(folder)), folders))
    told = [json.loads((folder / "result").read_text(encoding="utf-8")) for folder in folders]
    took = max(one["ended"] for one in told) - min(one["began"] for one in told)
    return WORKERS * BATCH * BATCHES / took


def measure(kind: str) -> None:
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        site = LiveSite(Path(folder), database_url=os.environ.get("BAHTERA_DATABASE_URL", ""))
        site.prepare(FORM, [VILLAGE])
        rates = [run(site) for _ in range(RUNS)]
    middle = sorted(rates)[len(rates) // 2]
    print(
        f"ROW | Syncing batches of {BATCH}, 60 questions, {WORKERS} workers, {NAMES[kind]} | >= {REACH}/s"
        f" | {'; '.join(f'{rate:.0f}/s' for rate in rates)} | {'yes' if middle >= REACH else 'no'}"
        f" | {RUNS} runs of {WORKERS * BATCH * BATCHES} visits; the middle run decides; every outcome checked;"
        " receive_many alone, each visit a durable transaction of its own"
    )


def main() -> None:
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["send"]:
        send(Path(sys.argv[2]) / "bodies", Path(sys.argv[2]) / "result")
    elif sys.argv[1:2] == ["one"]:
        measure(sys.argv[2])
    else:
        own = {name: value for name, value in os.environ.items() if name != "BAHTERA_DATABASE_URL"}
        command = [sys.executable, "-m", "benchmarks.fieldsync", "one"]
        durable = own | {"BAHTERA_POSTGRES_DURABLE": "1"}
        postgres = str(ROOT / "scripts" / "with-postgres")
        subprocess.run([postgres, *command, "postgresql"], cwd=ROOT, check=True, env=durable)
        subprocess.run([*command, "sqlite"], cwd=ROOT, check=True, env=own)


if __name__ == "__main__":
    main()
