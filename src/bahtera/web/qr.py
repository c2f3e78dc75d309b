"""A QR code as the path of an SVG, so that it prints sharp and needs no inline data."""

from dataclasses import dataclass

import segno

_BORDER = 4


@dataclass(frozen=True)
class QrDrawing:
    """Side length in modules, quiet zone included, and the dark modules as path data."""

    size: int
    path: str


def draw(text: str) -> QrDrawing:
    """Draw a text as a QR code of the lowest error correction: the longest settings stay easy to scan."""
    code = segno.make(text, error="l", micro=False)
    rows = [bytes(row) for row in code.matrix]
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return QrDrawing(len(rows) + 2 * _BORDER, "".join(runs))


def _runs(row: bytes, y: int) -> list[str]:
    """Return one rectangle for each unbroken run of dark modules in a row."""
    found = []
    start: int | None = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append(f"M{start + _BORDER} {y + _BORDER}h{x - start}v1h-{x - start}z")
            start = None
    return found
