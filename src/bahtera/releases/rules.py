"""What a data version is made of, and what is signed. Values in, bytes out; whoever reads this can verify one."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from bahtera.releases.errors import NoReason
from bahtera.releases.values import MicroRow, MicroScore
from bahtera.statistics.sampling import WEIGHT_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SIGNED: Final = b"bahtera data version\n"
"""What is signed begins so, that no signature made for something else fits here."""

FORMAT: Final = "bahtera-release/1"

LONGEST_REASON: Final = 500
_VILLAGE: Final = len("63.05.01.2001")
# A NIK, a card or a telephone number: a reason names nobody.
_NUMBER: Final = re.compile(r"(?:\d[ .-]?){8,}")


def clean_reason(text: str) -> str:
    """Return a reason on one line; raises NoReason where there is none, or where it holds a number of a person."""
    clean = " ".join(text.split())[:LONGEST_REASON]
    if not clean:
        raise NoReason.missing()
    if _NUMBER.search(clean):
        raise NoReason.number()
    return clean


SPEAKS: Final[Mapping[str, Mapping[str, str]]] = {
    "village": {"id": "keluarga desa ini", "en": "families of this village"},
    "locus_average": {"id": "rata-rata desa lokus", "en": "average of the locus villages"},
    "sampled_village": {
        "id": "keluarga sampel di desa ini",
        "en": "families of a sample in this village",
    },
    "sample_average": {
        "id": "rata-rata keluarga sampel, tanpa penimbang: bukan estimasi wilayah ini",
        "en": "average of a sample's families, without weights: no estimate of this area",
    },
}
"""For whom figures speak (`results.Speaks`), as the file for everybody says it beside each area."""

LARGE: Final = 2_000
"""A round of so many families is signed by the worker: it takes longer than anybody waits for a page (0.5 ms each)."""


def canonical(value: object) -> bytes:
    """Return JSON with sorted keys, no spaces, in UTF-8: the same bytes for the same content everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def manifest_text(lines: Iterable[tuple[str, str]]) -> bytes:
    """Return a manifest: a row for each family, its village and the hash of its line, by village and hash."""
    return "".join(f"{village} {digest}\n" for village, digest in sorted(lines)).encode()


def manifest_lines(text: bytes) -> list[tuple[str, str]]:
    """Return (village, hash) of each row of a manifest."""
    rows = (row.split(" ") for row in text.decode().splitlines())
    return [(village, digest) for village, digest in rows]


def line_of(row: MicroRow, *, submission_id: str, content: str, revision: int, form: str) -> dict[str, Any]:
    """Return what a version says of one family, without the salt that keeps its hash from being guessed."""
    return {
        "family": row.family,
        "submission": submission_id,
        "content_sha256": content,
        "revision": revision,
        "form": form,
        "village": row.village_code,
        "result": row.result_code,
        "groups": dict(row.groups),
        "scores": [list(each) for each in row.scores],
        "stratum": row.stratum,
        "psu": row.psu,
        "weight": row.weight,
    }


def row_of(line: Mapping[str, Any]) -> MicroRow:
    """Return the family of a line."""
    return MicroRow(
        family=line["family"],
        village_code=line["village"],
        result_code=line["result"],
        groups=line["groups"],
        scores=tuple(MicroScore(*each) for each in line["scores"]),
        stratum=line.get("stratum", ""),
        psu=line.get("psu", ""),
        weight=line.get("weight", WEIGHT_UNIT),
    )


def same_but_salt(line: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two lines say the same of a family."""
    return {**line, "salt": ""} == {**other, "salt": ""}


def approved_printed(areas: Mapping[str, Mapping[str, Any]]) -> int:
    """Return the approved families of all villages of printed figures, by area and index."""
    firsts = (next(iter(each.values()), None) for code, each in areas.items() if len(code) == _VILLAGE)
    return sum(first["coverage"]["approved"] for first in firsts if first)


def signed_bytes(statement: Mapping[str, Any]) -> bytes:
    """Return the bytes a site signs for a statement."""
    return SIGNED + canonical(statement)


def figures_that_differ(
    old: Mapping[str, Any], new: Mapping[str, Any], *, path: str = ""
) -> list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Return (what, old figure, new figure) for each figure of an area and index that is not printed the same.

    A figure that stays while more or fewer families stand behind it is the same, and so is one hidden in both.
    """
    found: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = []
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after or _shows_the_same(before, after):
            continue
        here = f"{path}.{name}" if path else name
        if _is_figure(before) or _is_figure(after):
            found.append((here, before or {}, after or {}))
        elif isinstance(before, dict) or isinstance(after, dict):
            found += figures_that_differ(before or {}, after or {}, path=here)
        else:
            found.append((here, {"value": before}, {"value": after}))
    return found


def _shows_the_same(before: object, after: object) -> bool:
    """Tell whether two figures differ in nothing that is shown: not in the families they rest on alone."""
    return (
        isinstance(before, dict)
        and isinstance(after, dict)
        and _is_figure(before)
        and _is_figure(after)
        and {**before, "n": None} == {**after, "n": None}
    )


def _is_figure(value: object) -> bool:
    return isinstance(value, dict) and "value" in value
