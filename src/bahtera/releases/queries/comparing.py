"""Two versions of a round side by side: every printed figure that is not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.releases.queries.documents import figures_of, version_of
from bahtera.releases.queries.versions import frozen, is_exact
from bahtera.releases.rules import figures_that_differ
from bahtera.releases.values import Affected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from bahtera.releases.models import Version
    from bahtera.releases.queries.preparing import Prepared

_ACTION = "results.read"


def affected(round_id: int, old: int, new: int, *, actor: Actor, area: str = "") -> list[Affected]:
    """Return the figures that differ between two versions in the reader's areas, by area, index and figure.

    Who may read single families there compares the versions themselves. Others compare what moves on in steps: as long
    as fewer than five families of a village have come or gone nothing of it differs for them, so that subtracting shows
    nobody. Raises UnknownVersion, NotAllowed.
    """
    check_may(actor, _ACTION, area=area or None)
    before, after = version_of(round_id, old), version_of(round_id, new)
    scopes = [
        scope for scope in reach(actor, _ACTION) if not area or covers(scope, area) or covers(area, scope)
    ]
    found: list[Affected] = []
    for exact in (True, False):
        olds, news = _printed(before, exact=exact), _printed(after, exact=exact)
        for code in sorted({*olds, *news}):
            inside = covers(area, code) and any(covers(scope, code) for scope in scopes)
            if inside and is_exact(actor, code) is exact:
                found += _of_area(code, olds.get(code, {}), news.get(code, {}))
    return sorted(found, key=lambda one: (one.area_code, one.index_id, one.what))


def would_move(before: Version, prepared: Prepared, *, actor: Actor) -> list[Affected]:
    """Return the figures that signing what is prepared would move, where the reader may see single families."""
    part = {"counted": prepared.counted.to_json(), "work": prepared.work}
    olds, news = (
        _printed(before, exact=True),
        dict(frozen(before, part, audience="internal").all_printed()),
    )
    scopes = reach(actor, _ACTION)
    found: list[Affected] = []
    for code in sorted({*olds, *news}):
        if any(covers(scope, code) for scope in scopes) and is_exact(actor, code):
            found += _of_area(code, olds.get(code, {}), news.get(code, {}))
    return sorted(found, key=lambda one: (one.area_code, one.index_id, one.what))


def _printed(row: Version, *, exact: bool) -> Mapping[str, Any]:
    """Return area -> index -> printed figures as an office reads them; nothing of what it may not compare."""
    document = figures_of(row.figures)
    if exact:
        kept: Mapping[str, Any] = document["internal"]
        return kept
    part = document["public"]
    return {} if part is None else dict(frozen(row, part, audience="internal").all_printed())


def _of_area(code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Affected]:
    for index_id in sorted({*old, *new}):
        for what, before, after in figures_that_differ(old.get(index_id, {}), new.get(index_id, {})):
            yield Affected(
                area_code=code,
                index_id=index_id,
                what=what,
                old=_text(before.get("value")),
                new=_text(after.get("value")),
                old_n=before.get("n"),
                new_n=after.get("n"),
                old_hidden=bool(before.get("hidden")),
                new_hidden=bool(after.get("hidden")),
            )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
