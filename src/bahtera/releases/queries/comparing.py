"""Two versions of a round side by side: every printed figure that is not the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

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
DEFINITION: Final = frozenset({"version", "hash", "status"})
"""What stands beside the printed figures of an index and says by which definition they were made."""
_KEPT: Final = 4


def affected(round_id: int, old: int, new: int, *, actor: Actor, area: str = "") -> list[Affected]:
    """Return the figures that differ between two versions in the reader's areas, by area, index and figure.

    Figures alone: not version, hash and status of their definition. An area that has figures in one of them only, as
    all areas have for whom a provisional version is kept from, has none that differ (`told_in`).

    Who may read single families there compares the versions themselves. Others compare what moves on in steps: as long
    as fewer than five families of a village have come or gone nothing of it differs for them, so that subtracting shows
    nobody. Raises UnknownVersion, NotAllowed.
    """
    check_may(actor, _ACTION, area=area or None)
    before, after = version_of(round_id, old), version_of(round_id, new)
    scopes = [
        scope for scope in reach(actor, _ACTION) if not area or covers(scope, area) or covers(area, scope)
    ]
    there = figures_of(before.figures)["internal"].keys() & figures_of(after.figures)["internal"].keys()
    read = {
        code: is_exact(actor, code)
        for code in there
        if covers(area, code) and any(covers(scope, code) for scope in scopes)
    }
    found: list[Affected] = []
    for exact in sorted({*read.values()}):
        if not exact and (None in (moved := (_steps(before), _steps(after))) or moved[0] == moved[1]):
            continue
        olds, news = _printed(before, exact=exact), _printed(after, exact=exact)
        for code in sorted(olds.keys() & news.keys()):
            if read.get(code) is exact:
                found += _of_area(code, olds[code], news[code])
    return sorted(found, key=lambda one: (one.area_code, one.index_id, one.what))


def told_in(round_id: int, number: int, *, actor: Actor) -> bool:
    """Tell whether a version has figures for a reader: a provisional one only for who may read single families.

    Raises UnknownVersion, NotAllowed.
    """
    check_may(actor, _ACTION)
    row = version_of(round_id, number)
    return _steps(row) is not None or any(is_exact(actor, scope) for scope in reach(actor, _ACTION))


def _steps(row: Version) -> Mapping[str, Any] | None:
    """Return what of a version moves on in steps, without from which versions it is; None of a provisional one."""
    part = figures_of(row.figures)["public"]
    return None if part is None else {name: each for name, each in part.items() if name != "from"}


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
    return {} if document["public"] is None else _in_steps(row.round_id, row.number, row.figures)


@lru_cache(maxsize=_KEPT)
def _in_steps(round_id: int, number: int, _sha256: str) -> Mapping[str, Any]:
    """Return the printed figures that move on in steps; protected anew, and remembered for these files of figures."""
    row = version_of(round_id, number)
    return dict(frozen(row, figures_of(row.figures)["public"], audience="internal").all_printed())


def _of_area(code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Affected]:
    for index_id in sorted({*old, *new}):
        for what, before, after in figures_that_differ(old.get(index_id, {}), new.get(index_id, {})):
            if what in DEFINITION:
                continue
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
