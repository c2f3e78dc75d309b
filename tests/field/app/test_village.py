"""The kader's village on her phone: figures, report, and what may be told on; with and without signal."""

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import pytest
from playwright.sync_api import expect
from tests.fakes.family_visits import IKK, SIZE, retarget, store_visits
from tests.fakes.lost_replies import lose_reply
from tests.field.app.test_visiting import fill_visit, finish_visit
from tests.field.app.world import VILLAGE
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.reports import api as reports
from bahtera.reports.models import Report
from bahtera.results import api as results
from bahtera.results.models import VillageSums
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KOORDINATOR = access.Actor.over("user:91", "Koordinator", frozenset({"coordinator"}), (VILLAGE,))
KADES = access.Actor.over("user:92", "Kepala desa", frozenset({"desa_officer"}), (VILLAGE,))
TPK2D = access.Actor.over("user:93", "TPK2D", frozenset({"tpk2d"}), ("63.02",))


def patterns(count, seed, share=0.75):
    chooser = random.Random(seed)
    return ["".join("1" if chooser.random() < share else "0" for _ in range(SIZE)) for _ in range(count)]


@pytest.fixture(autouse=True)
def _fresh():
    expect.set_options(timeout=30_000)
    forget()
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def measured(world):
    """Eighty families approved, sixty of them visited by somebody else."""
    surveys.set_targets(world.round_id, {VILLAGE: 120}, actor=access.SYSTEM)
    for count, sender in ((60, "token:77"), (20, "token:78")):
        store_visits(world.round_id, VILLAGE, patterns(count, count), family_name="Rahasia (sintetis)")
        rows = surveys_of(world.round_id)
        rows.filter(actor_key="token:1").update(actor_key=sender)
    results.refresh_village(world.round_id, VILLAGE)
    return world


def surveys_of(round_id):
    return Submission.objects.filter(round_id=round_id)


def opened(phone):
    phone.go("/desa")
    expect(phone.page.get_by_role("heading", level=1, name="Sungai Contoh")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Perbarui angka")).to_be_enabled()
    return phone.page


def test_a_report_goes_from_the_phone_to_the_tpk2d_and_its_receipt_comes_back(measured, phone):
    page = opened(phone)
    expect(page.get_by_text("80 dari 120 keluarga sudah dikunjungi")).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    page.get_by_label("Sinyal atau listrik sering tidak ada").check()
    page.get_by_label("Pelayanan surat keliling").check()
    lines = page.get_by_label("Lainnya, satu baris satu hal")
    lines.first.fill("Banjir di RT 3\nHubungi 081234567890")
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("Ada nomor panjang")).to_be_visible()
    assert_no_barrier(page)
    lines.first.fill("Banjir di RT 3")
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("Dibuat, menunggu koordinator")).to_be_visible()
    made = Report.objects.get()
    assert made.words == {
        "problems": ["signal"],
        "proposals": ["papers"],
        "other_problems": ["Banjir di RT 3"],
        "other_proposals": [],
    }
    reports.confirm_report(made.pk, actor=KOORDINATOR)
    reports.endorse_report(made.pk, actor=KADES)
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.get_by_text("Diterima sistem, menunggu TPK2D")).to_be_visible()
    expect(page.get_by_text("Ditandatangani server")).to_be_visible()
    reports.return_report(made.pk, reason="Lengkapi usulan", actor=TPK2D)
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.get_by_text("Lengkapi usulan")).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Perbaiki dan kirim lagi").click()
    page.get_by_label("Pencegahan perkawinan anak").check()
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("versi 2")).to_be_visible()
    second = Report.objects.get(version=2)
    for move, actor in (
        (reports.confirm_report, KOORDINATOR),
        (reports.endorse_report, KADES),
        (reports.accept_report, TPK2D),
    ):
        move(second.pk, actor=actor)
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.locator(".notice-good").get_by_text("Diterima TPK2D")).to_be_visible()


