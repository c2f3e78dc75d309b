"""Documents: the book of a regency with every village measured, in one process that has nothing else to do.

``python -m benchmarks.documents`` fills the sums of a regency and of a province in a database of its own, 62
families a village and every state drawn by chance, and makes each kind of document. ``--keep FOLDER`` keeps the files.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROVINCE, REGENCY, FAMILIES = "63", "63.02", 62
REACH_SECONDS, REACH_MB = 10, 400


@dataclass(frozen=True)
class Pattern:
    """One family's states."""

    states: str
    count: int = 1


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
        return
    keep = sys.argv[2:3] if sys.argv[1:2] == ["--keep"] else []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BAHTERA_DATA_DIR"] = folder
        filled = run("--child", "fill", "0")
        number, villages, whole, everywhere = int(filled[0]), filled[1:4], int(filled[4]), int(filled[5])
        book = run("--child", "regency_book", str(number), REGENCY, *keep)
        for kind in ("slides", "press", "minutes"):
            run("--child", kind, str(number), REGENCY, *keep)
        sheet = run("--child", "village_sheet", str(number), villages[1], *keep)
        run("--child", "village_package", str(number), villages[1], *keep)
        run("--child", "village_sheet", str(number), villages[2], *keep)
        summary = run("--child", "province_summary", str(whole), PROVINCE, *keep)
    clock_met, met = (float(book[at]) <= REACH_SECONDS and float(book[3]) <= REACH_MB for at in (0, 4))
    answer = "yes" if clock_met else "not at this load; by processor time yes" if met else "no"
    print(
        f"ROW | the book of a regency, {villages[0]} villages of {FAMILIES} families |"
        f" <= {REACH_SECONDS} s, <= {REACH_MB} MB | {book[0]} s of clock, {book[4]} s of processor, {book[3]} MB,"
        f" {book[1]} pages | {answer} | first document of a fresh process: figures, map, pages, tables and register;"
        f" memory is the whole process; load average {book[5]} on {os.cpu_count()} processors"
    )
    print(
        f"ROW | the sheet of a village in that regency | none set | {sheet[0]} s of clock, {sheet[4]} s of processor,"
        f" {sheet[3]} MB, {sheet[1]} page | yes | likewise; what may be shown is decided for the whole round once;"
        f" load average {sheet[5]}"
    )
    print(
        f"ROW | the summary of a province, {everywhere:,} villages of {FAMILIES} families | none set |"
        f" {summary[0]} s of clock, {summary[4]} s of processor, {summary[3]} MB, {summary[1]} pages | yes | likewise;"
        f" what may be shown is decided anew for the whole round; load average {summary[5]}"
    )


def run(*arguments: str) -> list[str]:
    """Run one step in a process of its own and return the words of its last line."""
    command = [sys.executable, "-m", "benchmarks.documents", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"  {arguments[1]:18} {done.stdout.splitlines()[-1]}", flush=True)
    return done.stdout.splitlines()[-1].split()


def child(what: str, number: int, *more: str) -> None:
    from benchmarks import _site  # noqa: F401 - starts Django, in the folder named above

    # isort: split
    from django.core.management import call_command

    from bahtera.documents.api import Kind

    if what == "fill":
        call_command("migrate", verbosity=0)
        round_id, villages = fill(REGENCY, FAMILIES)
        whole_id, everywhere = fill(PROVINCE, FAMILIES)
        print(round_id, len(villages), villages[30], villages[1], whole_id, len(everywhere))
        return
    seconds, processor, row = make(Kind(what), number, more[0], Path(more[1]) if more[1:] else None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = os.getloadavg()[0]
    print(f"{seconds:.1f} {row.made.pages} {row.made.size} {peak:.0f} {processor:.1f} {load:.1f}")


def make(kind, round_id, area, keep):
    from bahtera.access.api import SYSTEM
    from bahtera.documents import api as documents
    from bahtera.publishing import api as publishing

    row = documents.order_document(kind, round_id=round_id, area=area, actor=SYSTEM)
    began, used = time.perf_counter(), time.process_time()
    publishing.make_document(row.id)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    row = documents.document(row.id, actor=SYSTEM)
    assert row.state is documents.State.ISSUED, row.refusal
    for which in ("file", "twin") if keep else ():
        name, file = publishing.export_document(row.id, actor=SYSTEM, which=which)
        with file:
            (keep / f"{kind.value}-{name}").write_bytes(file.read())
    return seconds, processor, row


def fill(inside, families):
    from bahtera.areas import api as areas
    from bahtera.foundation import clock
    from bahtera.indices import api as indices
    from bahtera.results.models import VillageSums
    from bahtera.results.rules.sums import sum_patterns
    from bahtera.surveys import models

    if not areas.exists(inside):
        areas.load_snapshot()
    definition = indices.load("ikk").without_private()
    row = models.Round.objects.create(
        name=f"Putaran sintetis {inside}",
        year=2026,
        form_id="bench",
        index_ids=["ikk"],
        area_code=inside,
        opens="2026-01-01",
    )
    codes = [one.code for one in areas.villages_within(inside)]
    chooser = random.Random(2026)
    now = clock.now()
    rows, targets = [], []
    for at, code in enumerate(codes):
        count = 3 if at == 1 else families
        sums = sum_patterns(definition, patterns(definition, chooser, count))
        visits = {"visited": count, "interviewed": count, "approved": count, "other_definition": 0}
        rows.append(
            VillageSums(
                round_id=row.pk,
                village_code=code,
                index_id="ikk",
                index_version=definition.version,
                index_hash=definition.hash,
                families=count,
                sums=sums.to_json(),
                visited=count,
                interviewed=count,
                approved=count,
                released={"sums": sums.to_json(), "visits": visits, "at": now.isoformat()},
                refreshed_at=now,
            )
        )
        targets.append(models.RoundVillage(round_id=row.pk, village_code=code, target_families=count + 4))
    VillageSums.objects.bulk_create(rows, batch_size=200)
    models.RoundVillage.objects.bulk_create(targets, batch_size=500)
    return row.pk, codes


def patterns(definition, chooser, count):
    """Return states of some families: a village has its own level, an indicator its own difficulty."""
    level = chooser.uniform(-0.12, 0.12)
    hard = [0.62 + 0.36 * (at * 7 % 29) / 29 for at in range(len(definition.indicators))]
    return [
        Pattern(
            "".join(
                "-" if chooser.random() < 0.12 else "1" if chooser.random() < share + level else "0"
                for share in hard
            )
        )
        for _ in range(count)
    ]


if __name__ == "__main__":
    main()
