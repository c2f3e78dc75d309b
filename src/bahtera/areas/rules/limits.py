"""How large a file of boundaries may be."""

from typing import Final

MOST_BYTES: Final = 250 * 1024 * 1024
"""Of the file as it is sent."""
MOST_UNPACKED: Final = 700 * 1024 * 1024
"""Of what a zip holds."""
MOST_PREVIEWED: Final = 2_100
"""Areas that are shown before somebody decides: those of the largest regencies and of a province's villages."""
