"""A folder of attachments that a test has to itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bahtera.foundation import blobs


@contextmanager
def blobs_in(folder: Path) -> Iterator[Path]:
    """Keep attachments in the folder until the end of the block."""
    before = blobs._folder
    blobs.configure(folder)
    yield folder
    blobs.configure(before)
