"""How long sessions live, and what they must do first."""

from datetime import UTC, datetime, timedelta

import pytest

from bahtera.access.rules.sessions import Limits, Step, next_step, outlived

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEES_NAMES, SEES_FIGURES = frozenset({"supervisor"}), frozenset({"tpk2d"})


@pytest.mark.parametrize(
    ("roles", "started", "seen", "over"),
    [
        (SEES_NAMES, 1, 29, False),
        (SEES_NAMES, 1, 30, True),
        (SEES_FIGURES, 1, 59, False),
        (SEES_NAMES, 12, 0, True),
        (SEES_FIGURES, 12, 0, True),
        (SEES_FIGURES, 11, 300, False),
        (SEES_NAMES, -0.4, -24, False),
        (SEES_NAMES, -2, -60, True),
        (SEES_FIGURES, -24 * 365, -60 * 24 * 365, True),
        (SEES_FIGURES, 1, -60 * 24 * 365, True),
    ],
)
def test_idle_and_absolute_limits(roles, started, seen, over):
    found = outlived(
        Limits(),
        started_at=NOON - timedelta(hours=started),
        last_seen_at=NOON - timedelta(minutes=seen),
        now=NOON,
        roles=roles,
    )
    assert found is over


@pytest.mark.parametrize(
    ("roles", "factor", "enrolled", "renew", "step"),
    [
        (SEES_FIGURES, "", False, False, Step.NONE),
        (SEES_FIGURES, "", True, False, Step.PROVE),
        (SEES_FIGURES, "", True, True, Step.PROVE),
        (SEES_FIGURES, "", False, True, Step.PASSWORD),
        (SEES_NAMES, "", False, False, Step.ENROL),
        (SEES_NAMES, "", False, True, Step.PASSWORD),
        (SEES_NAMES, "", True, False, Step.PROVE),
        (SEES_NAMES, "totp", True, False, Step.NONE),
        (SEES_NAMES, "passkey", True, True, Step.PASSWORD),
        (SEES_NAMES, "oidc", False, False, Step.NONE),
    ],
)
def test_what_a_session_must_do_first(roles, factor, enrolled, renew, step):
    assert next_step(roles=roles, factor=factor, enrolled=enrolled, renew_password=renew) == step
