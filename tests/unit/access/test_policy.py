from dataclasses import replace
from uuid import UUID

import pytest

from bahtera.access.errors import NotAllowed, SecondFactorNeeded
from bahtera.access.rules.areas import covers, outermost
from bahtera.access.rules.policy import (
    ACTIONS,
    CEILINGS,
    ROLES,
    ceiling,
    check_may,
    check_not_kin,
    may,
    needs_second_factor,
    reach,
)
from bahtera.access.values import SYSTEM, Actor, Grant, Level, Purpose

FAMILY = UUID(int=7)


def actor(role, *areas):
    return Actor.over("user:1", "Siti", frozenset({role}), areas)


@pytest.mark.parametrize(
    ("scope", "area", "expected"),
    [
        ("63.10", "63.10", True),
        ("63.10", "63.10.01.2001", True),
        ("63.1", "63.10", False),
        ("63.10.01.2001", "63.10", False),
        ("", "11.01", True),
    ],
)
def test_a_scope_covers_its_subtree_and_nothing_that_only_looks_like_it(scope, area, expected):
    assert covers(scope, area) is expected


def test_the_table_names_known_roles_only():
    assert {role for action in ACTIONS.values() for role in action.roles} <= {*ROLES, "system"}


def test_a_role_acts_inside_its_areas_only():
    supervisor = actor("supervisor", "63.10")
    assert may(supervisor, "submission.review", area="63.10.01.2001")
    assert not may(supervisor, "submission.review", area="63.11.01.2001")
    with pytest.raises(NotAllowed):
        check_may(supervisor, "submission.review", area="15.06")


def test_a_viewer_sees_results_and_no_family():
    viewer = actor("tpk2d", "63")
    assert may(viewer, "results.read", area="63.10")
    assert not may(viewer, "submission.read", area="63.10")


def test_an_action_nobody_declared_is_a_bug():
    with pytest.raises(KeyError):
        may(SYSTEM, "families.delete")


def test_somebody_without_areas_may_nothing():
    assert not may(actor("administrator"), "results.read")


def test_two_roles_in_two_areas_never_mix():
    both = Actor("user:1", "Siti", (Grant("supervisor", "63.10"), Grant("tpk2d", "15")))
    assert may(both, "submission.read", area="63.10.01.2001")
    assert not may(both, "submission.read", area="15.06")
    assert may(both, "results.read", area="15.06")
    assert reach(both, "submission.read") == ("63.10",)
    assert reach(both, "results.read") == ("15", "63.10")


def test_a_reach_names_no_area_inside_another():
    wide = Actor("user:1", "Siti", (Grant("supervisor", "63.10.01"), Grant("supervisor", "63.10")))
    assert reach(wide, "submission.read") == ("63.10",)
    assert outermost(["63.1", "63.10", ""]) == ("",)
    assert outermost(["63.1", "63.10"]) == ("63.1", "63.10")


def test_identities_need_a_second_factor_and_aggregates_do_not():
    one_step = replace(actor("supervisor", "63.10"), assured=False)
    assert not may(one_step, "submission.read", area="63.10")
    assert reach(one_step, "submission.read") == ()
    assert may(one_step, "results.read", area="63.10")
    with pytest.raises(SecondFactorNeeded):
        check_may(one_step, "submission.read", area="63.10")
    with pytest.raises(NotAllowed) as refused:
        check_may(one_step, "submission.read", area="63.11")
    assert not isinstance(refused.value, SecondFactorNeeded), "a foreign area tells nothing more"


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("supervisor", True),
        ("administrator", True),
        ("typist", True),
        ("tpk2d", False),
        ("desa_officer", False),
        ("kader", False),
    ],
)
def test_which_roles_must_enrol_a_second_factor(role, asked):
    assert needs_second_factor(frozenset({role})) is asked


def test_an_administrator_reads_no_family():
    administrator = actor("administrator", "")
    assert not any(
        may(administrator, name, area="63.10")
        for name, action in ACTIONS.items()
        if action.purpose in {Purpose.SURVEY, Purpose.SERVICE, Purpose.PROTECTION}
    )


def test_a_ceiling_holds_for_its_purpose_and_area_only():
    supervisor = actor("supervisor", "63.10")
    assert ceiling(supervisor, Purpose.SURVEY, area="63.10.01.2001") == Level.IDENTITY
    assert ceiling(supervisor, Purpose.SURVEY, area="63.11") is None
    assert ceiling(supervisor, Purpose.PROTECTION) is None
    assert ceiling(replace(supervisor, assured=False), Purpose.SURVEY) == Level.SERVICE


def test_no_action_lets_a_role_above_its_ceiling():
    above = [
        (role, name)
        for name, action in ACTIONS.items()
        for role in action.roles
        if action.level > CEILINGS[role].get(action.purpose, Level.AGGREGATE)
    ]
    assert above == []


def test_every_role_has_a_ceiling_and_something_to_do():
    assert set(CEILINGS) == {*ROLES, "system"}
    for role in ROLES:
        assert any(role in action.roles for action in ACTIONS.values())


def test_nobody_works_on_their_own_household():
    siti = replace(actor("kader", "63.10.01.2001"), kin=frozenset({FAMILY}))
    with pytest.raises(NotAllowed):
        check_not_kin(siti, "submission.send", FAMILY)
    check_not_kin(siti, "submission.send", UUID(int=8))
