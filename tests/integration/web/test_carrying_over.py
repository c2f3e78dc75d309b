"""Unfinished visits: they stay with who has the task now, and become tasks of the next round where a person says so."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.families.models import FamilyState
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment, Round, Submission

from .province import FAR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
HEADS = ("Belum", "Kosong", "Kembali", "Selesai", "Menolak", "Pindah", "Hilang")


def kader_of(area, actor, name):
    person = access.add_person(name, area=area, actor=actor).id
    today = clock.today("Asia/Jakarta") - timedelta(days=1)
    access.grant_role(person, role="kader", area=area, valid_from=today, actor=actor)
    return person


def family(village, head):
    with durable():
        return families.record_visit(
            village_code=village,
            family_id=None,
            visited_on=clock.now().date(),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name=head,
            rt="003",
            rw="1",
        ).family_id


def visited(round_id, family_id, result, state="accepted", village=VILLAGE):
    return Submission.objects.create(
        round_id=round_id,
        instance_id=f"uuid:{uuid4()}",
        form_id="x",
        form_version="1",
        sha256="0" * 64,
        size=1,
        actor_key="token:1",
        received_at=clock.now(),
        state=state,
        is_current=state != "rejected",
        village_code=village,
        family_id=family_id,
        result_code=result,
    )


@pytest.fixture
def world(areas):
    """An earlier round whose kader Siti left five of seven families, and a new one in the field that Dewi has."""
    rina = access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )
    siti, dewi = (kader_of(VILLAGE, rina, f"{name} (sintetis)") for name in ("Siti", "Dewi"))
    today = clock.now().date()
    old, new = (
        Round.objects.create(name=name, year=2026, form_id="x", opens=day)
        for name, day in (("Sintetis I", today - timedelta(days=90)), ("Sintetis II", today))
    )
    for row in (old, new):
        surveys.set_targets(row.pk, {VILLAGE: 9, FAR: 9}, actor=access.SYSTEM)
    living = {head: family(VILLAGE, head) for head in HEADS}
    surveys.assign(round_id=old.pk, village_code=VILLAGE, person_id=siti, actor=rina)
    far = Assignment.objects.create(
        round=old,
        village_code=FAR,
        person_id=siti,
        first_day=today,
        assigned_at=clock.now(),
        assigned_by="system",
    )
    for head, result, state in (
        ("Kosong", "tidak_ada_responden", "approved"),
        ("Hilang", "tidak_ditemukan", "accepted"),
        ("Kembali", "selesai", "returned"),
        ("Selesai", "selesai", "approved"),
        ("Menolak", "menolak", "approved"),
        ("Pindah", "pindah", "returned"),
    ):
        visited(old.pk, living[head], result, state)
    return SimpleNamespace(old=old, new=new, rina=rina, siti=siti, dewi=dewi, living=living, far=far)


def finish(world):
    Round.objects.filter(pk=world.old.pk).update(state="review")


def begin(world):
    """End the earlier round and give the village's RT to Dewi in the new one."""
    finish(world)
    surveys.assign(
        round_id=world.new.pk, village_code=VILLAGE, person_id=world.dewi, rw="1", rt="3", actor=world.rina
    )


def carried(world):
    rows = Assignment.objects.filter(carried_from=world.old)
    heads = {key: head for head, key in world.living.items()}
    return {heads[row.family_id]: row.person_id for row in rows}


def test_what_nobody_finished_is_a_task_of_the_new_round_once(world):
    begin(world)
    page = entered("rina")
    address = f"/putaran/{world.new.pk}/"
    assert "Bawa kunjungan yang belum selesai dari Sintetis I" in page.get(address).content.decode()
    reply = page.post(f"{address}bawa/", follow=True).content.decode()
    assert "4 keluarga yang kunjungannya belum selesai" in reply
    assert carried(world) == dict.fromkeys(("Belum", "Kosong", "Kembali", "Hilang"), world.siti)
    assert not Assignment.objects.filter(round=world.new, village_code=FAR).exists()
    again = page.post(f"{address}bawa/", follow=True).content.decode()
    assert "Tidak ada lagi keluarga" in again
    assert len(carried(world)) == 4
    row = Assignment.objects.get(carried_from=world.old, family_id=world.living["Belum"])
    surveys.end_assignment(row.pk, actor=world.rina)
    assert surveys.carry_over(world.new.pk, actor=world.rina).families == 0
    visited(world.new.pk, world.living["Kosong"], "selesai")
    progress = page.get(f"{address}kemajuan/").content.decode()
    assert "3 keluarga dibawa dari putaran sebelumnya; 1 di antaranya" in progress
    tasks = page.get(f"/penugasan/?putaran={world.new.pk}&desa={VILLAGE}").content.decode()
    assert tasks.count("dari Sintetis I") == 3


def test_who_may_not_visit_gives_way_to_who_has_the_rt(world):
    begin(world)
    surveys.note_other_kader(
        village_code=VILLAGE,
        family_id=world.living["Belum"],
        not_person_id=world.siti,
        asked_via=surveys.AskedVia.RT,
        to_person_id=world.dewi,
        actor=world.rina,
    )
    FamilyState.objects.filter(family_id=world.living["Kosong"]).update(village_code=FAR)
    surveys.carry_over(world.new.pk, actor=world.rina)
    assert carried(world) == {"Belum": world.dewi, "Kembali": world.siti, "Hilang": world.siti}


def test_nothing_is_carried_into_a_sample_or_before_tasks_are_given(world):
    finish(world)
    page, address = entered("rina"), f"/putaran/{world.new.pk}/"
    reply = page.post(f"{address}bawa/", follow=True).content.decode()
    assert "belum ada tugas" in reply
    assert not carried(world)
    Round.objects.filter(pk=world.new.pk).update(design="two_stage")
    assert "undiannya yang menentukan" in page.get(address).content.decode()
    with pytest.raises(surveys.InvalidAssignment, match="sample"):
        surveys.carry_over(world.new.pk, actor=world.rina)


def test_areas_of_others_stay_untouched(world):
    begin(world)
    budi = access.ensure_account(
        username="budi", password="pw", full_name="Budi (sintetis)", roles=["supervisor"], areas=[FAR]
    )
    assert surveys.carry_over(world.new.pk, actor=budi).families == 0
    assert not carried(world)


def test_unfinished_visits_stay_with_who_has_the_task_now(world):
    row = Assignment.objects.get(round=world.old, village_code=VILLAGE)
    surveys.hand_over_assignment(row.pk, person_id=world.dewi, actor=world.rina)
    page = entered("rina")
    address = f"/penugasan/?putaran={world.old.pk}&desa={VILLAGE}"
    tasks = page.get(address).content.decode()
    assert "beralih dari kader lain dengan 3 kunjungan yang belum selesai" in tasks
    assert "2 dikembalikan dan belum dikirim lagi" in tasks
    left = {"family_id": world.living["Belum"], "ended_at": clock.now(), "ended_why": "family_left"}
    Assignment.objects.filter(pk=world.far.pk).update(**left)
    assert "1 keluarga pindah ke sini" in page.get(address).content.decode()
