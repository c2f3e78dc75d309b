"""What the anchor files say of the chain, and whether they are whole themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bahtera.foundation.audit import anchors
from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.values import Place, day_from_label, day_label, place_of
from bahtera.foundation.models import AuditAnchor


@dataclass(frozen=True)
class _Seen:
    link: bytes
    at: str


class Anchors:
    """The anchors of a range of days as they stood when this was made; a day's are read when it is entered."""

    def __init__(self, found: Findings, low: int, high: int) -> None:
        self._found = found
        self._first, self._last = place_of(low).day, place_of(high).day
        # The rows before the files: a line that is written meanwhile is then in neither or in the file alone.
        self._rows = {row.day: row for row in AuditAnchor.objects.order_by("day")}
        self._sizes = dict(sorted(_sizes().items()))
        self._entered: set[int] = set()
        self._hashes: dict[int, set[str]] = {}
        self._ends: dict[int, int] = {}
        self.links: dict[int, _Seen] = {}
        self.until: datetime | None = None

    def enter_day(self, day: int) -> None:
        """Read a day's anchors; those of the day before are forgotten."""
        if day in self._entered:
            return
        self._entered.add(day)
        self.links, self._ends = {}, {}
        row = self._rows.get(day)
        if day not in self._sizes:
            if row is not None and row.lines:
                self._found.add("anchor_file_missing", day=day_label(day))
            return
        lines, is_whole = anchors.read(day, size=self._sizes[day])
        if not is_whole:
            self._changed(day, len(lines) + 1)
        self._check_lines(day, lines)
        self._check_memory(day, lines, row)
        for line in lines:
            at = str(line.told["at"])
            self.until = max(self.until or datetime.fromisoformat(at), datetime.fromisoformat(at))
            for lane, (seq, link) in line.heads.items():
                place = Place(day, lane, seq)
                if seq:
                    self.links[place.id] = _Seen(bytes.fromhex(link), at)
                lane_id = Place(day, lane, 0).id
                self._ends[lane_id] = max(self._ends.get(lane_id, 0), place.id)

    def last_of(self, lane_id: int) -> int:
        """Return the last entry of a lane that an anchor has seen, or the lane's id; its day must be entered."""
        return self._ends.get(lane_id, lane_id)

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
