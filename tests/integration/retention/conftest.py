"""The small world of surveys, and executors that are nobody's."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import yaml
from tests.fakes.places import add_places
from tests.fakes.small_form import VILLAGE
from tests.fakes.survey_world import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.access.api import Actor
from bahtera.foundation import clock, expiring
from bahtera.foundation.expiring import Ending, Executor, Expired
from bahtera.privacy import api as privacy
from bahtera.privacy.queries import retention as queries
from bahtera.privacy.rules import retention as rules


@pytest.fixture
def regency(villages):
    """The regency that the villages lie in."""
    add_places({"63.02": "Kabupaten Sintetis"})


@pytest.fixture
def officer():
    """The data-protection officer of the regency."""
    return Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63.02",))


@pytest.fixture
def watcher():
    """An auditor."""
    return Actor.over("user:7", "Wati", frozenset({"auditor"}), ("",))


class Shelf:
    """Things that grow old at once, in memory: ``things`` by key; ``bad`` ones cannot be ended."""

    def __init__(self, count=6, batch=3):
        self.things = {f"{n:03}": Expired(f"{n:03}", VILLAGE, (f"family:{n}",)) for n in range(count)}
        self.bad, self.calls, self.stop_after = set(), [], None
        self.executor = Executor(
            "shelf.things", Ending.DELETE, "entry", ("shelf.Thing",), self.find, self.end, batch=batch
        )

    def find(self, _before, after, size):
        return [self.things[key] for key in sorted(self.things) if key > after][:size]

    def end(self, keys, why):
        self.calls.append((tuple(keys), why))
        if self.stop_after is not None and len(self.calls) > self.stop_after:
            raise KeyboardInterrupt
        if self.bad & set(keys):
            raise ValueError("bad")
        return sum(self.things.pop(key, None) is not None for key in keys)


def file_of(**after):
    one = {
        "title": {"id": "Barang", "en": "Things"},
        "executor": "shelf.things",
        "after": after or {"years": 1},
        "since": "entry",
        "action": "delete",
        "ground": "public_task",
        "article": "Pasal 43",
        "status": "working",
        "reason": "uji",
    }
    return yaml.safe_dump(
        {"version": "9", "status": "working", "source": "uji", "rules": {"things": one}}, sort_keys=False
    )


@pytest.fixture
def shelf(monkeypatch):
    """One shelf, and nothing else that grows old."""
    made = Shelf()
    monkeypatch.setattr(expiring, "_executors", {"shelf.things": made.executor})
    declared = {"text": file_of()}
    monkeypatch.setattr(
        queries, "retention_rules", lambda: rules.read(declared["text"], expiring.executors())
    )
    made.declare = lambda **after: declared.update(text=file_of(**after))
    return made


@contextmanager
def later(now, **ahead):
    with clock.frozen(now + timedelta(**ahead)):
        yield


@pytest.fixture
def nights(now):
    """Run retention on the nights that come, without skipping more than a month."""

    def run(*days, after_pause=False):
        told = None
        for day in days:
            with later(now, days=day):
                told = privacy.carry_out_retention(after_pause=after_pause)
        return told

    return run
