"""For whom documents speak: the families visited, and how large a part of the village they are."""

from datetime import date

import pytest
from tests.fakes import pdf
from tests.integration.documents.conftest import REGENCY, SMALL, VILLAGE
from tests.integration.documents.test_what_they_say import files, flat

from bahtera.access.api import SYSTEM
from bahtera.documents.api import Kind
from bahtera.publishing.issued.facts import facts_of
from bahtera.publishing.issued.responsible import answers_in
from bahtera.publishing.issued.speaking import part_of_all, speaks
from bahtera.surveys import api as surveys


@pytest.fixture
def later(measured):
    """A round after it knows many more families in one of the villages, and in the one with three."""
    row = surveys.create_round(
        name="Berikutnya sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 6, 1),
        actor=SYSTEM,
    )
    surveys.set_targets(row.id, {VILLAGE: 688, SMALL: 300}, actor=SYSTEM)
    return measured


def facts(row, area):
    return facts_of(row.id, area, "ikk", answers_in(area))


def test_a_village_asked_nearly_whole_speaks_for_those_visited_and_says_nothing_of_a_part(measured):
    found = facts(measured, VILLAGE)
    assert "keluarga yang didatangi di desa ini saja" in speaks(found)
    assert part_of_all(found) == ""


def test_a_village_asked_in_a_part_says_how_large_and_that_it_is_not_the_village(later):
    told = flat(pdf.text(files(Kind.VILLAGE_SHEET, later, VILLAGE)[1]))
    assert "60 dari sekitar 690 keluarga yang diketahui di desa ini" in told
    assert "bukan angka seluruh desa" in told
    assert "semua keluarga sasaran didatangi" not in told
    assert "Keluarga yang didatangi, menurut kategori" in told


def test_a_regency_says_in_how_many_of_its_villages_that_is_so(later):
    assert "Di 3 dari 4 desa baru sebagian keluarga yang didatangi" in speaks(facts(later, REGENCY))


def test_a_village_without_figures_tells_no_count(later):
    assert part_of_all(facts(later, SMALL)) == ""
