"""Sharing tasks out after a look, handing several over with minutes, and a family's wish for another kader."""

import re
from uuid import uuid4

import pytest

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment, OtherKader, TaskHandOver

from .province import VILLAGE
from .test_assignment_pages import _site, dewi, kader_of, page, rina, round_id, siti

__all__ = ["_site", "dewi", "kader_of", "page", "rina", "round_id", "siti"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def living():
    def family(rt, head):
        with durable():
            return families.record_visit(
                village_code=VILLAGE,
                family_id=None,
                visited_on=clock.now().date(),
                source=f"uji:{uuid4()}",
                actor_key="system",
                head_name=head,
                rt=rt,
                rw="1",
                members=[families.MemberInput(name=head, relation="kepala")],
            ).family_id

    return [family(rt, f"Kepala Sintetis {rt}{n}") for rt in "12" for n in range(2)]


@pytest.fixture
def team(siti, dewi):
    return siti, dewi


def words_of(reply):
    return " ".join(reply.content.decode().split())


def digest_in(text):
    found = re.search(r'name="sidik" value="(\w+)"', text)
    assert found
    return found[1]


def test_a_proposal_is_looked_at_changed_and_given_once(page, round_id, siti, dewi, living):
    ask = f"/penugasan/bagi/?putaran={round_id}&desa={VILLAGE}"
    text = words_of(page.get(ask))
    assert "4 dari 4 keluarga" in text
    assert not Assignment.objects.exists()
    sent = {"putaran": round_id, "desa": VILLAGE, f"paling_{siti}": "0"}
    text = words_of(page.post("/penugasan/bagi/beri/", {**sent, "langkah": "usul"}))
    confirm = {**sent, "langkah": "beri", "sidik": digest_in(text)}
    assert page.post("/penugasan/bagi/beri/", confirm).status_code == 302
    assert {one.person_id for one in Assignment.objects.all()} == {dewi}
    again = page.post("/penugasan/bagi/beri/", confirm)
    assert again.status_code == 409
    assert "sudah berubah" in words_of(again)
    assert page.post("/penugasan/bagi/beri/", {**sent, f"paling_{siti}": "banyak"}).status_code == 400
    assert Assignment.objects.count() == 2


def test_several_tasks_are_handed_over_and_the_minutes_printed(page, rina, round_id, team, living):
    siti, dewi = team
    ids = [
        surveys.assign(round_id=round_id, village_code=VILLAGE, person_id=siti, rw="1", rt=rt, actor=rina).id
        for rt in "12"
    ]
    reply = page.post("/penugasan/serahkan/", {"tugas": ids, "kader": dewi, "alasan": "absent"}, follow=True)
    text = words_of(reply)
    assert reply.redirect_chain[-1][0] == f"/penugasan/serah-terima/{TaskHandOver.objects.get().pk}/"
    assert "Berhalangan untuk sementara" in text
    assert "RT 1 / RW 1" in text
    assert {one.person_id for one in Assignment.objects.filter(ended_at=None)} == {dewi}


def test_a_wish_for_another_kader_is_written_down_without_a_reason(page, round_id, siti, dewi, living):
    address = f"/penugasan/?putaran={round_id}&desa={VILLAGE}"
    assert "Kepala Sintetis" not in words_of(page.get(address))
    text = words_of(page.get(f"{address}&bagian=1-1"))
    form = re.search(r'<form[^>]*kader-lain/">(.*?)</form>', text)
    assert form
    assert set(re.findall(r'name="(\w+)"', form[1])) - {"csrfmiddlewaretoken"} == {
        *("putaran", "desa", "keluarga", "bukan", "kader", "lewat"),
    }
    sent = {"putaran": round_id, "desa": VILLAGE, "keluarga": living[0], "bukan": siti, "lewat": "rt"}
    text = words_of(page.post("/penugasan/kader-lain/", sent, follow=True))
    assert "jangan oleh Siti Aminah" in text
    wish = OtherKader.objects.get()
    assert (wish.family_id, wish.person_id) == (living[0], siti)
    page.post(f"/penugasan/kader-lain/{wish.pk}/akhiri/", {"putaran": round_id, "desa": VILLAGE})
    assert OtherKader.objects.get().ended_at is not None
    assert access.kaders_of(VILLAGE)
