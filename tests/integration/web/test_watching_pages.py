"""Pages of those who watch over the site: the audit, its files, the keys. No name, no secret, no formula."""

import base64
import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.audit_chain import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.audit_chain import sql
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import RoleGrant, SignInSession
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import keyring, records, rotation

from .province import FAR, PASSWORD, PROVINCE, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(areas, tmp_path):
    with clock.frozen(NOW), keys_and_files_in(tmp_path):
        yield


def account(name, *roles, area=PROVINCE):
    access.ensure_account(
        username=name,
        password=PASSWORD,
        full_name=f"{name.title()} (sintetis)",
        roles=list(roles),
        areas=[area],
    )
    return entered(name)


@pytest.fixture
def surya():
    return account("surya", "auditor")


@pytest.fixture
def dian():
    return account("dian", "data_protection_officer")


@pytest.fixture
def ratna():
    return account("ratna", "administrator", area="")


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def table(answer):
    assert answer.status_code == 200, answer.status_code
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def write(*drafts):
    for action, actor, subject, at in drafts:
        with clock.frozen(at):
            audit.note(action, actor=actor, subject=subject)


def shown(page):
    """Return the actions that a page lists, in its order."""
    return [part.split("</strong>")[0] for part in page.split('class="entry-action">')[1:]]


# --- looking through --------------------------------------------------------------------------------------


def test_entries_are_told_in_plain_indonesian_and_without_names(surya):
    write(("families.visit_recorded", "token:3", f"family:{uuid4()}", NOW))
    page = text_of(surya.get("/jejak/"))
    assert "Keluarga dicatat dari kunjungan" in shown(page)
    assert "kartu HP 3" in page
    assert "Surya (sintetis)" not in page.split("<main")[1]


def test_who_looks_is_written_down_and_found_in_the_trail_of_whom_they_looked_for(surya):
    family = f"family:{uuid4()}"
    surya.get("/jejak/", {"hal": family, "dari": "2026-11-01", "ditolak": "ya"})
    [entry] = audit.entries(action="audit.searched").items
    assert entry.about == (family,)
    assert entry.details == {
        "first_day": "2026-11-01",
        "last_day": "2026-11-22",
        "thing": family,
        "refused": True,
    }


def test_it_narrows_by_day_action_actor_kind_thing_and_refusal(surya):
    family = f"family:{uuid4()}"
    write(
        ("surveys.received", "token:3", "submission:1", NOW - timedelta(days=3)),
        ("families.visit_recorded", "token:3", family, NOW - timedelta(days=3)),
        ("surveys.refused", "token:4", "body:9", NOW - timedelta(days=2)),
        ("access.refused", "user:99", "door:web.people", NOW - timedelta(days=20)),
    )

    def found(**asked):
        return shown(text_of(surya.get("/jejak/", {"sampai": "2026-11-21"} | asked)))

    assert found() == ["Kiriman HP ditolak", "Keluarga dicatat dari kunjungan", "Kunjungan diterima"]
    assert found(dari="2026-11-01")[-1] == "Ditolak"
    assert found(tindakan="surveys.") == ["Kiriman HP ditolak", "Kunjungan diterima"]
    assert found(tindakan="surveys.received") == ["Kunjungan diterima"]
    assert found(pelaku="token:4") == ["Kiriman HP ditolak"]
    assert found(jenis="family") == ["Keluarga dicatat dari kunjungan"]
    assert found(hal=family) == ["Keluarga dicatat dari kunjungan"]
    assert found(ditolak="ya", dari="2026-11-01") == ["Kiriman HP ditolak", "Ditolak"]


@pytest.mark.parametrize(
    "asked",
    [
        {"dari": "kemarin", "sampai": "9999-12-31"},
        {"dari": "2026-12-01", "sampai": "2026-11-01"},
        {"tindakan": "'; DROP TABLE", "jenis": "%"},
        {"pelaku": "Siti Aminah", "hal": "6310054101800077 "},
        {"pelaku": "=cmd|x", "hal": "\0"},
    ],
)
def test_what_is_forged_or_mistyped_finds_nothing_and_is_not_kept(surya, asked):
    answer = surya.get("/jejak/", asked)
    assert answer.status_code in {200, 400}
    told = str([entry.details for entry in audit.entries(action="audit.searched").items])
    assert not any(value in told for value in ("Siti", "6310054101800077", "DROP", "cmd"))


