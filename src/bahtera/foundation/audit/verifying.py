"""Finding what was changed in the audit behind Bahtera's back, and saying where."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

import orjson
from django.db import connection

from bahtera.foundation import clock
from bahtera.foundation.audit import (
    anchored,
    chain,
    chain_key,
    gaps,
    lanes,
    placing,
    references,
    witnesses,
)
from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.stored import Row, stored_chunks
from bahtera.foundation.audit.values import (
    SEQUENCE_MOST,
    ChainKeyMissing,
    Head,
    Place,
    Report,
    day_label,
    day_number,
    place_of,
)

Progress = Callable[[int], None]

_HALF = chain.HALF
_WHOLE = 2 * _HALF


def verify(
    first: date | None = None,
    last: date | None = None,
    *,
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read all entries of a range of days (of the chain, UTC) in order and report what does not fit.

    Runs beside writers. ``as_of`` is until when anchors may be expected: now, or when a copy was made.
    ``progress`` is told now and then how many entries were read. Raises ChainKeyMissing.
    """
    began = time.monotonic()
    low = -(1 << 62) if first is None else Place(day_number(first), 0, 0).id
    high = (1 << 62) if last is None else Place(day_number(last) + 1, 0, 0).id - 1
    check = _Verification(low, high, as_of or clock.now(), progress)
    check.run()
    return Report(
        entries=check.count,
        days=[day_label(day) for day in sorted(check.days)],
        anchored_until=check.anchors.until,
        problems=check.found.problems,
        count=check.found.count,
        seconds=time.monotonic() - began,
        explained=check.found.explained,
        dated_ahead=check.anchors.ahead,
    )


class _Lane:
    """One lane of one day as it is read: the entry expected next and the links it may hang on."""

    def __init__(self, lane_id: int, head: Head | None, *, is_ours: bool) -> None:
        self.id = lane_id
        self.number = lane_id >> 36
        self.place = place_of(lane_id)
        self.head = head if is_ours else None
        self.is_known = head is not None
        # Of a head that was changed nothing is believed, not even where the lane ends.
        self.head_id = lane_id + (SEQUENCE_MOST if head and not is_ours else head.seq if head else 0)
        self.next_id = lane_id + 1
        # None after a gap: then any link may be right. Two when one of them was edited.
        self.before: tuple[bytes, ...] | None = (self.head.genesis,) if self.head else None
        self.link_at_head: bytes | None = None
        self.beyond: list[tuple[int, bool]] = []
        # The next whole entry is the first that the anchors so far have not seen.
        self.is_unseen = True
        self.unanchored: tuple[int, datetime] | None = None

    @property
    def last_id(self) -> int:
        return self.next_id - 1


