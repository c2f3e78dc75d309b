"""Sheets that prove a consent: told by what is in them, kept sealed under their hash."""

from typing import IO

from bahtera.access.api import LARGEST_PAPER, Actor, check_may, paper_kind
from bahtera.foundation import audit, blobs, photos
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import ConsentRefused


def keep_sheet(file: IO[bytes], *, actor: Actor) -> str:
    """Keep a signed or thumb-printed sheet sealed and return its SHA-256. Raises NotAllowed, ConsentRefused."""
    check_may(actor, "consent.keep")
    data = file.read(LARGEST_PAPER + 1)
    if len(data) > LARGEST_PAPER or paper_kind(data) is None:
        raise ConsentRefused.bad_sheet()
    with durable():
        sha256 = blobs.put(photos.stripped(data))
        audit.record(
            "privacy.sheet_kept", actor=actor.key, subject=f"sheet:{sha256}", details={"size": len(data)}
        )
    return sha256


def drop_sheet(sha256: str, *, actor: Actor) -> None:
    """Destroy a sheet whose consent was not taken, unless something else needs the same file. Raises NotAllowed."""
    check_may(actor, "consent.keep")
    with durable():
        if erase_unused([sha256]):
            audit.record("privacy.sheet_dropped", actor=actor.key, subject=f"sheet:{sha256}")
