"""The register of processing of this site: every column of every table, every action, and why each is there."""

from bahtera.access import api as access
from bahtera.config import sensitivity
from bahtera.privacy import api as privacy


def register() -> privacy.Register:
    """Return the register. A column without a level stands at the highest."""
    columns = (
        privacy.Column(*name.rpartition(".")[::2], level or "L5")
        for name, level in sensitivity.every_column()
    )
    acts = (
        privacy.Act(
            name, action.purpose.value, f"L{action.level.value}", tuple(sorted(action.roles - {"system"}))
        )
        for name, action in sorted(access.ACTIONS.items())
    )
    known = frozenset(purpose.value for purpose in access.Purpose)
    return privacy.join(privacy.purposes(known), sorted(columns, key=lambda one: (one.table, one.name)), acts)
