"""The families behind a need: exactly those the figures count, for who keeps the register and for nobody else."""

import pytest
from tests.fakes.family_visits import store_visits
from tests.fakes.needs_world import (
    AT,
    BIRTH,
    FAR,
    PATTERNS,
    REGENCY,
    STRANGER,
    SUPERVISOR,
    TPK2D,
    VILLAGE,
    lacking,
    measure,
)

from bahtera.access.api import Actor, NotAllowed
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys.models import Submission, SubmissionScore


@pytest.fixture(autouse=True)
def _fresh():
    forget()


@pytest.fixture
def measured(db):
    return measure()


def behind(row, indicator=BIRTH, village=VILLAGE, actor=SUPERVISOR, **asked):
    return needs.families_behind(row.id, village, indicator, actor=actor, **asked)


def test_they_are_those_whom_the_page_counts(measured):
    wanted = SubmissionScore.objects.filter(submission__village_code=VILLAGE)
    expected = {each.submission.family_id for each in wanted if each.states[AT[BIRTH]] == "0"}
    found = behind(measured)
    assert found == expected
    assert len(found) == lacking(VILLAGE, BIRTH)
    assert len(found) == needs.village_need(measured.id, VILLAGE, BIRTH, actor=SUPERVISOR).lacking


def test_visits_that_do_not_count_bring_nobody(measured):
    before = behind(measured)
    for state in ("accepted", "returned", "superseded"):
        store_visits(measured.id, VILLAGE, PATTERNS[VILLAGE][:10], state=state)
    store_visits(measured.id, VILLAGE, PATTERNS[VILLAGE][:10], index_hash="0" * 64)
    results.refresh_village(measured.id, VILLAGE)
    forget()
    assert behind(measured) == before
    Submission.objects.filter(village_code=VILLAGE, family_id__in=sorted(before)[:3]).update(family_id=None)
    assert len(behind(measured)) == len(before) - 3, "nobody on record stands behind these"


@pytest.mark.parametrize(
    "actor",
    [
        TPK2D,
        STRANGER,
        Actor.over("user:9", "Bu Fitri", frozenset({"supervisor"}), ("63.10",)),
        Actor.over("user:8", "Pak Gani", frozenset({"statistician"}), (REGENCY,)),
    ],
)
def test_who_does_not_keep_the_register_is_refused(measured, actor):
    with pytest.raises(NotAllowed):
        behind(measured, actor=actor)


@pytest.mark.parametrize("indicator", ["IKK-D4-01", "P.03.1", "IKK-X", ""])
def test_nobody_is_listed_by_what_is_sensitive_private_or_not_there(measured, indicator):
    with pytest.raises(needs.NotListed):
        behind(measured, indicator)


def test_a_village_that_was_not_measured_has_nobody(measured):
    with pytest.raises(results.AreaNotInRound):
        behind(measured, village="63.02.05.2099")
    with pytest.raises(NotAllowed):
        behind(measured, village=FAR)
