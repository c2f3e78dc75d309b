"""What the anchor files say of the chain, and whether they are whole themselves."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bahtera.foundation.audit import anchors
from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.gaps import TOLERANCE, Gaps, Line
from bahtera.foundation.audit.values import Place, day_from_label, day_label, place_of
from bahtera.foundation.audit.witnesses import Witness
from bahtera.foundation.models import AuditAnchor


@dataclass(frozen=True)
class _Seen:
    link: bytes
    at: str


class Anchors:
    """The anchors of a range of days as they stood when this was made; a day's are read when it is entered."""

    def __init__(
        self, found: Findings, gaps: Gaps, witnesses: Sequence[Witness], span: tuple[int, int], now: datetime
    ) -> None:
        low, high = span
        self._found, self._gaps, self._now = found, gaps, now
        self._named: dict[int, list[Witness]] = {}
        for one in witnesses:
            if low <= one.entry_id <= high:
                self._named.setdefault(one.day, []).append(one)
        self._first, self._last = place_of(low).day, place_of(high).day
        # The rows before the files: a line that is written meanwhile is then in neither or in the file alone.
        self._rows = {row.day: row for row in AuditAnchor.objects.order_by("day")}
        self._sizes = dict(sorted(_sizes().items()))
        self._entered: set[int] = set()
        self._hashes: dict[int, set[str]] = {}
        self._ends: dict[int, list[tuple[int, Line]]] = {}
        self._before: Line | None = None
        self.links: dict[int, _Seen] = {}
        self.until: datetime | None = None
        self.ahead: datetime | None = None

    def enter_day(self, day: int) -> None:
        """Read a day's anchors; those of the day before are forgotten."""
        if day in self._entered:
            return
        self._entered.add(day)
        self.links, self._ends = {}, {}
        row = self._rows.get(day)
        lines: list[anchors.Line] = []
        if day in self._sizes:
            lines, is_whole = anchors.read(day, size=self._sizes[day])
            if not is_whole:
                self._changed(day, len(lines) + 1)
            self._check_lines(day, lines)
            self._check_memory(day, lines, row)
        elif self.is_gone(day):
            self._found.add("anchor_file_missing", day=day_label(day))
        self._check_named(day, lines)
        for number, line in enumerate(lines, 1):
            self._take_in(Line(day, number, datetime.fromisoformat(str(line.told["at"]))), line)

    def _take_in(self, dated: Line, line: anchors.Line) -> None:
        if dated.at > self._now + TOLERANCE:
            self.ahead = max(self.ahead or dated.at, dated.at)
        else:
            self.until = dated.at
        if self._before and dated.at < self._before.at:
            self._gaps.note_step(dated)
        self._before = dated
        at = str(line.told["at"])
        for lane, (seq, link) in line.heads.items():
            place = Place(dated.day, lane, seq)
            if seq:
                self.links[place.id] = _Seen(bytes.fromhex(link), at)
            ends = self._ends.setdefault(Place(dated.day, lane, 0).id, [])
            if seq and (not ends or ends[-1][0] < place.id):
                ends.append((place.id, dated))

    def is_gone(self, day: int) -> bool:
        """Tell whether a day's file is gone that the database remembers."""
        row = self._rows.get(day)
        return day not in self._sizes and row is not None and row.lines > 0

    def first_to_see(self, lane_id: int, entry_id: int) -> tuple[int, Line] | None:
        """Return the first line that saw an entry, with the last entry of its lane that it saw; None for none."""
        ends = self._ends.get(lane_id, [])
        at = bisect_left(ends, entry_id, key=lambda one: one[0])
        return ends[at] if at < len(ends) else None

    def last_of(self, lane_id: int) -> int:
        """Return the last entry of a lane that an anchor has seen, or the lane's id; its day must be entered."""
        ends = self._ends.get(lane_id)
        return ends[-1][0] if ends else lane_id

    def compare(self, entry_id: int, link: bytes, *, is_sealed: bool) -> None:
        """Add a problem when an entry is not the one an anchor saw; a broken seal is told already."""
        seen = self.links[entry_id]
        if seen.link != link and is_sealed:
            self._found.at("anchor_differs", place_of(entry_id), at=seen.at)

    def finish(self, days: set[int], with_heads: set[int]) -> None:
        """Look at the days that only anchors know of, whose entries are gone; they are added to ``days``."""
        known = {day for day in {*self._sizes, *self._rows} if self._first <= day <= self._last}
        for day in sorted(known - days):
            self.enter_day(day)
            self._found.add("day_missing", day=day_label(day))
        for day in sorted(set(self._named) - self._entered):
            lines = anchors.read(day, size=self._sizes[day])[0] if day in self._sizes else []
            self._check_named(day, lines)
        days |= known
        closed = [day for day, row in self._rows.items() if row.is_closed]
        for day in sorted(with_heads - known):
            if closed and day < max(closed):
                self._found.add("anchor_file_missing", day=day_label(day))

    def _check_lines(self, day: int, lines: Sequence[anchors.Line]) -> None:
        """Follow the lines; each hangs on the one before, so that the last signature vouches for all."""
        before = self._hashes_before(day)
        for number, line in enumerate(lines, 1):
            if before is not None and line.told["previous"] not in before:
                self._changed(day, number)
            before = {line.hash}
        if lines and not lines[-1].is_signed():
            bad = [number for number, line in enumerate(lines, 1) if not line.is_signed()]
            for number in bad[:3]:
                self._changed(day, number)
        wrong = [n for n, line in enumerate(lines, 1) if line.told.get("day") != day_label(day)]
        if wrong:
            self._changed(day, wrong[0])
        self._hashes[day] = {line.hash for line in lines}

    def _check_named(self, day: int, lines: Sequence[anchors.Line]) -> None:
        """See that the lines are there which entries name; of a run of contradictions the first is told."""
        wrong = [
            one
            for one in self._named.get(day, ())
            if not 0 < one.line <= len(lines) or lines[one.line - 1].hash != one.hash
        ]
        if wrong:
            place = place_of(wrong[0].entry_id)
            self._found.at(
                "anchor_missing", place, anchored=day_label(day), line=wrong[0].line, how_many=len(wrong)
            )

    def _hashes_before(self, day: int) -> set[str] | None:
        """Return what the first line of a day may hang on; None when that file is gone and told of."""
        earlier = max((one for one in self._sizes if one < day), default=None)
        recorded = max((one for one in self._rows if one < day), default=None)
        if earlier is None or (recorded is not None and recorded > earlier):
            return {""} if recorded is None else None
        if earlier not in self._hashes:
            lines, _ = anchors.read(earlier, size=self._sizes[earlier])
            self._hashes = {earlier: {line.hash for line in lines}}
        return self._hashes[earlier]

    def _check_memory(self, day: int, lines: Sequence[anchors.Line], row: AuditAnchor | None) -> None:
        label = day_label(day)
        if row is None:
            if len(lines) > 1:
                self._found.add("anchor_record_changed", day=label)
        elif not anchors.seal_fits(row):
            self._found.add("anchor_record_changed", day=label)
        elif len(lines) < row.lines or (row.is_closed and not (lines and lines[-1].is_closing)):
            self._found.add("anchor_cut", day=label, first=len(lines) + 1, last=row.lines)
        elif row.lines and lines[row.lines - 1].hash != row.line_hash:
            self._changed(day, row.lines)
        elif row.is_closed and len(lines) > row.lines:
            self._found.add("anchor_record_changed", day=label)

    def _changed(self, day: int, line: int) -> None:
        self._found.add("anchor_changed", day=day_label(day), line=line)


def _sizes() -> dict[int, int]:
    """Return the size of each day's file."""
    found = {}
    for path in anchors.folder().glob("*.jsonl"):
        try:
            day = day_from_label(path.stem)
        except ValueError:
            continue
        found[day] = path.stat().st_size
    return found
