"""Who lacks what in many villages, by the rule of `figures.indicator`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.disclosure import SHARE_COLUMNS, TOTAL
from bahtera.results.rules.figures import in_both
from bahtera.results.values import Lack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.indices.api import IndexDefinition, Indicator
    from bahtera.results.rules.protecting import RoundProtection
    from bahtera.results.values import Sums


def lacks_of(
    definition: IndexDefinition, villages: Mapping[str, Sums], shown: RoundProtection
) -> dict[str, tuple[Lack, ...]]:
    """Return village -> each indicator with those who lack it of those who answered; nothing where it is hidden."""
    asked = [
        (at, each.id, each.dimension, in_both(each.label), _hidden(each, shown))
        for at, each in enumerate(definition.indicators)
    ]
    return {
        code: tuple(
            Lack(name, dimension, label, None, None)
            if code in hidden
            else Lack(name, dimension, label, sums.indicators[at].unmet, sums.indicators[at].answered)
            for at, name, dimension, label, hidden in asked
        )
        for code, sums in villages.items()
    }


def _hidden(indicator: Indicator, shown: RoundProtection) -> set[str]:
    """Return the areas in which its share or the number of its answers is hidden."""
    rows = (*SHARE_COLUMNS, TOTAL)
    cells = shown.shares.tables[indicator.id].hidden
    return {each.area for each in cells if each.column in rows} | {
        each.area for each in shown.answered[indicator.id].hidden
    }
