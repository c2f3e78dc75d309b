"""Official boundaries: what fits is kept, what does not is told, and nothing is kept when nothing fits."""

import json

import pytest
from tests.fakes.places import add_places

from bahtera.areas import api as areas
from bahtera.areas.models import Area, Boundary
from bahtera.foundation.models import AuditEntry

ONE, TWO, FAR = "63.10.05.2003", "63.10.05.2004", "63.10.05.2005"


def square(east, north, side=0.1):
    return [[[east, north], [east + side, north], [east + side, north - side], [east, north - side]]]


def file(*features):
    made = [
        {
            "type": "Feature",
            "properties": {"kode": code, "nama": name},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, name, rings in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


@pytest.fixture
def villages(db):
    add_places({ONE: "Pulau Contoh", TWO: "Sungai Contoh", FAR: "Jauh Contoh"})
    Area.objects.filter(code__in=[ONE, TWO, FAR]).update(latitude=-3.05, longitude=115.05)


def test_what_fits_is_kept_and_the_rest_is_told(villages):
    data = file(
        (ONE, "Pulau Contoh", square(115, -3)),
        (ONE, "Pulau Contoh", square(115.2, -3)),  # an island of the same village
        (FAR, "Jauh Contoh", square(120, -3)),
        ("63.99.01.2001", "Tidak Ada", square(115, -3)),
        ("", "Tanpa Kode", square(115, -3)),
    )
    assert areas.import_boundaries(data, source="Uji", actor_key="system", dry_run=True).kept == 1
    assert Boundary.objects.count() == 0
    made = areas.import_boundaries(data, source="  BIG  2026 (sintetis) ", actor_key="system")
    assert (made.kept, made.replaced) == (1, 0)
    assert [(one.place, one.why) for one in made.unmatched] == [(3, "far"), (4, "unknown"), (5, "no_code")]
    assert made.without == (TWO, FAR)
    kept = areas.boundaries([ONE, TWO])
    assert (list(kept), kept[ONE].source, len(kept[ONE].polygons)) == ([ONE], "BIG 2026 (sintetis)", 2)
    again = areas.import_boundaries(
        file((ONE, "Nama Lain", square(115, -3))), source="Uji", actor_key="system"
    )
    assert (again.replaced, again.other_names) == (1, ((ONE, "Nama Lain", "Pulau Contoh"),))
    assert len(areas.boundaries([ONE])[ONE].polygons) == 1
    assert AuditEntry.objects.filter(action="areas.boundaries_imported").count() == 2


def test_nothing_is_kept_when_nothing_fits(villages):
    for data, source, code in (
        (file((FAR, "", square(120, -3))), "Uji", "areas.no_boundary_fits"),
        (file((ONE, "", square(115, -3))), " ", "areas.no_source"),
    ):
        with pytest.raises(areas.BadBoundaries) as caught:
            areas.import_boundaries(data, source=source, actor_key="system")
        assert caught.value.code == code
    assert Boundary.objects.count() == 0
