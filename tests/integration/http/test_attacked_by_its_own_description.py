"""Nothing that the API's own description allows or forbids makes it break or answer otherwise than promised."""

import pytest
from tests.fakes.api_attack import attack, operations
from tests.fakes.signing_in import enter

from bahtera.access import api as access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


@pytest.fixture
def bearer(token):
    return {"Authorization": f"Bearer {token.secret}"}


def test_with_a_token(bearer):
    sent = attack(bearer, examples=5)
    assert set(sent) == {one.label for one in operations()}
    assert sum(sent.values()) > 100


def test_without_one():
    attack({}, examples=3)


@pytest.mark.slow
@pytest.mark.parametrize("examples", [80, pytest.param(600, marks=pytest.mark.long)])
def test_with_a_token_for_longer(bearer, examples):
    attack(bearer, examples=examples)


@pytest.mark.slow
@pytest.mark.parametrize("examples", [40, pytest.param(300, marks=pytest.mark.long)])
def test_as_a_supervisor(client, django_user_model, settings, examples):
    access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )
    enter(client, django_user_model.objects.get(username="rahmat"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    attack({"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}, examples=examples)
