import pytest
from django.db import IntegrityError, transaction

from bahtera.areas import api
from bahtera.areas.models import Area, LoadedSnapshot
from bahtera.foundation.models import AuditEntry

from .conftest import write_snapshot

pytestmark = pytest.mark.django_db


def test_the_whole_country_loads_and_loading_again_writes_nothing():
    steps = []
    first = api.load_snapshot(lambda done, total: steps.append((done, total)))
    assert (first.written, first.retired, first.total) == (91599, 0, 91599)
    assert steps[-1] == (91599, 91599)
    assert steps == sorted(steps)
    assert Area.objects.filter(level="village").count() == 83762
    assert api.decree() == "Kepmendagri 300.2.2-2430/2025"

    again = api.load_snapshot()
    assert (again.written, again.total) == (0, 91599)
    assert AuditEntry.objects.filter(action="areas.snapshot_loaded").count() == 1
    assert LoadedSnapshot.objects.count() == 1


def test_a_later_decree_renames_adds_and_retires(areas, tmp_path, two_provinces):
    lines = [dict(line) for line in two_provinces if line["code"] != "63.02.12.2005"]
    next(line for line in lines if line["code"] == "63.10")["name"] = "Kabupaten Tanah Bumbu Raya"
    lines.append(
        {**lines[0], "code": "63.02.12.2999", "name": "Desa Baru Sekali", "kind": "desa", "bps_code": ""}
    )
    loaded = api.load_snapshot(folder=write_snapshot(tmp_path / "later", lines))

    assert loaded.retired == 1
    assert api.get("63.10").name == "Kabupaten Tanah Bumbu Raya"
    assert [a.code for a in api.search("tanah bumbu raya")] == ["63.10"]
    assert api.exists("63.02.12.2999")
    assert not api.exists("63.02.12.2005")
    assert not api.get("63.02.12.2005").is_active
    assert "63.02.12.2005" not in {a.code for a in api.villages_within("63.02.12")}

    back = api.load_snapshot(folder=write_snapshot(tmp_path / "back", two_provinces))
    assert back.retired == 1
    assert api.exists("63.02.12.2005")


def test_a_damaged_file_changes_nothing(areas, tmp_path, two_provinces):
    folder = write_snapshot(tmp_path / "broken", two_provinces[:50])
    (folder / "areas.csv.xz").write_bytes(b"half a file")
    with pytest.raises(api.BadSnapshot):
        api.load_snapshot(folder=folder)
    assert Area.objects.active().count() == areas.total


def test_before_loading_there_is_no_decree():
    with pytest.raises(api.AreasError) as refused:
        api.decree()
    assert refused.value.code == "areas.not_loaded"


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "village", "parent_code": ""},
        {"level": "hamlet", "parent_code": "63"},
        {"latitude": 23.5, "longitude": 115.0},
        {"latitude": -3.0, "longitude": None},
        {"level": "province", "parent_code": "63"},
    ],
)
def test_the_database_refuses_impossible_areas(wrong):
    row = {
        "code": "63",
        "name": "X",
        "level": "province",
        "kind": "provinsi",
        "province_code": "63",
        "zone": "Asia/Makassar",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(**{**row, **wrong})
