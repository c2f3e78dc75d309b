"""Indicators read together, such as those that speak of the rights of children: `definitions/themes`.

A theme is a way to look at an index and no part of it: the definition of an index, its hash and its scores know nothing
of themes, so that regrouping never makes another measure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from bahtera.indices.errors import InvalidDefinition, UnknownDefinition
from bahtera.indices.library import definitions_folder, list_versions, load, version_key
from bahtera.indices.reading import Cursor, open_document

if TYPE_CHECKING:
    from pathlib import Path

    from bahtera.indices.values import Text

Status = Literal["official", "working"]
_FORMAT = "1"
_TOP = ("format", "id", "version", "status", "title", "source", "themes")
_THEME = ("id", "title", "basis", "indicators")


@dataclass(frozen=True, slots=True)
class Theme:
    """Indicators read together, each `index/indicator`; ``basis`` says why these."""

    id: str
    title: Text
    basis: str
    indicators: tuple[str, ...]

    def of_index(self, index: str) -> tuple[str, ...]:
        """Return the indicators of one index, in the order of the file."""
        return tuple(name.partition("/")[2] for name in self.indicators if name.partition("/")[0] == index)


@dataclass(frozen=True)
class Themes:
    """One version of all themes; every output names `version`, `status` and `hash`."""

    id: str
    version: str
    status: Status
    title: Text
    source: str
    themes: tuple[Theme, ...]
    content: str = field(repr=False)

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 (hex) of the file's canonical content."""
        return hashlib.sha256(self.content.encode()).hexdigest()


def load_themes(version: str | None = None, *, folder: Path | None = None) -> Themes:
    """Return a version of the themes, the newest when none is named.

    Raises:
        UnknownDefinition: there is no such version.
        InvalidDefinition: the file is wrong; every problem with file, line and column.
    """
    place = folder or definitions_folder().parent / "themes"
    versions = sorted((file.stem for file in place.glob("*.yaml")), key=version_key)
    if not versions or (version is not None and version not in versions):
        raise UnknownDefinition(f"there is no version {version or ''} of the themes".replace("  ", " "))
    path = place / f"{version or versions[-1]}.yaml"
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _load(path: Path, _modified: int) -> Themes:
    return read_themes(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}")


def read_themes(text: str, file: str) -> Themes:
    """Return what the file says.

    Raises:
        InvalidDefinition: with every problem, each with file, line and column; also an indicator that no version of its
            index has, and one named twice in a theme.
    """
    top = open_document(text, file)
    parts = top.mapping(need=_TOP)
    _refuse(top)
    if parts["format"].text() != _FORMAT:
        parts["format"].complain(f"this reader knows format {_FORMAT}")
    themes = tuple(filter(None, (_theme(each) for each in parts["themes"].sequence())))
    names = [each.id for each in themes]
    if len(set(names)) != len(names):
        parts["themes"].complain("a theme is said twice")
    found = Themes(
        id=parts["id"].name(),
        version=parts["version"].text(),
        status=parts["status"].choice(Status, "working"),
        title=parts["title"].both_languages(),
        source=parts["source"].text(),
        themes=themes,
        content=json.dumps(top.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    )
    _refuse(top)
    return found


def _refuse(top: Cursor) -> None:
    if top.journal.problems:
        raise InvalidDefinition(top.journal.problems)


def _theme(cursor: Cursor) -> Theme | None:
    parts = cursor.mapping(need=_THEME)
    if not all(name in parts for name in _THEME):
        return None
    names = []
    for each in parts["indicators"].sequence():
        name = each.text()
        if not _is_known(name):
            each.complain(f"no index has an indicator {name!r}")
        if name in names:
            each.complain(f"{name} is said twice")
        names.append(name)
    return Theme(parts["id"].name(), parts["title"].both_languages(), parts["basis"].text(), tuple(names))


def _is_known(name: str) -> bool:
    index, _, indicator = name.partition("/")
    return any(
        indicator in {each.id for each in load(index, version=version).indicators}
        for version in list_versions(index)
    )
