"""Writes many referrals and asks for what people wait for; run by ``benchmarks.referrals`` on each database."""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from benchmarks import _site  # noqa: F401 - starts Django

# isort: split
from django.core.management import call_command
from django.db import connection
from tests.fakes import referral_world
from tests.fakes.keyrings import keys_and_files_in

from bahtera.foundation import clock, events
from bahtera.foundation.paging import keyset
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Content, Referral, RunningClock
from bahtera.referrals.queries.boxes import rows_of
from bahtera.referrals.queries.content import close
from benchmarks._copying import analyze

REFERRALS = int(os.environ.get("BENCH_REFERRALS", "200000"))
LINES = int(os.environ.get("BENCH_LINES", "10000"))
REACH_PAGE, REACH_SENT, REACH_LOOK, REACH_TABLE = 0.3, 2.0, 60.0, 60.0
REPEATS, SENT, BATCH, UNITS, BUSY_SHARE = 5, 20, 2000, 40, 20
LATE = 500
"""Clocks that run out at one instant: as many as one look takes."""
STATES = ["selesai"] * 70 + ["ditolak"] * 8 + ["diterima_sistem"] * 8 + ["disetujui"] * 5 + ["berjalan"] * 9
OWED = {"diterima_sistem", "disetujui"}


def measure() -> None:
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as keys, keys_and_files_in(Path(keys)):
        world = referral_world.build()
        began = time.perf_counter()
        fill(world)
        print(f"  filled in {time.perf_counter() - began:.0f} s", flush=True)
        boxes(world)
        sending(world)
        looking(world)
        table(world)


