"""Receives visits with and without the audit, then verifies a million entries; run by ``benchmarks.audit``."""

import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median

from benchmarks import _site  # noqa: F401 - starts Django

# isort: split
from django.core.management import call_command
from django.db import connection

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.cli.demonstration import loading, playing
from bahtera.cli.demonstration.villages import PROVINCE, VILLAGES
from bahtera.foundation import audit, clock
from bahtera.foundation.audit import values, writing
from bahtera.foundation.models import AuditAnchor, AuditEntry, AuditLane, AuditReference
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "1000000"))
VISITS = int(os.environ.get("BENCH_VISITS", "3600"))
TURN = 10
WARM_UP = 300
REACH_SHARE = 15
REACH_SECONDS = 30
DAYS = 20
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite FULL"}

chained = audit.record


def measure() -> None:
    call_command("migrate", verbosity=0)
    areas.load_snapshot()
    share()
    whole()


# --- what it costs a submission ---------------------------------------------------------------------------


def share() -> None:
    administrator = access.Actor.over("system", "Bahtera", frozenset({"administrator"}), ("",))
    loading.publish_form()
    loading.open_round(administrator)
    kader = access.Actor.over("token:1", "Kader (sintetis)", frozenset({"kader"}), (PROVINCE,))
    bodies = list(islice(_bodies(), WARM_UP + VISITS))
    ways: dict[str, Callable[..., None]] = {"none": _nothing, "plain": _plain, "chained": chained}
    for xml in bodies[:WARM_UP]:
        surveys.receive(xml, actor=kader)
    work = iter(bodies[WARM_UP:])
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(VISITS // (TURN * len(ways))):
        for name, way in ways.items():
            audit.record = way  # type: ignore[assignment]
            for xml in islice(work, TURN):
                began = time.perf_counter()
                surveys.receive(xml, actor=kader)
                seconds[name].append(time.perf_counter() - began)
    audit.record = chained
    costs = {name: median(times) * 1000 for name, times in seconds.items()}
    report = audit.verify()
    entries = AuditEntry.objects.filter(action="surveys.received").count()
    print(costs, f"{report.count} findings (the plain entries)", entries)
    added = 100 * (costs["chained"] / costs["none"] - 1)
    chain = 100 * (costs["chained"] / costs["plain"] - 1)
    print(
        f"ROW | the audit's part of a submission, {NAMES[connection.vendor]} | <= {REACH_SHARE} %"
        f" | {added:.1f} % for all of it, {chain:.1f} % for the chain over entries that hang on nothing"
        f" | {'yes' if added <= REACH_SHARE else 'no'}"
        f" | median of {len(seconds['none'])} visits each, in turns of {TURN}, of the real questionnaire with its"
        f" members and indices: {costs['none']:.2f}, {costs['plain']:.2f} and {costs['chained']:.2f} ms without audit,"
        " with plain and with chained entries; one process, no HTTP; two entries and the references to all members each"
    )


def _bodies() -> Iterator[bytes]:
    for village in VILLAGES:
        yield from playing.written(village, village.families)


def _nothing(*_: object, **__: object) -> None:
    pass


class _Numbers:
    last = values.Place(60_000, 0, 0).id


def _plain(action: str, **told: object) -> None:
    """Write an entry as it would be without a chain."""
    draft = writing.entry(action, **told)  # type: ignore[arg-type]
    _Numbers.last += 1
    at = connection.ops.adapt_datetimefield_value(draft.at)
    about = "[]" if not draft.about else str(list(draft.about))
    row = [_Numbers.last, at, draft.action, draft.actor, draft.subject, draft.details, about, b""]
    statements = [(writing._INSERT + writing._marks(1, 8), row)]  # noqa: SLF001 - the same statement
    references = [value for one in draft.about for value in (one, _Numbers.last)]
    if references:
        marks = writing._marks(len(draft.about), 2)  # noqa: SLF001
        statements.append((writing._INSERT_REFERENCE + marks, references))  # noqa: SLF001
    writing._execute(statements)  # noqa: SLF001


# --- a million entries ------------------------------------------------------------------------------------


def whole() -> None:
    for model in (AuditEntry, AuditReference, AuditLane, AuditAnchor):
        model.objects.all().delete()
    for file in audit.anchors.folder().glob("*.jsonl"):
        file.unlink()
    began = time.perf_counter()
    fill()
    filled = time.perf_counter() - began
    runs = [audit.verify() for _ in range(3)]
    for report in runs:
        assert report.is_intact, report.problems[:3]
        assert report.entries == ENTRIES
    seconds = [report.seconds for report in runs]
    references = AuditReference.objects.count()
    print(
        f"ROW | verify {ENTRIES / 1e6:g} M audit entries, {NAMES[connection.vendor]} | <= {REACH_SECONDS} s"
        f" | {', '.join(f'{one:.1f}' for one in seconds)} s"
        f" | {'yes' if median(seconds) <= REACH_SECONDS else 'no'}"
        f" | {DAYS} days with anchors, {references / 1e6:.1f} M references; written in {filled:.0f} s"
    )


def fill() -> None:
    """Write entries as submissions leave them: every second about a family's members."""
    batch = 1000
    start = clock.now().replace(microsecond=0)
    per_day = ENTRIES // DAYS
    for first in range(0, ENTRIES, batch):
        at = start.replace(hour=1) + (first // per_day) * (start.resolution * 86_400_000_000)
        with clock.frozen(at), durable():
            audit.record_many([_entry(number) for number in range(first, first + batch)])
        # Each day ends with an anchor: what is anchored a day late is a finding.
        if not (first + batch) % min(10 * batch, per_day):
            with clock.frozen(at):
                audit.anchor()


def _entry(number: int) -> values.Draft:
    key = f"0192aaaa-bbbb-7ccc-8ddd-{number:012x}"
    if number % 2:
        return audit.entry(
            "surveys.received",
            actor="token:12",
            subject=f"submission:{key}",
            details={"instance_id": f"uuid:{key}", "sha256": "ab" * 32, "state": "accepted"},
            about=[f"family:{key}"],
        )
    return audit.entry(
        "families.visit_recorded",
        actor="token:12",
        subject=f"family:{key}",
        details={"source": f"submission:{key}", "is_new": True, "members": 4, "findings": []},
        about=[f"member:{key[:-1]}{part}" for part in "abcd"],
    )


if __name__ == "__main__":
    measure()
