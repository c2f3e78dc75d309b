"""The pages of questions about interviews: at a glance, as a list and table, one with its words, and answering it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.family_visits import form, xform  # noqa: F401 - fixtures
from tests.fakes.fieldwork import registered, stored, work
from tests.fakes.places import add_places
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import RoleGrant
from bahtera.checks import api as checks
from bahtera.checks.models import Flag
from bahtera.families import api as families
from bahtera.surveys.models import Round, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_id(form):  # noqa: F811 - a fixture
    """A round with hasty, copied and twice recorded families, looked at once."""
    visits, _ = work(1, 3, 10, seed=11, faults=False)
    village = visits[0].village_code
    add_places({village: "Desa Sintetis"})
    first = next(one for one in visits if not one.faults)
    visits = [
        replace(one, ended_at=one.started_at + timedelta(minutes=2)) if one is first else one
        for one in visits
    ]
    copy = next(one for one in reversed(visits) if not one.faults and one.kader == first.kader)
    twin = {**first.answers, "family_id": copy.answers["family_id"]}
    visits = [replace(one, answers=twin) if one is copy else one for one in visits]
    row = Round.objects.create(
        name="Putaran sintetis", year=2026, form_id=form.form_id, opens="2026-01-01", area_code="63"
    )
    registered(visits)
    checks.on_visits_changed(stored(row.pk, visits))
    checks.run_round(row.pk)
    return row.pk


@pytest.fixture
def rina(db):
    return access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=["63"]
    )


@pytest.fixture
def stat(db):
    return access.ensure_account(
        username="stat", password="pw", full_name="Pak Bob (sintetis)", roles=["statistician"], areas=["63"]
    )


def shown(client, address, **data):
    reply = client.post(address, data) if data else client.get(address)
    return reply, reply.content.decode()


def test_a_statistician_reads_questions_that_name_nobody(round_id, stat):
    client = entered("stat")
    here = f"/putaran/{round_id}/mutu/"
    _, overview = shown(client, here)
    assert "Wawancara sangat singkat" in overview
    _, listed = shown(client, f"{here}pertanyaan/?pemeriksaan=short_interview&keadaan=open")
    assert "selesai dalam 2 menit" in listed
    flag = Flag.objects.get(check_id="near_copy")
    _, one = shown(client, f"{here}{flag.pk}/")
    assert "Kuriakose" in one
    assert "Apa lagi" in one or "menjelaskan" in one
    table = client.get(f"{here}pertanyaan.csv").content.decode()
    assert f"near_copy,{checks.load().checks['near_copy'].title['id']}" in table
    for text in (overview, listed, one, table):
        assert "Sintetis 0" not in text
        assert "token:" not in text
    assert client.get(f"{here}{flag.pk}/jawab/").status_code == 403


def test_a_supervisor_sees_both_visits_and_answers(round_id, rina):
    client = entered("rina")
    flag = Flag.objects.get(check_id="near_copy")
    here = f"/putaran/{round_id}/mutu/{flag.pk}/"
    _, beside = shown(client, f"{here}jawab/")
    assert "Jenis atap" in beside or "Bagian terbesar atap" in beside
    assert "Kader 00" in beside
    reply, again = shown(client, f"{here}jawab/", jawaban="mended", catatan=" ", revisi="1")
    assert (reply.status_code, "Tulis dengan beberapa kata" in again) == (400, True)
    reply, _ = shown(
        client, f"{here}jawab/", jawaban="mended", catatan="Satu keluarga", revisi=str(flag.revision)
    )
    assert reply.status_code == 302
    _, one = shown(client, here)
    assert "Satu keluarga" in one
    assert client.get(f"/putaran/{round_id + 1}/mutu/{flag.pk}/").status_code == 404


def test_a_pair_in_two_villages_names_nobody_to_who_answers_in_one_alone(round_id, rina):
    flag = Flag.objects.filter(check_id__in=["likely_duplicate", "same_head"]).order_by("id").first()
    Flag.objects.filter(pk=flag.pk).update(other_village="63.99.01.2001")
    access.ensure_account(
        username="dewi",
        password="pw",
        full_name="Dewi (sintetis)",
        roles=["supervisor", "statistician"],
        areas=["63"],
    )
    answers = RoleGrant.objects.filter(role="supervisor", person__user__username="dewi")
    assert answers.update(area_code=flag.village_code) == 1
    here = f"/putaran/{round_id}/mutu/{flag.pk}/"
    client = entered("dewi")
    assert client.get(here).status_code == 200
    assert client.get(f"{here}jawab/").status_code == 403
    assert entered("rina").get(f"{here}jawab/").status_code == 200


def test_families_are_merged_by_a_person_and_parted_again(round_id, rina):
    client = entered("rina")
    flag = Flag.objects.filter(check_id__in=["likely_duplicate", "same_head"]).order_by("id").first()
    here = f"/putaran/{round_id}/mutu/{flag.pk}/"
    _, text = shown(client, f"{here}jawab/")
    offered = [part.partition('"')[0] for part in text.split('name="sama" value="')[1:]]
    assert offered
    before = [families.get_family(one) for one in (flag.family_id, flag.other_family_id)]
    shown(client, f"{here}gabung/", tinggal=str(flag.other_family_id), sama=offered, langkah="gabung")
    gone, kept = (families.get_family(one) for one in (flag.family_id, flag.other_family_id))
    assert (gone.status, gone.merged_into) == ("merged", kept.id)
    assert len([one for one in kept.members if one.status == "present"]) == len(before[1].members)
    _, text = shown(client, f"{here}jawab/")
    assert 'value="pisah"' in text
    shown(client, f"{here}gabung/", langkah="pisah")
    after = [families.get_family(one) for one in (flag.family_id, flag.other_family_id)]
    assert [one.status for one in after] == ["present", "present"]
    assert [{m.id for m in one.members} for one in after] == [{m.id for m in one.members} for one in before]
    reply = client.post(f"{here}gabung/", {"langkah": "pisah"}, follow=True)
    assert "tidak digabung" in reply.content.decode()


def test_visits_with_open_questions_are_looked_at_one_by_one(round_id, rina):
    client = entered("rina")
    Submission.objects.filter(round_id=round_id).update(warning_count=0, error_count=0)
    hasty = Flag.objects.get(check_id="short_interview")
    late = Submission.objects.exclude(pk__in=[hasty.submission_id, *pair()]).earliest("pk")
    night = Flag.objects.create(
        round_id=round_id,
        check_id="night_interview",
        check_hash="a" * 64,
        severity="medium",
        key=str(late.pk),
        regency_code="63.05",
        province_code="63",
        village_code=late.village_code,
        submission_id=late.pk,
        value=23.0,
        threshold=21.5,
        facts={"clock": "23.00"},
        state="open",
        first_seen=late.received_at,
    )
    _, page = shown(client, f"/periksa/{late.pk}/")
    assert "Wawancara ini dimulai pukul 23.00" in page
    assert f"/mutu/{night.pk}/" in page
    assert "Server tidak menemukan hal yang meragukan" not in page
    _, held = shown(client, f"/periksa/{hasty.submission_id}/")
    assert f'href="/putaran/{round_id}/mutu/{hasty.pk}/">Wawancara sangat singkat</a>' in held
    asked = checks.open_questions(round_id).visits
    assert asked >= {late.pk, hasty.submission_id, *pair()}
    reply = client.post(f"/putaran/{round_id}/pemeriksaan/setujui/", {"desa": late.village_code}, follow=True)
    assert "pertanyaan" in reply.text
    states = dict(Submission.objects.values_list("pk", "state"))
    assert {states[pk] for pk in asked} == {"accepted"}
    assert {states[pk] for pk in states if pk not in asked} == {"approved"}


def pair():
    found = Flag.objects.get(check_id="near_copy")
    return found.submission_id, found.other_id
