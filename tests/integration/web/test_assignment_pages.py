"""The page on which a supervisor gives tasks: by RT or family, handed over, ended, and nobody else's village."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment, Round

from .province import FAR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
ADDRESS = "/penugasan/"


@pytest.fixture(autouse=True)
def _site(areas):
    """The areas of the province."""


@pytest.fixture
def rina(db):
    return access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )


@pytest.fixture
def round_id(rina):
    row = Round.objects.create(name="Putaran sintetis", year=2026, form_id="x", opens=clock.now().date())
    surveys.set_targets(row.pk, {VILLAGE: 9, FAR: 9}, actor=access.SYSTEM)
    return row.pk


@pytest.fixture
def page(round_id):
    return entered("rina")


def kader_of(area, actor, name):
    person = access.add_person(name, area=area, actor=actor).id
    today = clock.today("Asia/Jakarta") - timedelta(days=1)
    access.grant_role(person, role="kader", area=area, valid_from=today, actor=actor)
    return person


@pytest.fixture
def siti(rina):
    return kader_of(VILLAGE, rina, "Siti Aminah (sintetis)")


@pytest.fixture
def dewi(rina):
    return kader_of(VILLAGE, rina, "Dewi (sintetis)")


@pytest.fixture
def family():
    with durable():
        return families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=clock.now().date(),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name="Kepala Sintetis",
            rt="003",
            rw="1",
        ).family_id


def give(page, round_id, person, what, village=VILLAGE):
    sent = {"putaran": round_id, "desa": village, "kader": person, "apa": what}
    return page.post(f"{ADDRESS}beri/", sent, follow=True)


def text(page, address=ADDRESS):
    reply = page.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def test_an_rt_is_given_handed_over_and_ended(page, round_id, siti, dewi, family):
    assert "Belum ada tugas di desa ini." in text(page)
    reply = give(page, round_id, siti, "bagian:1-3")
    assert "Tugas sudah diberikan." in reply.content.decode()
    row = Assignment.objects.get()
    assert (row.person_id, row.rw, row.rt) == (siti, "1", "3")
    page.post(f"{ADDRESS}{row.pk}/serahkan/", {"kader": dewi})
    new = Assignment.objects.get(ended_at=None)
    assert new.person_id == dewi
    page.post(f"{ADDRESS}{new.pk}/akhiri/", {"putaran": round_id, "desa": VILLAGE})
    assert not Assignment.objects.filter(ended_at=None).exists()


def test_a_single_family_is_found_in_its_rt(page, round_id, siti, family):
    assert "Kepala Sintetis" not in text(page)
    assert "Kepala Sintetis" in text(page, f"{ADDRESS}?bagian=1-3")
    give(page, round_id, siti, f"keluarga:{family}")
    assert Assignment.objects.get().family_id == family


@pytest.mark.parametrize("what", ["keluarga:x", "bagian:9-9", "keluarga:"])
def test_what_cannot_be_given_is_said(page, round_id, siti, family, what):
    reply = give(page, round_id, siti, what)
    assert "Tugas sudah diberikan." not in reply.content.decode()
    assert not Assignment.objects.exists()


def test_another_regency_is_nobodys_here(page, round_id, siti):
    assert page.get(f"{ADDRESS}?desa={FAR}").status_code == 403
    assert give(page, round_id, siti, "desa", village=FAR).status_code == 403
    assert page.get(f"{ADDRESS}?putaran=x&bagian=-").status_code == 200


def test_a_round_that_left_the_field_is_said_so(page, round_id):
    Round.objects.filter(pk=round_id).update(state="review")
    answer = page.get(f"{ADDRESS}?putaran={round_id}&desa={VILLAGE}")
    assert (answer.status_code, answer["Location"]) == (302, f"/putaran/{round_id}/")
    assert page.get(f"{ADDRESS}?putaran=999").status_code == 404


@pytest.mark.parametrize("address", [ADDRESS, "/kertas/"])
def test_a_round_without_targets_takes_every_village_of_its_area(page, round_id, address):
    surveys.set_targets(round_id, {}, actor=access.SYSTEM)
    Round.objects.filter(pk=round_id).update(area_code=REGENCY)
    here = page.get(f"{address}?putaran={round_id}&desa={VILLAGE}")
    assert here.status_code == 200
    assert f'value="{VILLAGE}"' in page.get(f"{address}?putaran={round_id}").content.decode()
    assert page.get(f"{address}?putaran={round_id}&desa={FAR}").status_code == 403
