"""A phone that is stopped, or whose PIN is lost: first what is finished is handed in, only then is anything deleted."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.fakes.lost_replies import lose_reply
from tests.field.barriers import assert_no_barrier

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.surveys import api as surveys
from bahtera.surveys.models import SealedVisit

pytestmark = pytest.mark.slow
SEALED = re.compile(r"/api/v1/field/sealed$")
DATABASES = "indexedDB.databases().then((all) => all.map(({ name }) => name).sort())"


def stop(phone):
    with phone.world.at_rest:
        access.revoke_device(Device.objects.get().pk, actor=phone.world.chief)


def is_gone(phone):
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Data sudah dihapus dari HP ini")
    assert [name for name in phone.page.evaluate(DATABASES) if re.search("bahtera-[0-9a-f]{8}", name)] == []


def test_a_stopped_phone_hands_in_its_visits_and_is_empty_then(phone):
    phone.holds(visits=10)
    stop(phone)
    phone.open()
    is_gone(phone)
    assert_no_barrier(phone.page)
    rows = surveys.list_sealed(actor=phone.world.chief).items
    assert [row.was_stopped for row in rows] == [True] * 10
    phone.page.get_by_role("button", name="Selesai").click()
    expect(phone.page.get_by_role("button", name="Pakai kode dari penyelia")).to_be_visible()


def test_it_is_stopped_while_it_is_open(phone):
    phone.holds(visits=1)
    phone.open()
    phone.unlock()
    stop(phone)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    is_gone(phone)
    assert SealedVisit.objects.count() == 1


def test_without_signal_nothing_is_deleted_and_it_goes_on_by_itself(phone):
    phone.holds(visits=3)
    phone.open()
    stop(phone)
    phone.page.route(SEALED, lambda route: route.abort())
    phone.reload()
    expect(phone.page.get_by_text("Belum ada yang dihapus")).to_be_visible()
    assert_no_barrier(phone.page)
    assert len(phone.page.evaluate(DATABASES)) > 1
    phone.page.unroute(SEALED)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    is_gone(phone)
    assert SealedVisit.objects.count() == 3


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500, "content_type": "text/html", "body": "<h1>Server Error</h1>"},
        {"status": 200, "content_type": "text/html", "body": "<h1>WiFi Desa</h1>"},
        {"status": 200, "content_type": "application/json", "body": '{"outcomes": [{"outcome": "kept"}]}'},
        {"status": 200, "content_type": "application/vnd.bahtera.field+json", "body": '{"outcomes": []}'},
    ],
    ids=["in trouble", "a portal's page", "not ours", "too few"],
)
def test_only_the_sites_own_word_counts(phone, answer):
    phone.holds(visits=1)
    stop(phone)
    phone.page.route(SEALED, lambda route: route.fulfill(**answer))
    phone.open()
    expect(phone.page.get_by_text("Belum ada yang dihapus")).to_be_visible()
    assert not SealedVisit.objects.exists()
    phone.page.unroute(SEALED)
    phone.page.get_by_role("button", name="Coba lagi").click()
    is_gone(phone)
    assert SealedVisit.objects.count() == 1


def test_a_lost_answer_makes_no_second_copy(phone):
    phone.holds(visits=2)
    stop(phone)
    phone.page.route(SEALED, lose_reply)
    phone.open()
    expect(phone.page.get_by_text("Belum ada yang dihapus")).to_be_visible()
    phone.page.unroute(SEALED)
    phone.reload()
    is_gone(phone)
    assert SealedVisit.objects.count() == 2


def test_what_cannot_be_saved_is_said_and_kept_until_somebody_says_so(phone):
    page = phone.page
    phone.holds(visits=2, drafts=1, photos=1)
    stop(phone)
    phone.open()
    expect(page.get_by_text("2 kunjungan sudah diterima server")).to_be_visible()
    expect(page.get_by_text("1 kunjungan yang belum selesai").first).to_be_visible()
    expect(page.get_by_text("1 foto").first).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Simpan semuanya ke berkas dulu").click()
    phone.type_pin()
    expect(page.locator(".backup-code")).to_have_text(re.compile(r"^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$"))
    with page.expect_download() as file:
        page.get_by_role("button", name="Simpan atau kirim berkas").click()
    assert file.value.suggested_filename.endswith(".bahtera")
    page.get_by_role("button", name="Hapus profil dari HP ini").click()
    page.get_by_role("button", name="Batal").click()
    assert len(page.evaluate(DATABASES)) > 1
    page.get_by_role("button", name="Hapus profil dari HP ini").click()
    assert_no_barrier(page)
    page.get_by_role("button", name="Ya, hapus").click()
    is_gone(phone)


def test_a_visit_that_the_site_does_not_take_is_said_and_kept(phone):
    """As one that somebody changed on the way: the others are safe, this one is not."""
    page = phone.page

    def refuse_one(route):
        told = route.request.post_data_json
        reply = route.fetch(post_data={**told, "visits": ["AAAA", *told["visits"][1:]]})
        route.fulfill(response=reply)

    phone.holds(visits=2)
    stop(phone)
    page.route(SEALED, refuse_one)
    phone.open()
    expect(page.get_by_text("1 kunjungan yang tidak diterima server").first).to_be_visible()
    expect(page.get_by_text("1 kunjungan sudah diterima server")).to_be_visible()
    assert [name for name in page.evaluate(DATABASES) if re.search("bahtera-[0-9a-f]{8}", name)]
    assert SealedVisit.objects.count() == 1
    page.unroute(SEALED)
    phone.reload()
    is_gone(phone)
    assert SealedVisit.objects.count() == 2


def test_one_answer_that_the_phone_is_stopped_is_not_enough_to_delete(phone):
    page = phone.page
    phone.holds(visits=1)
    phone.open()
    phone.unlock()
    error = {"error": {"code": "access.device_revoked", "message": "sintetis", "details": {}}}
    page.route(
        re.compile(r"/api/v1/field/(start|visits|states)"),
        lambda route: route.fulfill(
            status=401, content_type="application/vnd.bahtera.field+json", body=json.dumps(error)
        ),
    )
    with page.expect_response(re.compile(r"/state$")):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("dihapus|dihentikan"))
    assert [name for name in page.evaluate(DATABASES) if re.search("bahtera-[0-9a-f]{8}", name)]
    page.unroute(re.compile(r"/api/v1/field/(start|visits|states)"))
    phone.reload()
    phone.unlock()
    phone.go("/kiriman")
    expect(page.locator("main")).to_contain_text("Kunjungan")


def test_the_pin_is_lost_with_ten_unsent_visits(phone, world):
    page = phone.page
    phone.holds(visits=10)
    phone.open()
    page.get_by_role("button", name="Lupa PIN?").click()
    page.get_by_role("button", name="Tidak ada kode").click()
    expect(page.get_by_text("yang belum tercatat di server: 10")).to_be_visible()
    page.get_by_role("button", name="Kirim tanpa PIN").click()
    expect(page.get_by_text("10 kunjungan sudah diterima server")).to_be_visible()
    page.get_by_role("button", name="Hapus profil dari HP ini").click()
    is_gone(phone)
    page.get_by_role("button", name="Pakai kode dari penyelia").click()
    assert SealedVisit.objects.filter(state="waiting").count() == 10
    phone.open()
    phone.activate(world.code_for(Device.objects.get().person_id))


def test_who_only_looked_at_it_goes_back_and_nothing_changed(phone):
    page = phone.page
    phone.holds(visits=1)
    phone.open()
    page.get_by_role("button", name="Lupa PIN?").click()
    page.get_by_role("button", name="Tidak ada kode").click()
    page.get_by_role("button", name="Nanti saja").click()
    phone.unlock()
    assert not SealedVisit.objects.exists()
