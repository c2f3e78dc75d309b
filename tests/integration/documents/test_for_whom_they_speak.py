"""For whom documents speak: the families visited, and how large a part of the village they are."""

from datetime import date

import pytest
from tests.fakes import pdf
from tests.fakes.family_visits import SIZE, store_visits
from tests.integration.documents.conftest import OTHER, REGENCY, SMALL, VILLAGE, fill
from tests.integration.documents.test_of_signed_data import closed
from tests.integration.documents.test_what_they_say import files, flat

from bahtera.access.api import SYSTEM
from bahtera.documents.api import Kind
from bahtera.publishing.issued.facts import facts_of
from bahtera.publishing.issued.noting import notes
from bahtera.publishing.issued.responsible import answers_in
from bahtera.publishing.issued.speaking import part_of_all, speaks
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import SubmissionScore


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
    surveys.set_targets(row.id, {VILLAGE: 688, SMALL: 300, OTHER: 90}, actor=SYSTEM)
    return measured


def facts(row, area):
    return facts_of(row.id, area, "ikk", answers_in(area))


def test_a_village_asked_nearly_whole_speaks_for_those_visited_and_says_nothing_of_a_part(measured):
    found = facts(measured, VILLAGE)
    assert "keluarga yang didatangi di desa ini saja" in speaks(found)
    assert part_of_all(found) == ""


def test_a_village_asked_in_a_part_says_how_large_and_that_it_is_not_the_village(later):
    told = flat(pdf.text(files(Kind.VILLAGE_SHEET, later, VILLAGE)[1]))
    assert "60 keluarga dinilai, dari sekitar 690 keluarga yang diketahui di desa ini" in told
    assert "bukan angka seluruh desa" in told
    assert "semua keluarga sasaran didatangi" not in told
    assert "Keluarga yang didatangi, menurut kategori" in told


def test_a_regency_says_in_how_many_of_its_villages_that_is_so(later):
    assert "Di 3 dari 4 desa baru sebagian keluarga yang dinilai" in speaks(facts(later, REGENCY))


def test_a_village_without_figures_tells_no_count(later):
    assert part_of_all(facts(later, SMALL)) == ""


def test_the_target_of_another_round_counts_also_where_this_one_reached_few_of_its_own(later):
    """Twenty of thirty were asked in the first round; the next knows of ninety families there."""
    assert facts(later, OTHER).known[OTHER] == 90


def test_visits_that_are_not_in_the_figure_make_no_whole_village(measured):
    """The figure rests on approved families: visits that wait do not make it one of all."""
    store_visits(measured.id, VILLAGE, ["1" * SIZE] * 50, state="accepted", family_name="Ibu Contoh")
    fill(measured.id, VILLAGE, 10, 5)
    found = facts(measured, VILLAGE)
    assert (found.found.coverage.visited, found.found.coverage.scored) == (120, 70)
    assert "70 keluarga dinilai, dari sekitar 120 keluarga" in part_of_all(found)


def quality(row):
    return " ".join(next(one["lines"] for one in notes(facts(row, VILLAGE)) if one["title"] == "Mutu data"))


def without_interview(round_id, result):
    (row,) = store_visits(round_id, VILLAGE, ["-" * SIZE], result_code=result)
    SubmissionScore.objects.filter(submission=row).delete()


def test_who_declined_or_was_not_found_is_counted_and_no_zero_is_claimed(measured):
    """A listed family that was never met has no name yet; once approved it is a visit without interview."""
    assert "tanpa wawancara" not in quality(measured)
    for result in ("menolak", "pindah", "tidak_ditemukan", "tidak_ada_responden"):
        without_interview(measured.id, result)
    fill(measured.id, VILLAGE, 10, 5)
    coverage = facts(measured, VILLAGE).found.coverage
    assert (coverage.visited, coverage.interviewed, coverage.approved, coverage.scored) == (74, 70, 74, 70)
    assert "4 kunjungan disetujui tanpa wawancara (menolak, pindah," in quality(measured)


def test_what_was_signed_before_stays_as_it_was(measured):
    """A version keeps the counts it was signed with; what counts otherwise since is told by the next."""
    final = closed(measured)
    before = releases.public_file(measured.id, final.number)
    without_interview(measured.id, "menolak")
    results.refresh_village(measured.id, VILLAGE)
    assert releases.public_file(measured.id, final.number) == before
    assert not releases.reproduce(measured.id, final.number).differs
