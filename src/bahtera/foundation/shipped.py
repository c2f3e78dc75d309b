"""Where the definitions lie that ship with the product: found from here, wherever the asking module stands."""

from pathlib import Path


def definitions(name: str) -> Path:
    """Return ``definitions/<name>`` of the checkout this package runs from; raises FileNotFoundError."""
    for parent in Path(__file__).resolve().parents:
        found = parent / "definitions" / name
        if found.exists():
            return found
    raise FileNotFoundError(f"definitions/{name}")
