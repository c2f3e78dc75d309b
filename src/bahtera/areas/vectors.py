"""Reads files of boundaries: GeoJSON, GeoPackage, Shapefile (zipped, or beside its siblings), in any projection.

A file is told by its content, not by its name, and copied under a name of our own: of what else the reading library
knows, nothing is ever opened. Features come one batch after another, so memory grows with a batch and not with a file.
"""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import pyogrio.raw
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from bahtera.areas.errors import BadBoundaries
from bahtera.areas.rules.coordinates import looks_like
from bahtera.areas.rules.limits import MOST_BYTES, MOST_UNPACKED

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BATCH: Final = 200
# How much of one area of a GeoJSON may be held while it is read, in MB: the library's 200 call a detailed coast
# damaged, no limit takes 6.6 GB for a file of 240 MB that is one area.
_ONE_AREA: Final = "OGR_GEOJSON_MAX_OBJ_SIZE"
pyogrio.set_gdal_config_options({_ONE_AREA: 500})
_CHUNK: Final = 1 << 20
_BESIDE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SINGLE: Final = (".geojson", ".json", ".gpkg")
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
_DEGREES: Final = 4326
_BAD: Final = (DataSourceError, DataLayerError, ValueError, RuntimeError, OSError)
# Files of these kinds that look like GeoJSON would have the library do things instead of reading.
_COMMANDS: Final = b"gdal_streamed_alg"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its place in the file from 1, what its columns say, and its geometry in degrees, if it has one."""

    place: int
    told: dict[str, object]
    shape: BaseGeometry | None


def read_features(path: Path, *, crs: str = "", layer: str = "") -> Iterator[Feature]:
    """Yield every feature of every layer with polygons; of ``layer`` alone when one is named.

    ``crs``: the projection, for a file that does not tell or tells a wrong one, as EPSG:32750. Raises BadBoundaries
    for what is no such file, is too large, or has coordinates that are no degrees and no word of what they are.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadBoundaries.too_large(MOST_BYTES >> 20)
    with tempfile.TemporaryDirectory(prefix="boundaries-") as folder, _opened(path, Path(folder)) as source:
        place = 0
        for name in _layers(source, layer):
            for told, shape in _layer(source, name, crs):
                place += 1
                yield Feature(place, told, shape)


@contextmanager
def _opened(path: Path, folder: Path) -> Iterator[Path]:
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if zipfile.is_zipfile(path):
        yield _unzipped(path, folder)
    elif head.startswith(b"SQLite format 3\x00"):
        yield _linked(path, folder / "boundaries.gpkg")
    elif head.startswith(_SHAPEFILE):
        yield _with_siblings(path, folder)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _COMMANDS not in head:
        yield _linked(path, folder / "boundaries.geojson")
    else:
        raise BadBoundaries.unknown_kind()


def _linked(path: Path, own: Path) -> Path:
    """Return the file under a name of our own, without copying it."""
    own.symlink_to(path.resolve())
    return own


def _with_siblings(path: Path, folder: Path) -> Path:
    beside = {one.suffix.casefold(): one for one in path.parent.glob(f"{_escaped(path.stem)}.*")}
    if ".dbf" not in beside:
        raise BadBoundaries.lone_shape()
    for suffix in _BESIDE:
        if suffix in beside:
            _linked(beside[suffix], folder / f"boundaries{suffix}")
    return folder / "boundaries.shp"


def _escaped(stem: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in stem)


