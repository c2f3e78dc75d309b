"""A zip of CSV files, written in one pass: families as they come, members meanwhile beside them."""

from __future__ import annotations

import tempfile
import zipfile
from typing import TYPE_CHECKING

from bahtera.publishing.writers.about import about_sheet, columns_sheet
from bahtera.publishing.writers.chunks import CHUNK, Outbox
from bahtera.publishing.writers.separated import cells, line, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from bahtera.publishing.values import Export

FAMILIES, MEMBERS, ABOUT, COLUMNS = "keluarga.csv", "anggota.csv", "keterangan.csv", "kolom.csv"


def write_zip(export: Export[str], *, mark: bool = True) -> Iterator[bytes]:
    """Yield a zip with families, members, what the file is, and what each column means.

    Values of the export are as `separated.cell` gives them.
    """
    outbox = Outbox()
    with tempfile.TemporaryFile() as beside:
        with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            about = [(ABOUT, about_sheet(export.about)), (COLUMNS, columns_sheet(export))]
            for name, sheet in about:
                with archive.open(name, "w") as file:
                    for part in write_csv(sheet.columns, map(cells, sheet.rows), mark=mark):
                        file.write(part)
            families = write_csv(export.families, _families(export, beside), mark=mark)
            yield from _entry(archive, outbox, FAMILIES, families)
            beside.seek(0)
            heading = write_csv(export.members, (), mark=mark)
            yield from _entry(archive, outbox, MEMBERS, _chained(heading, beside))
        yield outbox.take()


def _families(export: Export[str], beside: IO[bytes]) -> Iterator[Sequence[str]]:
    for row in export.rows:
        beside.write("".join(map(line, row.members)).encode())
        yield row.family


def _entry(archive: zipfile.ZipFile, outbox: Outbox, name: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    with archive.open(name, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part)
            if outbox.waiting >= CHUNK:
                yield outbox.take()


def _chained(heading: Iterator[bytes], beside: IO[bytes]) -> Iterator[bytes]:
    yield from heading
    while part := beside.read(CHUNK):
        yield part