def row(what: str, reach: float, seconds: float, told: str, conditions: str) -> None:
    print(
        f"ROW | {what}, {connection.vendor} | <= {reach:g} s | {told} |"
        f" {'yes' if seconds <= reach else 'no'} | {conditions}",
        flush=True,
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(world: referral_world.World) -> None:
    rng, others = random.Random(7), [uuid4() for _ in range(UNITS - 1)]
    batch: list[Referral] = []
    for number in range(REFERRALS):
        busy = number % BUSY_SHARE == 0
        batch.append(made(rng, world.ppks, world.sosial if busy else rng.choice(others)))
        if len(batch) == BATCH:
            store(batch)
            batch = []
    store(batch)
    analyze()


def made(rng: random.Random, sender: UUID, receiver: UUID) -> Referral:
    state = rng.choice(STATES)
    sent = clock.now() - timedelta(minutes=rng.randrange(60 * 24 * 365))
    due = clock.now() + timedelta(minutes=rng.randrange(-5000, 5000)) if state in OWED else None
    return Referral(
        direction="horizontal",
        manner="sistem",
        sender_unit=sender,
        receiver_unit=receiver,
        receiver_area=referral_world.JAMBI,
        receiver_kind="sosial",
        service="perawatan_lansia",
        client=uuid4(),
        urgency="rutin",
        state=state,
        made_at=sent,
        made_by="bench",
        sent_at=sent,
        delivered_at=sent + timedelta(seconds=1),
        ended_at=sent + timedelta(days=9) if state in {"selesai", "ditolak"} else None,
        due_at=due,
    )


def store(rows: list[Referral]) -> None:
    contents = []
    for one in rows:
        content = Content(referral=one, packet="sosial", packet_version="bench")
        close(content, {"nama": "Tini (sintetis)", "kebutuhan": ["santunan"]}, ["kebutuhan"])
        contents.append(content)
    Referral.objects.bulk_create(rows)
    Content.objects.bulk_create(contents)


def boxes(world: referral_world.World) -> None:
    asked: list[tuple[float, str]] = []
    for box in referrals.Box:
        unit, actor = world.sosial, world.social
        if box in {referrals.Box.DRAFTS, referrals.Box.SENT}:
            unit, actor = world.ppks, world.counsellor
        for name, cursor in cursors(unit, box):
            asked.append(
                (
                    median(
                        timed(
                            lambda u=unit, b=box, a=actor, c=cursor: referrals.list_box(
                                u, b, actor=a, cursor=c
                            )
                        )  # type: ignore[misc]
                        for _ in range(REPEATS)
                    ),
                    f"{box.value}, {name} page",
                )
            )
    count = median(
        timed(lambda: referrals.count_boxes(world.sosial, actor=world.social)) for _ in range(REPEATS)
    )
    slowest = max(asked)
    row(
        f"inbox of a unit among {REFERRALS:,} referrals",
        REACH_PAGE,
        slowest[0] + count,
        f"slowest page {slowest[0]:.3f} s ({slowest[1]}), counts above it {count:.3f} s",
        f"{REFERRALS // BUSY_SHARE:,} to this unit; {len(asked)} pages of 50 with their entry in the audit, each the"
        f" median of {REPEATS}",
    )


def cursors(unit: UUID, box: referrals.Box) -> Iterator[tuple[str, str | None]]:
    """Yield the cursors of the first page, one in the middle and the last."""
    yield "first", None
    rows, order, _ = rows_of(unit, box, clock.now())
    total = rows.count()
    for name, at in (("middle", total // 2), ("last", total - 51)):
        if at > 0:
            pks = rows.order_by(*order).values_list("pk", flat=True)[at : at + 2]
            yield name, keyset(rows.filter(pk__in=list(pks)), order, size=1).next_cursor


def sending(world: referral_world.World) -> None:
    took = []
    for number in range(SENT):
        told = referral_world.clients.Identity(
            name=f"Sari {number} (sintetis)", village_code=referral_world.VILLAGE
        )
        client = referral_world.client_of(world, told, kinds=("sosial",))
        draft = referral_world.drafted(world, client)

        def send(one: referrals.Standing = draft) -> None:
            referrals.send_referral(one.id, version=one.version, actor=world.counsellor)
            while events.dispatch():
                pass

        took.append(timed(send))
    row(
        "a referral sent and in the receiver's inbox",
        REACH_SENT,
        max(took),
        f"slowest {max(took):.3f} s, median {median(took):.3f} s",
        f"{SENT} sent, with the worker's step; it looks for news every half second",
    )


def looking(world: referral_world.World) -> None:
    now = clock.now()
    rows = Referral.objects.filter(receiver_unit=world.sosial, state="diterima_sistem").order_by("pk")[:LATE]
    RunningClock.objects.bulk_create(
        RunningClock(
            referral=one,
            clock="rujukan_rutin",
            started=now - timedelta(days=9),
            due=now - timedelta(seconds=30),
            steps=[[(now - timedelta(seconds=30)).isoformat(), "unit"]],
            unlisted=[],
            next_at=now - timedelta(seconds=30),
        )
        for one in rows
    )
    seconds = timed(referrals.look_at_clocks)
    row(
        f"{LATE} referrals overdue at one instant, each told once",
        REACH_LOOK,
        seconds,
        f"{seconds:.1f} s",
        f"one look of the job of each minute, among {REFERRALS:,}",
    )


def name(number: int) -> str:
    """Return a name of its own for each line: figures in names are not compared."""
    letters = "".join(chr(ord("a") + int(one)) for one in f"{number:05d}")
    return f"Warga {letters.capitalize()}"


def table(world: referral_world.World) -> None:
    lines = ["penerima;layanan;nama;jenis_kelamin;tanggal_lahir;desa;kebutuhan"]
    for number in range(LINES):
        born = f"19{40 + number % 50:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        wrong = "sulap" if number % 100 == 0 else "perawatan_lansia"
        lines.append(
            f"sosial-15.05;{wrong};{name(number)} (sintetis);p;{born};{referral_world.VILLAGE};santunan"
        )
    content = "\n".join(lines).encode()
    began, worked = time.perf_counter(), time.process_time()
    report = referrals.import_referrals(content, sender_unit=world.ppks, actor=world.counsellor)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    row(
        f"{LINES:,} referrals taken in from CSV with a report for each line",
        REACH_TABLE,
        seconds,
        f"{seconds:.1f} s, {worked:.1f} s of processor",
        f"{report.kept:,} drafts with their clients, {len(report.rows) - report.kept} lines refused; beside"
        f" {REFERRALS:,} referrals",
    )


if __name__ == "__main__":
    measure()
