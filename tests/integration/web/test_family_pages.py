"""The register's pages: what happened is told in forms, taken back, answered; who moved in is taken up."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import events
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment, Round, Submission

from .province import FAR, NEIGHBOUR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def rina(areas):
    access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )
    row = Round.objects.create(name="Putaran satu (sintetis)", year=2025, form_id="x", opens=date(2025, 1, 1))
    surveys.set_targets(row.pk, {VILLAGE: 9, NEIGHBOUR: 9, FAR: 9}, actor=access.SYSTEM)
    return row


@pytest.fixture
def page():
    return entered("rina")


def record(source, *members, village=VILLAGE, family_id=None, on=MARCH):
    with transaction.atomic():
        return families.record_visit(
            village_code=village,
            family_id=family_id,
            visited_on=on,
            members=members,
            rt="3",
            rw="1",
            source=source,
            actor_key="token:1",
        )


def person(name, relation, sex="l", born=date(1980, 1, 1), member_id=None):
    return families.MemberInput(name, member_id=member_id, sex=sex, relation=relation, birth_date=born)


@pytest.fixture
def family():
    """A couple with a grown daughter; nobody is real (sintetis)."""
    return record(
        "a",
        person("Adi Sintetis", "kepala"),
        person("Bunga Sintetis", "pasangan", "p"),
        person("Citra Sintetis", "anak", "p", date(2004, 1, 1)),
    )


def send(page, address, **values):
    return page.post(address, {"revisi": "", "tanggal": "2026-06-01", **values}, follow=True).content.decode()


def told(page, family, kind, **values):
    seen = families.revision_of(family.family_id)
    return send(page, f"/keluarga/{family.family_id}/catat/{kind}/", revisi=seen, **values)


def test_the_list_leads_to_a_family_whose_events_are_told_and_taken_back(page, family):
    listed = page.get(f"/keluarga/?desa={VILLAGE}").content.decode()
    assert f"/keluarga/{family.family_id}/" in listed
    assert "3 orang" in listed
    form = page.get(f"/keluarga/{family.family_id}/catat/death/").content.decode()
    assert "Adi Sintetis" in form
    refused = told(page, family, "death", siapa=family.member_ids[0])
    assert "Pilih siapa kepala keluarga dari yang tetap bersama." in refused
    shown = told(page, family, "death", siapa=family.member_ids[0], kepala=family.member_ids[1])
    assert "Keluarga Bunga Sintetis" in shown
    assert "Kematian" in shown
    [event] = families.events_of(family.family_id)
    back = send(page, f"/keluarga/{family.family_id}/batal/{event.id}/", sebab="salah orang")
    assert "Keluarga Adi Sintetis" in back
    assert "salah orang" in back
    assert "dibatalkan" in back


def test_each_kind_of_event_has_a_form_that_opens(page, family):
    other = record("b", person("Dedi Sintetis", "kepala"))
    for kind in (
        "birth",
        "divorce",
        "marriage_in",
        "marriage_out",
        "split",
        "join",
        "move_in",
        "move_out",
        "head",
    ):
        assert page.get(f"/keluarga/{family.family_id}/catat/{kind}/").status_code == 200
    assert page.get(f"/keluarga/{family.family_id}/catat/correction/").status_code == 404
    form = page.get(f"/keluarga/{family.family_id}/catat/shared/?lain={other.family_id}").content.decode()
    assert "Dedi Sintetis" in form
    shown = told(
        page,
        family,
        "shared",
        siapa=family.member_ids[0],
        lain=other.family_id,
        jenis="polygamy",
        hubungan="famili_lain",
    )
    assert "Suami dengan lebih dari satu istri" in shown
    born = told(page, family, "birth", nama="Fitri Sintetis", jenis_kelamin="p", hubungan="anak")
    assert "Fitri Sintetis" in born
    shown = told(page, family, "marriage_out", siapa=family.member_ids[2], ke="sendiri", tanggal="2026-07-01")
    assert "Keluarga Citra Sintetis" in shown
    send(page, f"/keluarga/{family.family_id}/rumah/", lain=other.family_id)
    assert "Serumah dengan:" in send(page, f"/keluarga/{family.family_id}/kki/", kki="KKI 630200017")
    assert families.kki_of(family.family_id) == "KKI630200017"


def test_a_visit_leaves_questions_that_are_answered(page, family):
    adi, bunga, citra = family.member_ids
    record(
        "b",
        person("Adi Sintetis", "kepala", member_id=adi),
        person("Bunga Sintetis", "pasangan", "p", member_id=bunga),
        person("Gani Sintetis", "famili_lain"),
        family_id=family.family_id,
        on=date(2026, 9, 1),
    )
    shown = page.get(f"/keluarga/{family.family_id}/").content.decode()
    assert "tidak ada pada kunjungan" in shown
    assert "2 perlu dijawab" in page.get(f"/keluarga/?desa={VILLAGE}").content.decode()
    asked = {one.kind: one for one in families.proposals_for([family.family_id])}
    address = f"/keluarga/{family.family_id}/usulan/"
    form = send(page, f"{address}{asked['missing'].id}/", apa="marriage_out", siapa=citra)
    assert f'name="usulan" value="{asked["missing"].id}"' in form
    told(
        page,
        family,
        "marriage_out",
        siapa=citra,
        ke="pergi",
        usulan=asked["missing"].id,
        tanggal="2026-08-01",
    )
    send(page, f"{address}{asked['arrived'].id}/", apa="move_in")
    assert families.proposals_for([family.family_id]) == []
    assert [one.kind.value for one in families.events_of(family.family_id)] == ["marriage_out", "move_in"]


def test_a_family_moves_with_consent_and_is_taken_up_there(page, family, rina):
    task = Assignment.objects.create(
        round_id=rina.pk,
        village_code=VILLAGE,
        family_id=family.family_id,
        person_id=uuid4(),
        first_day=MARCH,
        assigned_at="2026-03-01T00:00:00Z",
        assigned_by="user:1",
    )
    moved = {
        "revisi": families.revision_of(family.family_id),
        "setuju": "ya",
        "desa": NEIGHBOUR,
        "oleh": family.member_ids[1],
        "cara": "spoken",
        "saksi": "Ketua RT (sintetis)",
    }
    assert "Desa tujuan yang memutuskan" in send(page, f"/keluarga/{family.family_id}/pindah/", **moved)
    while events.dispatch():
        pass
    task.refresh_from_db()
    assert task.ended_why == "family_left"
    assert "Keluarga Adi Sintetis" in page.get("/keluarga/pindahan/").content.decode()
    assert "Pindah" in page.get(f"/keluarga/?desa={VILLAGE}").content.decode()
    move = families.move_of(family.family_id)
    send(page, f"/keluarga/pindahan/{move.id}/terima/", rt="9")
    assert families.get_family(family.family_id).village_code == NEIGHBOUR
    there = page.get(f"/keluarga/{family.family_id}/").content.decode()
    assert ("Seluruh keluarga pindah" in there, "Seluruh keluarga datang" in there) == (True, True)
    assert "Tidak ada keluarga yang menunggu" in page.get("/keluarga/pindahan/").content.decode()


def test_rounds_are_compared_by_the_families_in_both(page, family, rina):
    second = Round.objects.create(
        name="Putaran dua (sintetis)", year=2026, form_id="x", opens=date(2026, 5, 1)
    )
    stays, new = family.family_id, record("b", person("Dedi Sintetis", "kepala")).family_id
    gone = record("c", person("Eka Sintetis", "kepala")).family_id
    for number, (row, one) in enumerate([(rina, stays), (rina, gone), (second, stays), (second, new)]):
        Submission.objects.create(
            instance_id=f"uuid:{number}",
            form_id="x",
            form_version="1",
            sha256=f"{number}" * 64,
            size=1,
            actor_key="token:1",
            received_at="2026-06-01T00:00:00Z",
            state="approved",
            is_current=True,
            round=row,
            village_code=VILLAGE,
            family_id=one,
            result_code="selesai",
        )
    assert surveys.met_families(second.pk, VILLAGE) == {stays, new}
    shown = page.get(f"/keluarga/?desa={VILLAGE}").content.decode()
    assert "Keluarga yang sama dalam dua putaran" in shown
    cells = [row.split("</td>")[0].rsplit(">", 1)[-1] for row in shown.split('class="n">')[3:]]
    assert cells[:12] == ["1", "1", "0", "–", "1", "–", "–", "0", "–", "1", "2", "2"]