def _unzipped(path: Path, folder: Path) -> Path:
    """Unpack the one data set of a zip under names of our own; nothing else in it is touched."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = {
                name: PurePosixPath(name)
                for name in packed.namelist()
                if not name.endswith("/") and "__MACOSX" not in name
            }
            data = [name for name, at in members.items() if at.suffix.casefold() in {".shp", *_SINGLE}]
            if len(data) != 1:
                raise BadBoundaries.not_one_inside(len(data))
            main = members[data[0]]
            wanted = [
                (name, at.suffix.casefold())
                for name, at in members.items()
                if name == data[0]
                or (
                    main.suffix.casefold() == ".shp"
                    and at.with_suffix("") == main.with_suffix("")
                    and at.suffix.casefold() in _BESIDE
                )
            ]
            left = MOST_UNPACKED
            for name, suffix in wanted:
                left = _copied(packed, name, folder / f"unpacked{suffix}", left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BadBoundaries.unknown_kind() from error
    with _opened(folder / f"unpacked{main.suffix.casefold()}", folder) as source:
        return source


def _copied(packed: zipfile.ZipFile, name: str, target: Path, left: int) -> int:
    with packed.open(name) as inside, target.open("wb") as file:
        for chunk in _chunks(inside):
            left -= len(chunk)
            if left < 0:
                raise BadBoundaries.too_large(MOST_UNPACKED >> 20)
            file.write(chunk)
    return left


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _layers(source: Path, wanted: str) -> list[str]:
    try:
        found = [(str(name), str(kind or "")) for name, kind in pyogrio.list_layers(source)]
    except _BAD as error:
        raise _refusal(error) from error
    if wanted:
        if wanted not in {name for name, _ in found}:
            raise BadBoundaries.no_layer(wanted, ", ".join(name for name, _ in found))
        return [wanted]
    likely = [
        name for name, kind in found if "Polygon" in kind or kind in {"Unknown", "Geometry Collection", ""}
    ]
    return likely or [name for name, _ in found]


def _layer(
    source: Path, layer: str, declared: str
) -> Iterator[tuple[dict[str, object], BaseGeometry | None]]:
    try:
        with pyogrio.raw.open_arrow(source, layer=layer, batch_size=_BATCH, use_pyarrow=True) as (
            meta,
            reader,
        ):
            told = _projection(declared or meta["crs"])
            column = meta["geometry_name"] or "wkb_geometry"
            for batch in _batches(reader):
                shapes = shapely.from_wkb(
                    np.array(batch.column(column).to_pylist(), dtype=object), on_invalid="fix"
                )
                shapes = _as_degrees(shapes, told)
                rows = batch.drop_columns([column]).to_pylist()
                if not batch.num_columns - 1:
                    rows = [{} for _ in shapes]
                yield from zip(rows, shapes, strict=True)
    except _BAD as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> BadBoundaries:
    """Return why the library could not read on."""
    return BadBoundaries.too_detailed() if _ONE_AREA in str(error) else BadBoundaries.unreadable()


def _batches(reader: Any) -> Iterator[Any]:
    """Yield batches; that rings stand open, which is mended later, is no news on the terminal."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return
        yield batch


def _projection(crs: str | None) -> pyproj.CRS | None:
    """Return the projection of coordinates; None where nobody says what they are."""
    if not crs:
        return None
    try:
        return pyproj.CRS.from_user_input(crs)
    except CRSError as error:
        raise BadBoundaries.unknown_crs(crs[:60]) from error


def _as_degrees(shapes: Any, told: pyproj.CRS | None) -> Any:
    """Return shapes in degrees; raises BadBoundaries where what the file says of them cannot be.

    What a file calls degrees and is none stays as it is: its report says so, one by one.
    """
    edges = shapely.bounds(shapes)
    known = edges[~np.isnan(edges).any(axis=1)]
    if not len(known):
        return shapes
    whole = (*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist())
    if told is None:
        _check_degrees(looks_like(whole))
        return shapes
    if told.is_projected and looks_like(whole) == "degrees":
        raise BadBoundaries.already_degrees(told.name[:60])
    move = _moving(pyproj.Transformer.from_crs(told, _DEGREES, always_xy=True))
    if not told.is_geographic:
        return shapely.transform(shapes, move)
    beyond = (np.abs(edges[:, [0, 2]]).max(axis=1) > 180) | (np.abs(edges[:, [1, 3]]).max(axis=1) > 90)  # noqa: PLR2004
    moved = shapes.copy()
    moved[~beyond] = shapely.transform(shapes[~beyond], move)
    return moved


def _moving(to_degrees: pyproj.Transformer) -> Any:
    def move(points: Any) -> Any:
        return np.column_stack(to_degrees.transform(points[:, 0], points[:, 1]))

    return move


def _check_degrees(seem: str) -> None:
    """Refuse coordinates that nobody described and that cannot be degrees."""
    if seem == "swapped":
        raise BadBoundaries.swapped()
    if seem == "mercator":
        raise BadBoundaries.mercator()
    if seem == "metres":
        raise BadBoundaries.projected()
