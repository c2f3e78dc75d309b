"""Where the browser finds what Vite built."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.templatetags.static import static

MANIFEST = Path(__file__).resolve().parent / "static" / "built" / "manifest.json"
# The page that types in what stands on paper, built with the field app beside it.
_KEYING = Path(__file__).resolve().parents[1] / "http" / "built" / "keying" / "index.html"


@dataclass(frozen=True)
class Entry:
    """One built file with the style sheets it brings."""

    file: str
    styles: tuple[str, ...]


_held: dict[Path, tuple[int, dict[str, Entry]]] = {}


def entry(source: str, manifest: Path | None = None) -> Entry:
    """Return the built form of a source such as ``src/main.ts``, as addresses under the static folder.

    Raises RuntimeError when the front end was not built.
    """
    found = _read(manifest or MANIFEST).get(source)
    if found is None:
        msg = f"{source} is not in the built assets: run `npm run build` in frontend/"
        raise RuntimeError(msg)
    return Entry(static(f"built/{found.file}"), tuple(static(f"built/{name}") for name in found.styles))


def keying_page() -> str:
    """Return the page that types in sheets; raises RuntimeError when it was not built."""
    try:
        return _KEYING.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        msg = "The page for typing in is not built: run `npm ci && npm run build` in field/"
        raise RuntimeError(msg) from error


def _read(path: Path) -> dict[str, Entry]:
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        msg = "The front end is not built: run `npm ci && npm run build` in frontend/"
        raise RuntimeError(msg) from error
    held = _held.get(path)
    if held is None or held[0] != changed:
        raw = json.loads(path.read_text(encoding="utf-8"))
        entries = {name: Entry(item["file"], tuple(item.get("css", ()))) for name, item in raw.items()}
        held = _held[path] = (changed, entries)
    return held[1]
