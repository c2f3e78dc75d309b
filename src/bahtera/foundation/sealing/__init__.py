"""Data that is closed on disk: AES-256-GCM with keys that lie outside the database.

``keyring`` holds the keys, ``values`` closes and opens, ``streams`` does so for files, ``fields`` are columns
that are sealed by being written, ``resealing`` brings what is stored to the newest key, ``records`` remembers
which keys this database was sealed with.
"""

from bahtera.foundation.sealing.errors import (
    Broken,
    Erased,
    KeyInUse,
    KeyringDamaged,
    KeyringMissing,
    NotSealed,
    SealingProblem,
    UnknownKey,
    WrongKeyring,
)
from bahtera.foundation.sealing.keyring import configure
from bahtera.foundation.sealing.values import (
    PartKey,
    digest,
    digests,
    new_part_key,
    open_part_key,
    seal,
    unseal,
)

__all__ = [
    "Broken",
    "Erased",
    "KeyInUse",
    "KeyringDamaged",
    "KeyringMissing",
    "NotSealed",
    "PartKey",
    "SealingProblem",
    "UnknownKey",
    "WrongKeyring",
    "configure",
    "digest",
    "digests",
    "new_part_key",
    "open_part_key",
    "seal",
    "unseal",
]
