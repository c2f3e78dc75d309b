"""Where a site keeps what it must not lose; commands that save, bring back or check it ask here."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of a site. ``key_files`` are keys kept elsewhere than in ``keys``."""

    data: Path
    blobs: Path
    audit: Path
    keys: Path
    key_files: tuple[Path, ...] = ()

    @property
    def last_backup(self) -> Path:
        """Return the note about the last back-up that was completed."""
        return self.data / "last-backup.json"


_places: Places | None = None


def configure(places: Places) -> None:
    """Name the folders; called once by the settings."""
    global _places  # noqa: PLW0603 - set once at start
    _places = places


def places() -> Places:
    """Return the site's folders."""
    if _places is None:
        msg = "places.configure was not called"
        raise RuntimeError(msg)
    return _places
