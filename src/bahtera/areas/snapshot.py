"""Reads the snapshot in ``definitions/areas``: plain files in, values out, no Django."""

import csv
import hashlib
import io
import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bahtera.areas.errors import BadSnapshot
from bahtera.areas.values import Kind, SnapshotRow
from bahtera.foundation.shipped import definitions

FOLDER = definitions("areas")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``snapshot.json`` says: decree, source, licence, the content's SHA-256 and counts per level."""

    decree: str
    source: str
    licence: str
    content_sha256: str
    counts: dict[str, int]


def read_manifest(folder: Path = FOLDER) -> Manifest:
    """Return what the snapshot says of itself."""
    raw = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    return Manifest(**{name: raw[name] for name in Manifest.__dataclass_fields__})


def read_rows(folder: Path = FOLDER) -> list[SnapshotRow]:
    """Return every area of the snapshot; raises BadSnapshot when the content is not what was recorded."""
    try:
        content = lzma.decompress((folder / "areas.csv.xz").read_bytes())
    except lzma.LZMAError as error:
        raise BadSnapshot(
            "areas.bad_snapshot", "The file with the list of areas cannot be unpacked."
        ) from error
    if hashlib.sha256(content).hexdigest() != read_manifest(folder).content_sha256:
        raise BadSnapshot(
            "areas.bad_snapshot", "The file with the list of areas differs from its recorded checksum."
        )
    return [_row(line) for line in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))]


def _row(line: dict[str, str]) -> SnapshotRow:
    return SnapshotRow(
        code=line["code"],
        name=line["name"],
        kind=cast("Kind", line["kind"]),
        latitude=float(line["latitude"]) if line["latitude"] else None,
        longitude=float(line["longitude"]) if line["longitude"] else None,
        bps_code=line["bps_code"],
        other_names=tuple(filter(None, line["other_names"].split("|"))),
    )
