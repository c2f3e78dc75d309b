"""What syncing costs on a poor line, counted at the line with headers."""

from uuid import uuid4

import pytest
from tests.field.app.world import VILLAGE, add_family
from tests.field.sync.conftest import xml_of

from bahtera.access.api import Actor
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow
MANY = 400


def work_off(world):
    """Let the worker come to the end of so many changes."""
    for _ in range(8):
        world.work()


def visit_by_somebody(family_id):
    kader = Actor.over("device:lain", "Kader lain (sintetis)", frozenset({"kader"}), (VILLAGE,))
    surveys.receive(xml_of(str(uuid4()), str(family_id)).encode(), actor=kader)


def test_one_changed_family_costs_less_than_five_kilobytes(client_of, gate, world):
    """The cost does not depend on how many there are (the API's own test has five thousand): here it is a whole run."""
    added = [add_family(f"Keluarga {chr(65 + n % 26)}", 2, rt=str(n % 30)) for n in range(MANY)]
    work_off(world)
    kader = client_of(world.hire())
    assert kader.sync()["problem"] is None
    assert len(kader.told()["families"]) == MANY + len(world.families)
    assert kader.sync()["problem"] is None
    before = gate.carried
    assert kader.sync()["problem"] is None
    quiet = gate.carried - before
    cursor = kader.page.evaluate("store.families.cursor()")
    visit_by_somebody(added[0])
    work_off(world)
    before = gate.carried
    assert kader.sync()["problem"] is None
    cost = gate.carried - before
    assert kader.page.evaluate("store.families.cursor()") != cursor
    assert quiet < cost <= 5_000, (cost, quiet)


def test_a_hundred_visits_go_in_one_request(client_of, gate, world):
    """Bytes decide how long 30 KB/s take; benchmarks/fieldsync.py measures the minutes."""
    kader = client_of(world.hire())
    assert kader.sync()["problem"] is None
    for at in range(100):
        kader.finish(world.families[at % 5])
    asked, before = len(gate.requests), gate.carried
    assert kader.sync()["problem"] is None
    assert Submission.objects.count() == 100
    assert kader.told()["here"] == []
    assert gate.requests[asked:].count(("POST", "/api/v1/field/visits")) == 1
    assert gate.carried - before < 60 * 30_000
