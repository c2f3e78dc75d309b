"""Phones' requests pass no session, language or template; everyone else's do."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from bahtera.config.middleware import fast_lane

pytestmark = pytest.mark.django_db


def passed_on(path, rf):
    seen = SimpleNamespace(slow=False)

    def slow(_request):
        seen.slow = True
        return HttpResponse("slow")

    response = fast_lane(slow)(rf.get(path, headers={"X-OpenRosa-Version": "1.0"}))
    return seen.slow, response


@pytest.mark.parametrize("path", ["/v1/key/unknown/projects/1/formList", "/v1/key/unknown/formList"])
def test_a_phone_goes_straight_to_its_view(path, rf):
    slow, response = passed_on(path, rf)
    assert not slow
    assert response.status_code == 403
    assert response.headers["X-OpenRosa-Version"] == "1.0"


@pytest.mark.parametrize("path", ["/v1/", "/v1/other", "/v1/key/unknown/formList/"])
def test_a_phone_that_lost_its_way_is_told_so_in_its_own_words(path, rf):
    slow, response = passed_on(path, rf)
    assert not slow
    assert response.status_code == 404
    assert b"OpenRosaResponse" in response.content


@pytest.mark.parametrize("path", ["/", "/v1x/key/unknown/formList", "/api/v1/openapi.json"])
def test_everything_else_takes_the_whole_way(path, rf):
    slow, _ = passed_on(path, rf)
    assert slow
