"""What sealing costs: a value, a visit, and bringing a million values to a new key while the site reads and writes.

``python -m benchmarks.sealing`` runs itself on PostgreSQL (a cluster of its own, fsync on) and on SQLite. The
share of a submission is measured in one run: the same form and bodies, with sealing and with its functions
replaced by ones that copy bytes, in turns.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
VALUES = int(os.environ.get("BENCH_VALUES", "1000000"))
FORM = ROOT / "benchmarks" / "forms" / "bench60" / "bench60.xlsx"
VILLAGE = "63.02.05.2001"
ROUNDS = 12
EACH = 60
REACH_SHARE = 15.0
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite FULL"}


def main() -> None:
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2])
        return
    own = {name: value for name, value in os.environ.items() if name != "BAHTERA_DATABASE_URL"}
    for kind in ("postgresql", "sqlite"):
        with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
            environment = own | {"BAHTERA_DATA_DIR": folder, "BAHTERA_LOG_LEVEL": "ERROR"}
            command = [sys.executable, "-m", "benchmarks.sealing", "one", kind]
            if kind == "postgresql":
                command.insert(0, str(ROOT / "scripts" / "with-postgres"))
                environment["BAHTERA_POSTGRES_DURABLE"] = "1"
            subprocess.run(command, cwd=ROOT, check=True, env=environment)


def one(kind: str) -> None:
    """Measure on the database the environment names."""
    from django.core.management import call_command

    from benchmarks import _site  # noqa: F401 - starts Django

    call_command("migrate", verbosity=0)
    if kind == "postgresql":
        values()
    rotation(kind)
    share(kind)  # leaves unsealed rows behind


# --- one value --------------------------------------------------------------------------------------------


def values() -> None:
    from bahtera.foundation import sealing
    from bahtera.foundation.sealing import values as inside

    number, body = b"6302014501900001", os.urandom(3000)
    closed = sealing.seal(number, purpose="t.c")
    wrapped = sealing.new_part_key(purpose="t.k", bound_to=b"x" * 16)
    piece = wrapped.seal(body, purpose="t.b")

    def part() -> None:
        inside.new_part_key(purpose="t.k", bound_to=b"x" * 16).seal(body, purpose="t.b")

    def opened() -> None:
        inside.open_part_key(wrapped.wrapped, purpose="t.k", bound_to=b"x" * 16).unseal(piece, purpose="t.b")

    told = {
        "seal a NIK": micros(lambda: sealing.seal(number, purpose="t.c")),
        "open it": micros(lambda: sealing.unseal(closed, purpose="t.c")),
        "digest": micros(lambda: sealing.digest("6302014501900001", purpose="nik")),
        "new key and 3 KB body": micros(part),
        "open key and body": micros(opened),
    }
    measured = "; ".join(f"{what} {time_:.1f} us" for what, time_ in told.items())
    met = "yes" if max(told.values()) <= 50 else "no"
    print(f"ROW | Sealing one value | <= 50 us | {measured} | {met} | median of 50 batches, one thread")


def micros(act: Callable[[], object], *, times: int = 400, batches: int = 50) -> float:
    taken = []
    for _ in range(batches):
        began = time.perf_counter()
        for _ in range(times):
            act()
        taken.append((time.perf_counter() - began) / times)
    return statistics.median(taken) * 1e6


# --- one submission ---------------------------------------------------------------------------------------


def share(kind: str) -> None:
    """Receive in turns with sealing and without, and say how much longer it takes."""
    import random

    from bahtera.access.api import Actor
    from bahtera.areas import api as areas
    from bahtera.questionnaires import api as questionnaires
    from bahtera.surveys import api as surveys
    from benchmarks.submissions import answers

    areas.load_snapshot()
    form = questionnaires.publish(FORM.read_bytes(), actor_key="system", indices=())
    kader = Actor.over("token:1", "Bench", frozenset({"kader"}), (VILLAGE,))
    writer, pick = questionnaires.writer(form), random.Random()

    def receive(count: int) -> float:
        bodies = [writer.write(answers(pick), on=date(2026, 11, 20)) for _ in range(count)]
        began = time.process_time()
        for xml in bodies:
            surveys.receive(xml, actor=kader)
        return (time.process_time() - began) / count * 1000

    receive(EACH)
    sealed, plain = [], []
    for _ in range(ROUNDS):
        sealed.append(receive(EACH))
        with unsealed():
            plain.append(receive(EACH))
    ratios = [a / b for a, b in zip(sealed, plain, strict=True)]
    more = (statistics.median(ratios) - 1) * 100
    print(
        f"ROW | Sealing's share of a submission, {NAMES[kind]} | <= {REACH_SHARE:.0f} % |"
        f" {more:+.1f} % ({statistics.median(sealed):.2f} ms of processor against {statistics.median(plain):.2f} ms)"
        f" | {'yes' if more <= REACH_SHARE else 'no'} | 60 questions, in process, one thread, durable;"
        f" processor time without the database server's, median of {ROUNDS} pairs of {EACH} in turns"
    )


@contextmanager
def unsealed() -> Iterator[None]:
    """Replace what closes and opens by what copies."""
    from bahtera.foundation.sealing import fields, parts
    from bahtera.foundation.sealing import values as inside

    class Copy:
        wrapped = b"\x01" * 63

        def seal(self, data: bytes, *, purpose: str) -> bytes:  # noqa: ARG002
            return data

    with ExitStack() as stack:
        for module, name, stand_in in (
            (inside, "seal", lambda data, **_: data),
            (inside, "digest", lambda value, **_: value),
            (inside, "digests", lambda value, **_: (value,)),
            (inside, "new_part_key", lambda **_: Copy()),
        ):
            stack.enter_context(mock.patch.object(module, name, stand_in))
        assert fields.values is inside
        assert parts.values is inside
        yield


# --- a million values -------------------------------------------------------------------------------------


def rotation(kind: str) -> None:
    """Bring a million numbers to a new key in a process that is killed once, while another reads and writes."""
    from bahtera.foundation.sealing import rotation as keys

    fill(VALUES)
    keys.prepare()
    keys.activate()
    waiting = keys.unfinished(files=False)["families_familystate"]
    assert waiting >= VALUES, waiting
    command = [sys.executable, "-m", "bahtera.cli", "keys", "rotate"]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    while keys.unfinished(files=False).get("families_familystate", 0) > waiting * 0.8:
        assert first.poll() is None
        time.sleep(0.5)
    first.kill()
    first.wait()
    left = keys.unfinished(files=False)["families_familystate"]
    assert 0 < left < waiting, "killed in the middle"
    work = Others()
    work.start()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    taken = time.perf_counter() - began
    work.stop()
    assert keys.unfinished(files=False) == {}
    slow = statistics.quantiles(work.times, n=100)
    print(
        f"ROW | Bring {VALUES:,} sealed values to a new key, {NAMES[kind]} | online, interruptible, resumed |"
        f" {taken:.0f} s, {VALUES / taken:,.0f}/s; killed after {waiting - left:,} and resumed; meanwhile"
        f" {len(work.times):,} reads and writes of others, p50 {slow[49] * 1000:.0f} ms, p95 {slow[94] * 1000:.0f} ms"
        f" | yes | KK numbers with their digests, batches of up to 1,000, durable"
    )


def fill(count: int) -> None:
    """Write families and their states as the site would have, sealed with the key in use."""
    from bahtera.families.models import Family, FamilyState
    from bahtera.foundation import sealing
    from benchmarks._copying import analyze, copy

    def key(kind: int, number: int) -> str:
        return f"{0x019A_0000_0000 + number:012x}7{kind:03x}8{number:015x}"

    def families() -> Iterator[dict[str, object]]:
        for number in range(count):
            yield {"id": key(1, number), "opened_source": "bench", "created_at": "2026-11-22 00:00:00+00:00"}

    def states() -> Iterator[dict[str, object]]:
        for number in range(count):
            kk = f"630201{number:010d}"
            yield {
                "id": key(2, number),
                "family_id": key(1, number),
                "valid_from": "2026-11-01",
                "status": "present",
                "source": "bench",
                "recorded_at": "2026-11-22 00:00:00+00:00",
                "village_code": VILLAGE,
                "no_kk": sealing.seal(kk.encode(), purpose="families_familystate.no_kk"),
                "no_kk_digest": sealing.digest(kk, purpose="families.no_kk"),
                "address": b"",
            }

    copy(Family, families())
    copy(FamilyState, states())
    analyze()


class Others(threading.Thread):
    """Somebody else at work: opens a family, and records another visit to it, again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self._stopping = threading.Event()

    def run(self) -> None:
        from django.db import connection

        from bahtera.families import api as families
        from bahtera.families.models import FamilyState
        from bahtera.foundation import transactions

        known = list(
            FamilyState.objects.values_list("family_id", flat=True)[:: max(1, VALUES // 5000)][:5000]
        )
        number = 0
        while not self._stopping.is_set():
            family_id = known[number % len(known)]
            number += 1
            began = time.perf_counter()
            families.get_family(family_id)
            with transactions.durable():
                families.record_visit(
                    village_code=VILLAGE,
                    family_id=family_id,
                    no_kk=f"630209{number:010d}",
                    visited_on=date(2026, 11, 20),
                    source=f"bench:{number}",
                    actor_key="token:1",
                )
            self.times.append(time.perf_counter() - began)
            time.sleep(0.02)
        connection.close()

    def stop(self) -> None:
        self._stopping.set()
        self.join()


if __name__ == "__main__":
    main()