class _Verification:
    """One run: the anchors as they stood at the start, the heads before and after, the entries between."""

    def __init__(self, low: int, high: int, now: datetime, progress: Progress | None) -> None:
        self.low, self.high = low, high
        self.progress = progress
        self.count = 0
        self.days: set[int] = set()
        self.found = Findings()
        # In this order: whatever is written meanwhile is then only ever newer than what is compared with it.
        self.witnesses = witnesses.witnesses()
        self.gaps = gaps.Gaps(self.found, now, witnesses.explanations())
        self.anchors = anchored.Anchors(self.found, self.gaps, self.witnesses, (low, high), now)
        self.heads = {head.id: head for head in lanes.heads(first=-(1 << 62))}
        self.key = self._key()
        self.seal_of, self.link_of = chain.sealer(self.key), chain.linker(self.key)
        still_open = (Place(head.place.day, 0, 0).id for head in self.heads.values() if head.is_open)
        self.references = references.References(low, high, still_written=min(still_open, default=high + 1))
        self.suspects = placing.Suspects(self.key)
        self.doubtful: list[_Lane] = []
        self.ends: dict[int, int] = {}

    def _key(self) -> bytes:
        try:
            return chain_key.key()
        except ChainKeyMissing:
            if self.heads or any(stored_chunks(connection, chunk=1)):
                raise
            return b""

    def run(self) -> None:
        self._check_heads()
        lane: _Lane | None = None
        for rows in stored_chunks(connection, self.low, self.high):
            place = 0
            while place < len(rows):
                row = rows[place]
                if lane is None or row[0] >> 36 != lane.number:
                    self._finish(lane)
                    lane = self._begin(row[0])
                if lane.is_unseen:
                    self._note_time(lane, row)
                went = self._follow(lane, rows, place)
                if went == place:
                    self._check_row(lane, row)
                    went += 1
                place = went
            self.count += len(rows)
            if self.progress:
                self.progress(self.count)
        self._finish(lane)
        for lane_id in sorted(set(self._in_range()) - set(self.ends)):
            self._finish(self._begin(lane_id))
        self.references.compare(self.found, self.ends)
        self._judge_doubtful()
        self.suspects.tell(self.found)
        self.anchors.finish(self.days, {place_of(lane_id).day for lane_id in self._in_range()})
        self.gaps.tell()
        self.gaps.follow(self.witnesses, self.low, self.high)

    def _in_range(self) -> Iterator[int]:
        return (lane_id for lane_id in self.heads if self.low <= lane_id <= self.high)

    # --- heads ------------------------------------------------------------------------------------------

    def _check_heads(self) -> None:
        latest: dict[int, Head] = {}
        for head in self.heads.values():
            if self.low <= head.id <= self.high:
                self.days.add(head.place.day)
                self._check_head(head, latest.get(head.place.lane))
            if self._is_ours(head):
                latest[head.place.lane] = head
        last = {head.place.lane: head for head in self.heads.values()}
        for number in range(max((head.lanes for head in latest.values()), default=0)):
            if number not in last:
                self.found.add("lane_missing", lane=number)
        for head in last.values():
            if self._is_ours(head) and not head.is_open and head.place.day and head.id <= self.high:
                self.found.at("day_missing_after", head.place)

    def _is_ours(self, head: Head) -> bool:
        return head.seal == chain.head_seal(self.key, head)

    def _check_head(self, head: Head, before: Head | None) -> None:
        after = None if head.after is None else self.heads.get(head.after)
        if not self._is_ours(head):
            self.found.at("head_changed", head.place)
        elif head.after is not None and after is None:
            self.found.at("day_missing", place_of(head.after))
        elif after is not None and not self._is_ours(after):
            return  # told of that one already
        elif after != before or head.genesis != chain.genesis(self.key, head.id, before):
            self.found.at("day_link", head.place)

    # --- entries ----------------------------------------------------------------------------------------

    def _begin(self, entry_id: int) -> _Lane:
        place = place_of(entry_id)
        lane_id = entry_id & ~SEQUENCE_MOST
        self.days.add(place.day)
        self.anchors.enter_day(place.day)
        head = self.heads.get(lane_id)
        return _Lane(lane_id, head, is_ours=head is not None and self._is_ours(head))

    def _follow(self, lane: _Lane, rows: Sequence[Row], start: int) -> int:
        """Take in the rows from a place on that simply go on one from the other; return where they end.

        Nearly all do, so that this is quick. What does not, and what has a neighbour worth a second look, is
        looked at closely.
        """
        if lane.before is None or len(lane.before) != 1:
            return start
        [link], next_id, place = lane.before, lane.next_id, start
        last_id, anchored_ids = lane.head_id - 1, self.anchors.links
        seal_of, link_of, expect = self.seal_of, self.link_of, self.references.expect
        for place in range(start, len(rows)):
            row = rows[place]
            if row[0] != next_id or next_id > last_id or next_id in anchored_ids:
                break
            try:
                own = seal_of(orjson.dumps(row[:7]))
            except TypeError:
                break
            following = link_of(link + own)
            if row[7] != own + following:
                break
            if row[6] != "[]":
                expect(next_id, row[6])
            link = following
            next_id += 1
        else:
            place = len(rows)
        lane.before, lane.next_id = (link,), next_id
        return place

    def _check_row(self, lane: _Lane, row: Row) -> None:
        entry_id, at, action, actor, subject, details, about, mac = row
        mac = bytes(mac) if isinstance(mac, bytes | memoryview) else b""
        try:
            content = orjson.dumps([entry_id, at, action, actor, subject, details, about])
        except TypeError:
            content = b""
        own = self.seal_of(content)
        stored_seal, stored_link = mac[:_HALF], mac[_HALF:]
        is_sealed = stored_seal == own and len(mac) == _WHOLE
        if entry_id != lane.next_id:
            self._gap(lane, entry_id, entry_id - 1 if is_sealed else min(entry_id - 1, lane.head_id))
        if entry_id > lane.head_id:
            lane.beyond.append((entry_id, is_sealed))
            if not is_sealed:
                self.suspects.add(row, mac, is_beyond=True)
        elif not is_sealed:
            self.suspects.add(row, mac)
        self._check_link(lane, entry_id, stored_seal, stored_link, is_sealed=is_sealed)
        if entry_id in self.anchors.links:
            self.anchors.compare(entry_id, stored_link, is_sealed=is_sealed)
            lane.is_unseen = lane.unanchored is None
        if about != "[]":
            self.references.expect(entry_id, about)
        if entry_id == lane.head_id:
            lane.link_at_head = stored_link
        lane.next_id = entry_id + 1

    def _note_time(self, lane: _Lane, row: Row) -> None:
        """Compare when an entry was written with when the first anchor saw it; one that does not fit says nothing."""
        try:
            if self.seal_of(orjson.dumps(row[:7])) != bytes(row[7])[:_HALF]:
                return
            since = witnesses.moment(row)
        except (TypeError, ValueError):
            return
        lane.is_unseen = False
        seen = self.anchors.first_to_see(lane.id, row[0])
        if seen is None:
            lane.unanchored = row[0], since
        else:
            self.gaps.note(row[0], seen[0], since, seen[1])

    def _check_link(
        self, lane: _Lane, entry_id: int, own_seal: bytes, stored: bytes, *, is_sealed: bool
    ) -> None:
        befores = lane.before
        lane.before = (stored,)
        if befores is None:
            return
        expected = tuple(self.link_of(before + own_seal) for before in befores)
        if stored in expected:
            return
        if not is_sealed:  # told of it already, and what follows may hang on what stood here
            lane.before = None
        elif entry_id <= lane.head_id:
            self.found.at("link", place_of(entry_id))
            lane.before = (stored, *expected)

    def _gap(self, lane: _Lane, entry_id: int, end: int) -> None:
        if end >= lane.next_id:
            self.found.missing(lane.next_id, end)
            self.suspects.note_missing(lane.next_id, end)
        if entry_id > lane.id:
            lane.before = None

    # --- the end of a lane ------------------------------------------------------------------------------

    def _finish(self, lane: _Lane | None) -> None:
        if lane is None:
            return
        self.ends[lane.id] = lane.last_id
        if lane.unanchored and not self.anchors.is_gone(lane.place.day):
            first, since = lane.unanchored
            self.gaps.note(first, lane.last_id, since, None)
        known = max(lane.head_id if lane.head else lane.id, self.anchors.last_of(lane.id))
        if known > lane.last_id:
            self.found.missing(lane.last_id + 1, known, tail=True)
            self.suspects.note_missing(lane.last_id + 1, known)
        if lane.beyond:
            self.doubtful.append(lane)
        if lane.link_at_head is not None and lane.before == (lane.link_at_head,):
            self._check_last(lane, lane.link_at_head)

    def _check_last(self, lane: _Lane, link: bytes) -> None:
        if lane.head and lane.head.link != link:
            self.found.at("link", place_of(lane.head_id))

    def _judge_doubtful(self) -> None:
        """Look again at lanes that go beyond the head read at the start: others were writing meanwhile."""
        if not self.doubtful:
            return
        now = {head.id: head for head in lanes.heads(first=self.low)}
        for lane in self.doubtful:
            head = now.get(lane.id)
            end = lane.id + (head.seq if head and self._is_ours(head) else 0)
            beyond = [one for one in lane.beyond if one[0] > end]
            whole = [entry_id for entry_id, is_sealed in beyond if is_sealed]
            for entry_id, is_sealed in lane.beyond:
                if not is_sealed:
                    self.suspects.settle(entry_id, is_beyond=entry_id > end)
            if whole and head is None and not lane.is_known:
                self.found.at("head_missing", lane.place)
            elif whole and head is not None and self._is_ours(head):
                self.found.at("head_behind", place_of(whole[0]), last=place_of(whole[-1]).seq)
