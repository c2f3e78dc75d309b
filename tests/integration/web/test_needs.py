"""Pages of needs as a reader meets them."""

import csv
from io import BytesIO, StringIO
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django_tasks.base import TaskResultStatus
from openpyxl import load_workbook
from tests.fakes.family_visits import store_visits
from tests.fakes.needs_world import families, on_the_register
from tests.integration.web.province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.integration.web.province import FAR, NEIGHBOUR, REGENCY, VILLAGE

from bahtera.foundation.models import AuditEntry
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.web.presenters.needs_budget import lifted as shown_lift

BIRTH = "IKK-D1-02"


@pytest.fixture(autouse=True)
def _fresh():
    forget()


def test_the_first_view_says_what_is_weakest_who_answers_for_it_and_what_it_takes(chelsea, measured):
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(60, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    page = chelsea.get(f"/kebutuhan/?wilayah={REGENCY}")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('class="overline"') == 3
    assert "Akta kelahiran anak" in text
    assert "Dinas Kependudukan dan Pencatatan Sipil (Dukcapil)" in text
    assert "Yang dibutuhkan" in text


def test_a_card_leads_to_what_if_at_its_own_reach_and_each_says_it(chelsea, measured):
    store_visits(measured.id, VILLAGE, families(60, 1, BIRTH=40, HOUSE=50))
    results.refresh_village(measured.id, VILLAGE)
    page = chelsea.get(f"/kebutuhan/?wilayah={VILLAGE}").context["page"]
    lines = needs.lines_of(VILLAGE)
    assert page.rows
    for row in page.rows:
        assert not row.try_url or f"capai={lines['ikk', row.code].reach}" in row.try_url
    card = next(each for each in page.worst if each.try_url)
    assert f"({lines['ikk', card.code].reach} persen dari yang belum memenuhi)" in card.takes
    tried = chelsea.get(card.try_url).context["page"]
    assert tried.cost == card.cost, "one reach, one cost"
    assert f"menjangkau {lines['ikk', card.code].reach} persen" in tried.sentence


def test_indicators_that_no_service_answers_stand_at_the_foot_with_the_reason(chelsea, village_results):
    text = chelsea.get(f"/kebutuhan/?wilayah={REGENCY}").content.decode()
    _, foot = text.split('id="tanpa-layanan"')
    assert "IKK-D5-03" in foot
    assert "Tidak ada layanan pemerintah untuk ini; tokoh agama setempat tahu jadwalnya." in foot


def test_without_an_address_a_reader_begins_with_their_own_area(chelsea, village_results):
    assert "Tanah Contoh" in chelsea.get("/kebutuhan/").content.decode()


def test_the_list_is_sorted_and_narrowed_by_its_address(chelsea, village_results):
    page = chelsea.get(f"/kebutuhan/?wilayah={REGENCY}&urut=cost&bawah=1&instansi=dpmd")
    rows = page.context["page"].rows
    assert {row.agency for row in rows} == {"Dinas Pemberdayaan Masyarakat dan Desa (DPMD)"}


def test_every_order_is_explained_and_holds_in_the_filtered_list_and_its_file(chelsea, measured):
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(60, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    keys = {
        "families": lambda row: -int(row["Keluarga belum memenuhi"]),
        "depth": lambda row: -float(row["Poin di bawah 75"]),
        "reached": lambda row: -int(row["Keluarga dijangkau"]),
        "cost": lambda row: int(row["Biaya seluruhnya, Rp"]),
        "cost_per_family": lambda row: int(row["Biaya seluruhnya, Rp"]) / int(row["Keluarga dijangkau"]),
    }
    assert set(keys) == {one.value for one in needs.Order}
    notes = set()
    for order, key in keys.items():
        asked = f"wilayah={REGENCY}&urut={order}&bawah=1&instansi=dukcapil"
        page = chelsea.get(f"/kebutuhan/?{asked}").context["page"]
        notes.add(page.order_note)
        body = chelsea.get(f"/ekspor/kebutuhan.csv?{asked}").content.decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(body)))
        assert [(row["Kode desa"], row["Indikator"]) for row in rows[: len(page.rows)]] == [
            (parse_qs(urlsplit(row.village_url).query)["wilayah"][0], row.code) for row in page.rows
        ]
        assert len(rows) > 1
        assert {row["Penanggung jawab"] for row in rows} == {
            "Dinas Kependudukan dan Pencatatan Sipil (Dukcapil)"
        }
        assert [key(row) for row in rows] == sorted(key(row) for row in rows)
    assert len(notes) == len(keys)