def test_a_name_is_refused_with_a_word_of_advice(surya):
    assert "Nama tidak dicari di sini" in text_of(surya.get("/jejak/", {"pelaku": "Siti Aminah"}))


def test_pages_follow_each_other_without_gap_or_repetition(surya):
    write(*(("surveys.received", "token:3", f"submission:{n}", NOW - timedelta(days=1)) for n in range(120)))
    address, seen = "/jejak/?sampai=2026-11-21", []
    while address:
        page = text_of(surya.get(address))
        seen += [part.split("<")[0] for part in page.split("kunjungan ")[1:] if part[0].isdigit()]
        more = page.split('<p class="more">')[1].split("</p>")[0]
        address = more.split('href="')[1].split('"')[0].replace("&amp;", "&") if "href" in more else ""
    assert sorted(map(int, seen)) == list(range(120))


def test_each_entry_tells_its_state_in_the_chain(surya):
    write(("surveys.received", "token:3", "submission:1", NOW))
    assert "Utuh, belum dijangkarkan" in text_of(surya.get("/jejak/"))
    audit.anchor()
    assert "Utuh dan sudah dijangkarkan" in text_of(surya.get("/jejak/"))
    row = AuditEntry.objects.get(action="surveys.received")
    sql("UPDATE foundation_auditentry SET actor = 'token:8' WHERE id = %s", row.pk)
    page = text_of(surya.get("/jejak/"))
    assert "DIUBAH atau lepas dari rantai" in page
    assert "catatan di bawah diubah dari luar Bahtera" in page


def test_an_entry_that_hangs_on_nothing_is_told(surya):
    write(*(("surveys.received", "token:3", f"submission:{n}", NOW) for n in range(3)))
    gone = AuditEntry.objects.get(subject="submission:1")
    sql("DELETE FROM foundation_auditentry WHERE id = %s", gone.pk)
    listed = audit.entries(action="surveys.received").items
    states = {
        entry.subject: state for entry, state in zip(listed, audit.states_of(listed).values(), strict=True)
    }
    assert states == {"submission:2": audit.State.CHANGED, "submission:0": audit.State.WHOLE}


def test_it_says_how_far_the_chain_is_anchored_and_when_it_was_verified(surya):
    assert "Belum ada hari yang dijangkarkan" in text_of(surya.get("/jejak/"))
    audit.anchor()
    with clock.frozen(NOW + timedelta(days=1)):
        audit.anchor()
        audit.note(
            audit.VERIFIED,
            actor="system",
            subject="audit",
            details={"entries": 12, "problems": 0, "first_day": "2026-11-22", "last_day": "2026-11-23"},
        )
    with clock.frozen(NOW + timedelta(minutes=1)):
        page = text_of(surya.get("/jejak/"))
    assert "Dijangkarkan dan ditutup" in page
    assert "12 catatan, 2026-11-22 sampai 2026-11-23" in page
    assert "Tidak ada yang diubah." in page
    (audit.anchors.folder() / "2026-11-22.jsonl").write_bytes(b"{}\n")
    assert "Berkas jangkar diubah atau hilang" in text_of(surya.get("/jejak/"))


def test_others_do_not_look(ratna):
    assert ratna.get("/jejak/").status_code == 403
    assert account("siti", "supervisor", area=REGENCY).get("/jejak/").status_code == 403


# --- files ------------------------------------------------------------------------------------------------


