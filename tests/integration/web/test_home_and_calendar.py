"""What waits for a reader, role by role, and the year of a TPK2D."""

import re
from datetime import date, timedelta

import pytest
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.actions.models import Plan
from bahtera.documents import api as documents
from bahtera.foundation import clock
from bahtera.surveys import api as surveys
from bahtera.web.duties.registry import duties_of
from bahtera.web.presenters.home import picture_of

from .province import DISTRICT, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
STAGE = surveys.Stage


def someone(name, role, area):
    access.ensure_account(username=name, password="pw", full_name=name, roles=[role], areas=[area])
    return entered(name)


def dated(round_id, **stages):
    """Give a round's calendar: stage -> days from today it ends; each lasts ten days. A set is done already."""
    today = clock.today("Asia/Makassar")
    rows = [
        surveys.StageRow(
            STAGE(name), today + timedelta(days=after - 10), today + timedelta(days=after), "Ibu Rahasia"
        )
        for name, after in stages.items()
    ]
    surveys.set_calendar(round_id, rows, actor=access.SYSTEM)


def words_of(page):
    plain = re.sub(r"<(script|style|svg)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)).strip()


@pytest.mark.parametrize(
    "role", ["tpk2d", "statistician", "administrator", "desa_officer", "kader", "auditor"]
)
def test_whoever_has_nothing_to_do_is_told_so(measured, role):
    page = words_of(someone("rara", role, VILLAGE).get("/").text)
    assert "Hari ini tidak ada yang menunggu Anda" in page


def test_what_is_late_stands_first_with_its_day(measured, areas):
    dated(measured.id, training=-40, results=-3, plan=9)
    client = someone("tpk2d", "tpk2d", REGENCY)
    page = words_of(client.get("/").text)
    order = [
        page.index(words)
        for words in (
            "Pelatihan kader",
            "Desa yang belum melapor",
            "Tahap yang perlu diselesaikan: Rencana aksi",
        )
    ]
    assert order == sorted(order)
    assert "2 lewat waktu" in page, "both villages of the regency, and not the third of another"
    assert "Ibu Rahasia" not in page


def test_before_the_weakest_indicators_one_line_says_how_much_waits(village_results):
    (row,) = surveys.list_rounds()
    dated(row.id, locus=-60, training=-40, survey=-20, results=9)
    page = someone("tpk2d", "tpk2d", REGENCY).get("/").text
    first = page[page.index("<h1") : page.index('id="gambaran"')]
    assert 'href="#hari-ini"' in first
    assert "4 hal menunggu Anda 3 lewat waktu" in words_of(first)
    assert page.index('id="gambaran"') < page.index('id="hari-ini"')
    coordinator = someone("koordinator", "coordinator", DISTRICT).get("/").text
    assert 'href="#hari-ini"' not in coordinator, "who has no figures first needs no way past them"


def test_villages_are_asked_for_their_report_only_once_results_are_due(measured, areas):
    dated(measured.id, results=5)
    actor = access.Actor.over("user:1", "Rara", frozenset({"tpk2d"}), (REGENCY,))
    assert not any("laporan" in one.url for one in duties_of(actor))
    dated(measured.id, results=-1)
    (duty,) = [one for one in duties_of(actor) if "laporan" in one.url]
    assert (duty.waiting, duty.overdue) == (2, 2)
    surveys.move_round(measured.id, surveys.RoundState.REVIEW, actor=access.SYSTEM)
    assert any("laporan" in one.url for one in duties_of(actor)), "figures are still to be signed"


def test_a_stage_that_is_done_or_far_off_waits_for_nobody(measured, areas):
    dated(measured.id, survey=60)
    actor = access.Actor.over("user:1", "Rara", frozenset({"tpk2d"}), (REGENCY,))
    assert duties_of(actor) == ()
    stranger = access.Actor.over("user:2", "Jauh", frozenset({"tpk2d"}), ("62",))
    dated(measured.id, survey=-60)
    assert duties_of(stranger) == ()


def test_the_weakest_indicators_stand_on_the_first_page_with_who_answers_for_them(village_results):
    page = someone("tpk2d", "tpk2d", REGENCY).get("/").text
    words = words_of(page)
    assert "Yang terlemah di Kabupaten Tanah Contoh" in words
    assert words.count("Penanggung jawab:") == 3
    assert f"/kebutuhan/?wilayah={REGENCY}" in page
    assert f"/dokumen/?wilayah={REGENCY}" in page
    assert "Yang terlemah" not in words_of(someone("koordinator", "coordinator", DISTRICT).get("/").text)


def test_the_year_shows_days_of_rounds_and_the_usual_months_of_the_rest(measured, areas):
    stages = [
        surveys.StageRow(STAGE.TRAINING, date(2026, 3, 2), date(2026, 3, 9), "Ibu Rahasia", date(2026, 3, 9))
    ]
    surveys.set_calendar(measured.id, stages, actor=access.SYSTEM)
    client = someone("tpk2d", "tpk2d", REGENCY)
    page = client.get("/kalender/?tahun=2026").text
    assert "[I]" not in page
    table = words_of(page[page.index('id="setahun"') : page.index('id="bulan"')])
    assert (
        "Pelatihan kader Putaran contoh (sintetis), 2026 2 Maret 2026 sampai 9 Maret 2026 selesai 9 Maret 2026"
        in table
    )
    assert table.count("Pelatihan kader") == 1, "its own days go before the usual months"
    assert "Penilaian bulan yang lazim, harinya belum ditetapkan Oktober 2026" in table
    assert "bukan aturan resmi" in table
    assert "Ibu Rahasia" not in page
    other = words_of(client.get("/kalender/?tahun=2027").text)
    assert "Maret 2027" in other
    assert "Putaran contoh" not in other


@pytest.mark.parametrize("year", ["abc", "0", "99999", "-3", ""])
def test_a_year_that_is_none_shows_this_one(measured, year):
    client = someone("tpk2d", "tpk2d", REGENCY)
    assert (
        f"Kalender TPK2D {clock.today('Asia/Makassar').year}" in client.get(f"/kalender/?tahun={year}").text
    )


def test_the_calendar_file_names_nobody(measured, areas):
    stages = [surveys.StageRow(STAGE.RESULTS, date(2026, 6, 1), date(2026, 6, 30), "Ibu Rahasia")]
    surveys.set_calendar(measured.id, stages, actor=access.SYSTEM)
    answer = someone("tpk2d", "tpk2d", REGENCY).get("/kalender/tpk2d.ics?tahun=2026")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    body = answer.content.decode().replace("\r\n ", "")
    assert f"UID:round-{measured.id}-results@bahtera" in body
    assert "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260701" in body
    assert "Rahasia" not in body
    assert body.count("BEGIN:VEVENT") == 6


def planned(count, indicator, *, area=VILLAGE, state=actions.State.AGREED, deadline=None, done=0):
    """Write plans as they stand: the way there has tests of its own."""
    for at in range(count):
        Plan.objects.create(
            village_code=area,
            year=2026,
            sequence=Plan.objects.count() + 1,
            state=(actions.State.DONE if at < done else state).value,
            round_id=surveys.list_rounds()[0].id,
            index_id="ikk",
            indicator=indicator,
            activity="Pelayanan keliling Ibu Rahasia",
            agency="dp3a",
            source="apbdes",
            starts_on=date(2026, 1, 5),
            deadline=deadline or date(2026, 6, 30),
            baseline={},
            made_at=clock.now(),
            made_by="user:1",
            moved_at=clock.now(),
        )


def test_what_is_planned_stands_beside_the_weakest_indicators(village_results):
    client = someone("tpk2d", "tpk2d", REGENCY)
    words = words_of(client.get("/").text)
    assert words.count("Direncanakan: belum ada rencana aksi") == 3
    (first, *_rest) = picture_of(access.actor_behind(f"user:{access.account_id('tpk2d')}")).lines
    code = first.url.split("butir=")[1].split("#")[0]
    planned(2, code, done=1)
    planned(1, code, state=actions.State.CANCELLED)
    planned(1, code, area="62.01.01.2001")
    page = client.get("/").text
    assert "Direncanakan: 2 rencana aksi, 1 selesai" in words_of(page)
    assert words_of(page).count("belum ada rencana aksi") == 2
    assert f"/rencana/?wilayah={REGENCY}&amp;indikator={code}" in page
    assert "Rahasia" not in page


def test_the_book_of_the_regency_is_one_click_away_once_it_is_issued(village_results):
    client = someone("tpk2d", "tpk2d", REGENCY)
    assert "Buku kabupaten/kota (PDF)" not in words_of(client.get("/").text)
    (row,) = surveys.list_rounds()
    book = documents.order_document(
        documents.Kind.REGENCY_BOOK, round_id=row.id, area=REGENCY, actor=access.SYSTEM
    )
    documents.begin_making(book.id)
    documents.give_number(book.id)
    documents.issue(
        book.id, documents.Made("0" * 64, "pdf", 1, 1, "", "", "1", "0", 0, "", True), content="0"
    )
    page = client.get("/").text
    assert f'href="/dokumen/nomor/{book.id}/berkas/"' in page
    assert "Buku kabupaten/kota (PDF)" in words_of(page)


def test_deadlines_of_plans_stand_in_the_year_as_counts(measured, areas):
    for days, deadline in ((2, date(2026, 6, 10)), (1, date(2026, 6, 30)), (1, date(2027, 2, 1))):
        planned(days, "IKK-D1-02", deadline=deadline)
    planned(4, "IKK-D1-02", deadline=date(2026, 6, 12), state=actions.State.DONE)
    planned(4, "IKK-D1-02", deadline=date(2026, 6, 12), area="62.01.01.2001")
    client = someone("tpk2d", "tpk2d", REGENCY)
    page = words_of(client.get("/kalender/?tahun=2026").text)
    assert "Tenggat rencana aksi 3 rencana berjalan 10 Juni 2026 sampai 30 Juni 2026" in page
    body = client.get("/kalender/tpk2d.ics?tahun=2026").content.decode().replace("\r\n ", "")
    assert "UID:plans-2026-06-10@bahtera" in body
    assert "SUMMARY:Tenggat rencana aksi · 2 rencana berjalan" in body
    assert "2026-06-12" not in body
    assert "Rahasia" not in body
    reader = someone("penyelia", "statistician", "62")
    assert "Tenggat rencana aksi" not in words_of(reader.get("/kalender/?tahun=2028").text)
