"""How the keys stand, for a page: versions, their ages, what waits for the newest. Never a key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bahtera.foundation import blobs, clock
from bahtera.foundation.sealing import keyring, resealing, rotation
from bahtera.foundation.sealing.errors import SealingProblem
from bahtera.foundation.sealing.records import KeyRecord, check_keyring

# A working default, not a law: the how-to says so.
ROTATE_AFTER: Final = timedelta(days=365)


@dataclass(frozen=True)
class KeyVersion:
    """One version of a key. ``state``: "prepared", "active", "old" (still opens), "retired" (dropped)."""

    kind: str
    version: int
    fingerprint: str
    made_at: datetime
    state: str
    retired_at: datetime | None
    in_ring: bool


@dataclass(frozen=True)
class KeyStanding:
    """Every version this site has used; ``problem`` when the key ring is not the one of this database.

    ``waiting`` counts what is under an old version or in plain, by table; None when it was not counted.
    """

    versions: Sequence[KeyVersion]
    active_since: datetime | None
    is_due: bool
    is_rotating: bool
    files_sealed: bool
    tables: Sequence[str]
    waiting: Mapping[str, int] | None
    problem: str


def standing(*, count: bool = False) -> KeyStanding:
    """Return how the keys stand; ``count`` reads every sealed table, which takes its time on a large site."""
    problem = _problem()
    ring = None if problem else keyring.current()
    versions = _versions(ring)
    since = ring.sealing.since if ring else None
    return KeyStanding(
        versions=versions,
        active_since=since,
        is_due=since is not None and clock.now() - since > ROTATE_AFTER,
        is_rotating=any(one.state == "old" for one in versions),
        files_sealed=blobs.all_sealed(),
        tables=sorted(
            [
                *(table.name for table in resealing.tables()),
                *(holder.name for holder in resealing.holders()),
            ]
        ),
        waiting=rotation.unfinished(files=False) if count and ring else None,
        problem=problem,
    )


def _problem() -> str:
    """Return which kind of problem the key ring has, by its name; empty for none. Its text may name a folder."""
    try:
        check_keyring()
        keyring.current()
    except SealingProblem as error:
        return type(error).__name__
    return ""


def _versions(ring: keyring.Keyring | None) -> list[KeyVersion]:
    kinds = dict(ring.kinds()) if ring else {}
    found = []
    for row in KeyRecord.objects.order_by("kind", "-version"):
        keys = kinds.get(row.kind)
        held = keys is not None and row.version in keys.by_version
        state = "retired" if row.retired_at else "old"
        if keys is not None and not row.retired_at and row.version >= keys.active:
            state = "active" if row.version == keys.active else "prepared"
        found.append(
            KeyVersion(row.kind, row.version, row.fingerprint, row.made_at, state, row.retired_at, held)
        )
    return found