def test_what_is_refused_is_brought_before_the_eyes(measured, phone):
    """The button stands at the end of a long screen; the words about the first field come to whoever pressed it."""
    page = opened(phone)
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    lines = page.get_by_label("Lainnya, satu baris satu hal")
    lines.first.fill("Hubungi 081234567890")
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_role("alert").filter(has_text="Ada nomor panjang")).to_be_in_viewport()
    expect(lines.first).to_be_focused()
    expect(lines.first).to_be_in_viewport()
    lines.first.fill("")
    lines.nth(1).fill("NIK 6302054101800001")
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(lines.nth(1)).to_be_focused()
    assert not Report.objects.exists()


def test_a_forged_receipt_is_no_receipt(measured, phone):
    with measured.at_rest:
        kader = access.Actor.over("token:5", "Siti", frozenset({"kader"}), (VILLAGE,))
        made = reports.make_report(
            UUID(int=8),
            round_id=measured.round_id,
            village_code=VILLAGE,
            words=reports.Words(),
            actor=kader,
        )
        reports.confirm_report(made.id, actor=KOORDINATOR)
        reports.endorse_report(made.id, actor=KADES)
        reports.accept_report(made.id, actor=TPK2D)
        Report.objects.update(signature=Report.objects.get().signature[::-1])
    page = opened(phone)
    expect(page.get_by_text("Tidak dapat dipastikan bahwa laporan ini diterima")).to_be_visible()
    expect(page.locator(".notice-good")).to_have_count(0)
    assert not page.get_by_text("Ditandatangani server").count()
    assert_no_barrier(page)


def test_without_signal_the_report_waits_and_goes_by_itself(measured, phone):
    page = opened(phone)
    phone.kept()
    phone.offline()
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.get_by_text("Angka terakhir tetap ditampilkan")).to_be_visible()
    expect(page.get_by_text("80 dari 120 keluarga sudah dikunjungi")).to_be_visible()
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    page.get_by_label("Sinyal atau listrik sering tidak ada").check()
    page.get_by_label("Lainnya, satu baris satu hal").first.fill("Jembatan putus")
    page.wait_for_timeout(700)
    phone.reload()
    phone.unlock()
    expect(page.get_by_label("Lainnya, satu baris satu hal").first).to_have_value("Jembatan putus")
    expect(page.get_by_label("Sinyal atau listrik sering tidak ada")).to_be_checked()
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("Laporan menunggu sinyal")).to_be_visible()
    assert not Report.objects.exists()
    phone.online()
    expect(page.get_by_text("Dibuat, menunggu koordinator")).to_be_visible()
    assert Report.objects.count() == 1


def test_a_reply_that_was_lost_makes_no_second_report(measured, phone):
    page = opened(phone)
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    page.route("**/api/v1/field/reports", lose_reply)
    page.get_by_role("button", name="Kirim laporan ke TPK2D").click()
    expect(page.get_by_text("Laporan menunggu sinyal")).to_be_visible()
    assert Report.objects.count() == 1
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="Perbarui angka").click()
    expect(page.get_by_text("Dibuat, menunggu koordinator")).to_be_visible()
    assert Report.objects.count() == 1


