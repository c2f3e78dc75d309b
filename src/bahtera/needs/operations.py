"""Writes of needs: a regency's own line for an indicator, and the default put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.needs.errors import BadLine, LineMoved, UnknownLine
from bahtera.needs.models import MappingChange
from bahtera.needs.queries.mapping import lines_of
from bahtera.needs.rules.mapping import checked_line, checked_reason, line_json, load_book

if TYPE_CHECKING:
    from bahtera.needs.values import Line

ACTION = "needs.manage"
_REGENCY_LENGTH = 5


def change_line(regency_code: str, line: Line, *, reason: str, seen: int, actor: Actor) -> Line:
    """Write a regency's own line for an indicator and return it as it holds now.

    ``seen``: the number of the change the writer had before them. Raises NotAllowed, UnknownLine, BadLine, LineMoved.
    """
    kept = checked_line(line, load_book())
    return _write(regency_code, line, kept, reason=reason, seen=seen, actor=actor)


def reset_line(
    regency_code: str, index_id: str, indicator: str, *, reason: str, seen: int, actor: Actor
) -> Line:
    """Put the default of an indicator back; raises as `change_line` does."""
    default = load_book().lines.get((index_id, indicator))
    if default is None:
        raise UnknownLine
    return _write(regency_code, default, None, reason=reason, seen=seen, actor=actor)


def _write(
    regency_code: str, about: Line, line: Line | None, *, reason: str, seen: int, actor: Actor
) -> Line:
    if len(regency_code) != _REGENCY_LENGTH or not areas.find([regency_code]):
        raise BadLine.no_regency()
    check_may(actor, ACTION, area=regency_code)
    key = (about.index_id, about.indicator)
    if key not in load_book().lines:
        raise UnknownLine
    why = checked_reason(reason)
    with durable():
        one_at_a_time(f"needs:{regency_code}:{about.index_id}:{about.indicator}")
        rows = MappingChange.objects.filter(
            regency_code=regency_code, index_id=about.index_id, indicator=about.indicator
        )
        last = rows.order_by("-number", "-pk").first()
        number = last.number if last else 0
        if number != seen:
            raise LineMoved
        content = line_json(line) if line else None
        now = lines_of(regency_code)[key]
        if (line is None and now.is_default) or content == line_json(now):
            raise BadLine.unchanged()
        row = MappingChange(
            regency_code=regency_code,
            index_id=about.index_id,
            indicator=about.indicator,
            number=number + 1,
            reason=why,
            at=clock.now(),
            actor_key=actor.key,
        )
        row.content = content
        row.save()
        audit.record(
            "needs.mapping_changed",
            actor=actor.key,
            subject=f"area:{regency_code}",
            details={"indicator": f"{about.index_id}/{about.indicator}", "number": number + 1},
        )
        return lines_of(regency_code)[key]
