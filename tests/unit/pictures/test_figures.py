"""Dot plots, heat tables, distributions and profiles: what they hold, and what they never tell."""

import xml.etree.ElementTree as ET

import pytest

from bahtera.pictures.dots import Dot, dot_plot
from bahtera.pictures.heat import HeatCell, HeatRow, heat_table, shade
from bahtera.pictures.profile import Plank, profile
from bahtera.pictures.scales import Track, fitted
from bahtera.pictures.spread import Band, spread

_SPACE = "{http://www.w3.org/2000/svg}"


def _all(drawn: str, tag: str, style: str) -> list[ET.Element]:
    return [each for each in ET.fromstring(drawn).iter(_SPACE + tag) if each.get("class") == style]


def _titles(drawn: str) -> list[str]:
    return [str(each.text) for each in ET.fromstring(drawn).iter(_SPACE + "title")]


@pytest.mark.parametrize("wide", [True, False])
def test_a_dot_lies_where_its_value_says_and_its_interval_around_it(wide: bool) -> None:
    rows = [
        Dot("A & B", "60,0", 60, 50, 70, under=True),
        Dot("Hidden", "disembunyikan", hidden=True),
        Dot("None", "-"),
    ]
    drawn = dot_plot(rows, name="d", title="T", wide=wide)
    track = Track(300, 790) if wide else Track(4, 290)
    (dot,) = _all(drawn, "circle", "dot-low")
    assert float(str(dot.get("cx"))) == pytest.approx(track.at(60), abs=0.01)
    ends = _all(drawn, "line", "interval-end")
    assert [float(str(each.get("x1"))) for each in ends] == pytest.approx(
        [track.at(50), track.at(70)], abs=0.01
    )
    assert not _all(drawn, "circle", "dot-high")
    assert len(_all(drawn, "rect", "veiled")) == 1
    assert _titles(drawn)[1:] == ["A & B: 60,0", "Hidden: disembunyikan", "None: -"]


def test_an_unsure_interval_is_drawn_otherwise_and_a_time_before_is_a_ring() -> None:
    rows = [Dot("A", "60", 60, 50, 70, unsure=True), Dot("B", "80", 80, before=70)]
    drawn = dot_plot(rows, name="d", title="T")
    assert len(_all(drawn, "line", "interval-unsure")) == 1
    assert len(_all(drawn, "circle", "dot-before")) == 1


@pytest.mark.parametrize(
    ("value", "which"), [(0, 1), (39.99, 1), (40, 2), (60, 3), (74.99, 3), (75, 4), (90, 5), (100, 5)]
)
def test_a_limit_belongs_to_the_lighter_shade(value: float, which: int) -> None:
    assert shade(value) == which


def test_a_hidden_cell_of_a_heat_table_holds_no_number() -> None:
    rows = [HeatRow("Desa", (HeatCell("41", 41), HeatCell("disembunyikan", hidden=True), HeatCell("kosong")))]
    columns = [("D1-01", "Akta"), ("D1-02", "Buku"), ("D1-03", "Utuh")]
    drawn = heat_table(columns, rows, name="h", title="T", groups=[("Legalitas", 3)])
    assert [each.text for each in _all(drawn, "text", "heat-text-2")] == ["41"]
    assert len(_all(drawn, "rect", "veiled")) == len(_all(drawn, "rect", "heat-none")) == 1
    assert "Desa · Buku: disembunyikan" in _titles(drawn)


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell a column"):
        heat_table([("a", "A"), ("b", "B")], [HeatRow("x", (HeatCell("1", 1),))], name="h", title="T")


def test_columns_of_a_distribution_have_areas_that_compare() -> None:
    bands = [
        Band(0, 50, "rendah", 50, "50"),
        Band(50, 75, "sedang", None, "disembunyikan"),
        Band(75, 100, "tinggi", 50, "50"),
    ]
    drawn = spread(bands, name="s", title="T", unit="keluarga")
    (low,), (high,) = _all(drawn, "rect", "band-rendah"), _all(drawn, "rect", "band-tinggi")
    assert float(str(high.get("height"))) == pytest.approx(2 * float(str(low.get("height"))), abs=0.02)
    (veiled,) = _all(drawn, "rect", "veiled")
    assert veiled.get("height") == "16"


def test_a_hidden_band_is_as_low_whatever_it_holds() -> None:
    def drawn(other: int) -> str:
        return spread(
            [Band(0, 50, "rendah", None, "x"), Band(50, 100, "tinggi", other, "y")], name="s", title="T"
        )

    assert drawn(10) == drawn(1000)


@pytest.mark.parametrize("bad", [Band(50, 50, "rendah", 1, "1"), Band(0, 5, "hijau", 1, "1")])
def test_a_band_without_width_or_style_is_refused(bad: Band) -> None:
    with pytest.raises(ValueError, match="band"):
        spread([bad], name="s", title="T")


@pytest.mark.parametrize("wide", [True, False])
def test_a_plank_is_filled_to_its_value_beside_the_wider_areas_mark(wide: bool) -> None:
    planks = [Plank("D1", "50", 50, beside=75), Plank("D2", "disembunyikan", hidden=True), Plank("D3", "-")]
    drawn = profile(planks, name="p", title="T", wide=wide)
    (value,) = _all(drawn, "rect", "plank-value")
    track = Track(300, 800) if wide else Track(4, 300)
    assert float(str(value.get("width"))) == pytest.approx(track.width / 2, abs=0.01)
    (mark,) = _all(drawn, "line", "mark")
    assert float(str(mark.get("x1"))) == pytest.approx(track.at(75), abs=0.01)
    assert len(_all(drawn, "rect", "veiled")) == 1


def test_what_lies_beyond_the_scale_is_drawn_at_its_end() -> None:
    assert (Track(0, 10).at(-5), Track(0, 10).at(120)) == (0, 10)


def test_long_names_are_cut_with_a_sign() -> None:
    assert fitted("Kecamatan Muara Uya Tengah Selatan", 100) == "Kecamatan Mu…"
    assert fitted("Muara", 100) == "Muara"


@pytest.mark.parametrize("draw", [dot_plot, profile])
def test_on_a_phone_the_line_at_75_runs_through_no_name(draw) -> None:
    row = Dot if draw is dot_plot else Plank
    drawn = draw([row("Nama yang panjang sekali sampai tepi", "81,0", 81)] * 3, name="p", title="T")
    named = [float(str(each.get("y"))) for each in _all(drawn, "text", "words")]
    lines = [(float(str(one.get("y1"))), float(str(one.get("y2")))) for one in _all(drawn, "line", "line-at")]
    assert (len(named), len(lines)) == (3, 3)
    # Letters of 13 units stand above their line and hang 4 below it.
    assert not [1 for y in named for begin, end in lines if begin < y + 4 and end > y - 10]
