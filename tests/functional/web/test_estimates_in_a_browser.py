"""The page of estimates on a narrow phone and on a desk: an enumeration by class, a sample with its intervals."""

import os
from pathlib import Path

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.analysis.test_sampled_rounds import MANY, make_sample
from tests.integration.web.province import ANSWERS, NEIGHBOUR, VILLAGE, WHEN, enter

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK])
def test_the_page_fits_and_its_choices_stay(measured, open_page, width, axe, tmp_path):
    for at, village in enumerate((VILLAGE, NEIGHBOUR)):
        for sex in "lp":
            answers = {**ANSWERS, "anggota": [{**ANSWERS["anggota"][0], "jenis_kelamin": sex}]}
            patterns = ["1" * met + "0" * (SIZE - met) for met in range(12 + 4 * at, 24)]
            store_visits(measured.id, village, patterns, answers=answers, **WHEN)
    with blobs_in(tmp_path / "blobs"):
        drawn = make_sample(MANY, villages=2, take=3)
    page = open_page(width, signed_in=enter("dita", "statistician", ["63"]))

    def fits(name):
        assert not page.evaluate(TOO_WIDE)
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)

    page.goto(f"{page.site}/putaran/{measured.id}/estimasi/")
    page.get_by_label("Dirinci menurut").select_option("head_sex")
    page.wait_for_url("**kelompok=head_sex**")
    fits("estimasi-desa")
    page.goto(f"{page.site}/putaran/{drawn.id}/estimasi/?tingkat=kecamatan&model=tetap&ragam=halus")
    assert page.locator("line.interval").count() > 0
    fits("estimasi-sampel")
    if PICTURES:
        page.pdf(path=str(Path(PICTURES) / f"estimasi-{width}.pdf"))