def test_what_is_told_on_are_figures_of_the_report_and_nothing_small(measured, phone):
    """Recap, report and what is shared are one and the same picture: no two of them can be subtracted."""
    page = opened(phone)
    page.evaluate(
        """() => { navigator.canShare = () => true;
            navigator.share = async (data) => { window.told = data.text; window.picture = data.files?.[0]; } }"""
    )
    page.get_by_role("button", name="Bagikan gambar").click()
    phone.until("window.picture")
    assert page.evaluate("window.picture.type") == "image/png"
    told = page.evaluate("window.told")
    made = reports.make_report(
        UUID(int=7),
        round_id=measured.round_id,
        village_code=VILLAGE,
        words=reports.Words(),
        actor=access.Actor.over("token:5", "Siti", frozenset({"kader"}), (VILLAGE,)),
    )
    content = reports.get_report(made.id, actor=KOORDINATOR).content
    (index,) = (one for one in content["indices"] if one["id"] == "ikk")
    known = {one["n"] for one in index["below"]} | {one["count"] for one in index["categories"]}
    figures = "\n".join(line for line in told.splitlines() if re.match(r"•|\d+\. ", line))
    counts = {int(found) for found in re.findall(r"(?:dari|:) (\d+) keluarga", figures)}
    assert counts
    assert counts <= known
    assert all(count == 0 or count >= 5 for count in counts)
    shares = set(re.findall(r"(\d+,\d) % memenuhi", told))
    assert shares <= {
        str(Decimal(one["share"]).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")
        for one in index["below"]
    }
    assert "sintetis)" not in told
    hidden = [one for one in index["categories"] if one["count"] is None]
    assert told.count("disembunyikan") >= len(hidden)


def test_a_small_village_tells_nothing_but_how_far_it_is(world, phone):
    surveys.set_targets(world.round_id, {VILLAGE: 12}, actor=access.SYSTEM)
    store_visits(world.round_id, VILLAGE, patterns(7, 3))
    results.refresh_village(world.round_id, VILLAGE)
    page = opened(phone)
    shown = page.locator("main").inner_text()
    small = {
        f"{one.count.count} keluarga"
        for one in results.village_result(world.round_id, VILLAGE, audience="public").categories
        if one.count.count in {1, 2, 3, 4}
    }
    assert small == set()
    assert not re.search(r"\b[1-4] keluarga\b", shown.split("Angka kurang dari")[0])
    assert "7 dari 12 keluarga sudah dikunjungi" in shown
    assert IKK.id == "ikk"
    assert_no_barrier(page)


def test_ones_own_visits_are_counted_on_the_phone_without_signal(measured, phone):
    page = phone.page
    opened(phone)
    phone.go("/keluarga")
    page.get_by_role("link", name=re.compile("Budi")).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    page.locator(".pager h1").wait_for()
    phone.offline()
    fill_visit(page, golden("000 all yes (sintetis)"))
    finish_visit(page)
    phone.go("/desa")
    own = page.get_by_role("region", name="Di HP ini, sekarang")
    expect(own).to_contain_text("Dihitung di HP ini dari 1 kunjungan saya")
    expect(own).to_contain_text("Kategori ditampilkan bila")
    expect(own.locator("dl > div", has_text="Selesai, belum terkirim")).to_contain_text("1")
    assert not own.get_by_text(re.compile(r"\d+ keluarga$")).count(), "a single visit shows no category"
    assert_no_barrier(page)


def test_what_is_being_worked_out_anew_is_said_so_on_the_screen_in_the_text_and_in_the_picture(
    measured, phone
):
    """The server cannot tell which of the released families are hers; the public's own page shows them all."""
    retarget(measured.round_id, {VILLAGE: 79})
    row = surveys_of(measured.round_id).order_by("pk").first()
    surveys_of(measured.round_id).filter(pk=row.pk).update(state="superseded", is_current=False)
    VillageSums.objects.update(released_by=None)
    key = f"device:{Device.objects.get().pk}"
    other = surveys_of(measured.round_id).exclude(pk=row.pk).order_by("pk").first()
    surveys_of(measured.round_id).filter(pk=other.pk).update(actor_key=key)
    forget()
    assert not results.village_result(measured.round_id, VILLAGE, audience="public").main.figure.hidden
    page = opened(phone)
    whole = page.get_by_role("region", name="Seluruh desa, dari server")
    expect(whole).to_contain_text("Angka sedang dihitung ulang")
    expect(whole).to_contain_text("Angka di halaman desa pada situs dan di laporan tetap berlaku.")
    expect(whole).to_contain_text("79 dari 79 keluarga sasaran sudah dikunjungi, 1 di luar sasaran")
    shown = whole.inner_text()
    assert "masih sedikit" not in shown
    assert "Indikator di bawah 75" not in shown
    assert_no_barrier(page)
    page.evaluate(
        """() => { navigator.canShare = () => true;
            const write = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
              (window.written ??= []).push(text); return write.call(this, text, ...rest); };
            navigator.share = async (data) => { window.told = data.text; window.picture = data.files?.[0]; } }"""
    )
    page.get_by_role("button", name="Bagikan gambar").click()
    phone.until("window.picture")
    for told in (page.evaluate("window.told"), " ".join(page.evaluate("window.written"))):
        assert "Angka sedang dihitung ulang" in told
        assert "masih sedikit" not in told
        assert "disembunyikan" not in told
