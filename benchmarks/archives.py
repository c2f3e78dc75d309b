"""How much work it is to save a site and to bring it back with proof, and how much memory, on both databases.

Rows are those of a queue with JSON in them (the slowest kind to compare), beside 91,599 areas and 100 MB of files.
``BENCH_ROWS`` sets another number of rows.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = int(os.environ.get("BENCH_ROWS", "400000"))
AREAS = 91_599
FILES = 100
_FILL = """
import os, sys
import django
django.setup()
from bahtera.foundation import blobs, clock
from bahtera.foundation.models import EventDelivery
now, rows = clock.now(), int(sys.argv[1])
for start in range(0, rows, 5000):
    EventDelivery.objects.bulk_create(
        EventDelivery(name="bench", handler="bench", key=f"63.10:{n}", payload={"b": [n, 0.5], "a": "sintetis"},
                      published_at=now, due_at=now)
        for n in range(start, min(rows, start + 5000))
    )
for _ in range(int(sys.argv[2])):
    blobs.put(os.urandom(1_000_000))
"""


def main() -> None:
    if "--inside" not in sys.argv:
        for launcher in ([], ["scripts/with-postgres"]):
            environment = os.environ | {"BAHTERA_POSTGRES_DURABLE": "1"}
            environment.pop("BAHTERA_DATABASE_URL", None)
            command = [*launcher, sys.executable, "-m", "benchmarks.archives", "--inside"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        measure(Path(folder))


def measure(folder: Path) -> None:
    address = os.environ.get("BAHTERA_DATABASE_URL", "")
    kind = "PostgreSQL" if address else "SQLite"
    site = environment(folder / "site", address)
    bahtera(site, "migrate")
    bahtera(site, "load-areas")
    subprocess.run([sys.executable, "-c", _FILL, str(ROWS), str(FILES)], env=site, cwd=ROOT, check=True)
    bahtera(site, "make-backup-key", folder / "key")
    saving = bahtera(site, "backup", folder / "archive", "--key-file", folder / "key")
    # Into SQLite from both: PostgreSQL's archive crosses over.
    place = environment(folder / "place", "")
    (folder / "place").mkdir()
    (folder / "site" / "keys").rename(folder / "place" / "keys")
    bringing = bahtera(place, "restore", folder / "archive", "--key-file", folder / "key", "--verify")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    rows, size = ROWS + AREAS, (folder / "archive").stat().st_size / 1e6
    told = f"{rows:,} rows, {FILES} MB of files, archive of {size:.0f} MB"
    report(
        f"saving a site ({kind})",
        "100,000 rows in 10 s of processor",
        f"{rows / saving:,.0f} rows/s, {saving:.1f} s",
        rows / saving > 10_000,
        told,
    )
    report(
        f"bringing it back into SQLite and comparing (from {kind})",
        "100,000 rows in 30 s of processor",
        f"{rows / bringing:,.0f} rows/s, {bringing:.1f} s",
        rows / bringing > 100_000 / 30,
        told,
    )
    report(f"memory of the largest process ({kind})", "below 300 MB", f"{peak} MB", peak < 300, told)


def environment(folder: Path, address: str) -> dict[str, str]:
    own = {
        "BAHTERA_DATA_DIR": str(folder),
        "BAHTERA_DATABASE_URL": address,
        "BAHTERA_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("BAHTERA_")} | own


def bahtera(site: dict[str, str], *words: object) -> float:
    """Run a command and return its processor time: a shared machine says little by the clock."""
    began = spent()
    command = [sys.executable, "-m", "bahtera.cli", *map(str, words)]
    subprocess.run(command, env=site, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return spent() - began


def spent() -> float:
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def report(what: str, reach: str, measured: str, met: bool, conditions: str) -> None:
    print(f"ROW | {what} | {reach} | {measured} | {'yes' if met else 'no'} | {conditions}", flush=True)


if __name__ == "__main__":
    main()
