"""Key rings for tests: of their own, so that no test rotates another's keys."""

from contextlib import contextmanager

from bahtera.foundation import blobs
from bahtera.foundation.sealing import keyring


@contextmanager
def keyring_in(folder):
    """Use a key ring of its own in a folder, and afterwards the one before."""
    held = keyring._file
    keyring.configure(folder / "keyring.json")
    keyring.make()
    try:
        yield keyring
    finally:
        keyring.configure(held)


@contextmanager
def keys_and_files_in(folder):
    """Use a key ring, stored files and this database's memory of keys of its own; needs the database."""
    from bahtera.foundation.sealing import records

    held = blobs._folder
    blobs.configure(folder / "blobs")
    try:
        with keyring_in(folder):
            records.KeyRecord.objects.all().delete()
            records.remember()
            yield keyring
    finally:
        blobs.configure(held)


@contextmanager
def files_of(folder):
    """Read the stored files of another site, with its own key ring, for a while."""
    held, files = keyring._file, blobs._folder
    keyring.configure(folder / "keys" / "keyring.json")
    blobs.configure(folder / "blobs")
    try:
        yield blobs
    finally:
        keyring.configure(held)
        blobs.configure(files)
