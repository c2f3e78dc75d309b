"""Coming in, being kept out and going away leave entries; a forged field in a form changes nothing."""

import pytest
from django.test import Client

from bahtera.access import api as access
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "perahu-di-sungai"


@pytest.fixture
def alice(django_user_model):
    access.ensure_account(
        username="alice", password=PASSWORD, full_name="Alice", roles=["supervisor"], areas=["63.10"]
    )
    return django_user_model.objects.get(username="alice")


def actions():
    return [*AuditEntry.objects.order_by("id").values_list("action", flat=True)]


def test_every_sign_in_leaves_an_entry_the_failed_too(alice, client):
    before = len(actions())
    client.post("/masuk/", {"username": "alice", "password": "wrong-wrong-wrong"})
    client.post("/masuk/", {"username": "nobody-here", "password": PASSWORD})
    assert actions()[before:] == ["access.password_wrong", "access.password_wrong"]
    client.post("/masuk/", {"username": "alice", "password": PASSWORD})
    assert "access.signed_in" in actions()[before:]
    client.post("/keluar/")
    assert actions()[-1] == "access.session_ended"


def test_no_entry_holds_what_was_typed(alice, client):
    client.post("/masuk/", {"username": "nobody-here", "password": "typed-into-the-wrong-field"})
    told = str([*AuditEntry.objects.order_by("id").values()])
    assert "nobody-here" not in told
    assert "typed-into-the-wrong-field" not in told


@pytest.mark.parametrize(
    "field", ["is_staff", "is_superuser", "role", "roles", "area_code", "areas", "unit_id", "user_id"]
)
def test_fields_nobody_asked_for_change_nothing(alice, field):
    client = Client()
    before = [*type(alice).objects.order_by("pk").values("pk", "is_staff", "is_superuser", "username")]
    answer = client.post("/masuk/", {"username": "alice", "password": PASSWORD, field: "1"})
    assert answer.status_code == 302
    assert [
        *type(alice).objects.order_by("pk").values("pk", "is_staff", "is_superuser", "username")
    ] == before
    actor = access.actor_of(alice)
    assert (actor.roles, actor.areas) == (frozenset({"supervisor"}), ("63.10",))
