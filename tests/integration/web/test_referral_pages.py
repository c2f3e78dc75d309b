"""Referrals on pages: the inbox of a unit, one referral by both sides, and what is refused."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.fakes import referral_world
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.places import add_places, place
from tests.fakes.referral_world import arrived, stands
from tests.fakes.signing_in import enter

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.referrals.api import State

pytestmark = pytest.mark.django_db
RECEIVER = {
    "langkah": "jadwalkan",
    "tanggal": "2026-11-24",
    "jam": "09:30",
    "tempat": "Ruang 3",
    "bawaan": "KTP",
}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def offices(db, tmp_path):
    """Return an officer of each side on a page, and a referral that has arrived."""
    with clock.frozen(referral_world.NOW), keys_and_files_in(tmp_path):
        add_places({"63": "Kalimantan Selatan", "63.02": "Kotabaru"})
        place("15", "Jambi", zone="Asia/Jakarta").save()
        place("15.05", "Muaro Jambi", zone="Asia/Jakarta").save()
        world = referral_world.build()
        administrator = access.ensure_account(
            username="ratna", password="pw", full_name="Ratna", roles=["administrator"], areas=[""]
        )

        def hire(username, role, unit):
            there = access.units_behind([unit])[unit]
            who = access.add_person(
                f"{username.title()} (sintetis)", area=there.area, username=username, actor=administrator
            )
            since = date(2026, 1, 5)
            access.place_person(who.id, unit_id=unit, title=role, valid_from=since, actor=administrator)
            access.grant_role(
                who.id, role=role, area=there.area, unit_id=unit, valid_from=since, actor=administrator
            )
            return enter(Client(), get_user_model().objects.get(username=username))

        sender, receiver = (
            hire("sari", "counsellor", world.ppks),
            hire("umar", "agency_officer", world.sosial),
        )
        stranger = hire("dewi", "agency_officer", world.far)
        one = arrived(world, referral_world.client_of(world))
        yield SimpleNamespace(
            world=world,
            sender=sender,
            receiver=receiver,
            stranger=stranger,
            one=one,
            at=f"/rujukan/{one.id}/",
        )


def test_an_inbox_tells_what_is_new_and_shows_no_name_before_acceptance(offices):
    page = text(offices.receiver.get("/rujukan/"))
    assert "Perawatan dan santunan lansia" in page
    assert "Rujukan baru (1)" in page
    assert "langkah berikut paling lambat 26 November 2026" in page
    assert "WIB" in page
    assert "Tini" not in page
    sent = text(offices.sender.get("/rujukan/?kotak=keluar"))
    assert "Tini (sintetis)" in sent
    assert "Tidak ada apa-apa di sini" in text(offices.sender.get("/rujukan/"))
    assert "Anda belum bekerja di unit" in text(hireless(offices))
    assert "Rujukan" in text(offices.receiver.get("/layanan/"))


def hireless(offices):
    access.ensure_account(
        username="budi", password="pw", full_name="Budi", roles=["agency_officer"], areas=["15.05"]
    )
    return enter(Client(), get_user_model().objects.get(username="budi")).get("/rujukan/")


def test_a_referral_goes_its_way_on_pages_and_the_sender_reads_what_came_of_it(offices):
    page = text(offices.receiver.get(offices.at))
    assert "Tinggal sendiri" not in page
    assert "Baru terlihat setelah unit Anda menyetujui" in page
    assert "60 tahun ke atas" in page
    assert move(offices, {"langkah": "setujui"}).status_code == 302
    page = text(offices.receiver.get(offices.at))
    assert "Tini (sintetis)" in page
    assert "Tinggal sendiri" in page
    assert move(offices, {**RECEIVER, "jam": "pagi"}).status_code == 400
    assert move(offices, {**RECEIVER, "tanggal": "2026-11-22"}).status_code == 400
    assert move(offices, RECEIVER).status_code == 302
    page = text(offices.receiver.get(offices.at))
    assert "24 November 2026 09.30 WIB" in page
    with clock.frozen(referral_world.NOW + timedelta(minutes=10)):
        assert move(offices, {"langkah": "mulai"}).status_code == 302
        assert move(offices, {"langkah": "selesaikan", "hasil": "senang"}).status_code == 400
        assert move(offices, {"langkah": "selesaikan", "hasil": "terpenuhi"}).status_code == 302
        words = {"umpan_balik": "Santunan berjalan (sintetis)", "versi": str(stands(offices.one.id).version)}
        assert (
            offices.receiver.post(f"{offices.at}umpan-balik/", {**words, "umpan_balik": ""}).status_code
            == 400
        )
        assert offices.receiver.post(f"{offices.at}umpan-balik/", words).status_code == 302
        told = text(offices.sender.get(offices.at))
    assert "Santunan berjalan (sintetis)" in told
    assert "Terpenuhi" in told
    assert "Yang bisa dilakukan sekarang" not in told


def test_who_is_too_late_is_told_and_nothing_happens_twice(offices):
    late = str(offices.one.version)
    assert move(offices, {"langkah": "setujui"}).status_code == 302
    refused = offices.receiver.post(
        f"{offices.at}jawab/", {"langkah": "tolak", "sebab": "kapasitas_penuh", "versi": late}
    )
    assert refused.status_code == 409
    assert 'role="alert"' in text(refused)
    assert stands(offices.one.id).state is State.ACCEPTED
    again = offices.sender.post(f"{offices.at}tarik/", {"langkah": "tarik", "sebab": "pindah", "versi": late})
    assert again.status_code == 409
    seen = re.search(r'name="versi" value="(\d+)"', text(again))[1]
    form = {"langkah": "tarik", "sebab": "lainnya", "versi": seen}
    assert offices.sender.post(f"{offices.at}tarik/", form).status_code == 400
    form["keterangan"] = "Sudah dirawat anaknya"
    assert offices.sender.post(f"{offices.at}tarik/", form).status_code == 302
    assert "Alasan lain: Sudah dirawat anaknya" in text(offices.receiver.get(offices.at))


def test_a_referral_of_others_is_not_there(offices):
    assert offices.stranger.get(offices.at).status_code == 404
    assert (
        offices.stranger.post(f"{offices.at}jawab/", {"langkah": "setujui", "versi": "3"}).status_code == 404
    )
    assert offices.sender.post(f"{offices.at}jawab/", {"langkah": "setujui", "versi": "3"}).status_code == 404
    assert offices.receiver.post(f"{offices.at}jawab/", {"langkah": "apa", "versi": "3"}).status_code == 400
    # Another unit's box is never shown: the own one instead.
    page = text(offices.stranger.get(f"/rujukan/?unit={offices.world.sosial}&kotak=masuk"))
    assert "Perawatan dan santunan lansia" not in page


def move(offices, form):
    """Make a move of the receiver upon the version that stands."""
    return offices.receiver.post(
        f"{offices.at}jawab/", {**form, "versi": str(stands(offices.one.id).version)}
    )
