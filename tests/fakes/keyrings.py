"""Key rings for tests that need no database."""

from contextlib import contextmanager

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
