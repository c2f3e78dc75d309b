"""Pages of emergency access: asked for, told, used, ended, reviewed; and forged forms."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import BreakGlass, Person, RoleGrant, SignInSession
from bahtera.foundation import audit, clock

from .province import DISTRICT, FAR, PASSWORD, PROVINCE, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
WHY = "Seorang anak <b>hilang</b> sejak sore dan keluarganya harus ditemukan."


def account(name, *roles, area=REGENCY):
    access.ensure_account(
        username=name,
        password=PASSWORD,
        full_name=f"{name.title()} (sintetis)",
        roles=list(roles),
        areas=[area],
    )
    return entered(name)


@pytest.fixture
def wati(areas):
    """A case worker before her pages."""
    return account("wati", "case_worker")


@pytest.fixture
def surya(areas):
    """The auditor before his pages."""
    return account("surya", "auditor", area=PROVINCE)


@pytest.fixture
def family(visit):
    """A visit to a family of the village."""
    return visit()


def id_of(name):
    return Person.objects.get(user=get_user_model().objects.get(username=name)).pk


def ask(client, **changes):
    form = {
        "peran": "supervisor",
        "wilayah": f"{VILLAGE} · Desa",
        "alasan": WHY,
        "lama": "60",
        "saksi": str(id_of("surya")),
    }
    return client.post("/darurat/minta/", form | changes)


@pytest.fixture
def open_glass(wati, surya):
    answer = ask(wati)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_village_opens_for_an_hour_and_every_page_says_so(wati, open_glass, family):
    assert wati.get(f"/periksa/{family.pk}/").status_code == 200
    page = text_of(wati.get("/wilayah/"))
    assert "Anda memegang akses darurat di Desa" in page
    assert open_glass in page
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        SignInSession.objects.update(last_seen_at=clock.now())
        assert wati.get(f"/periksa/{family.pk}/").status_code in {403, 404}
        assert "akses darurat di" not in text_of(wati.get("/"))


def test_before_and_elsewhere_it_opens_nothing(wati, surya, family):
    assert wati.get(f"/periksa/{family.pk}/").status_code == 403
    ask(wati, wilayah="63.10.05.2004")
    assert wati.get(f"/periksa/{family.pk}/").status_code == 404


def test_it_decides_nothing(wati, open_glass, family):
    answer = wati.post(f"/periksa/{family.pk}/putusan/", {"putusan": "approve", "revision": "1"})
    assert answer.status_code == 403


def test_what_was_opened_carries_its_id_and_stands_on_the_page(wati, surya, open_glass, family):
    wati.get(f"/periksa/{family.pk}/")
    wati.post("/bahasa/", {"bahasa": "id"})
    glass = BreakGlass.objects.get()
    [read] = [one for one in audit.entries(about=f"glass:{glass.pk}").items if one.action == "access.read"]
    assert read.subject == f"submission:{family.pk}"
    page = text_of(surya.get(open_glass))
    assert "Data pribadi dilihat" in page
    assert str(family.pk)[-12:] in page


def test_the_reviewer_reads_in_which_village_what_was_listed_and_nothing_of_others(
    wati, surya, open_glass, family
):
    wati.get("/periksa/")
    wati.get(f"/periksa/{family.pk}/")
    surya.get(open_glass)
    page = text_of(surya.get(open_glass))
    done = page.split('id="dibuka"')[1]
    assert "daftar kunjungan" in done
    assert "untuk membaca kunjungan" in done
    assert done.count("Desa Pulau Contoh, Kecamatan Muara") == 2
    assert "meninjau akses darurat" not in done, "the reviewer's own reading is not the holder's"


def test_the_second_person_sees_a_banner_without_names_until_they_have_looked(wati, surya, open_glass):
    banner = text_of(surya.get("/")).split('class="glass-notes')[1].split("page-head")[0]
    assert "Anda orang keduanya" in banner
    assert "Wati" not in banner
    assert "hilang" not in banner
    page = text_of(surya.get(open_glass))
    assert "Wati (sintetis)" in page
    assert "&lt;b&gt;hilang&lt;/b&gt;" in page
    surya.post(f"{open_glass}lihat/")
    assert "Anda orang keduanya" not in text_of(surya.get("/"))
    assert "sudah melihat" in text_of(wati.get(open_glass))


def test_looking_at_somebodys_reason_leaves_an_entry(surya, open_glass):
    surya.get(open_glass)
    reads = [one for one in audit.entries(action="access.read").items if one.subject.startswith("glass:")]
    assert [one.details for one in reads] == [{"action": "glass.review"}]


def test_it_is_ended_and_reviewed(wati, surya, open_glass):
    refused = surya.post(f"{open_glass}tinjau/", {"temuan": "Perlu, dan hanya yang perlu dibuka."})
    assert refused.status_code == 400
    assert "Peninjauan dilakukan setelah" in refused.content.decode()
    wati.post(f"{open_glass}akhiri/")
    assert "oleh yang meminta" in text_of(surya.get(open_glass))
    assert "belum ditinjau" in text_of(surya.get("/darurat/tinjauan/"))
    answer = surya.post(f"{open_glass}tinjau/", {"temuan": "Perlu, dan hanya yang perlu dibuka."})
    assert answer.status_code == 302
    assert "Sudah ditinjau" in text_of(wati.get("/darurat/"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"alasan": "darurat"}, "paling sedikit 20 huruf"),
        ({"alasan": ""}, "paling sedikit 20 huruf"),
        ({"lama": "480"}, "Pilih satu dari daftar"),
        ({"lama": "-60"}, "Pilih satu dari daftar"),
        ({"peran": "administrator"}, "tugas yang dipinjamkan"),
        ({"peran": "case_worker"}, "sudah memegang tugas ini"),
        ({"saksi": ""}, "Pilih satu dari daftar"),
        ({"saksi": "0192' OR 1=1"}, "Pilih satu dari daftar"),
        ({"wilayah": "Entah"}, "Pilih wilayah"),
    ],
)
def test_a_form_that_is_forged_or_empty_opens_nothing(wati, surya, changes, told):
    answer = ask(wati, **changes)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not BreakGlass.objects.exists()


def test_oneself_is_no_second_person_and_another_area_is_not_opened(wati, surya):
    assert "Bukan diri Anda sendiri" in ask(wati, saksi=str(id_of("wati"))).content.decode()
    assert ask(wati, wilayah=FAR).status_code == 403
    assert not BreakGlass.objects.exists()


def test_fields_that_the_form_has_not_change_nothing(wati, surya):
    ask(wati, ends_at="2030-01-01", person="1", witness_key="user:1", started_at="2020-01-01", area_code="")
    row = BreakGlass.objects.get()
    assert row.ends_at - row.started_at == timedelta(hours=1)
    assert row.area_code == VILLAGE
    assert row.person_id == id_of("wati")


def test_a_second_one_does_not_prolong_the_first(wati, open_glass):
    assert "tidak diperpanjang" in ask(wati).content.decode()
    assert BreakGlass.objects.count() == 1


def test_it_is_asked_only_after_proving_once_more_who_one_is(wati, surya):
    SignInSession.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
    for answer in (wati.get("/darurat/minta/"), ask(wati)):
        assert answer.headers["Location"].startswith("/masuk/pastikan/")
    assert not BreakGlass.objects.exists()


def test_without_a_second_step_there_is_no_way_to_it(areas, surya):
    account("tuti", "case_worker")
    weak = entered("tuti", factor="")
    assert weak.get("/darurat/").headers["Location"].startswith("/akun/siapkan/")
    assert ask(weak).headers["Location"].startswith("/akun/siapkan/")


def test_when_nobody_could_be_told_the_form_says_so(wati):
    assert "Belum ada yang dapat menjadi orang kedua" in text_of(wati.get("/darurat/minta/"))


def test_others_find_nothing(open_glass):
    stranger = account("bima", "administrator")
    for address in (open_glass, f"{open_glass}akhiri/", f"{open_glass}lihat/"):
        answer = stranger.get(address) if address == open_glass else stranger.post(address)
        assert answer.status_code == 404
    assert stranger.get("/darurat/tinjauan/").status_code == 403
    assert BreakGlass.objects.get().ended_at is None


def test_an_ended_task_ends_it(wati, open_glass, family):
    RoleGrant.objects.filter(role="case_worker").update(ended_at=clock.now(), ended_by="system")
    assert wati.get(f"/periksa/{family.pk}/").status_code == 403


def test_no_reason_stands_in_an_address_or_the_audit(open_glass):
    assert re.fullmatch(r"/darurat/[0-9a-f-]{36}/", open_glass)
    assert not [one for one in audit.entries(size=200).items if "hilang" in str(one)]


def test_a_list_of_many_asks_as_often_as_a_list_of_one(surya, wati, django_assert_max_num_queries):
    person = id_of("wati")
    for number in range(45):
        at = clock.now() - timedelta(days=number + 1)
        BreakGlass.objects.create(
            person_id=person,
            role="supervisor",
            area_code=DISTRICT,
            reason=WHY,
            started_at=at,
            ends_at=at + timedelta(hours=1),
            ended_at=at + timedelta(hours=1),
            ended_by="system",
            witness_key="user:0",
            told_at=at,
            seen_at=at,
        )
    with django_assert_max_num_queries(25):
        page = text_of(surya.get("/darurat/tinjauan/"))
    assert page.count("Wati (sintetis)") == 40
    more = page.split("/darurat/tinjauan/?kursor=")[1].split('"')[0]
    assert text_of(surya.get(f"/darurat/tinjauan/?kursor={more}")).count("Wati (sintetis)") == 5
