"""Official boundaries: what fits is kept, what does not is told, and nothing is kept when nothing fits."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
import shapely.affinity
from tests.fakes.boundary_files import UTM_50S, geojson, square, written, zipped
from tests.fakes.places import add_places

from bahtera.areas import api as areas
from bahtera.areas.models import Area, Boundary
from bahtera.foundation.models import AuditEntry

ONE, TWO, FAR = "63.10.05.2003", "63.10.05.2004", "63.10.05.2005"
NOTES = areas.FileNotes("Uji")
CUT = Path(__file__).parents[2] / "cases/boundaries/banjarbaru.geojson"


@pytest.fixture
def villages(db):
    add_places({ONE: "Pulau Contoh", TWO: "Sungai Contoh", FAR: "Jauh Contoh"})
    Area.objects.filter(code__in=[ONE, TWO, FAR]).update(latitude=-3.05, longitude=115.05)


def keep(path, notes=NOTES, **more):
    return areas.import_boundaries(path, notes, actor_key="system", **more)


def told(code, name=""):
    return {"kode": code, "nama": name}


def test_what_fits_is_kept_and_the_rest_is_told(villages, tmp_path):
    file = geojson(
        tmp_path / "batas.json",
        (told(ONE, "Pulau Contoh"), square(115, -3)),
        (told(ONE, "Pulau Contoh"), square(115.2, -3)),  # an island of the same village
        (told(FAR, "Jauh Contoh"), square(120, -3)),
        (told("63.99.01.2001", "Tidak Ada"), square(115, -3)),
        (told("", "Tanpa Kode"), square(115, -3)),
        (told("63.1"), square(115, -3)),
        (told(TWO, "Pulau Contoh"), square(115, -3)),
        (told(TWO), None),
    )
    assert keep(file, dry_run=True).kept == 1
    assert Boundary.objects.count() == 0
    made = keep(file, areas.FileNotes("  BIG  2026 (sintetis) ", "2026", "CC BY 4.0"))
    assert (made.kept, made.replaced, made.features, made.levels) == (1, 0, 8, {"village": 1})
    assert made.several == (areas.Several(ONE, (1, 2), 0),)
    assert [(one.place, one.why) for one in made.unmatched] == [
        (3, "far"),
        (4, "unknown"),
        (5, "no_code"),
        (6, "number"),
        (7, "other_name"),
        (8, "no_polygon"),
    ]
    assert made.without == (TWO, FAR)
    kept = areas.boundaries([ONE, TWO])
    assert (list(kept), kept[ONE].source, len(kept[ONE].polygons)) == ([ONE], "BIG 2026 (sintetis)", 2)
    shown = areas.drawn([ONE, TWO])
    (origin,) = shown.origins
    assert (list(shown.outlines), origin.dated, origin.licence) == ([ONE], "2026", "CC BY 4.0")
    again = keep(geojson(tmp_path / "lagi.json", (told(ONE, "Nama Lain"), square(115, -3))))
    assert (again.replaced, again.other_names) == (1, ((ONE, "Nama Lain", "Pulau Contoh"),))
    assert len(areas.boundaries([ONE])[ONE].polygons) == 1
    assert AuditEntry.objects.filter(action="areas.boundaries_imported").count() == 2
    newest, oldest = areas.boundary_files()
    assert (newest.in_use, oldest.in_use, oldest.notes.source) == (1, 0, "BIG 2026 (sintetis)")
    assert (oldest.report.count("unmatched"), oldest.report.reasons["far"]) == (6, 1)
    assert areas.bounded_levels() == {"village": 1}


def test_nothing_is_kept_when_nothing_fits(villages, tmp_path):
    file = geojson(tmp_path / "jauh.json", (told(FAR), square(120, -3)))
    for notes, code in ((NOTES, "areas.boundaries_far_off"), (areas.FileNotes(" "), "areas.no_source")):
        with pytest.raises(areas.BadBoundaries) as caught:
            keep(file, notes)
        assert caught.value.code == code
    assert Boundary.objects.count() == 0
    assert areas.boundary_files() == []


def moved(shape, crs):
    """Return a shape given in degrees in another projection, without a word of which."""
    to = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    return shapely.transform(shape, lambda points: np.column_stack(to.transform(*points.T)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda shape: moved(shape, "EPSG:3857"), "areas.boundaries_mercator"),
        (lambda shape: moved(shape, UTM_50S), "areas.boundaries_projected"),
        (lambda shape: shapely.transform(shape, lambda points: points[:, ::-1]), "areas.boundaries_swapped"),
        (lambda shape: shapely.affinity.translate(shape, 6), "areas.boundaries_far_off"),
        (lambda shape: shapely.affinity.translate(shape, -60), "areas.no_boundary_fits"),
    ],
)
def test_coordinates_that_a_file_says_nothing_of_get_a_hint(villages, tmp_path, change, code):
    path = geojson(tmp_path / "a.json", (told(ONE), change(square(115, -3))))
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(path)
    assert caught.value.code == code
    assert not Boundary.objects.exists()
    if code == "areas.boundaries_mercator":
        assert keep(path, areas.FileNotes("Uji", crs="EPSG:3857")).kept == 1


def test_single_features_with_other_coordinates_are_told_one_by_one(villages, tmp_path):
    path = geojson(
        tmp_path / "a.json",
        (told(ONE), square(115, -3)),
        (told(TWO), shapely.transform(square(115.1, -3), lambda points: points[:, ::-1])),
        (told(FAR), moved(square(115.1, -3), "EPSG:3857")),
    )
    assert [(one.place, one.why) for one in keep(path).unmatched] == [(2, "swapped"), (3, "mercator")]


def test_a_projection_file_that_is_wrong_is_told(villages, tmp_path):
    degrees = pyproj.CRS(4326).to_wkt("WKT1_ESRI")
    metres = pyproj.CRS(UTM_50S).to_wkt("WKT1_ESRI")
    for name, crs, wrong, code in (
        ("a", UTM_50S, degrees, "areas.boundaries_projected"),
        ("b", "EPSG:4326", metres, "areas.boundaries_already_degrees"),
        ("c", UTM_50S, metres.replace("117", "123"), "areas.boundaries_far_off"),
    ):
        path = written(
            tmp_path / f"{name}.shp", [{"kode": ONE}], [square(115, -3)], driver="ESRI Shapefile", crs=crs
        )
        path.with_suffix(".prj").write_text(wrong)
        packed = zipped(path, tmp_path / f"{name}.zip")
        with pytest.raises(areas.BadBoundaries) as caught:
            keep(packed)
        assert caught.value.code == code, name
        assert keep(packed, areas.FileNotes("Uji", crs=crs)).kept == 1, name


def test_one_area_twice_is_one_area_and_told(villages, tmp_path):
    path = tmp_path / "batas.gpkg"
    written(
        path, [{"kode": ONE}, {"kode": TWO}], [square(115, -3), square(115.1, -3)], driver="GPKG", layer="a"
    )
    written(path, [{"kode": ONE}], [square(115.05, -3)], driver="GPKG", layer="b", append=True)
    made = keep(path)
    assert (made.kept, made.several) == (2, (areas.Several(ONE, (1, 3), 50),))
    (row,) = areas.boundary_files()
    assert (row.report.several, row.report.count("several")) == (made.several, 1)


@pytest.mark.parametrize("kind", ["gpkg", "shp", "zip"])
def test_other_kinds_and_projections_come_to_degrees(villages, tmp_path, kind):
    high = shapely.force_3d(square(115, -3), 12.5)
    name = "batas.gpkg" if kind == "gpkg" else "batas.shp"
    path = written(
        tmp_path / name,
        [{"KDEPUM": ONE}, {"KDEPUM": TWO}],
        [high, shapely.reverse(shapely.force_3d(square(115.1, -3), 9))],
        driver="GPKG" if kind == "gpkg" else "ESRI Shapefile",
        crs=UTM_50S,
    )
    made = keep(zipped(path, tmp_path / "batas.zip") if kind == "zip" else path)
    assert (made.kept, made.columns) == (2, ("kdepum",))
    found = areas.boundaries([ONE, TWO])
    for code, west in ((ONE, 115), (TWO, 115.1)):
        shape = shapely.Polygon(found[code].polygons[0][0])
        assert shape.bounds == pytest.approx((west, -3.1, west + 0.1, -3), abs=0.0002)


def test_a_projection_that_is_not_told_must_be_declared(villages, tmp_path):
    path = written(
        tmp_path / "batas.shp", [{"kode": ONE}], [square(115, -3)], driver="ESRI Shapefile", crs=UTM_50S
    )
    (tmp_path / "batas.prj").unlink()
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(path)
    assert caught.value.code == "areas.boundaries_projected"
    assert keep(path, areas.FileNotes("Uji", crs=UTM_50S)).kept == 1
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(path, areas.FileNotes("Uji", crs="EPSG:1"))
    assert caught.value.code == "areas.boundaries_unknown_crs"


def test_codes_of_bps_are_matched_where_the_file_says_so(db, tmp_path):
    add_places({"15.07": "Tanjung Jabung Timur", "15.06": "Tanjung Jabung Barat"})
    Area.objects.filter(code="15.06").update(bps_code="1507", latitude=-1.0, longitude=103.1)
    file = geojson(
        tmp_path / "bps.json",
        ({"ADM2_PCODE": "ID1507"}, square(103, -1, 0.3)),
        ({"ADM2_PCODE": "ID1599"}, square(103, -1, 0.3)),
    )
    made = keep(file)
    assert (made.kept, made.columns, [one.why for one in made.unmatched]) == (
        1,
        ("adm2_pcode",),
        ["bps_unknown"],
    )
    assert list(areas.boundaries(["15.06", "15.07"])) == ["15.06"]


def test_a_real_cut_is_kept_whole(db):
    names = {
        each["properties"]["kode"]: each["properties"]["nama"]
        for each in json.loads(CUT.read_text())["features"]
    }
    add_places(names)
    made = keep(CUT, areas.FileNotes("Indikatif", "2025", "MIT"))
    assert (made.kept, made.unmatched, made.levels) == (5, (), {"district": 5})
    assert [(pair.one, pair.other) for pair in made.overlaps] == [("63.72.04", "63.72.05")]
    assert set(areas.drawn(names).outlines) == set(names)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", b"[1]", "areas.boundaries_unknown_kind"),
        ("a.json", b'{"type": "FeatureCollection", "features": [', "areas.boundaries_unreadable"),
        (
            "a.json",
            b'{"type": "gdal_streamed_alg", "command_line": "gdal x"}',
            "areas.boundaries_unknown_kind",
        ),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "areas.boundaries_lone_shape"),
        ("a.gpkg", b"SQLite format 3\x00 and no more", "areas.boundaries_unreadable"),
        ("a.xml", b"<OGRVRTDataSource/>", "areas.boundaries_unknown_kind"),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused(db, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(tmp_path / name)
    assert caught.value.code == code


def test_one_area_with_too_many_points_is_told_as_that(villages, tmp_path):
    path = geojson(tmp_path / "rinci.json", (told(ONE), square(115, -3).segmentize(1e-6)))
    option = "OGR_GEOJSON_MAX_OBJ_SIZE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: 1})
    try:
        with pytest.raises(areas.BadBoundaries) as caught:
            keep(path)
    finally:
        pyogrio.set_gdal_config_options({option: before})
    assert caught.value.code == "areas.boundaries_too_detailed"
    assert keep(path, dry_run=True).kept == 1


def test_a_zip_must_hold_one_file_of_boundaries(db, tmp_path, monkeypatch):
    target = tmp_path / "dua.zip"
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("../satu.geojson", "{}" + " " * 5000)
        packed.writestr("dua.geojson", "{}")
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(target)
    assert caught.value.code == "areas.boundaries_not_one"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../satu.geojson", "{" + " " * 5000)
    monkeypatch.setattr("bahtera.areas.vectors.MOST_UNPACKED", 4000)
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(target)
    assert caught.value.code == "areas.boundaries_too_large"


def test_a_layer_can_be_named(villages, tmp_path):
    path = tmp_path / "batas.gpkg"
    written(path, [{"kode": ONE}], [square(115, -3)], driver="GPKG", layer="desa")
    written(path, [{"kode": TWO}], [square(115.1, -3)], driver="GPKG", layer="lain", append=True)
    assert keep(path, dry_run=True).kept == 2
    assert keep(path, areas.FileNotes("Uji", layer="desa")).kept == 1
    with pytest.raises(areas.BadBoundaries) as caught:
        keep(path, areas.FileNotes("Uji", layer="tidak"))
    assert (caught.value.code, caught.value.details["there"]) == ("areas.boundaries_no_layer", "desa, lain")