def test_the_file_holds_what_the_page_lists(chelsea, village_results):
    page = chelsea.get(f"/kebutuhan/?wilayah={REGENCY}&urut=depth").context["page"]
    taken = chelsea.get(f"/ekspor/kebutuhan.csv?wilayah={REGENCY}&urut=depth")
    rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    assert len(rows) == page.rows_all + 1
    assert [row[2] for row in rows[1 : len(page.rows) + 1]] == [row.code for row in page.rows]
    book = load_workbook(BytesIO(chelsea.get(f"/ekspor/kebutuhan.xlsx?wilayah={REGENCY}").content))
    assert len(book.sheetnames) == 2
    head, *lines = ([cell.value for cell in row] for row in book.worksheets[0].iter_rows())
    share = head.index("Sudah memenuhi, %")
    assert [line[share] for line in lines if isinstance(line[share], str)] == []
    assert chelsea.get(f"/ekspor/kebutuhan.pdf?wilayah={REGENCY}").status_code in {400, 404}


def test_another_regency_is_refused(chelsea, village_results):
    assert chelsea.get(f"/kebutuhan/?wilayah={FAR}").status_code == 403
    assert chelsea.get(f"/ekspor/kebutuhan.csv?wilayah={FAR}").status_code == 403


def test_a_line_is_changed_with_its_reason_and_shown_in_the_history(chelsea, village_results):
    asked = {
        "wilayah": REGENCY,
        "indeks": "ikk",
        "butir": BIRTH,
        "dilihat": "0",
        "layanan": "akta_kelahiran",
        "agency": "dpmd",
        "pembantu": ["pemdes", "dpmd"],
        "biaya_keluarga": "75.000",
        "biaya_desa": "1.500.000",
        "jangkauan": "80",
        "dasar": "SSH 2026",
    }
    refused = chelsea.post("/kebutuhan/peta-layanan/ubah/", {**asked, "alasan": ""})
    assert refused.status_code == 400
    assert "75.000" in refused.content.decode(), "what was typed stays"
    assert (
        chelsea.post("/kebutuhan/peta-layanan/ubah/", {**asked, "alasan": "Rapat TPK2D"}).status_code == 302
    )
    line = needs.lines_of(VILLAGE)["ikk", BIRTH]
    assert (line.agency, line.helpers, line.unit_cost, line.reach) == ("dpmd", ("pemdes",), 75_000, 80)
    page = chelsea.get(f"/kebutuhan/peta-layanan/?wilayah={REGENCY}&butir={BIRTH}").content.decode()
    assert "Rapat TPK2D" in page
    assert "Chelsea" in page
    back = {
        "wilayah": REGENCY,
        "indeks": "ikk",
        "butir": BIRTH,
        "dilihat": "1",
        "semula": "1",
        "alasan": "Salah ketik",
    }
    assert chelsea.post("/kebutuhan/peta-layanan/ubah/", back).status_code == 302
    assert needs.lines_of(VILLAGE)["ikk", BIRTH].is_default


def test_a_reader_who_may_not_change_it_sees_no_form(bob, village_results):
    page = bob.get(f"/kebutuhan/peta-layanan/?wilayah={REGENCY}&butir={BIRTH}").content.decode()
    assert "peta-layanan/ubah" not in page
    assert bob.post("/kebutuhan/peta-layanan/ubah/", {"wilayah": REGENCY, "butir": BIRTH}).status_code == 403


