"""A measure of an area by kinds of families: what stands on the page and in its files, and what stays hidden."""

import csv
import io
from datetime import date

import pytest
from tests.fakes.family_visits import FORM, IKK, SIZE, store_visits

from bahtera.access.api import SYSTEM, Actor
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

from .province import FAR, NEIGHBOUR, PROVINCE, REGENCY, VILLAGE, enter

FIRST = IKK.indicators[0]
CHIEF = Actor.over("user:8", "Chandra", frozenset({"administrator", "supervisor", "statistician"}), ("",))


def head(sex, born):
    member = {"nama": "Sintetis", "jenis_kelamin": sex, "hubungan": "kepala", "tgl_lahir": born}
    return {"anggota": [member], "tanggal_kunjungan": "2026-02-01"}


def patterns(good, bad):
    """Return answers of which the first indicator is met by so many, the others by about two in three."""
    rest = [
        "".join("0" if (at * 7 + each) % 3 == 0 else "1" for each in range(1, SIZE))
        for at in range(good + bad)
    ]
    return [first + more for first, more in zip("1" * good + "0" * bad, rest, strict=True)]


@pytest.fixture
def kinds(areas, form):
    """Pulau: 30 families led by men, 20 by women; Sungai: 40 and 20."""
    row = surveys.create_round(
        name="Putaran golongan (sintetis)",
        year=2026,
        form_id=FORM,
        opens=date(2026, 1, 1),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    fill(row.id, VILLAGE, (20, 10), (10, 10))
    fill(row.id, NEIGHBOUR, (30, 10), (10, 10))
    return row


def fill(round_id, village, men, women):
    """Store families led by men and by women, each as (first indicator met, not met)."""
    when = date(2026, 2, 1)
    store_visits(round_id, village, patterns(*men), answers=head("l", "1980-05-05"), visited_on=when)
    store_visits(round_id, village, patterns(*women), answers=head("p", "1955-05-05"), visited_on=when)
    results.refresh_village(round_id, village)


def rows_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_figures_of_kinds_stand_beside_those_of_all_on_the_page_and_in_files(kinds):
    client = enter("dita", "statistician", [PROVINCE])
    address = f"/wilayah/{NEIGHBOUR}/kelompok"
    rows = rows_of(client, f"{address}.csv?ukuran=indikator:{FIRST.id}")
    told = {(row["kelompok"], row["golongan"]): row for row in rows}
    assert float(told["", ""]["nilai"]) == pytest.approx(100 * 40 / 60, abs=0.01)
    assert float(told["head_sex", "l"]["nilai"]) == 75.0
    assert (float(told["head_sex", "p"]["nilai"]), told["head_sex", "p"]["n"]) == (50.0, "20")
    assert float(told["head_age", "60+"]["nilai"]) == 50.0
    assert told["head_age", "0-29"]["sebab"] == "nobody"
    assert {row["definisi_sha256"] for row in rows} == {IKK.hash}
    text = client.get(f"{address}/?ukuran=indikator:{FIRST.id}").content.decode()
    assert text.count('class="picture"') == 6
    assert "Jenis kelamin kepala keluarga" in text
    assert "75,0" in text
    assert "style=" not in text
    assert IKK.hash[:12] in text
    one = client.get(f"{address}/?kelompok=under_five").content.decode()
    assert one.count('class="picture"') == 2
    workbook = client.get(f"{address}.xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")


def test_a_kind_of_few_families_and_what_would_give_it_away_stay_hidden(kinds):
    fill(kinds.id, FAR, (28, 10), (1, 1))
    client = enter("dita", "statistician", [PROVINCE])
    asked = f"?ukuran=indikator:{FIRST.id}&kelompok=head_sex"

    def told(code):
        return {row["golongan"]: row for row in rows_of(client, f"/wilayah/{code}/kelompok.csv{asked}")}

    for code in (FAR, FAR[:8], FAR[:5]):
        found = told(code)
        assert [(found[name]["nilai"], found[name]["n"], found[name]["sebab"]) for name in "lp"] == [
            ("", "", "few"),
            ("", "", "few"),
        ]
    # Nor by taking the other regency from the province.
    assert not (told(PROVINCE)["p"]["nilai"] and told(REGENCY)["p"]["nilai"])
    text = client.get(f"/wilayah/{FAR}/kelompok/{asked}").content.decode()
    assert 'class="veiled"' in text


def test_who_reads_no_estimates_has_no_such_page_and_a_team_waits_for_the_final_version(kinds):
    supervisor = enter("sari", "supervisor", [PROVINCE])
    assert "Golongan keluarga" not in supervisor.get(f"/wilayah/{VILLAGE}/").content.decode()
    assert supervisor.get(f"/wilayah/{VILLAGE}/kelompok/").status_code == 403
    team = enter("endah", "tpk2d", [REGENCY])
    text = team.get(f"/wilayah/{NEIGHBOUR}/kelompok/").content.decode()
    assert "Belum ada angka di sini" in text
    assert rows_of(team, f"/wilayah/{NEIGHBOUR}/kelompok.csv") == []
    assert team.get("/wilayah/63.02/kelompok/").status_code == 403
    surveys.move_round(kinds.id, surveys.RoundState.REVIEW, actor=CHIEF)
    for kind in (releases.Kind.PROVISIONAL, releases.Kind.FINAL):
        releases.freeze(kinds.id, kind, actor=CHIEF)
    text = team.get(f"/wilayah/{NEIGHBOUR}/kelompok/").content.decode()
    assert 'class="picture"' in text
    assert "versi data 2" in text
    newer = surveys.create_round(
        name="Putaran berjalan (sintetis)",
        year=2027,
        form_id=FORM,
        opens=date(2027, 1, 1),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    fill(newer.id, NEIGHBOUR, (10, 30), (10, 10))
    for query in ("", f"?putaran={newer.id}"):
        text = team.get(f"/wilayah/{NEIGHBOUR}/kelompok/{query}").content.decode()
        assert "Putaran berjalan (sintetis), 2027 belum punya angka final" in text
        assert "versi data 2" in text, "what is final stands there, with where it comes from"
        assert f"/wilayah/{NEIGHBOUR}/profil/?putaran={newer.id}" in text
        told = rows_of(team, f"/wilayah/{NEIGHBOUR}/kelompok.csv{query}")
        assert {row["putaran"] for row in told} == {"Putaran golongan (sintetis)"}
    exact = enter("dita", "statistician", [PROVINCE])
    assert "belum punya angka final" not in exact.get(f"/wilayah/{NEIGHBOUR}/kelompok/").content.decode()


@pytest.mark.parametrize("query", ["?ukuran=indikator:X", "?kelompok=nama", "?putaran=99999", "?indeks=lain"])
def test_what_there_is_not_is_refused(kinds, query):
    client = enter("dita", "statistician", [PROVINCE])
    assert client.get(f"/wilayah/{NEIGHBOUR}/kelompok/{query}").status_code in {400, 404, 409, 422}


def test_pages_of_a_round_that_asked_a_part_say_so_and_never_that_all_were_asked(kinds):
    """Fifty families were asked where the next round knows of two hundred."""
    client = enter("dita", "statistician", [PROVINCE])
    pages = ("", "profil/", "kelompok/")
    told = {name: client.get(f"/wilayah/{VILLAGE}/{name}").content.decode() for name in pages}
    assert not [name for name, text in told.items() if "Baru sebagian keluarga" in text]
    later = surveys.create_round(
        name="Berikutnya (sintetis)", year=2027, form_id=FORM, opens=date(2027, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(later.id, {VILLAGE: 203, NEIGHBOUR: 60}, actor=SYSTEM)
    for code, scored, known in ((VILLAGE, 50, 200), (REGENCY, 110, 260)):
        for name in pages:
            text = client.get(f"/wilayah/{code}/{name}?putaran={kinds.id}").content.decode()
            assert f"Baru sebagian keluarga: {scored} dinilai, dari sekitar {known} keluarga" in text, name
            assert "Setiap keluarga ditanya" not in text
            assert "Pencacahan lengkap" not in text
        for place in ("kebutuhan", "peta"):
            text = client.get(f"/{place}/?wilayah={code}&putaran={kinds.id}").content.decode()
            assert f"Baru sebagian keluarga: {scored} dinilai, dari sekitar {known} keluarga" in text, place
    assert (
        "Baru sebagian"
        not in client.get(f"/kebutuhan/?wilayah={NEIGHBOUR}&putaran={kinds.id}").content.decode()
    )
    whole = client.get(f"/wilayah/{NEIGHBOUR}/?putaran={kinds.id}").content.decode()
    assert "Baru sebagian keluarga" not in whole
