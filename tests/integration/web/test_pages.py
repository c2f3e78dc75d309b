"""What the pages say, from stored visits to the words on the screen."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from tests.fakes.family_visits import IKK, retarget

from bahtera.access.api import SYSTEM, Actor, list_tokens, resolve_token
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.operations.receiving.pacing import keep_pace
from bahtera.web.presenters import visits

from .province import FAR, NEIGHBOUR, REGENCY, VILLAGE, enter, states


def text_of(answer) -> str:
    """The words of a page without its marks, blanks squeezed."""
    plain = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)).strip()


# --- the first page ----------------------------------------------------------------------------------------


def test_the_first_page_says_what_waits_and_how_far_the_round_is(bob, visit, worked_out):
    visit("flagged", name="Norjanah")
    visit("accepted")
    visit("approved", village=NEIGHBOUR)
    visit("approved", village=FAR)
    worked_out()
    page = text_of(bob.get("/"))
    assert "Kunjungan perlu diperiksa 2 menunggu" in page
    assert "3 dari 18 keluarga dikunjungi" in page
    assert "2 / 10" in page
    assert "Desa Pulau Contoh" in page
    assert "Teluk Dalam" not in page
    assert "Norjanah" in page
    assert "Data sintetis" in page


def test_the_first_page_says_who_decides_to_whoever_may_not(visit, worked_out, bob):
    visit("flagged", name="Norjanah")
    worked_out()
    coordinator = text_of(enter("rina", "coordinator", [REGENCY]).get("/"))
    assert "Menunggu penyelia 1 kunjungan perlu diperiksa Penyelia yang menyetujui" in coordinator
    assert "Kunjungan perlu diperiksa" not in coordinator
    supervisor = text_of(bob.get("/"))
    assert "Yang menunggu Anda hari ini Kunjungan perlu diperiksa 1 menunggu" in supervisor
    assert "Menunggu penyelia" not in supervisor


def test_the_first_page_of_a_reader_shows_no_family(chelsea, visit):
    visit(name="Norjanah")
    page = text_of(chelsea.get("/"))
    assert "Desa Pulau Contoh" in page
    assert "Norjanah" not in page
    assert "Kunjungan perlu diperiksa" not in page


def test_without_a_round_the_first_page_says_so(bob, areas):
    assert "Belum ada putaran yang dibuka" in text_of(bob.get("/"))


# --- the list of visits -------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_every_filter(bob, visit, measured):
    visit("flagged", name="Rahmawati", warning_count=2)
    visit("accepted", name="Norjanah", village=NEIGHBOUR)
    for query, seen, gone in (
        ("keadaan=flagged", "Rahmawati", "Norjanah"),
        ("temuan=ada", "Rahmawati", "Norjanah"),
        ("temuan=", "Norjanah", "Siti"),
        (f"desa={NEIGHBOUR}", "Norjanah", "Rahmawati"),
        ("q=nor", "Norjanah", "Rahmawati"),
        (f"putaran={measured.id}", "Rahmawati", "Siti"),
        ("kader=token:1", "Rahmawati", "Siti"),
        ("kader=token:2", "Tidak ada yang cocok", "Rahmawati"),
    ):
        page = text_of(bob.get(bob.post("/periksa/", dict([query.split("=")])).url))
        assert seen in page, query
        assert gone not in page, query


def test_the_list_says_how_many_stand_in_each_state(bob, visit, worked_out):
    for state in ("accepted", "accepted", "flagged", "returned", "approved", "superseded"):
        visit(state)
    visit("accepted", village=FAR)
    worked_out()
    page = text_of(bob.get("/periksa/"))
    assert "2 Perlu diperiksa 1 Perlu diperiksa, ada temuan 1 Dikembalikan 1 Disetujui" in page
    assert "5 dari 18 keluarga dikunjungi, 1 disetujui" in page


def numbers_of(page: str) -> dict[str, int]:
    """The counters of the list, by the state their way leads to."""
    found = re.findall(r'href="([^"]*)"><span class="figure-number">([\d.]+)<', page)
    return {re.search(r"keadaan=(\w+)", address)[1]: int(count) for address, count in found}


def check_the_counters(client, **asked):
    """Each counter is the number of lines its own list has; the first page says the sum of those that wait."""
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    found = numbers_of(client.get(f"/periksa/?{query}").text)
    listed = {
        state: client.get(f"/periksa/?keadaan={state}{query}").text.count("list-title") for state in found
    }
    assert found == listed
    if not asked:
        waiting = found["accepted"] + found["flagged"]
        assert waiting
        assert f"Kunjungan perlu diperiksa {waiting} menunggu" in text_of(client.get("/"))
    return found


def second_visit(visit, first, state="flagged", **fields):
    row = visit(state, **fields)
    type(row).objects.filter(pk=row.pk).update(family_id=first.family_id, is_current=False)
    return row


def test_counters_first_page_and_list_count_the_visits_that_wait(bob, visit, worked_out):
    """Also those of families with a visit that counts, those of no village or round, and those of another round."""
    first = visit("approved")
    second_visit(visit, first)
    second_visit(visit, visit("accepted"))
    visit("flagged")
    visit("flagged", village=FAR)
    for fields in ({"village_code": ""}, {"round_id": None}, {"round_id": None, "village_code": ""}):
        row = visit("flagged")
        type(row).objects.filter(pk=row.pk).update(**fields)
    worked_out()
    found = check_the_counters(bob)
    assert found == {"accepted": 1, "flagged": 6, "returned": 0, "approved": 1}
    assert check_the_counters(bob, putaran=first.round_id)["flagged"] == 4
    assert "Perlu diperiksa, ada temuan: 6 · Perlu diperiksa: 1" in text_of(bob.get("/"))


def test_visits_of_a_closed_round_are_counted_where_they_are_listed(bob, visit, measured, worked_out):
    visit("flagged")
    later = surveys.create_round(
        name="Putaran kedua (sintetis)",
        year=2026,
        form_id=measured.form_id,
        opens=date(2026, 6, 1),
        area_code="63",
        actor=SYSTEM,
    )
    row = visit("accepted")
    type(row).objects.filter(pk=row.pk).update(round_id=later.id)
    surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=SYSTEM)
    for one in (measured.id, later.id):
        results.refresh_village(one, VILLAGE)
    assert check_the_counters(bob) == {"accepted": 1, "flagged": 1, "returned": 0, "approved": 0}
    assert check_the_counters(bob, putaran=later.id)["flagged"] == 0


def test_a_visit_to_ones_own_kin_is_neither_listed_nor_counted(visit, worked_out):
    reader = Actor.over("user:9", "Bob", frozenset({"supervisor"}), (REGENCY,))
    own = visit("flagged")
    visit("flagged")
    worked_out()
    reader = replace(reader, kin=frozenset({own.family_id}))
    counts = visits.counts_of(reader, surveys.list_rounds(), None)
    listed = surveys.list_submissions(actor=reader, state="flagged").items
    assert (counts.flagged, len(listed)) == (1, 1)


@pytest.mark.parametrize(("name", "order"), [("", -1), ("keluarga", 1)])
def test_a_long_list_goes_on_where_it_stopped_without_losing_or_repeating(
    bob, visit, monkeypatch, name, order
):
    from bahtera.web.views import submissions

    monkeypatch.setattr(submissions, "_SIZE", 3)
    for number in range(7):
        visit(name=f"Keluarga {number}")
    seen: list[str] = []
    address = bob.post("/periksa/", {"q": name}).url
    while address:
        assert "eluarga" not in address
        page = bob.get(address).text
        seen += re.findall(r'list-title">(Keluarga \d)', page)
        more = re.search(r'id="lagi"><a class="[^"]*" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert seen == [f"Keluarga {number}" for number in range(7)][::order]  # newest first, or by name


def test_a_broken_address_of_the_list_is_refused_in_words(bob, measured):
    answer = bob.get("/periksa/?kursor=rusak")
    assert answer.status_code == 400
    assert "Alamat halaman ini tidak berlaku" in text_of(answer)


def test_an_area_outside_ones_reach_cannot_be_listed(bob, measured):
    assert bob.get(f"/periksa/?desa={FAR}").status_code == 403


def test_the_list_asks_the_database_the_same_for_one_visit_and_for_many(
    bob, visit, django_assert_max_num_queries
):
    visit()
    with django_assert_max_num_queries(27) as few:
        bob.get("/periksa/")
    for _ in range(12):
        visit()
    with django_assert_max_num_queries(len(few.captured_queries)):
        bob.get("/periksa/")


# --- one visit ----------------------------------------------------------------------------------------------


def test_a_visit_shows_index_reasons_findings_answers_history_and_receipt(bob, doubtful_visit):
    answer = bob.get(reverse("web:submission", args=[doubtful_visit.pk]))
    page = text_of(answer)
    score = IKK.score_states(states(20, unmet=4, unanswered=1))
    assert f"{float(score.value):.2f}".replace(".", ",") in page
    assert "Tanpa pertanyaan pribadi" not in page  # the IKK has none
    assert "Belum terpenuhi, dan sebabnya" in page
    unmet = IKK.indicators[20]
    assert unmet.label.id in page
    assert unmet.why_unmet.id in page
    assert unmet.to_meet.id in page
    told = IKK.explain_states(score.states)
    if told.next_category:
        assert "Langkah terkecil menuju" in page
    assert "Tanggal lahir ada di masa depan." in page
    assert "Rp" in page or "Pendapatan" in page
    assert "2.850.000" in page
    assert "36,5" in page
    assert "12 Mar 1984" in page
    assert "ab" * 32 in page
    assert "23 menit" in page
    assert "Kader Norhayati" in page
    assert f"ikk {IKK.version} · belum resmi" in page


def test_a_visit_shows_how_long_each_part_took(bob, doubtful_visit):
    pace = {
        "tempat": 61_000,
        "anggota:1": 150_000,
        "anggota:2+1": 30_000,
        "kunjungan": 2_000,
        "tidak_ada": 9_000,
    }
    keep_pace([(doubtful_visit.pk, pace)])
    page = text_of(bob.get(reverse("web:submission", args=[doubtful_visit.pk])))
    told = page.split("Waktu pada tiap bagian", 1)[1].split("Tanda terima", 1)[0]
    assert "Tempat kunjungan 1 menit" in told
    assert "Anggota keluarga 3 menit" in told
    assert "kurang dari satu menit" in told
    assert "tidak_ada" not in told


def test_ids_that_no_phone_shows_are_not_shown_as_answers(bob, visit):
    row = visit(answers={"family_id": "84dd9a99-e92f-42ff-bf6b-3b4e421ae2b8"})
    page = bob.get(reverse("web:submission", args=[row.pk])).text
    assert "84dd9a99" not in page
    assert "family_id" not in page


def test_a_finding_leads_to_its_answer(bob, doubtful_visit):
    page = bob.get(reverse("web:submission", args=[doubtful_visit.pk])).text
    assert 'href="#j-tgl_lahir-2"' in page
    assert 'id="j-tgl_lahir-2" class="marked"' in page


def test_every_place_on_the_page_has_its_own_name(bob, doubtful_visit):
    page = bob.get(reverse("web:submission", args=[doubtful_visit.pk])).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if not link.startswith("i-")} <= set(ids)


def test_what_people_typed_is_never_markup(bob, doubtful_visit):
    page = bob.get(reverse("web:submission", args=[doubtful_visit.pk])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Jalan &lt;b&gt;Pelabuhan&lt;/b&gt; &amp; dermaga" in page


def test_a_visit_is_read_in_english_too(bob, doubtful_visit):
    bob.cookies["bahasa"] = "en"
    page = text_of(bob.get(reverse("web:submission", args=[doubtful_visit.pk])))
    assert "Not met, and why" in page
    assert "The birth date lies in the future." in page
    assert IKK.indicators[20].label.en in page
    assert "2,850,000" in page


def test_a_score_by_a_definition_that_is_gone_is_shown_without_reasons(bob, visit):
    row = visit()
    row.scores.update(index_hash="f" * 64)
    page = text_of(bob.get(reverse("web:submission", args=[row.pk])))
    assert "tidak lagi terpasang" in page


def test_a_family_that_is_not_scored_is_told_why(bob, visit):
    row = visit(pattern="?" * len(IKK.indicators))
    page = text_of(bob.get(reverse("web:submission", args=[row.pk])))
    assert "Tidak dinilai" in page
    assert "Terlalu banyak yang belum terjawab" in page


def test_a_visit_without_its_questionnaire_still_opens(bob, visit):
    row = visit()
    row.form_version = "1900.1"
    row.save(update_fields=["form_version"])
    assert "Tidak ada jawaban untuk ditampilkan." in text_of(
        bob.get(reverse("web:submission", args=[row.pk]))
    )


# --- the decision -------------------------------------------------------------------------------------------


def decide(client, row, **form):
    seen = surveys.get_submission(row.pk, actor=everywhere())
    data = {"revision": seen.revision, **form}
    return client.post(reverse("web:decide", args=[row.pk]), data, follow=True)


def everywhere():
    from bahtera.access.api import Actor

    return Actor.over("user:0", "Uji", frozenset({"administrator", "supervisor"}), ("",))


def test_a_supervisor_approves(bob, visit):
    row = visit()
    answer = decide(bob, row, putusan="approve")
    row.refresh_from_db()
    assert row.state == "approved"
    assert "Kunjungan ini kini dihitung dalam angka desa." in text_of(answer)
    assert "Bob" in text_of(answer)


def test_a_supervisor_sends_back_with_a_comment_for_each_question(bob, doubtful_visit):
    answer = decide(
        bob,
        doubtful_visit,
        putusan="return",
        note="Mohon kunjungi lagi.",
        **{
            "catatan.tgl_lahir.2": "Cek akta kelahiran.",
            "catatan.alamat": "",
            "catatan.luas_lantai": "Ukur lagi.",
        },
    )
    doubtful_visit.refresh_from_db()
    assert doubtful_visit.state == "returned"
    entry = surveys.get_submission(doubtful_visit.pk, actor=everywhere()).history[-1]
    assert {(c.question, c.row, c.text) for c in entry.comments} == {
        ("", None, "Mohon kunjungi lagi."),
        ("tgl_lahir", 2, "Cek akta kelahiran."),
        ("luas_lantai", None, "Ukur lagi."),
    }
    assert "Cek akta kelahiran." in text_of(answer)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"putusan": "return"}, "paling sedikit satu catatan"),
        ({"putusan": "lainnya"}, "Pilih apa yang hendak dilakukan"),
        ({"putusan": "approve", "revision": "999"}, "baru saja diperiksa orang lain"),
        ({"putusan": "approve", "revision": "²"}, "baru saja diperiksa orang lain"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_says_why_and_changes_nothing(bob, visit, form, said):
    row = visit()
    answer = decide(bob, row, **form)
    row.refresh_from_db()
    assert row.state == "flagged"
    assert said in text_of(answer)


def test_an_approved_visit_offers_no_second_approval(bob, visit):
    row = visit("approved")
    page = bob.get(reverse("web:submission", args=[row.pk])).text
    assert 'value="approve"' not in page
    answer = decide(bob, row, putusan="approve")
    assert "“Disetujui” tidak dapat diberi putusan" in text_of(answer)


def test_an_approved_visit_is_replaced_only_when_the_supervisor_says_so(bob, visit):
    first, second = visit("approved"), visit()
    type(second).objects.filter(pk=second.pk).update(family_id=first.family_id, is_current=False)
    assert 'name="ganti"' not in bob.get(reverse("web:submission", args=[first.pk])).text
    page = bob.get(reverse("web:submission", args=[second.pk])).text
    assert 'name="ganti"' in page
    assert "Gantikan kunjungan yang sudah disetujui" in page
    answer = decide(bob, second, putusan="approve")
    assert "Kunjungan Kader Norhayati ke keluarga ini, diterima 21 November 2026, sudah disetujui" in text_of(
        answer
    )
    assert 'name="ganti"' in answer.text
    second.refresh_from_db()
    assert second.state == "flagged"
    decide(bob, second, putusan="approve", ganti="ya")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "approved")


# --- areas --------------------------------------------------------------------------------------------------


def test_more_visits_than_the_target_are_said_in_words(bob, village_results):
    retarget(village_results.id, {VILLAGE: 4})
    results.refresh_village(village_results.id, VILLAGE)
    page = text_of(bob.get(f"/wilayah/{VILLAGE}/"))
    assert "9 keluarga dikunjungi 4 keluarga ditargetkan 9 disetujui 5 lebih banyak dari target" in page
    assert "Targetnya mungkin sudah tidak sesuai" in page
    assert "225" not in page


def test_a_village_page_names_method_definition_state_and_counts_that_add_up(bob, village_results):
    page = text_of(bob.get(f"/wilayah/{VILLAGE}/"))
    assert "9 keluarga dikunjungi 10 keluarga ditargetkan 9 disetujui" in page
    assert "Rata-rata nilai tiap keluarga" in page
    assert "Rata-rata persentase semua indikator" in page
    assert "sementara" in page
    assert f"Definisi ikk {IKK.version} (belum resmi), sidik {IKK.hash[:12]}" in page
    assert "Data sintetis" in page
    table = page.split("Keluarga menurut kategori")[2]
    counts = [int(n) for n in re.findall(r"anak (\d+) keluarga \d+,\d %", table)]
    total = re.search(r"Jumlah (\d+) keluarga 100,0 %", table)
    assert total
    assert sum(counts) == int(total[1]) == 9


def test_indicators_under_75_come_first_the_worst_on_top(bob, village_results):
    page = text_of(bob.get(f"/wilayah/{NEIGHBOUR}/"))
    found = re.search(r"(\d+) indikator di bawah 75(.*?)(\d+) indikator 75 ke atas(.*)", page)
    assert found
    count, under, _, over = found.groups()
    assert under.count("IKK-D") == int(count)
    assert IKK.indicators[-1].id in under
    assert IKK.indicators[0].id in over
    shares = [float(text.replace(",", ".")) for text in re.findall(r"(\d+,\d) dari", under)]
    assert shares == sorted(shares)
    assert all(share < 75 for share in shares)


def test_a_regency_speaks_for_its_chosen_villages_only(bob, village_results):
    page = text_of(bob.get(f"/wilayah/{REGENCY}/"))
    assert "rata-rata desa lokus" in page
    assert "tidak menggambarkan seluruh wilayah" in page
    assert "Sungai Contoh" in page
    assert "Teluk Dalam" not in page


def test_few_families_are_hidden_and_the_rule_is_told(bob, visit, measured):
    from bahtera.results import api as results

    visit("approved")
    visit("approved", pattern=states(10, unmet=19))
    results.refresh_village(measured.id, VILLAGE)
    page = text_of(bob.get(f"/wilayah/{VILLAGE}/"))
    assert "disembunyikan: keluarga terlalu sedikit" in page
    assert "kurang dari 3 keluarga disembunyikan" in page
    assert "Jumlah 2 keluarga 100,0 %" in page


def test_an_area_without_results_says_so_and_leads_on(alice, measured):
    page = alice.get("/wilayah/63/").text
    assert "Belum ada hasil di sini" in page
    assert f"/wilayah/{VILLAGE}/" in page or "/wilayah/63.10/" in page


def test_the_search_finds_only_what_can_be_opened(bob, alice, areas):
    assert "Desa Pulau Contoh" in text_of(bob.get("/wilayah/?q=pulau contoh"))
    assert "Tidak ada wilayah dengan nama ini" in text_of(bob.get("/wilayah/?q=teluk dalam"))
    assert "Desa Teluk Dalam" in text_of(alice.get("/wilayah/?q=teluk dalam"))
    assert "Kabupaten Tanah Contoh" in text_of(bob.get("/wilayah/"))


def test_files_leave_by_name_and_kind(bob, village_results):
    wanted = f"wilayah={REGENCY}&putaran={village_results.id}"
    table = bob.get(f"/ekspor/desa.csv?{wanted}")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"] == 'attachment; filename="desa-6310-2026.csv"'
    assert b"Sungai Contoh" in b"".join(table.streaming_content)
    families = bob.get(f"/ekspor/kunjungan.csv?{wanted}")
    body = b"".join(families.streaming_content).decode()
    assert body.count(VILLAGE) == 9
    assert "Rahmawati" not in body


def test_a_reader_of_results_takes_figures_and_no_families(chelsea, village_results):
    page = chelsea.get(f"/wilayah/{REGENCY}/").text
    assert "/ekspor/desa.xlsx?" in page
    assert "/ekspor/kunjungan" not in page
    wanted = f"wilayah={VILLAGE}&putaran={village_results.id}"
    assert chelsea.get(f"/ekspor/desa.xlsx?{wanted}").status_code == 200
    assert chelsea.get(f"/ekspor/kunjungan.csv?{wanted}").status_code == 403
    refused = chelsea.get(f"/ekspor/desa.parquet?{wanted}")
    assert refused.status_code == 400
    assert "Angka desa tersedia sebagai XLSX atau CSV" in text_of(refused)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ekspor/desa.pdf?wilayah=63.10&putaran={round}", 400),
        ("/ekspor/kunjungan.exe?wilayah=63.10&putaran={round}", 400),
        ("/ekspor/desa.csv?wilayah=63.10&putaran=x", 404),
        ("/ekspor/desa.csv?wilayah=&putaran={round}", 404),
        (f"/ekspor/desa.csv?wilayah={FAR}&putaran={{round}}", 403),
    ],
)
def test_an_export_that_is_not_on_offer_is_refused(bob, measured, address, status):
    assert bob.get(address.format(round=measured.id)).status_code == status


# --- questionnaires and phones ------------------------------------------------------------------------------


def test_the_published_questionnaire_is_listed(bob, form):
    page = text_of(bob.get("/kuesioner/"))
    assert "Kunjungan keluarga" in page
    assert "versi 2026.1" in page
    assert "dipakai" in page
    assert "Periksa dan terbitkan" not in page


def test_a_card_is_made_shown_once_and_stopped(bob, measured):
    made = bob.post("/token/", {"nama": "Norhayati", "desa": [VILLAGE]})
    assert made.status_code == 200
    assert "Kode ini hanya ditampilkan sekali" in text_of(made)
    assert re.search(r'<path class="fill-ink" d="M\d', made.text)
    row = list_tokens(everywhere())[0]
    assert (row.name, row.areas) == ("Norhayati", (VILLAGE,))
    assert "Data sintetis" in text_of(made)
    listed = text_of(bob.get("/token/"))
    assert "Data sintetis" in listed
    assert "Norhayati" in listed
    stopped = bob.post(f"/token/{row.id}/cabut/", follow=True)
    assert "Kartu dihentikan." in text_of(stopped)
    assert list_tokens(everywhere())[0].revoked_at is not None


def test_the_card_holds_the_settings_a_phone_needs(bob, measured, monkeypatch):
    from bahtera.web.views import tokens

    drawn = []
    monkeypatch.setattr(tokens.qr, "draw", lambda text: drawn.append(text) or tokens.qr.QrDrawing(9, "M0 0z"))
    bob.post("/token/", {"nama": "Norhayati", "desa": [VILLAGE]}, headers={"host": "localhost:8000"})
    import base64
    import json
    import zlib

    settings = json.loads(zlib.decompress(base64.b64decode(drawn[0])))
    server = settings["general"]["server_url"]
    assert server.startswith("http://localhost:8000/v1/key/")
    secret = server.split("/")[5]
    assert resolve_token(secret).areas == (VILLAGE,)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"desa": [VILLAGE]}, "Tulis nama kader."),
        ({"nama": "Norhayati"}, "Pilih paling sedikit satu desa."),
        ({"nama": "Norhayati", "kode": "99.99"}, "Tidak ada wilayah dengan kode 99.99."),
        ({"nama": "Norhayati", "kode": FAR}, "Anda tidak berwenang melakukan ini"),
    ],
)
def test_a_card_that_cannot_be_made_says_why(bob, measured, form, said):
    answer = bob.post("/token/", form)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert list_tokens(everywhere()) == []


def test_a_card_of_other_areas_cannot_be_stopped(bob, alice, measured):
    alice.post("/token/", {"nama": "Kader jauh", "kode": FAR})
    row = list_tokens(everywhere())[0]
    assert bob.post(f"/token/{row.id}/cabut/").status_code == 404
    assert list_tokens(everywhere())[0].revoked_at is None


def test_the_weakest_of_an_area_name_who_answers_and_lead_to_its_needs_and_back(chelsea, village_results):
    area = chelsea.get(f"/wilayah/{REGENCY}/")
    weak = area.context["page"].weakest
    needs_page = chelsea.get(weak.url)
    worst = needs_page.context["page"].worst
    assert [(line.label, line.share) for line in weak.lines] == [(card.label, card.share) for card in worst]
    assert [line.agency for line in weak.lines] == [
        card.responsible.agency if card.responsible else "" for card in worst
    ]
    assert all(chelsea.get(line.url.partition("#")[0]).status_code == 200 for line in weak.lines if line.url)
    assert f'href="/wilayah/{REGENCY}/?putaran={village_results.id}"' in needs_page.content.decode()


def test_what_stands_on_an_areas_page_is_listed_on_top_and_is_there(chelsea, village_results):
    page = chelsea.get(f"/wilayah/{REGENCY}/")
    text = page.content.decode()
    listed = [name for name, _ in page.context["page"].sections]
    assert {"terlemah", "makalah"} & set(listed) == {"makalah"}
    assert len(listed) > 3
    assert [name for name in listed if text.count(f'id="{name}"') != 1] == []
    assert sorted(listed, key=lambda name: text.index(f'id="{name}"')) == listed, "in the order of the page"
