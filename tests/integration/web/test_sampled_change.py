"""What changed between two samples (sintetis): figures of the draws, with the error of their difference."""

import csv
import io

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.integration.analysis.test_sampled_rounds import MANY, SITI, make_sample

from bahtera.analysis import api as analysis
from bahtera.results import api as results

from .province import enter

AREA = "63.05"


@pytest.fixture
def two_samples(db, tmp_path):
    with blobs_in(tmp_path / "blobs"):
        rows = [make_sample(MANY, villages=2, take=3, year=year) for year in (2025, 2026)]
    for row in rows:
        results.refresh_round(row.id)
    return [row.id for row in rows]


def test_a_change_of_a_sample_is_told_with_the_error_of_the_difference(two_samples):
    client = enter("dita", "statistician", [AREA])
    opened = [analysis.open_round(each, actor=SITI) for each in two_samples]
    found = analysis.sampled_changes(*opened, AREA, index_id="ikk")
    index = found[0].change
    question = analysis.Question("indeks:ikk", "kabupaten")
    ends = [analysis.answer(each, question).lines[0] for each in opened]
    assert (index.before, index.after) == pytest.approx([each.value for each in ends], abs=1e-6)
    assert found[0].families == tuple(each.n for each in ends)
    assert index.low < index.difference < index.high
    text = client.get(f"/wilayah/{AREA}/perubahan/?putaran={two_samples[1]}").content.decode()
    assert f"{index.after:.2f}".replace(".", ",") in text
    assert "95 %: " in text
    assert f"{index.df} derajat bebas" in text
    assert "Dua ukuran" not in text
    answer = client.get(f"/wilayah/{AREA}/perubahan.csv?putaran={two_samples[1]}")
    first = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (first["bagian"], first["putusan"]) == ("index", index.verdict.value)
    assert float(first["galat_baku"]) == pytest.approx(index.se, abs=0.006)
    # A figure hidden at a time has no change: neither its ends nor their difference leave.
    hidden = [each for each in found if each.hidden]
    assert all(each.change is None and each.families == (None, None) for each in hidden)
    # Of one village nothing is told, and not to who may not read estimates.
    village = min(MANY)
    with pytest.raises(analysis.UnknownChoice):
        analysis.sampled_changes(*opened, village, index_id="ikk")
    viewer = enter("sari", "supervisor", [AREA])
    text = viewer.get(f"/wilayah/{AREA}/perubahan/?putaran={two_samples[1]}").content.decode()
    assert "95 %: " not in text
    assert 'class="dot-before"' not in text