def test_an_indicator_that_is_not_there_is_not_found(chelsea, village_results):
    assert chelsea.get(f"/kebutuhan/peta-layanan/?wilayah={REGENCY}&butir=IKK-X").status_code == 404


def test_what_if_is_worked_out_from_its_address_alone(chelsea, measured):
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(60, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    page = chelsea.get(
        f"/kebutuhan/andai/?wilayah={REGENCY}&butir={BIRTH}&capai=90&butir=IKK-D3-02&capai=50&desa={VILLAGE}"
    )
    assert page.status_code == 200
    text = page.content.decode()
    assert "Andai" in page.context["page"].sentence
    assert [line.name for line in page.context["page"].rows] == ["Pulau Contoh"]
    assert "<script>" not in text
    assert chelsea.get(f"/kebutuhan/andai/?wilayah={REGENCY}").context["page"].sentence == ""


def test_what_if_says_what_is_wrong_and_keeps_the_form(chelsea, village_results):
    page = chelsea.get(f"/kebutuhan/andai/?wilayah={REGENCY}&butir={BIRTH}&capai=83")
    assert page.status_code == 400
    assert "per lima persen" in page.content.decode()
    assert chelsea.get(f"/kebutuhan/andai/?wilayah={FAR}&butir={BIRTH}&capai=90").status_code == 403


def test_a_goal_in_points_is_worked_out_and_stays_in_the_form(chelsea, measured):
    store_visits(measured.id, VILLAGE, families(60, 1, BIRTH=40, HOUSE=50))
    results.refresh_village(measured.id, VILLAGE)
    page = chelsea.get(f"/kebutuhan/andai/?wilayah={VILLAGE}&butir={BIRTH}&capai=poin-10").context["page"]
    assert "naik 10 poin" in page.sentence
    assert [one.value for one in (*page.slots[0].reaches, *page.slots[0].rises) if one.chosen] == ["poin-10"]
    (line,) = page.rows
    assert line.reached.startswith("Akta kelahiran anak: 6 dari")
    refused = chelsea.get(f"/kebutuhan/andai/?wilayah={VILLAGE}&butir={BIRTH}&capai=poin-x")
    assert refused.status_code == 400


def test_the_families_behind_a_need_are_named_to_who_keeps_the_register_and_that_is_written_down(
    bob, chelsea, measured
):
    store_visits(measured.id, VILLAGE, families(60, 1, BIRTH=40, HOUSE=50))
    results.refresh_village(measured.id, VILLAGE)
    people = on_the_register(measured.id, VILLAGE, 6)
    address = f"/kebutuhan/keluarga/?wilayah={VILLAGE}&butir={BIRTH}"
    page = bob.get(address)
    text = page.content.decode()
    lacking = {family for family, sign in people if sign == "0"}
    assert 0 < len(lacking) < len(people)
    assert {family for family, _ in people if f"/keluarga/{family}/" in text} == lacking
    assert page.context["page"].total == len(lacking)
    entry = AuditEntry.objects.filter(action="access.read").order_by("-pk").first()
    assert entry.subject == "door:web.families_behind"
    assert {f"family:{one}" for one in lacking} <= set(entry.about)
    listed = bob.get(f"/kebutuhan/?wilayah={VILLAGE}").content.decode()
    assert "/kebutuhan/keluarga/?" in listed
    assert chelsea.get(address).status_code == 403
    assert "/kebutuhan/keluarga/?" not in chelsea.get(f"/kebutuhan/?wilayah={VILLAGE}").content.decode()
    assert bob.get(f"/kebutuhan/keluarga/?wilayah={REGENCY}&butir={BIRTH}").status_code == 404
    assert bob.get(f"/kebutuhan/keluarga/?wilayah={VILLAGE}&butir=IKK-D4-01").status_code == 404


def test_a_need_leads_to_a_plan_with_its_village_and_indicator_in_it(chelsea, bob, village_results):
    page = chelsea.get(f"/kebutuhan/?wilayah={REGENCY}").context["page"]
    row = page.rows[0]
    assert f"indikator={row.code}" in row.plan_url
    form = chelsea.get(row.plan_url)
    assert form.status_code == 200
    assert form.context["page"].typed["butir"] == f"ikk:{row.code}"
    assert form.context["page"].typed["wilayah"].startswith((VILLAGE, NEIGHBOUR))
    assert not bob.get(f"/kebutuhan/?wilayah={REGENCY}").context["page"].rows[0].plan_url


def test_a_budget_is_spent_from_its_address(chelsea, measured):
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(60, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    page = chelsea.get(f"/kebutuhan/anggaran/?wilayah={REGENCY}&anggaran=300.000.000")
    assert page.status_code == 200
    assert 0 < page.context["page"].plan.cost <= 300_000_000
    text = page.content.decode()
    assert "HiGHS" in text
    assert page.context["page"].proof in text.split('id="hasil"')[1].split("<details")[0], (
        "the gap stands in the open"
    )
    assert [one.lifted for one in page.context["page"].curve if one.current] == [
        shown_lift(page.context["page"].plan.lifted)
    ]
    assert 'id="jarak"' in text.split('id="hasil"')[1].split("<details")[0], (
        "how far it may be off is a number in the open"
    )
    assert page.context["page"].gaps[0][1] == "0 %"
    following = text.split('id="berikut"')[1].split("<details")[0]
    for row in page.context["page"].next_best:
        assert all(f"<li>{one}</li>" in following for one in row.work), (
            "work is a list, not a run of semicolons"
        )
    said = chelsea.get(f"/kebutuhan/anggaran/?wilayah={REGENCY}&anggaran=Rp%200,3%20miliar").context["page"]
    assert said.plan.budget == 300_000_000
    assert chelsea.get(f"/kebutuhan/anggaran/?wilayah={REGENCY}&anggaran=banyak").status_code == 400


def test_many_villages_go_to_the_worker_and_a_plan_is_its_askers_alone(
    chelsea, bob, village_results, monkeypatch
):
    monkeypatch.setattr("bahtera.web.views.needs.budget.AT_ONCE", 0)
    asked = f"wilayah={REGENCY}&anggaran=50000000"
    assert chelsea.get(f"/kebutuhan/anggaran/?{asked}").context["page"].in_worker
    sent = chelsea.post("/kebutuhan/anggaran/hitung/", {"wilayah": REGENCY, "anggaran": "50000000"})
    assert sent.status_code == 200, "without a worker it is done at once"
    assert sent.context["page"].plan.budget == 50_000_000
    assert (
        chelsea.post("/kebutuhan/anggaran/hitung/", {"wilayah": REGENCY, "anggaran": "x"}).status_code == 400
    )
    assert chelsea.get("/kebutuhan/anggaran/tidak-ada/").status_code == 404


ORDERED = "/kebutuhan/anggaran/0190b0de-0000-7000-8000-000000000001/"


class Order:
    """What the worker tells of an order."""

    def __init__(self, status, asker):
        self.status = status
        self.return_value = {"refused": "needs.bad_budget", "message": "…", "details": {}}
        self.kwargs = {
            "round_id": 0,
            "area_code": REGENCY,
            "index_id": "ikk",
            "budget": 7,
            "actor_key": asker,
        }


@pytest.mark.parametrize(
    "status", [TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED]
)
def test_a_plan_under_way_is_shown_to_who_asked_alone(chelsea, bob, village_results, monkeypatch, status):
    key = f"user:{get_user_model().objects.get(username='chelsea').pk}"
    order = Order(status, key)
    order.kwargs["round_id"] = village_results.id
    monkeypatch.setattr("bahtera.needs.api.budget_task", SimpleNamespace(get_result=lambda _: order))
    shown = chelsea.get(ORDERED)
    assert shown.status_code == 200
    assert shown.context["page"].waiting == (status != TaskResultStatus.FAILED)
    assert bool(shown.context["page"].refusal) == (status == TaskResultStatus.FAILED)
    assert bob.get(ORDERED).status_code == 404
