"""Fields that nobody was offered, sent all the same (A6): owner, area, level, role change nothing."""

import pytest
from tests.functional.matrix import asking
from tests.functional.matrix.world import FOREIGN, OWN, REGENCY, VILLAGE

from bahtera.access.models import KaderToken, RoleGrant
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.django_db

# What an attacker would like to set, under every name a form might know it by.
FORGED = {
    "role": "administrator",
    "roles": "administrator",
    "peran": "administrator",
    "grants": "administrator",
    "area": "",
    "area_code": "",
    "areas": "",
    "wilayah": REGENCY[FOREIGN],
    "village_code": VILLAGE[FOREIGN],
    "owner": "1",
    "actor": "system",
    "actor_key": "system",
    "user": "1",
    "user_id": "1",
    "person": "1",
    "level": "5",
    "assured": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "is_current": "1",
    "state": "approved",
    "issued_by": "system",
    "revoked_at": "",
    "secret_sha256": "0" * 64,
    "consent": "ya",
}


def grants():
    return sorted(RoleGrant.objects.values_list("id", "role", "area_code", "person_id", "ended_at"))


@pytest.mark.parametrize("kind", ["supervisor", "coordinator", "administrator"])
def test_a_card_keeps_its_areas_and_its_maker(world, kind):
    client = asking.client_of(world, kind)
    with asking.undone():
        before = grants()
        sent = {**FORGED, "nama": "Kader Baru", "kode": VILLAGE[OWN]}
        assert client.post("/token/", sent).status_code == 200
        made = KaderToken.objects.latest("pk")
        assert made.areas == [VILLAGE[OWN]]
        assert made.issued_by == f"user:{world.accounts[kind]}"
        assert made.secret_sha256 != "0" * 64
        assert grants() == before


def test_a_card_for_somebody_elses_village_is_not_made(world):
    client = asking.client_of(world, "supervisor")
    with asking.undone():
        before = KaderToken.objects.count()
        for codes in (VILLAGE[FOREIGN], f"{VILLAGE[OWN]} {VILLAGE[FOREIGN]}", "63", "15", "63.1"):
            answer = client.post("/token/", {"nama": "Kader Baru", "kode": codes})
            assert answer.status_code == 400, codes
        assert KaderToken.objects.count() == before


def test_a_decision_changes_nothing_but_what_is_decided(world):
    client = asking.client_of(world, "supervisor")
    with asking.undone():
        here = Submission.objects.get(pk=world.places[OWN].submission)
        client.post(f"/periksa/{here.pk}/putusan/", {**FORGED, "putusan": "approve", "revision": "1"})
        after = Submission.objects.get(pk=here.pk)
        assert after.state == "approved"
        kept = (
            "village_code",
            "regency_code",
            "province_code",
            "actor_key",
            "family_id",
            "family_name",
            "round_id",
        )
        assert [getattr(after, name) for name in kept] == [getattr(here, name) for name in kept]


def test_a_forged_state_decides_nothing(world):
    client = asking.client_of(world, "supervisor")
    with asking.undone():
        here = world.places[OWN].submission
        client.post(f"/periksa/{here}/putusan/", {**FORGED, "revision": "1"})
        assert Submission.objects.get(pk=here).state == "flagged"


@pytest.mark.parametrize("who", ["tpk2d", "statistician", "kader", "no_role"])
def test_no_form_makes_somebody_more_than_they_are(world, who):
    """Every page that takes a form is sent the forged fields: nobody's roles change."""
    from tests.functional.matrix.routes import PAGES

    client = asking.client_of(world, who)
    with asking.undone():
        before = grants()
        for row in PAGES:
            if row.method == "POST" and row.route not in {"keluar/", "akun/sesi/lain/akhiri/"}:
                form = row.form(world, world.places[OWN]) if row.form else {}
                client.post(row.ask(world, world.places[OWN]), {**FORGED, **form})
        assert grants() == before