def test_the_file_holds_what_was_looked_for_and_no_formula(surya):
    write(
        ("surveys.received", "=HYPERLINK(1)", "submission:1", NOW), ("surveys.refused", "-1+2", "body:2", NOW)
    )
    rows = table(surya.get("/ekspor/jejak.csv?tindakan=surveys."))
    assert [row["tindakan"] for row in rows] == ["surveys.refused", "surveys.received"]
    assert [row["pelaku"] for row in rows] == ["'-1+2", "'=HYPERLINK(1)"]
    assert {row["keadaan_rantai"] for row in rows} == {"Utuh, belum dijangkarkan"}
    assert [entry.actor for entry in audit.entries(action="audit.exported").items] == [
        f"user:{id_of('surya')}"
    ]


def id_of(name):
    return get_user_model().objects.get(username=name).pk


@pytest.mark.parametrize("address", ["/ekspor/jejak.csv", f"/ekspor/riwayat-orang.csv?anggota={UUID(int=7)}"])
def test_a_file_leaves_only_after_proving_once_more_who_asks(dian, address):
    SignInSession.objects.update(confirmed_at=NOW - timedelta(hours=1))
    answer = dian.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk/pastikan/")


def visited(village):
    outcome = families.record_visit(
        village_code=village,
        family_id=None,
        visited_on=NOW.date(),
        source=f"uji:{village}",
        actor_key="token:3",
        no_kk="6310050101990079",
        head_name="Aminah (sintetis)",
        members=[families.MemberInput(name="Aminah (sintetis)", sex="p", relation="kepala")],
    )
    return outcome.member_ids[0]


def test_the_trail_of_a_member_is_taken_by_the_officer_of_their_area(dian):
    member = visited(VILLAGE)
    rows = table(dian.get(f"/ekspor/riwayat-orang.csv?anggota={member}"))
    assert "families.visit_recorded" in {row["tindakan"] for row in rows}
    assert "Aminah" not in str(rows)
    [entry] = audit.entries(action="audit.trail_exported").items
    assert entry.about == (f"member:{member}",)


def test_nobody_takes_a_trail_from_elsewhere_or_learns_that_it_is_there(dian, surya):
    member = visited(FAR)
    RoleGrant.objects.filter(role="data_protection_officer").update(area_code=REGENCY)
    foreign = dian.get(f"/ekspor/riwayat-orang.csv?anggota={member}")
    nobody = dian.get(f"/ekspor/riwayat-orang.csv?anggota={uuid4()}")
    assert (foreign.status_code, nobody.status_code) == (404, 404)
    assert dian.get("/ekspor/riwayat-orang.csv?anggota=Aminah").status_code == 404
    assert surya.get(f"/ekspor/riwayat-orang.csv?anggota={member}").status_code == 403


# --- keys -------------------------------------------------------------------------------------------------


def test_keys_are_told_by_version_and_fingerprint_and_never_shown(ratna):
    records.remember()
    page = text_of(ratna.get("/kunci/"))
    assert "bahtera keys rotate" in page
    assert "tidak diketahui" in page
    assert "belum selesai" not in page
    assert "Tidak ada dalam berkas kunci" not in page
    ring = keyring.current()
    assert ring.sealing.by_version[1].fingerprint in page
    for keys in (ring.sealing, ring.index):
        for key in keys.by_version.values():
            assert base64.b64encode(key.secret).decode() not in page
            assert key.secret.hex() not in page
    assert str(keyring.path()) not in page


def test_an_unfinished_rotation_and_old_copies_of_keys_are_told(ratna):
    records.remember()
    visited(VILLAGE)
    audit.note("site.keys_saved", actor="system", subject="site", details={"keys": 4})
    with clock.frozen(NOW + timedelta(minutes=1)):
        rotation.prepare()
        rotation.activate()
        page = text_of(ratna.get("/kunci/?hitung=ya"))
    assert "Penggantian kunci belum selesai" in page
    assert "Kunci disimpan sebelum versi terbaru dibuat" in page
    assert "Belum memakai versi terbaru:" in page


def test_a_lost_key_ring_is_said_plainly(ratna):
    records.remember()
    keyring.path().rename(keyring.path().with_suffix(".away"))
    keyring.configure(keyring.path())
    assert "Berkas kunci hilang" in text_of(ratna.get("/kunci/"))


def test_only_administrators_see_the_keys(surya):
    assert surya.get("/kunci/").status_code == 403
