"""Data that is closed on disk: AES-256-GCM with keys that lie outside the database.

``keyring`` holds the keys, ``values`` closes and opens, ``streams`` does so for files, ``exchange`` opens what
phones closed for this site alone, ``fields`` are columns that are sealed by being written, ``resealing`` brings
what is stored to the newest key, ``records`` remembers which keys this database was sealed with.
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
from bahtera.foundation.sealing.exchange import (
    BACKUP_KEY,
    DATA_KEY,
    VISIT,
    PublicKey,
    open_sealed,
    public_key,
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
    "BACKUP_KEY",
    "DATA_KEY",
    "VISIT",
    "Broken",
    "Erased",
    "KeyInUse",
    "KeyringDamaged",
    "KeyringMissing",
    "NotSealed",
    "PartKey",
    "PublicKey",
    "SealingProblem",
    "UnknownKey",
    "WrongKeyring",
    "configure",
    "digest",
    "digests",
    "new_part_key",
    "open_part_key",
    "open_sealed",
    "public_key",
    "seal",
    "unseal",
]
