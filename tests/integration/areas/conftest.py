import csv
import hashlib
import io
import json
import lzma

import pytest

from bahtera.areas import api, snapshot


def write_snapshot(folder, lines):
    """Write a small snapshot of raw CSV lines, as the script would."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    content = text.getvalue().encode()
    manifest = json.loads((snapshot.FOLDER / "snapshot.json").read_text())
    manifest["content_sha256"] = hashlib.sha256(content).hexdigest()
    folder.mkdir(exist_ok=True)
    (folder / "areas.csv.xz").write_bytes(lzma.compress(content, preset=0))
    (folder / "snapshot.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(scope="session")
def all_lines():
    content = lzma.decompress((snapshot.FOLDER / "areas.csv.xz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


@pytest.fixture(scope="session")
def two_provinces(all_lines):
    """Every province, and all of Kalimantan Selatan and Jambi."""
    return [line for line in all_lines if len(line["code"]) == 2 or line["code"][:2] in {"63", "15"}]


@pytest.fixture
def areas(db, tmp_path, two_provinces):
    return api.load_snapshot(folder=write_snapshot(tmp_path / "areas", two_provinces))
