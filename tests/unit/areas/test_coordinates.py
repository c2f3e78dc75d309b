"""What coordinates seem to be, from their numbers alone."""

import pytest

from bahtera.areas.rules.coordinates import looks_like


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ((114.0, -4.2, 116.6, -1.3), "degrees"),
        ((95.0, -11.0, 141.0, 6.0), "degrees"),
        ((-4.2, 114.0, -1.3, 116.6), "swapped"),
        ((12_690_000.0, -467_000.0, 12_980_000.0, -144_000.0), "mercator"),
        ((240_000.0, 9_535_000.0, 420_000.0, 9_850_000.0), "metres"),
        ((300_000.0, 10_000.0, 400_000.0, 80_000.0), "metres"),
        ((10.0, 50.0, 12.0, 52.0), ""),
        ((114.0, -4.2, 300.0, -1.3), "metres"),
    ],
)
def test_numbers_tell_what_they_are(box, said):
    assert looks_like(box) == said
