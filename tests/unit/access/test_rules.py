import pytest

from bahtera.access.errors import NotAllowed
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import ACTIONS, ROLES, check_may, may
from bahtera.access.values import SYSTEM, Actor


def actor(role, *areas):
    return Actor.over(key="user:1", name="Siti", roles=frozenset({role}), areas=areas)


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
