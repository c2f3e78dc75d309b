"""Finding and loading definition files."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bahtera.indices.declaring import read_declaration
from bahtera.indices.definition import IndexDefinition, compile_definition
from bahtera.indices.errors import UnknownDefinition

if TYPE_CHECKING:
    from bahtera.indices.declaration import Method

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def load(
    name: str | Path, *, version: str | None = None, method: Method | None = None, folder: Path | None = None
) -> IndexDefinition:
    """Return an index definition.

    Args:
        name: an index id such as "ikk", or the path of a definition file.
        version: a version of the index; the newest when not given.
        method: another way to join dimensions that the file allows, such as "pooled".
        folder: where to look instead of the repository's `definitions/indices`.

    Raises:
        UnknownDefinition: no such index, version or method.
        InvalidDefinition: the file is wrong; every problem with file, line and column.

    Example:
        >>> load("ikk").title.en
        'Family Quality Index (working set)'
    """
    path = _find(name, version, folder or definitions_folder())
    definition = _load_file(path, path.stat().st_mtime_ns)
    return definition if method is None else _with_method(definition, method)


def list_versions(index: str, *, folder: Path | None = None) -> list[str]:
    """Return the versions of an index, oldest first; empty when there is no such index."""
    if not _NAME.match(index):
        return []
    files = ((folder or definitions_folder()) / index).glob("*.yaml")
    return sorted((file.stem for file in files), key=version_key)


def list_indices(*, folder: Path | None = None) -> list[str]:
    """Return the ids of all indices there are."""
    return sorted({file.parent.name for file in (folder or definitions_folder()).glob("*/*.yaml")})


def definitions_folder() -> Path:
    """Return `definitions/indices` of the checkout this package runs from."""
    for parent in Path(__file__).resolve().parents:
        found = parent / "definitions" / "indices"
        if found.is_dir():
            return found
    raise UnknownDefinition("there is no folder definitions/indices above the package")


def _find(name: str | Path, version: str | None, folder: Path) -> Path:
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.is_file():
            raise UnknownDefinition(f"there is no file {text}")
        return path
    versions = list_versions(text, folder=folder)
    if not versions:
        raise UnknownDefinition(
            f"there is no index {text}; there are {', '.join(list_indices(folder=folder))}"
        )
    wanted = version if version is not None else versions[-1]
    if wanted not in versions:
        raise UnknownDefinition(f"{text} has no version {wanted}; it has {', '.join(versions)}")
    return folder / text / f"{wanted}.yaml"


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Sort numbers in a version as numbers, so that 2026.10 follows 2026.9."""
    pieces = re.split(r"(\d+)", version)
    return tuple((1, int(piece), "") if piece.isdigit() else (0, 0, piece) for piece in pieces)


@lru_cache(maxsize=64)
def _load_file(path: Path, _modified: int) -> IndexDefinition:
    text = path.read_text(encoding="utf-8")
    shown = f"{path.parent.name}/{path.name}"
    return compile_definition(read_declaration(text, shown))


@lru_cache(maxsize=64)
def _with_method(definition: IndexDefinition, method: Method) -> IndexDefinition:
    return definition.with_method(method)
