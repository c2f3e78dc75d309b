"""What an index is worth, on a narrow phone and on a desk: villages of a round, and provinces of one's own table."""

import os
from pathlib import Path

import numpy as np
import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import DISTRICT, WHEN, enter

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
COLUMNS = "Angka harapan hidup;Lama sekolah;Pengeluaran per kapita;Penduduk miskin;Balita stunting"


def provinces():
    """Return 38 provinces, synthetic: a common strength and noise; six cells are empty."""
    drawn = np.random.default_rng(38)
    common = drawn.normal(size=(38, 1))
    values = common * [2, 1, 900, -3, -5] + drawn.normal(size=(38, 5)) * [1, 0.6, 500, 2, 3]
    values += [70, 9, 11000, 11, 21]
    cells = [[f"{value:.2f}".replace(".", ",") for value in row] for row in values]
    for at in range(6):
        cells[5 * at][at % 5] = ""
    lines = [f"{at + 1};Provinsi contoh {at + 1};{';'.join(row)}" for at, row in enumerate(cells)]
    return "\n".join([f"No;Provinsi;{COLUMNS}", *lines, "39;Indonesia;70;9;11000;10;21"]).encode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 390, DESK])
def test_the_pages_fit_and_say_it_in_words(measured, open_page, width, axe, tmp_path):
    drawn = np.random.default_rng(5)
    for number in range(2005, 2010):
        patterns = [
            "".join("1" if drawn.random() < 0.5 + 0.04 * (number - 2005) else "0" for _ in range(SIZE))
            for _ in range(14)
        ]
        store_visits(measured.id, f"{DISTRICT}.{number}", patterns, **WHEN)
    (tmp_path / "provinsi.csv").write_bytes(provinces())
    page = open_page(width, signed_in=enter("dita", "statistician", ["63"]))

    def fits(name):
        assert not page.evaluate(TOO_WIDE)
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            page.pdf(path=str(Path(PICTURES) / f"{name}-{width}.pdf"))

    page.goto(f"{page.site}/putaran/{measured.id}/mutu-indeks/")
    page.get_by_role("heading", name="Yang menggerakkan peringkat").wait_for()
    fits("mutu-indeks")
    page.goto(f"{page.site}/indeks-makro/")
    fits("indeks-makro-kosong")
    page.get_by_label("CSV atau XLSX").set_input_files(tmp_path / "provinsi.csv")
    page.get_by_role("button", name="Lihat tabelnya").click()
    page.get_by_text("Tabel berisi 38 baris").wait_for()
    for at, cut in ((3, "13"), (4, "25")):
        page.locator(f"#arah-{at}").select_option("rendah")
        page.locator("details", has=page.locator(f"#batas-{at}")).locator("summary").click()
        page.locator(f"#batas-{at}").fill(cut)
    fits("indeks-makro-pilihan")
    page.get_by_role("button", name="Hitung").click()
    page.get_by_role("heading", name="Unit yang banyak kekurangan").wait_for()
    assert page.locator("line.interval").count() > 38
    fits("indeks-makro")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Peringkat dan kepastiannya (CSV)").click()
    assert taken.value.suggested_filename == "indeks-makro.csv"
