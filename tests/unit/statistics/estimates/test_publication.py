"""The classes of BPS's rule, bounds included."""

import pytest

from bahtera.statistics.estimates.publication import Note, Publication, publication


@pytest.mark.parametrize(
    ("rse", "note", "shown"),
    [
        (0.0, None, Publication.FINE),
        (25.0, None, Publication.FINE),
        (25.000001, None, Publication.MARKED),
        (50.0, None, Publication.MARKED),
        (50.000001, None, Publication.NOT_SHOWN),
        (None, None, Publication.NOT_SHOWN),
        (1.0, Note.NO_FREEDOM, Publication.NOT_SHOWN),
        (None, Note.ONE_PSU, Publication.NOT_SHOWN),
        (None, Note.NOBODY, Publication.NOT_SHOWN),
        (0.0, Note.NO_VARIATION, Publication.MARKED),
    ],
)
def test_classes(rse, note, shown):
    assert publication(rse, note) is shown
