"""A zip of CSV files, written in one pass: families as they come, members meanwhile beside them."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from typing import TYPE_CHECKING

from bahtera.publishing.values import Sheet
from bahtera.publishing.writers.about import about_sheet, columns_sheet
from bahtera.publishing.writers.chunks import CHUNK, Outbox
from bahtera.publishing.writers.separated import plain_row, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from bahtera.publishing.values import Export, Row

FAMILIES, MEMBERS, ABOUT, COLUMNS = "keluarga.csv", "anggota.csv", "keterangan.csv", "kolom.csv"


def write_zip(export: Export, *, mark: bool = True) -> Iterator[bytes]:
    """Yield a zip with families, members, what the file is, and what each column means."""
    outbox = Outbox()
    with tempfile.TemporaryFile() as beside:
        with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            about = [(ABOUT, about_sheet(export.about)), (COLUMNS, columns_sheet(export))]
            for name, sheet in about:
                with archive.open(name, "w") as file:
                    plain = Sheet(sheet.name, sheet.columns, (plain_row(row) for row in sheet.rows))
                    for part in write_csv(plain, mark=mark):
                        file.write(part)
            families = Sheet("keluarga", export.families, _families(export, beside))
            yield from _entry(archive, outbox, FAMILIES, write_csv(families, mark=mark))
            beside.seek(0)
            heading = write_csv(Sheet("anggota", export.members, iter(())), mark=mark)
            yield from _entry(archive, outbox, MEMBERS, _chained(heading, beside))
        yield outbox.take()


def _families(export: Export, beside: IO[bytes]) -> Iterator[Row]:
    text = io.TextIOWrapper(beside, "utf-8", newline="", write_through=False)
    writer = csv.writer(text)
    for row in export.rows:
        for member in row.members:
            writer.writerow(member)
        yield row.family
    text.flush()
    text.detach()


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
