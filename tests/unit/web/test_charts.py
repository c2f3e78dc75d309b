from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.web import charts


def as_number(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_a_stacked_bar_fills_its_width_and_no_more(counts):
    parts = charts.stack([(str(place), count) for place, count in enumerate(counts)])
    if not any(counts):
        assert parts == ()
        return
    assert len(parts) == sum(count > 0 for count in counts)
    assert parts[0].x == "0%"
    end = as_number(parts[-1].x) + as_number(parts[-1].width)
    assert end == pytest.approx(100, abs=0.01)


def test_a_share_is_written_with_a_full_stop_in_every_language():
    assert charts.pct(Fraction(75, 2)) == "37.5%"
    assert charts.pct(100) == "100%"
    assert charts.pct(0) == "0%"
    assert charts.pct(Fraction(100, 3)) == "33.333%"


def test_a_scale_has_a_band_between_each_pair_of_cuts_and_a_marker_inside():
    drawn = charts.scale(Fraction(7591, 100), [50, 75], ["rendah", "sedang", "tinggi"])
    assert [(band.style, band.x, band.width) for band in drawn.bands] == [
        ("rendah", "0%", "50%"),
        ("sedang", "50%", "25%"),
        ("tinggi", "75%", "25%"),
    ]
    assert drawn.ticks == (
        ("0%", "0", "start"),
        ("50%", "50", "middle"),
        ("75%", "75", "middle"),
        ("100%", "100", "end"),
    )
    assert drawn.marker == "75.91%"
    assert charts.scale(None, [50], ["a", "b"]).marker is None
    assert charts.scale(140, [50], ["a", "b"]).marker == "100%"


@given(st.text(alphabet="10-?", max_size=30))
def test_every_indicator_gets_one_cell_inside_the_plank(states):
    drawn = charts.cells(states, [f"indicator {n}" for n in range(len(states))])
    assert [cell.style for cell in drawn] == [charts.STATE_STYLES[state] for state in states]
    for cell in drawn:
        assert 0 <= as_number(cell.x) <= as_number(cell.middle) <= 100
        assert as_number(cell.x) + as_number(cell.width) <= 100.01
