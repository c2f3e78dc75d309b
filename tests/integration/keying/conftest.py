"""The small world, with people who type: each a person with an account and a role over the village."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.small_form import VILLAGE
from tests.fakes.survey_world import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.access.api import Actor
from bahtera.access.models import Person, RoleGrant
from bahtera.foundation import clock
from bahtera.keying import api as keying
from bahtera.surveys import api as surveys


def person(name, role, area=VILLAGE, *, account=True):
    """Return somebody with a role, and the actor they are when signed in."""
    user = get_user_model().objects.create(username=name.lower()) if account else None
    row = Person.objects.create(
        name=name, search_name=name.lower(), area_code=area, created_at=clock.now(), user=user
    )
    RoleGrant.objects.create(
        person=row,
        role=role,
        area_code=area,
        valid_from=date(2026, 1, 1),
        granted_at=clock.now(),
        granted_by="system",
    )
    key = f"user:{user.pk}" if user else f"person:{row.pk}"
    return SimpleNamespace(id=row.pk, actor=Actor.over(key, name, frozenset({role}), (area,)))


@pytest.fixture
def kader(db):
    return person("Siti", "kader", account=False)


@pytest.fixture
def tuti(db):
    return person("Tuti", "typist")


@pytest.fixture
def joko(db):
    return person("Joko", "typist")


@pytest.fixture
def rina(db):
    return person("Rina", "coordinator", "63.02")


@pytest.fixture
def sheets(round_one, rahmat, kader, tuti):
    """Open a batch of so many blank sheets and return its id and theirs."""

    def give(count=1, **changed):
        printed = surveys.print_blank(
            round_id=round_one.id, village_code=VILLAGE, language="", count=count, actor=rahmat
        )
        wanted = {
            "round_id": round_one.id,
            "village_code": VILLAGE,
            "person_id": kader.id,
            "received_on": date(2026, 11, 21),
            "counted": count,
            "serials": [one.serial for part in printed for one in surveys.paper_forms_of(part.id)],
            "actor": tuti.actor,
        }
        batch = keying.open_batch(**{**wanted, **changed})
        return batch, [one.id for one in keying.get_batch(batch, actor=tuti.actor).sheets]

    return give
