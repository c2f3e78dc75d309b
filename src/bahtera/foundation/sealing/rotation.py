"""The life of a key: prepared, in use, replaced, dropped. Each step can be taken again after an interruption."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

from bahtera.foundation import blobs, clock, transactions
from bahtera.foundation.sealing import keyring, records, resealing, values
from bahtera.foundation.sealing.errors import KeyInUse, SealingProblem

# Other processes take up a new version within seconds; what they sealed before may be in a long transaction.
GRACE: Final = timedelta(minutes=10)
EXCHANGE_KEPT: Final = timedelta(days=366)
_FILES: Final = "files"


@dataclass(frozen=True)
class Progress:
    """How far one table, or the files, are: ``done`` of ``total``; ``unopened`` could not be read."""

    name: str
    done: int
    total: int
    unopened: int


Report = Callable[[Progress], None]


def prepare() -> keyring.Keyring:
    """Add a version of each key that closes nothing yet, unless there is one; for sites of several machines.

    Whoever copies the key ring to the other machines now, before ``activate``, spares them a gap.
    """
    with keyring.changing() as ring:
        paired = keyring.with_changed_pairs(ring, lambda keys: _prepared(keys, keyring.with_new_pair))
        sealing, index = _prepared(ring.sealing), _prepared(ring.index)
        made = keyring.save(replace(paired, sealing=sealing, index=index))
    records.remember()
    return made


def activate() -> keyring.Keyring:
    """Let the newest version of each key close what is written from now on."""
    with keyring.changing() as ring:
        paired = keyring.with_changed_pairs(ring, keyring.with_newest_active)
        sealing, index = keyring.with_newest_active(ring.sealing), keyring.with_newest_active(ring.index)
        return keyring.save(replace(paired, sealing=sealing, index=index))


def unfinished(*, files: bool = True) -> Mapping[str, int]:
    """Return what is plain or closed with an old version, by table; empty when all is done.

    ``files`` looks at the beginning of every stored file, which takes its time.
    """
    counts = {table.name: resealing.waiting(table) for table in resealing.tables()}
    counts |= {holder.name: holder.waiting() for holder in resealing.holders()}
    if files:
        counts[_FILES] = sum(1 for _ in blobs.waiting())
    return {name: count for name, count in counts.items() if count}


def reseal(report: Report, *, batch: int = resealing.BATCH, plain: bool = False, files: bool = True) -> int:
    """Bring everything stored to the active version; returns how many values could not be opened.

    ``plain`` also seals what is plain, as in a database from before; without it a plain value counts as one
    that cannot be opened.
    """
    unopened = 0
    with values.taking_plain() if plain else nullcontext():
        for table in resealing.tables():
            unopened += _reseal_table(table, report, batch)
    for holder in resealing.holders():
        _reseal_holder(holder, report)
    return unopened + (_reseal_files(report) if files else 0)


def retire() -> tuple[int, ...]:
    """Drop the versions that closed nothing that is left; returns them. Back-ups from before need the old key ring.

    The key of a pair stays for a year after its successor came: phones seal to it until they hear of that one, and
    a back-up file of a phone may be found late.

    Raises KeyInUse while something still needs one, or within ten minutes of the change.
    """
    with keyring.changing() as ring:
        old = sorted(v for v in ring.sealing.by_version if v < ring.sealing.active)
        old_index = sorted(v for v in ring.index.by_version if v < ring.index.active)
        outlived = {kind: _outlived(keys) for kind, keys in ring.pairs()}
        if not old and not old_index and not any(outlived.values()):
            return ()
        ready = max(ring.sealing.since, ring.index.since) + GRACE
        if clock.now() < ready:
            raise KeyInUse(f"The version was changed a moment ago. Try again after {ready:%H:%M:%S} UTC.")
        if needed := unfinished():
            told = ", ".join(f"{name}: {count}" for name, count in needed.items())
            raise KeyInUse(f"Old versions are still needed ({told}). Run `bahtera keys rotate` to its end.")
        with transactions.durable():
            _forget("sealing", old)
            _forget("index", old_index)
            for kind, versions in outlived.items():
                _forget(kind, versions)
        sealing, index = keyring.without_old(ring.sealing), keyring.without_old(ring.index)
        left = keyring.without_in_pairs(ring, outlived)
        keyring.save(replace(left, sealing=sealing, index=index))
    return tuple(old)


def _prepared(
    keys: keyring.Keys, add: Callable[[keyring.Keys], keyring.Keys] = keyring.with_new_key
) -> keyring.Keys:
    return add(keys) if keys.newest == keys.active else keys


def _outlived(keys: keyring.Keys) -> list[int]:
    """Return the versions of a pair that nothing new can have been sealed to for a year."""
    versions = sorted(keys.by_version)
    return [
        version
        for version, successor in pairwise(versions)
        if version < keys.active and keys.by_version[successor].made_at + EXCHANGE_KEPT < clock.now()
    ]


def _forget(kind: str, versions: list[int]) -> None:
    records.KeyRecord.objects.filter(kind=kind, version__in=versions).update(retired_at=clock.now())


def _reseal_table(table: resealing.Table, report: Report, batch: int) -> int:
    """Walk until a walk finds nothing more to do: others may write with the old version for some seconds."""
    total = resealing.waiting(table)
    done = unopened = 0
    while total:
        report(Progress(table.name, done, total, unopened))
        changed = 0
        for walk in resealing.walk(table, batch=batch):
            changed, unopened = walk.done, len(walk.unopened)
            report(Progress(table.name, min(done + changed, total), total, unopened))
        done += changed
        left = resealing.waiting(table)
        if not changed or left <= unopened:
            break
        total = done + left
    return unopened


def _reseal_holder(holder: resealing.Holder, report: Report) -> None:
    total, done = holder.waiting(), 0
    for step in holder.reseal() if total else _nothing():
        done += step
        report(Progress(holder.name, min(done, total), total, 0))


def _nothing() -> Iterator[int]:
    return iter(())


def _reseal_files(report: Report) -> int:
    names = list(blobs.waiting())
    unopened = 0
    for done, name in enumerate(names, start=1):
        try:
            blobs.reseal(name)
        except FileNotFoundError:
            pass  # erased meanwhile
        except SealingProblem:
            unopened += 1
        report(Progress(_FILES, done, len(names), unopened))
    if not unopened:
        blobs.note_all_sealed()
    return unopened
