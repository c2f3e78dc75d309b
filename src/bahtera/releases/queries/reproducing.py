"""Working the figures of a version out again from its lines: every one must be the same, bit for bit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bahtera.foundation import keys
from bahtera.releases.queries.documents import counted_in, figures_of, manifest_of, text_of, version_of
from bahtera.releases.queries.lines import read_lines
from bahtera.releases.queries.preparing import states_of
from bahtera.releases.queries.versions import frozen
from bahtera.releases.rules import canonical, sha256, signed_bytes
from bahtera.releases.values import Reproduced
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.releases.models import Version


def reproduce(round_id: int, number: int) -> Reproduced:
    """Return whether a version is as it was signed, and whether its figures follow from its lines.

    A village with a line that was destroyed since keeps its signed sums; all others are counted anew. Raises
    UnknownVersion.
    """
    row = version_of(round_id, number)
    document = figures_of(row.figures)
    counted, erased = recount(row)
    differs = broken_parts(row)
    again = frozen(row, {"counted": counted.to_json(), "work": document["work"]}, audience="internal")
    printed = _printed(again, document["internal"])
    differs += _unequal(printed, document["internal"])
    if counted.to_json() != document["counted"] and not differs:
        differs.append("counted")
    if row.public:
        differs += _public(row, document, counted)
    return Reproduced(row.families, len(printed), erased, tuple(dict.fromkeys(differs)))


def recount(row: Version) -> tuple[results.Counted, int]:
    """Return the sums of a version's lines, and how many of them were destroyed."""
    manifest = manifest_of(row)
    places = {digest: village for village, digest in manifest}
    gone: set[str] = set()
    erased = 0
    families: list[results.FamilyStates] = []
    for digest, line in read_lines(row.round_id, [digest for _, digest in manifest]):
        if line is None:
            erased += 1
            gone.add(places[digest])
        else:
            families.append(states_of(line))
    fresh = results.count_families(each for each in families if each.village_code not in gone)
    return fresh.beside(counted_in(figures_of(row.figures)).only(gone)), erased


def broken_parts(row: Version) -> list[str]:
    """Return which parts of a version are not what was signed."""
    found = []
    if sha256(canonical(row.statement)) != row.digest or not keys.verify(
        signed_bytes(row.statement), row.signature
    ):
        found.append("signature")
    for part in ("manifest", "figures", "public"):
        name = getattr(row, part)
        if name and sha256(text_of(name)) != row.statement.get(f"{part}_sha256"):
            found.append(part)
    return found


def _public(row: Version, document: Mapping[str, Any], counted: results.Counted) -> list[str]:
    """Return what differs in the figures for everybody, whose villages rest on this or an earlier version."""
    part = document["public"]
    origins: dict[int, list[str]] = {}
    for code, number in part["from"].items():
        origins.setdefault(number, []).append(code)
    whole = results.Counted()
    for number, codes in origins.items():
        found = counted if number == row.number else recount(version_of(row.round_id, number))[0]
        whole = whole.beside(found.only(codes))
    again = frozen(row, {"counted": whole.to_json(), "work": part["work"]}, audience="public")
    signed = _json(text_of(row.public))["areas"]
    return _unequal(_printed(again, signed), signed)


def _printed(again: results.FrozenFigures, signed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of every area, of those too that a version of earlier software has beside them."""
    return {code: again.printed(code) for code in sorted({*again.areas(), *signed})}


def _unequal(found: Mapping[str, Any], signed: Mapping[str, Any]) -> list[str]:
    return [
        code
        for code in sorted({*found, *signed})
        if canonical(found.get(code)) != canonical(signed.get(code))
    ]


def _json(text: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
