"""What an index finds unmet, as the ids of needs: by it a form offers the steps that would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices.printers.xlsform_result import calculate_name
from bahtera.indices.values import NOT_MET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.definition import IndexDefinition
    from bahtera.indices.services import Need, ServiceBook


def unmet_needs(definitions: Sequence[IndexDefinition], book: ServiceBook) -> str:
    """Return the calculation of the ids of unmet needs that have a step, with blanks between."""
    parts = [f"if({test}, '{need.id} ', '')" for need in book.needs if (test := _unmet(need, definitions))]
    return f"normalize-space(concat({', '.join(parts)}))" if parts else "''"


def _unmet(need: Need, definitions: Sequence[IndexDefinition]) -> str:
    if need.step is None:
        return ""
    tests = [
        f"${{{calculate_name(definition.id, each.id)}}} = '{NOT_MET}'"
        for definition in definitions
        for each in definition.indicators
        if f"{definition.id}/{each.id}" in need.indicators
    ]
    return " or ".join(tests)
