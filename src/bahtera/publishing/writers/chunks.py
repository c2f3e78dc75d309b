"""A file that can only be written to, and whose bytes are taken away as they come."""

from __future__ import annotations

import io

CHUNK = 256 * 1024


class Outbox(io.RawIOBase):
    """Takes what a writer writes; `take` hands it over. It cannot seek, so writers do not try to go back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        self.waiting += len(part)
        return len(part)

    def take(self) -> bytes:
        """Return what has been written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        self.waiting = 0
        return data
