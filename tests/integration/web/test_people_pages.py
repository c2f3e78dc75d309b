"""Pages of people, units, roles and decrees: what they do, and what a forged form or address gets."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.blob_folders import blobs_in
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import Decree, Kin, Person, RoleGrant, Unit
from bahtera.config import registrations
from bahtera.foundation import clock

from .province import FAR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _site(areas, tmp_path):
    registrations.register_all()
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def root(db):
    return access.ensure_account(
        username="ratna", password="pw", full_name="Ratna (sintetis)", roles=["administrator"], areas=[""]
    )


@pytest.fixture
def ratna(root):
    """The administrator of the whole site before her pages."""
    return entered("ratna")


@pytest.fixture
def bima(root):
    """The administrator of one regency before his pages."""
    access.ensure_account(
        username="bima", password="pw", full_name="Bima (sintetis)", roles=["administrator"], areas=[REGENCY]
    )
    return entered("bima")


@pytest.fixture
def today():
    return clock.today("Asia/Makassar")


@pytest.fixture
def kader(root, today):
    added = access.add_person("Siti Aminah (sintetis)", area=VILLAGE, actor=root)
    held = access.grant_role(added.id, role="kader", area=VILLAGE, valid_from=today, actor=root)
    return added.id, held


def path_of(answer):
    assert answer.status_code == 302, answer.content[-3000:].decode()
    return answer.url


def text_of(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# --- people -----------------------------------------------------------------------------------------------


def test_a_kader_is_added_given_a_role_and_a_card(bima, today):
    made = bima.post("/orang/tambah/", {"nama": "Siti Aminah", "wilayah": f"{VILLAGE} · Desa Pulau Contoh"})
    address = path_of(made)
    page = text_of(bima.get(address))
    assert "Siti Aminah" in page
    assert "Belum ada peran" in page
    form = {"peran": "kader", "wilayah": VILLAGE, "mulai": today.isoformat(), "sampai": ""}
    assert path_of(bima.post(f"{address}peran/", form)) == address
    assert "Kader" in text_of(bima.get(address))
    assert "Siti Aminah" in text_of(bima.get(bima.post("/orang/", {"q": "amin"}).url))
    assert "Siti Aminah" in text_of(bima.get("/orang/?peran=kader"))
    assert "Siti Aminah" not in text_of(bima.get("/orang/?peran=supervisor"))


def test_a_first_password_is_shown_once_and_must_be_renewed(bima):
    made = bima.post("/orang/tambah/", {"nama": "Citra", "wilayah": REGENCY, "akun": "citra"})
    assert made.status_code == 200
    password = re.search(r'class="first-password">([a-z0-9-]+)<', made.content.decode())[1]
    user = get_user_model().objects.get(username="citra")
    assert user.check_password(password)
    assert "no-store" in made.headers["Cache-Control"] or "no-cache" in made.headers["Cache-Control"]
    person = Person.objects.get(user=user)
    assert password not in bima.get(f"/orang/{person.pk}/").content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"nama": " ", "wilayah": VILLAGE}, "Tuliskan namanya"),
        ({"nama": "Siti", "wilayah": ""}, "Pilih wilayah dari daftar"),
        ({"nama": "Siti", "wilayah": "Atlantis"}, "Pilih wilayah dari daftar"),
        ({"nama": "Siti", "wilayah": "63.10.05.9999"}, "Tidak ada wilayah"),
        ({"nama": "Siti", "wilayah": FAR}, "tidak"),
        ({"nama": "Siti", "wilayah": "Indonesia"}, "tidak"),
        ({"nama": "Siti", "wilayah": VILLAGE, "akun": "ratnа"}, "akun"),
        ({"nama": "Siti", "wilayah": VILLAGE, "akun": "RATNA"}, "akun"),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(bima, form, said):
    answer = bima.post("/orang/tambah/", form)
    assert answer.status_code in {400, 403}
    assert said.lower() in text_of(answer).lower()
    assert not Person.objects.filter(name="Siti").exists()


def test_an_area_is_found_by_its_name(bima):
    path_of(bima.post("/orang/tambah/", {"nama": "Siti", "wilayah": "Pulau Contoh"}))
    assert Person.objects.get(name="Siti").area_code == VILLAGE


@pytest.mark.parametrize(
    "typed",
    ["6310052004", " 63.10.05.2004 ", "63.10.05.2004 · Kampung 91, Kusan Hilir, Tanah Bumbu"],
)
def test_a_code_is_read_whole_with_or_without_dots(bima, kader, today, typed):
    person, _ = kader
    form = {"peran": "kader", "wilayah": typed, "mulai": today.isoformat()}
    bima.post(f"/orang/{person}/peran/", form)
    assert RoleGrant.objects.filter(person_id=person, area_code="63.10.05.2004").exists()


@pytest.mark.parametrize(
    "typed",
    [
        "631005200",
        "63.10.05.20045",
        "63.1",
        "63.10.5",
        "Kampung 63",
        "RT 63 Desa Mana",
        "63.10 dan 63.11",
        "99",
    ],
)
def test_no_wider_area_is_cut_out_of_a_slip(bima, kader, today, typed):
    person, _ = kader
    before = RoleGrant.objects.filter(person_id=person).count()
    form = {"peran": "kader", "wilayah": typed, "mulai": today.isoformat()}
    answer = bima.post(f"/orang/{person}/peran/", form)
    assert answer.status_code == 400
    assert RoleGrant.objects.filter(person_id=person).count() == before


def test_extra_fields_are_not_read(bima, kader, today):
    """Mass assignment: a form says only what it has fields for."""
    person, _ = kader
    forged = {
        "nama": "Wati",
        "wilayah": VILLAGE,
        "is_active": "0",
        "user": "1",
        "user_id": "1",
        "area_code": "",
        "role": "administrator",
        "peran": "administrator",
        "owner": "1",
        "agency": str(uuid4()),
        "level": "5",
    }
    path_of(bima.post("/orang/tambah/", forged))
    wati = Person.objects.get(name="Wati")
    assert (wati.area_code, wati.user_id, wati.is_active, wati.grants.count()) == (VILLAGE, None, True, 0)
    path_of(
        bima.post(
            f"/orang/{person}/peran/",
            {
                "peran": "kader",
                "wilayah": "63.10.05.2004",
                "mulai": today.isoformat(),
                "person": str(wati.pk),
                "granted_by": "system",
                "granted_at": "2000-01-01",
                "area_code": "",
                "ended_at": "",
                "valid_from": "2000-01-01",
            },
        )
    )
    row = RoleGrant.objects.get(area_code="63.10.05.2004")
    assert (row.person_id, row.role, row.valid_from) == (person, "kader", today)
    assert row.granted_by != "system"


@pytest.mark.parametrize(
    "form",
    [
        {"peran": "administrator", "wilayah": "63"},
        {"peran": "administrator", "wilayah": "Indonesia"},
        {"peran": "kader", "wilayah": FAR},
        {"peran": "auditor", "wilayah": REGENCY},
        {"peran": "system", "wilayah": REGENCY},
        {"peran": "kader", "wilayah": VILLAGE, "unit": "x"},
        {"peran": "agency_officer", "wilayah": VILLAGE, "unit": str(uuid4())},
        {"peran": "kader", "wilayah": "63.10.05.2004", "sk": str(uuid4())},
        {"peran": "kader", "wilayah": "63.10.05.2004", "mulai": "kemarin"},
        {"peran": "kader", "wilayah": "63.10.05.2004", "mulai": ""},
        {"peran": "kader", "wilayah": "63.10.05.2004", "sampai": "2001-01-01"},
        {"peran": "kader", "wilayah": "63.10.05.2004", "mulai": "0001-01-01"},
    ],
)
def test_a_forged_role_is_refused_in_words(bima, kader, today, form):
    person, _ = kader
    before = RoleGrant.objects.count()
    answer = bima.post(f"/orang/{person}/peran/", {"mulai": today.isoformat(), "sampai": "", **form})
    assert answer.status_code in {400, 403}
    assert answer.status_code == 403 or 'role="alert"' in answer.content.decode()
    assert RoleGrant.objects.count() == before


def test_nobody_gives_themselves_a_role(bima, today):
    own = Person.objects.get(user__username="bima")
    answer = bima.post(
        f"/orang/{own.pk}/peran/", {"peran": "supervisor", "wilayah": REGENCY, "mulai": today.isoformat()}
    )
    assert answer.status_code == 400
    assert RoleGrant.objects.filter(person=own).count() == 1


def nested(person, grant, unit, agency, decree):
    return [
        f"/orang/{person}/",
        f"/orang/{person}/peran/",
        f"/peran/{grant}/akhiri/",
        f"/unit/{unit}/",
        f"/unit/instansi/{agency}/tambah/",
        f"/sk/{decree}/",
        f"/sk/{decree}/pindaian/",
    ]


def posts(person, grant, unit, agency, decree):
    return [
        f"/orang/{person}/nama/",
        f"/orang/{person}/akun/",
        f"/orang/{person}/keluar/",
        f"/orang/{person}/unit/",
        f"/orang/{person}/unit/1/akhiri/",
        f"/orang/{person}/kerabat/",
        f"/orang/{person}/kerabat/1/hapus/",
        f"/orang/{person}/peran/",
        f"/peran/{grant}/akhiri/",
        f"/unit/{unit}/ubah/",
        f"/sk/{decree}/pindaian/",
        "/sk/kabar/1/",
    ]


@pytest.fixture
def far_things(root, today):
    """A person, role, unit, agency and decree of another regency."""
    added = access.add_person("Rahasia Jauh", area="63.02", username="jauh", actor=root)
    held = access.grant_role(added.id, role="supervisor", area="63.02", valid_from=today, actor=root)
    agency = access.add_agency("Dinas Jauh", area="63.02", actor=root)
    unit = access.add_unit(agency, name="Unit Jauh", kind="sosial", inbox="unit-jauh", actor=root)
    decree = access.register_decree(
        "999/JAUH", signed_on=today, signer="Bupati Jauh", area="63.02", valid_from=today, actor=root
    )
    return added.id, held, unit, agency, decree


def test_what_lies_elsewhere_looks_like_what_does_not_exist(bima, far_things, today):
    full = {
        "nama": "X",
        "akun": "xxx",
        "unit": str(far_things[2]),
        "mulai": today.isoformat(),
        "keluarga": str(uuid4()),
        "hubungan": "own",
        "jenis": "sosial",
        "kotak": "xxx",
        "peran": "kader",
        "wilayah": VILLAGE,
        "alasan": "x",
        "pindaian": SimpleUploadedFile("x.pdf", PDF),
    }
    nothing = tuple(uuid4() for _ in far_things)
    for made, send in ((nested, "get"), (posts, "post")):
        for real, invented in zip(made(*far_things), made(*nothing), strict=True):
            data = () if send == "get" else (full,)
            answers = [getattr(bima, send)(one, *data) for one in (real, invented)]
            assert [one.status_code for one in answers] == [404, 404], real
            strip = re.compile(r"[0-9a-f-]{36}|csrf\S+|value=\"\w{64}\"")
            first, second = (strip.sub("", one.content.decode()) for one in answers)
            assert first == second, real
            assert "Jauh" not in first


def test_a_nested_id_of_another_person_is_not_there(bima, kader, root):
    person, _ = kader
    other = access.add_person("Dewi", area=VILLAGE, actor=root)
    access.declare_kin(other.id, family_id=uuid4(), relation="own", actor=root)
    kin = Kin.objects.get()
    assert bima.post(f"/orang/{person}/kerabat/{kin.pk}/hapus/").status_code == 404
    assert Kin.objects.exists()


@pytest.mark.parametrize("who", ["chelsea"])
def test_whoever_looks_after_nobody_has_no_such_pages(request, who, kader):
    client = request.getfixturevalue(who)
    for address in ("/orang/", "/orang/tambah/", f"/orang/{kader[0]}/", "/unit/", "/sk/", "/sk/tambah/"):
        assert client.get(address).status_code == 403, address


def test_a_supervisor_keeps_kader_and_registers_no_decrees(bob, kader):
    assert "Siti Aminah" in text_of(bob.get("/orang/"))
    assert bob.get("/sk/").status_code == 200
    assert bob.get("/sk/tambah/").status_code == 403
    assert bob.get("/unit/instansi/tambah/").status_code == 403
    page = bob.get(f"/orang/{kader[0]}/peran/").content.decode()
    assert 'value="kader"' in page
    assert 'value="administrator"' not in page


def test_a_name_is_changed_and_an_account_opened(bima, kader):
    person, _ = kader
    path_of(bima.post(f"/orang/{person}/nama/", {"nama": "Siti A."}))
    made = bima.post(f"/orang/{person}/akun/", {"akun": "siti.a"})
    assert "siti.a" in text_of(made)
    path_of(bima.post(f"/orang/{person}/akun/", {"akun": "siti.b"}))
    assert Person.objects.get(pk=person).user.username == "siti.a"


# --- ending -----------------------------------------------------------------------------------------------


def test_a_role_is_handed_over_and_the_minutes_are_printed(bob, measured, root, kader, today):
    person, held = kader
    dewi = access.add_person("Dewi (sintetis)", area=VILLAGE, actor=root)
    access.grant_role(dewi.id, role="kader", area=VILLAGE, valid_from=today, actor=root)
    page = text_of(bob.get(f"/peran/{held}/akhiri/"))
    assert "10 keluarga belum dikunjungi" in page
    assert "Dewi (sintetis)" in page
    refused = bob.post(f"/peran/{held}/akhiri/", {"cara": "serah", "alasan": "pindah", "semua": ""})
    assert refused.status_code == 400
    assert "belum ada penerimanya" in text_of(refused)
    done = bob.post(
        f"/peran/{held}/akhiri/", {"cara": "serah", "alasan": "pindah rumah", "semua": str(dewi.id)}
    )
    minutes = text_of(bob.get(path_of(done)))
    for said in ("Berita acara serah terima", "pindah rumah", "Dewi (sintetis)", "10 keluarga", "Mengetahui"):
        assert said in minutes
    assert "Berita acara" in text_of(bob.get(f"/orang/{person}/"))
    assert bob.post(f"/peran/{held}/akhiri/", {"alasan": "lagi"}).status_code == 400


def test_a_taker_from_elsewhere_cannot_be_forged(bob, measured, far_things, kader):
    _, held = kader
    for taker in (str(far_things[0]), str(uuid4()), "x"):
        answer = bob.post(f"/peran/{held}/akhiri/", {"cara": "serah", "alasan": "x", "semua": taker})
        assert answer.status_code == 400
    assert RoleGrant.objects.get(pk=held).ended_at is None


def test_an_emergency_ends_a_role_at_once(bob, measured, kader):
    person, held = kader
    done = bob.post(f"/peran/{held}/akhiri/", {"cara": "darurat", "alasan": "telepon dicuri"})
    assert "darurat" in text_of(bob.get(path_of(done)))
    left = bob.post(f"/orang/{person}/keluar/", follow=True)
    assert "ditutup" in text_of(left)
    assert not Person.objects.get(pk=person).is_active


# --- units, decrees, kin ----------------------------------------------------------------------------------


def test_an_agency_gets_units_and_units_get_people(bima, kader, today):
    person, _ = kader
    made = path_of(
        bima.post("/unit/instansi/tambah/", {"nama": "Dinas Sosial, Dukcapil", "wilayah": REGENCY})
    )
    for name, kind in (("Bidang Sosial", "sosial"), ("Bidang Dukcapil", "dukcapil")):
        unit = path_of(bima.post(made, {"nama": name, "jenis": kind, "kotak": f"{kind}-tala"}))
    page = text_of(bima.get("/unit/"))
    assert "Bidang Sosial" in page
    assert "Kependudukan dan pencatatan sipil" in page
    refused = bima.post(made, {"nama": "Lagi", "jenis": "sosial", "kotak": "sosial-tala"})
    assert refused.status_code == 400
    row = Unit.objects.get(kind="dukcapil")
    form = {"unit": str(row.pk), "jabatan": "Petugas loket", "mulai": today.isoformat()}
    path_of(bima.post(f"/orang/{person}/unit/", form))
    assert "Petugas loket" in text_of(bima.get(unit))
    path_of(bima.post(f"{unit}ubah/", {"nama": "Bidang Capil", "jenis": "dukcapil", "kotak": "capil"}))
    assert Unit.objects.get(pk=row.pk).inbox == "capil"
    place = Person.objects.get(pk=person).memberships.get()
    path_of(bima.post(f"/orang/{person}/unit/{place.pk}/akhiri/"))


def decree_form(today, **more):
    return {
        "nomor": "400.2/12/2026",
        "tentang": "Kader pendata",
        "tanggal": today.isoformat(),
        "penanda": "Bupati (sintetis)",
        "wilayah": REGENCY,
        "mulai": today.isoformat(),
        "sampai": (today + timedelta(days=30)).isoformat(),
        **more,
    }


def test_a_decree_is_registered_with_its_scan_and_handed_out_safely(bima, today):
    scan = SimpleUploadedFile("SK <Bupati>.pdf", PDF, content_type="text/html")
    address = path_of(bima.post("/sk/tambah/", decree_form(today, pindaian=scan)))
    assert "Segera habis" in text_of(bima.get(address))
    file = bima.get(f"{address}pindaian/")
    assert b"".join(file.streaming_content) == PDF
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_scan_that_is_something_else_is_refused(bima, today):
    bad = SimpleUploadedFile("sk.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")
    assert bima.post("/sk/tambah/", decree_form(today, pindaian=bad)).status_code == 400
    assert not Decree.objects.exists()
    address = path_of(bima.post("/sk/tambah/", decree_form(today)))
    bad.seek(0)
    answer = bima.post(f"{address}pindaian/", {"pindaian": bad}, follow=True)
    assert "PDF, JPEG" in text_of(answer)
    assert bima.get(f"{address}pindaian/").status_code == 404


def test_an_ending_decree_is_told_on_the_first_page_until_it_is_seen(bima, today):
    path_of(bima.post("/sk/tambah/", decree_form(today)))
    access.warn_of_ending_decrees()
    home = bima.get("/").content.decode()
    assert "400.2/12/2026" in home
    notice = re.search(r"/sk/kabar/\d+/", home)[0]
    path_of(bima.post(notice))
    assert "400.2/12/2026" not in bima.get("/").content.decode()


def test_kin_are_declared_by_who_may_read_families(bob, visit, kader):
    from bahtera.families import api as families

    person, _ = kader
    outcome = families.record_visit(
        village_code=VILLAGE,
        family_id=None,
        no_kk="",
        head_name="Rahmawati",
        address="",
        members=[],
        visited_on=date(2026, 11, 20),
        source="test:1",
        actor_key="token:1",
    )
    page = bob.get(bob.post(f"/orang/{person}/", {"cari": "rahma"}).url).content.decode()
    assert str(outcome.family_id) in page
    form = {"keluarga": str(outcome.family_id), "hubungan": "own"}
    path_of(bob.post(f"/orang/{person}/kerabat/", form))
    assert "Rahmawati" in text_of(bob.get(f"/orang/{person}/"))
    bob.post(f"/orang/{person}/kerabat/", {"keluarga": str(uuid4()), "hubungan": "own"})
    bob.post(f"/orang/{person}/kerabat/", {"keluarga": str(outcome.family_id), "hubungan": "musuh"})
    row = Kin.objects.get()
    assert row.relation == "own"
    path_of(bob.post(f"/orang/{person}/kerabat/{row.pk}/hapus/"))
    assert not Kin.objects.exists()


def test_an_administrator_sees_that_there_is_kin_and_no_name(bima, root, kader):
    person, _ = kader
    access.declare_kin(person, family_id=uuid4(), relation="own", actor=root)
    page = text_of(bima.get(f"/orang/{person}/"))
    assert "Rumah tangga sendiri" in page
    assert "Satu keluarga" in page


def test_a_card_gets_its_owner(bob, root, kader):
    person, _ = kader
    card = access.issue_token(name="Siti", areas=[VILLAGE], actor=root)
    assert "Kartu siapa?" in text_of(bob.get("/token/"))
    path_of(bob.post(f"/token/{card.id}/pemilik/", {"orang": str(person)}))
    assert "Milik Siti Aminah" in text_of(bob.get("/token/"))
    assert bob.post("/token/99999/pemilik/", {"orang": str(person)}).status_code == 404


def test_what_people_are_called_is_never_markup(bima):
    made = bima.post("/orang/tambah/", {"nama": "<script>alert(1)</script>", "wilayah": VILLAGE})
    page = bima.get(path_of(made)).content.decode()
    assert "<script>alert(1)" not in page


def test_pages_speak_english_too(ratna, kader):
    ratna.post("/bahasa/", {"bahasa": "en", "next": "/orang/"})
    assert "Give a role" in text_of(ratna.get(f"/orang/{kader[0]}/"))
