import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import AnonymousUser

from bahtera.access import api as access
from bahtera.access.models import KaderToken
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    return access.ensure_account(
        username="rina", password="air-pasang-naik", full_name="Rina", roles=["supervisor"], areas=["63.10"]
    )


def test_an_account_signs_in_and_acts_in_its_area(supervisor):
    user = authenticate(username="rina", password="air-pasang-naik")
    assert access.actor_of(user) == supervisor
    assert supervisor.areas == ("63.10",)


def test_making_an_account_again_keeps_its_password_and_replaces_its_scope(supervisor):
    again = access.ensure_account(
        username="rina", password="another-one-12", full_name="Rina", roles=["tpk2d"], areas=["63"]
    )
    assert (again.roles, again.areas) == (frozenset({"tpk2d"}), ("63",))
    assert authenticate(username="rina", password="air-pasang-naik") is not None


def test_a_visitor_and_a_closed_account_are_nobody(supervisor):
    assert access.actor_of(AnonymousUser()) is None
    user = get_user_model().objects.get(username="rina")
    user.is_active = False
    assert access.actor_of(user) is None


def test_a_token_works_until_it_is_revoked_and_its_secret_is_not_stored(supervisor):
    token = access.issue_token(name="Kader Aminah", areas=["63.10.01.2001"], actor=supervisor)
    kader = access.resolve_token(token.secret)
    assert kader is not None
    assert (kader.name, kader.areas) == ("Kader Aminah", ("63.10.01.2001",))
    assert len(token.secret) == 64
    assert not KaderToken.objects.filter(secret_sha256=token.secret).exists()
    access.revoke_token(token.id, actor=supervisor)
    assert access.resolve_token(token.secret) is None
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "access.account_ensured",
        "access.token_issued",
        "access.token_revoked",
    ]
    assert token.secret not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_nobody_issues_or_revokes_outside_their_area(supervisor):
    with pytest.raises(access.NotAllowed):
        access.issue_token(name="Kader", areas=["63.10.01.2001", "63.11.01.2001"], actor=supervisor)
    with pytest.raises(access.BadScope):
        access.issue_token(name="Kader", areas=[], actor=supervisor)
    token = access.issue_token(name="Kader", areas=["63.10.01.2001"], actor=supervisor)
    other = access.ensure_account(
        username="budi", password="air-pasang-naik", full_name="Budi", roles=["supervisor"], areas=["63.11"]
    )
    with pytest.raises(access.NoSuchToken):
        access.revoke_token(token.id, actor=other)
    assert access.list_tokens(other) == []


@pytest.mark.parametrize("secret", ["", "x", "é" * 64, "0" * 64, "'; drop table"])
def test_an_unknown_token_is_nobody(secret):
    assert access.resolve_token(secret) is None
