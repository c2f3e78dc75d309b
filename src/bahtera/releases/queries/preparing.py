"""What a new version will hold: read and sealed before anything is written, so that nobody waits for it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bahtera.foundation.sealing import parts
from bahtera.releases.models import Line
from bahtera.releases.queries.documents import counted_in, figures_of, manifest_of
from bahtera.releases.queries.lines import read_lines
from bahtera.releases.queries.micro import row_of_family, sampled
from bahtera.releases.rules import canonical, line_of, same_but_salt, sha256
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from bahtera.releases.models import Version

_SALT_BYTES = 16
# In the order of `results.Visits` after the target.
Work = dict[str, list[int | None]]


@dataclass
class Prepared:
    """Everything of a version but its number, its moment and its signature.

    ``stamps``: how the villages stood when it was read. ``work``: village -> target, visited, interviewed, approved.
    ``fresh``: lines that no version of the round has yet.
    """

    stamps: Mapping[str, str]
    lines: list[tuple[str, str]] = field(default_factory=list)
    fresh: list[Line] = field(default_factory=list)
    counted: results.Counted = field(default_factory=results.Counted)
    work: Work = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)


def prepare(
    row: surveys.RoundRow,
    before: Version | None,
    *,
    villages: Collection[str] | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Prepared:
    """Return what a version of a round would hold now.

    ``villages``: only these have changed since the version ``before``; the others stay as they are there. ``tell``:
    called with the number of villages read and of all.
    """
    found = Prepared(surveys.counted_stamps(row.id))
    known = manifest_of(before) if before else []
    if before is not None and villages is not None:
        found.lines = [one for one in known if one[0] not in villages]
        rest = {code for code in counted_in(figures_of(before.figures)).families if code not in villages}
        found.counted = counted_in(figures_of(before.figures)).only(rest)
        found.work = {
            code: work for code, work in figures_of(before.figures)["work"].items() if code not in villages
        }
        found.forms = set(figures_of(before.figures)["forms"])
    there = set(surveys.counted_villages(row.id))
    targets = {one.village_code for one in surveys.targets(row.id)}
    wanted = sorted(there | targets if villages is None else set(villages) & (there | targets))
    fresh = results.count_families(_read(row.id, wanted, known, found, tell or _nobody))
    found.counted = found.counted.beside(fresh)
    found.work |= {code: _work(row.id, code) for code in wanted}
    return found


def states_of(line: Mapping[str, Any]) -> results.FamilyStates:
    """Return what sums are made of from a line."""
    return results.FamilyStates(
        line["village"],
        line["result"] in surveys.VISITED_RESULTS,
        tuple((score[0], score[1], score[6]) for score in line["scores"]),
    )


def _read(
    round_id: int,
    villages: Collection[str],
    known: list[tuple[str, str]],
    found: Prepared,
    tell: Callable[[int, int], None],
) -> Iterator[results.FamilyStates]:
    design = sampled(round_id)
    by_village: dict[str, list[str]] = {}
    for village, digest in known:
        by_village.setdefault(village, []).append(digest)
    for at, village in enumerate(villages):
        tell(at, len(villages))
        lines = read_lines(round_id, by_village.get(village, ()))
        before = {line["submission"]: (digest, line) for digest, line in lines if line is not None}
        for each in surveys.counted_families(round_id, [village]):
            line = line_of(
                row_of_family(round_id, each, design),
                submission_id=each.submission_id,
                content=each.sha256,
                revision=each.revision,
                form=each.form_version,
            )
            digest, earlier = before.get(each.submission_id, ("", {}))
            if not digest or not same_but_salt(line, earlier):
                digest = _add(found, round_id, line)
            found.lines.append((village, digest))
            found.forms.add(each.form_version)
            yield states_of(line)
    tell(len(villages), len(villages))


def _nobody(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def _add(found: Prepared, round_id: int, line: dict[str, Any]) -> str:
    """Seal a new line; its salt keeps anyone from trying out what a destroyed line said."""
    body = canonical({**line, "salt": os.urandom(_SALT_BYTES).hex()})
    row = Line(
        round_id=round_id,
        village_code=line["village"],
        submission_id=line["submission"],
        sha256=sha256(body),
    )
    parts.write(row, body=body)
    found.fresh.append(row)
    return row.sha256


def _work(round_id: int, village_code: str) -> list[int | None]:
    now = surveys.progress(round_id, village_code)
    return [now.target, now.visited, now.interviewed, now.approved]
