"""Fills a site with exportable families and measures exports; run by ``benchmarks.exports``."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from statistics import median
from typing import cast
from uuid import UUID

from benchmarks import _site  # noqa: F401 - starts Django

# isort: split
from django.core.management import call_command
from django.db import connection

from bahtera import indices
from bahtera.access.api import SYSTEM, Actor
from bahtera.areas import api as areas
from bahtera.cli.demonstration import loading, playing
from bahtera.cli.demonstration.families import visits
from bahtera.cli.demonstration.filling import Filler
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.foundation.sealing import parts
from bahtera.publishing import api as publishing
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import models
from bahtera.surveys.operations.receiving.settling import pack
from benchmarks._copying import analyze, copy

MANY = int(os.environ.get("BENCH_ROWS", "100000"))
FEW = MANY // 10
REACH_SECONDS = 10
FLAT_MB = 20
# SQLite keeps pages it has read, up to this: bounded, and the same for any number of rows beyond.
CACHE_MB = {"sqlite": 64}
REPEATS = 3
# As many different families as fit a minute; what is written once for all of them is remembered.
DISTINCT = 2_000

Rows = list[dict[str, object]]


def main() -> None:
    call_command("migrate", verbosity=0)
    areas.load_snapshot()
    fill()
    few, many = measured(1), measured(2)
    grown = many["megabytes"] - few["megabytes"]
    cache = CACHE_MB.get(connection.vendor, 0)
    met = many["seconds"] <= REACH_SECONDS and grown <= FLAT_MB + cache
    print(
        f"ROW | {MANY:,}-row CSV export, {connection.vendor} | <= {REACH_SECONDS} s, flat memory |"
        f" {many['seconds']:.1f} s ({many['processor']:.1f} s of processor), {many['file'] / 1e6:.0f} MB;"
        f" peak {many['megabytes']:.0f} MB,"
        f" {few['megabytes']:.0f} MB at {FEW:,} | {'yes' if met else 'no'} |"
        f" median of {REPEATS}, one process each, indices ikk and ibangga"
        + (f"; up to {cache} MB of it pages the database keeps" if cache else "")
    )


def measured(round_id: int) -> dict[str, float]:
    """Export a round in a fresh process, three times; returns medians."""
    command = [sys.executable, "-m", "benchmarks._exports", str(round_id)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(REPEATS)
    ]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def export(round_id: int) -> None:
    """Write one export to nowhere and print seconds, processor seconds, memory of its own, and size."""
    actor = Actor.over(key="user:1", name="Bench", roles=frozenset({"supervisor"}), areas=("63",))
    began, worked = time.perf_counter(), time.process_time()
    size, peak = 0, 0.0
    stream = publishing.export_submissions(actor=actor, round_id=round_id, area="63", format="csv")
    for number, part in enumerate(stream):
        size += len(part)
        if number % 10 == 0:
            peak = max(peak, own_megabytes())
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": peak, "file": size}))


def own_megabytes() -> float:
    """Return memory of the process without files mapped into it (SQLite maps its database)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024  # type: ignore[index]


# --- filling ----------------------------------------------------------------------------------------------


def fill() -> None:
    form = loading.publish_form()
    for number in (1, 2):
        models.Round.objects.create(
            pk=number,
            name=f"Bench {number}",
            year=2026,
            form_id=form.form_id,
            index_ids=["ikk"],
            area_code="63",
            opens="2026-01-01",
        )
    samples = list(answered(form))
    copy(models.Submission, submissions(form))
    copy(models.Content, contents(samples))
    copy(models.SubmissionScore, scores(samples))
    analyze()


def answered(form: questionnaires.FormVersion) -> Iterator[dict[str, object]]:
    """Yield packed answers and scores of some families of the demonstration."""
    definitions = [indices.load(name).without_private() for name in ("ikk", "ibangga")]
    filler = Filler(form)
    categorise = playing.categorise()
    everybody = chain.from_iterable(visits(village, categorise) for village in VILLAGES)
    for visit in islice((visit for visit in everybody if "anggota" in visit.answers), DISTINCT):
        answers = questionnaires.assess(
            form, filler.fill(visit), village_known=areas.exists, received_on=visit.received_at.date()
        ).answers
        yield {
            "answers": pack(answers),
            "scores": [(one, one.score_one(answers)) for one in definitions],
        }


def key(number: int) -> str:
    return f"{0x019A_0000_0000 + number:012x}7{number % 0xFFF:03x}8{number:015x}"


def submissions(form: questionnaires.FormVersion) -> Iterator[dict[str, object]]:
    code = VILLAGES[0].code
    for number in range(FEW + MANY):
        yield {
            "id": key(number),
            "instance_id": f"uuid:{number:032x}",
            "form_id": form.form_id,
            "form_version": form.version,
            "sha256": "0" * 64,
            "size": 9000,
            "actor_key": SYSTEM.key,
            "received_at": "2026-05-01 00:00:00+00:00",
            "state": "approved",
            "is_current": True,
            "round_id": 1 if number < FEW else 2,
            "province_code": code[:2],
            "regency_code": code[:5],
            "district_code": code[:8],
            "village_code": code,
            "family_id": f"{number:032x}",
            "result_code": "selesai",
            "visited_on": "2026-05-01",
        }


def contents(samples: Rows) -> Iterator[dict[str, object]]:
    for number in range(FEW + MANY):
        row = models.Content(submission_id=UUID(key(number)))
        parts.write(row, body=b"", answers=cast("bytes", samples[number % len(samples)]["answers"]))
        yield {"submission_id": key(number), "key": row.key, "body": row.body, "answers": row.answers}


def scores(samples: Rows) -> Iterator[dict[str, object]]:
    serial = 0
    for number in range(FEW + MANY):
        for definition, score in samples[number % len(samples)]["scores"]:  # type: ignore[attr-defined]
            serial += 1
            yield {
                "id": serial,
                "submission_id": key(number),
                "index_id": definition.id,
                "index_hash": definition.hash,
                "numerator": score.numerator,
                "denominator": score.denominator,
                "scored": score.scored,
                "category": score.category,
                "states": score.states,
            }


if __name__ == "__main__":
    export(int(sys.argv[1])) if len(sys.argv) > 1 else main()
