"""Which keys this database was sealed with: names of keys, never keys.

Without this, a site whose key ring is not mounted for a moment would make itself a new one, and lose what it
writes with it once the old one is back.
"""

from typing import ClassVar

from django.db import models, transaction

from bahtera.foundation.sealing import keyring
from bahtera.foundation.sealing.errors import KeyringMissing, WrongKeyring


class KeyRecord(models.Model):
    """One version of a key that this database has been sealed with; ``retired_at`` when it was dropped."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "kind": "L1",
        "version": "L1",
        "fingerprint": "L1",
        "made_at": "L1",
        "retired_at": "L1",
    }

    kind = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "foundation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "version"], name="foundation_key_once"),
        ]


def ensure_keyring(using: str = "default") -> None:
    """Make the key ring of a new site; of any other, check that it is the one this database knows.

    Raises KeyringMissing and WrongKeyring, and then changes nothing.
    """
    if KeyRecord.objects.using(using).exists():
        check_keyring(using)
    elif not keyring.exists():
        keyring.make()
    if keyring.current().lacks_pairs():
        _add_pairs()
    remember(using)


def check_keyring(using: str = "default") -> None:
    """Raise KeyringMissing or WrongKeyring unless the key ring holds every key this database still needs."""
    known = KeyRecord.objects.using(using).filter(retired_at__isnull=True).order_by("kind", "version")
    needed = {(one.kind, one.version): one.fingerprint for one in known}
    if needed and not keyring.exists():
        raise KeyringMissing(
            f"The key ring {keyring.path()} is missing, and this database was sealed with it"
            f" (key {min(needed.values())}). Put back its copy; a new one could not open anything."
        )
    held = _fingerprints() if needed else {}
    wrong = [name for name, fingerprint in needed.items() if held.get(name) != fingerprint]
    if wrong:
        named = ", ".join(f"{kind} {version}" for kind, version in wrong)
        raise WrongKeyring(
            f"The key ring {keyring.path()} is not the one of this database: {named} is missing or another."
            " Put back the right copy."
        )


def remember(using: str = "default") -> None:
    """Write down the keys of the key ring that this database does not know yet."""
    ring = keyring.current()
    rows = [
        KeyRecord(kind=kind, version=version, fingerprint=key.fingerprint, made_at=key.made_at)
        for kind, keys in ring.kinds()
        for version, key in keys.by_version.items()
    ]
    with transaction.atomic(using=using):
        KeyRecord.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def _add_pairs() -> None:
    """Give a key ring from before its pairs. A database that knows one has been checked: it is not lost."""
    with keyring.changing() as ring:
        if ring.lacks_pairs():
            keyring.save(keyring.with_pairs(ring))


def _fingerprints() -> dict[tuple[str, int], str]:
    ring = keyring.current()
    return {
        (kind, version): key.fingerprint
        for kind, keys in ring.kinds()
        for version, key in keys.by_version.items()
    }
