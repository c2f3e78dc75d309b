"""Two kader for one family, as a supervisor sees it: given, waited for, disagreed about, settled, signed."""

import re

import pytest
from tests.fakes.family_visits import FORM
from tests.fakes.joint_visits import CHILD, HEAD, send_part

from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.foundation import clock, events
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys
from bahtera.surveys.models import JointTask

from .province import VILLAGE
from .test_assignment_pages import _site, dewi, family, kader_of, page, rina, siti
from .test_sharing_pages import words_of

__all__ = ["_site", "dewi", "family", "kader_of", "page", "rina", "siti"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def round_id(rina, form):
    registrations.register_all()
    version = re.search(r'version="([^"]+)"', form.xform[form.xform.index("<data") :])
    Questionnaire.objects.filter(pk=form.pk).update(version=version[1])
    row = surveys.create_round(
        name="Putaran sintetis", year=2026, form_id=FORM, opens=clock.now().date(), actor=access.SYSTEM
    )
    surveys.set_targets(row.id, {VILLAGE: 9}, actor=access.SYSTEM)
    return row.id


def test_a_family_is_shared_waited_for_and_settled(page, round_id, siti, dewi, family):
    address = f"/penugasan/?putaran={round_id}&desa={VILLAGE}"
    text = words_of(page.get(f"{address}&bagian=1-3"))
    assert "Bagian untuk kader kedua" in text
    sent = {"putaran": round_id, "desa": VILLAGE, "keluarga": family, "kader": siti, "kader-2": siti}
    assert "Pilih dua kader yang berbeda" in words_of(page.post("/penugasan/berdua/", sent, follow=True))
    sent |= {"kader-2": dewi, "bagian": ["ekonomi", "masyarakat"]}
    text = words_of(page.post("/penugasan/berdua/", sent, follow=True))
    assert "Belum ada bagian yang sampai" in text
    task, chief = (
        JointTask.objects.get(),
        access.Actor.over("user:9", "Chandra", frozenset({"supervisor"}), ("",)),
    )
    here = f"/penugasan/berdua/{task.pk}/"
    first = send_part(task.pk, siti, village=VILLAGE, family_id=family, luas_lantai="36")
    assert first.outcome == "stored", first.error
    events.dispatch()
    assert "Menunggu Dewi (sintetis)" in words_of(page.get(here))
    assert "menunggu Dewi (sintetis)" in words_of(page.get(address))
    part = words_of(page.get(f"/periksa/{first.receipt.submission_id}/"))
    assert "Menunggu Dewi (sintetis). Dihitung setelah kedua bagian ada." in part
    other = {**CHILD, "tgl_lahir": "2014-07-09"}
    send_part(task.pk, dewi, village=VILLAGE, family_id=family, members=(HEAD, other), tabungan="ya")
    events.dispatch()
    text = words_of(page.get(here))
    assert "Yang berbeda di antara keduanya" in text
    assert "9 Juli 2014" in text
    decision = {"putusan": "keluarga", "kader": dewi, "revisi": "1"}
    assert "Ada yang berubah" in words_of(page.post(f"{here}putuskan/", decision, follow=True))
    decision["revisi"] = surveys.joint_detail(task.pk, actor=chief).row.revision
    page.post(f"{here}putuskan/", decision)
    events.dispatch()
    row = surveys.joint_detail(task.pk, actor=chief).row
    assert row.state is surveys.JointState.JOINED
    text = words_of(page.get(f"/periksa/{row.visit_id}/"))
    assert "Ditandatangani dua kader" in text
