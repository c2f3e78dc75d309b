"""Syncing: batches of a hundred visits, two workers at once that begin together, every batch durable.

``python -m benchmarks.fieldsync`` measures PostgreSQL (fsync on) and SQLite (synchronous=FULL), with the 60-question
form, with the same in batches of one, and with the real family visit (IKK scored, register kept). What is measured
is ``surveys.receive_many``, from the bodies to the signed receipts; unpacking and HTTP come on top.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.fakes.live_site import LiveSite

from benchmarks.submissions import FORM, NAMES, ROOT, VILLAGE, start_django

WORKERS = 2
BATCH = 100
VISITS = 2000  # of each worker
RUNS = 3
REACH = 1000
FAMILY_FORM = ROOT / "definitions" / "questionnaires" / "kunjungan_keluarga" / "kunjungan_keluarga.xlsx"
FAMILY_VILLAGES = (
    "63.01.07.2002",
    "63.02.11.2009",
    "63.04.02.2010",
    "63.06.10.2009",
    "63.08.09.2001",
    "63.11.02.2005",
)
FAMILIES = 400  # of each worker, the first hundred to warm up; a village of the demonstration has so many
READY = "ready"


class Rate(NamedTuple):
    """Visits a second of all workers, and the milliseconds of a worker's processor that each took."""

    a_second: float
    processor_ms: float

    def __str__(self) -> str:
        return f"{self.a_second:.0f}/s ({self.processor_ms:.2f} ms of processor)"


def send(folder: Path, batch: int) -> None:
    """Take a folder's bodies in batches and write how long it took; runs in the site's environment."""
    start_django()
    from bahtera.access.api import Actor
    from bahtera.surveys import api as surveys

    data, visits = (folder / "bodies").read_bytes(), []
    while data:
        size = int.from_bytes(data[:4], "big")
        visits.append(surveys.SentVisit(data[4 : 4 + size]))
        data = data[4 + size :]
    village = (folder / "village").read_text(encoding="ascii")
    actor = Actor.over("device:bench", "Bench", frozenset({"kader"}), (village,))
    surveys.receive_many(visits[:BATCH], actor=actor)
    wait_for_others(folder)
    began, used = time.perf_counter(), time.process_time()
    for start in range(BATCH, len(visits), batch):
        for one in surveys.receive_many(visits[start : start + batch], actor=actor):
            assert one.outcome == "stored", one
    told = {
        "began": began,
        "ended": time.perf_counter(),
        "processor": time.process_time() - used,
        "visits": len(visits) - BATCH,
    }
    (folder / "result").write_text(json.dumps(told), encoding="utf-8")


def wait_for_others(folder: Path) -> None:
    """Go on when every worker has warmed up: starting Python takes longer than what is measured."""
    (folder / READY).touch()
    while len(list(folder.parent.glob(f"*/{READY}"))) < WORKERS:
        time.sleep(0.001)


def write_families(folder: Path, village: str) -> None:
    """Write visits to the synthetic families of a village of the demonstration, as a phone keeps them."""
    start_django()
    from bahtera.cli.demonstration.playing import written
    from bahtera.cli.demonstration.villages import VILLAGES

    found = next(one for one in VILLAGES if one.code == village)
    with (folder / "bodies").open("wb") as file:
        for xml in written(found, FAMILIES):
            file.write(len(xml).to_bytes(4, "big") + xml)


def run(site: LiveSite, villages: tuple[str, ...], *, batch: int = BATCH) -> Rate:
    """Return how quick the workers were together; two villages mean the family visit."""
    with tempfile.TemporaryDirectory(dir=site.folder) as name:
        folders = [Path(name) / str(number) for number in range(WORKERS)]
        for folder, village in zip(folders, villages, strict=True):
            folder.mkdir()
            (folder / "village").write_text(village, encoding="ascii")
            if village == VILLAGE:
                count = VISITS if batch > 1 else VISITS // 5
                site.run("-m", "benchmarks.submissions", "write", str(folder), str(count + BATCH))
            else:
                site.run("-m", "benchmarks.fieldsync", "families", str(folder), village)
        with ThreadPoolExecutor(WORKERS) as pool:
            command = ("-m", "benchmarks.fieldsync", "send")
            list(pool.map(lambda folder: site.run(*command, str(folder), str(batch)), folders))
        told = [json.loads((folder / "result").read_text(encoding="utf-8")) for folder in folders]
    took = max(one["ended"] for one in told) - min(one["began"] for one in told)
    visits = sum(one["visits"] for one in told)
    return Rate(visits / took, sum(one["processor"] for one in told) * 1000 / visits)


def measure(kind: str) -> None:
    """Measure one database and print its rows."""
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        site = LiveSite(Path(folder), database_url=os.environ.get("BAHTERA_DATABASE_URL", ""))
        site.prepare(FORM, [VILLAGE])
        alone = run(site, (VILLAGE,) * WORKERS, batch=1)
        rates = [run(site, (VILLAGE,) * WORKERS) for _ in range(RUNS)]
        site.run("-m", "benchmarks.fieldsync", "prepare")
        pairs = zip(FAMILY_VILLAGES[::2], FAMILY_VILLAGES[1::2], strict=True)
        families = [run(site, pair) for pair in pairs]
    middle = sorted(rates)[len(rates) // 2]
    conditions = f"{RUNS} runs, the middle one decides; every outcome checked; receive_many alone, processor of workers"
    print(
        f"ROW | Syncing batches of {BATCH}, 60 questions, {WORKERS} workers, {NAMES[kind]} | >= {REACH}/s"
        f" | {told(rates)}; batches of one {alone}, {middle.a_second / alone.a_second:.1f} times slower"
        f" | {'yes' if middle.a_second >= REACH else 'no'} | {conditions}; {WORKERS * VISITS} visits a run"
    )
    print(
        f"ROW | Syncing batches of {BATCH}, the real family visit, {WORKERS} workers, {NAMES[kind]} | shown beside"
        f" | {told(families)} | | {conditions}; {WORKERS * (FAMILIES - BATCH)} visits a run to new synthetic families"
        " of 1-9 members, IKK scored, the family register kept"
    )


def told(rates: list[Rate]) -> str:
    return "; ".join(map(str, rates))


def prepare_families() -> None:
    """Publish the family visit and open its round; runs in the site's environment."""
    start_django()
    from tests.fakes.places import place

    from bahtera.access import api as access
    from bahtera.cli.demonstration.loading import open_round, publish_form
    from bahtera.config.registrations import register_all

    register_all()
    publish_form()
    for code in FAMILY_VILLAGES:
        place(code).save()
    open_round(access.SYSTEM)


def main() -> None:
    if sys.argv[1:2] == ["families"]:
        write_families(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] == ["prepare"]:
        prepare_families()
    elif sys.argv[1:2] == ["send"]:
        send(Path(sys.argv[2]), int(sys.argv[3]))
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
