"""A page that breaks over somebody's data tells it neither to the reader nor to the log."""

import pytest
from django.test import Client
from tests.fakes.family_visits import FORM, VERSION
from tests.functional.matrix import asking
from tests.functional.matrix.world import OWN

from bahtera.surveys import api as surveys
from bahtera.web.views import files, submissions

pytestmark = pytest.mark.django_db


def break_over(world):
    """Return a function that fails as databases and parsers do: by quoting the value."""
    words = [canary.text for canary in world.canaries if canary.kind != "key"]

    def fail(*_args, **_kwargs):
        message = "".join(f"\nDETAIL: Key (nik)=({word}) exists: {word}" for word in words)
        raise ValueError(f"invalid value {words[0]!r} for 'nama'{message}")

    return fail


@pytest.mark.parametrize("address", ["/periksa/", "/periksa/{place.submission}/", "/periksa/ditolak/"])
def test_a_broken_page_tells_nothing(world, monkeypatch, address):
    monkeypatch.setattr(submissions, "render", break_over(world))
    client = asking.client_of(world, "supervisor")
    answer = asking.ask(client, "GET", address.format(place=world.places[OWN]))
    tells_nothing(answer, world)


def test_a_broken_file_tells_nothing(world, monkeypatch):
    monkeypatch.setattr(files.surveys, "open_attachment", break_over(world))
    place = world.places[OWN]
    client = asking.client_of(world, "supervisor")
    tells_nothing(asking.ask(client, "GET", f"/periksa/{place.submission}/berkas/{place.photo}"), world)


def test_a_broken_door_of_phones_tells_nothing(world, monkeypatch):
    monkeypatch.setattr(surveys, "media_file", break_over(world))
    address = f"/v1/key/{world.places[OWN].token}/forms/{FORM}/versions/{VERSION}/media/families.csv"
    answer = asking.ask(Client(), "GET", address)
    tells_nothing(answer, world)
    assert world.places[OWN].token not in answer.log


def tells_nothing(answer, world):
    assert answer.status == 500
    assert not {one for one in asking.seen_in(answer.text, world) if one.kind != "key"}
    assert not {one for one in asking.seen_in(answer.log, world) if one.kind != "key"}
    assert "valueerror" in answer.log, "the kind of mistake is there, to be mended"
    assert answer.left("access.read") == [], "what was not shown was not read"
