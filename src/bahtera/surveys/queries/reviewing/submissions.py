"""Reads of submissions: pages, and one with everything around it.

A UUIDv7 key sorts by arrival, so a list is ordered by key alone and walks one index; a search by name is
ordered by name and walks the index of names.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual

from bahtera.access.api import Actor, check_may, check_not_kin, may, narrow, reach
from bahtera.foundation import keys
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.sealing import parts
from bahtera.surveys.errors import UnknownSubmission
from bahtera.surveys.models import (
    HAS_FINDINGS,
    Content,
    RefusedAttempt,
    ReviewEntry,
    Submission,
    SubmissionScore,
    VisitHold,
)
from bahtera.surveys.queries.reviewing.carrying import Carried
from bahtera.surveys.queries.reviewing.lineage import comes_from, successors
from bahtera.surveys.queries.reviewing.villages import holds_of
from bahtera.surveys.queries.reviewing.walking import Chosen, page_of, parts_of
from bahtera.surveys.rules import Move, State, can_move, fold_name
from bahtera.surveys.values import (
    CommentRow,
    Erasure,
    FindingRow,
    HistoryEntry,
    RefusedRow,
    RivalRow,
    ScoreRow,
    SentRow,
    SubmissionDetail,
    SubmissionRow,
    VersionRow,
    receipt_text,
)

_ORDER = ("-id",)
_NAME_ORDER = ("search_name", "id")
_LAST_CODE_POINT = "\U0010ffff"
# Visits in these states can be put together, when one of them counts and the other waits.
_PUT_TOGETHER = frozenset(
    {State.ACCEPTED.value, State.FLAGGED.value, State.RETURNED.value, State.APPROVED.value}
)
_REVIEW_MOVES = (Move.APPROVE, Move.RETURN, Move.SET_ASIDE, Move.REJECT)
# What a phone is told of with its last entry: what is to be mended, and why a visit does not count.
TOLD_IN_WORDS = {State.RETURNED.value: Move.RETURN.value, State.REJECTED.value: Move.REJECT.value}

_OPEN_HOLDS = VisitHold.objects.filter(released_at__isnull=True).order_by()
_ENDED = (State.SUPERSEDED.value, State.REJECTED.value)
# How far the review of a visit is, as a list may be narrowed to it.
LEVELS = {
    "held": Q(pk__in=_OPEN_HOLDS.values("submission_id")) & ~Q(state__in=_ENDED),
    "second": Q(state=State.APPROVED.value, confirmed_at__isnull=True),
    "confirmed": Q(state=State.APPROVED.value, confirmed_at__isnull=False),
}


def list_submissions(
    *,
    actor: Actor,
    area: str | None = None,
    state: str | None = None,
    round_id: int | None = None,
    kader: str | None = None,
    query: str | None = None,
    with_findings: bool = False,
    level: str | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page[SubmissionRow]:
    """Return a page of submissions in the actor's areas, newest first, or by name when a name is searched.

    Without ``state`` the superseded are left out. ``with_findings`` keeps those with something doubtful.
    ``level``: "held" for a check, "second" (approved, not confirmed) or "confirmed". ``kader`` is an ``Actor.key``.
    ``query`` is how the name of the family's head begins, or a whole instance
    or family id. Raises NotAllowed, and Refused (``paging.bad_cursor``) for a cursor of the other order.
    """
    check_may(actor, "submission.read", area=area)
    name, wanted = _searched(query, cursor)
    if not state:
        wanted = wanted.exclude(state=State.SUPERSEDED.value)
    if kader:
        wanted = wanted.filter(actor_key=kader)
    if with_findings:
        wanted = wanted.filter(HAS_FINDINGS)
    if level in LEVELS:
        wanted = wanted.filter(LEVELS[level])
    if actor.kin:
        wanted = wanted.exclude(family_id__in=actor.kin).exclude(claimed_family_id__in=actor.kin)
    chosen = Chosen(state, round_id, ahead=bool(name or kader), doubtful=with_findings)
    parts = parts_of(wanted, scopes_of(actor, "submission.read", area), chosen)
    page = page_of(parts, _NAME_ORDER if name else _ORDER, cursor=cursor, size=size)
    scores = scores_by_visit([row.pk for row in page.items])
    return Page([_row(row, scores[row.pk]) for row in page.items], page.next_cursor)


def get_submission(submission_id: UUID, *, actor: Actor) -> SubmissionDetail:
    """Return a submission with everything around it; raises UnknownSubmission, also outside one's areas.

    Raises NotAllowed for a family of the reader's own kin.
    """
    row = Submission.objects.select_related("content").filter(pk=submission_id).order_by("pk").first()
    if row is None or not may(actor, "submission.read", area=row.area_code):
        raise UnknownSubmission(submission_id)
    check_no_kin(row, actor)
    state = State(row.state)
    decidable = may(actor, "submission.review", area=row.area_code)
    return SubmissionDetail(
        row=_row(row, scores_by_visit([row.pk])[row.pk]),
        instance_id=row.instance_id,
        form_id=row.form_id,
        form_version=row.form_version,
        family_id=row.family_id,
        device_id=row.device_id,
        sha256=row.sha256,
        started_at=row.started_at,
        ended_at=row.ended_at,
        answers={} if parts.is_erased(row.content) else answers_of(row.content),
        findings=_findings(row),
        history=_history(row, actor),
        versions=_versions(row),
        rivals=_rivals(row, actor),
        attachments=_attachments(row),
        assess_problem=row.assess_problem,
        revision=row.revision,
        erasure=_erasure(row.content),
        pace={} if parts.is_erased(row.content) else _pace(row.content),
        moves=tuple(m.value for m in _REVIEW_MOVES if decidable and _offered(m, row, state)),
        holds=holds_of(row.pk),
        confirmed_at=row.confirmed_at if state is State.APPROVED else None,
        actor_key=row.actor_key,
    )


def get_body(submission_id: UUID, *, actor: Actor) -> bytes:
    """Return the bytes exactly as received; raises UnknownSubmission, and Erased when they are gone."""
    row = Submission.objects.select_related("content").filter(pk=submission_id).order_by("pk").first()
    if row is None or not may(actor, "submission.read", area=row.area_code):
        raise UnknownSubmission(submission_id)
    check_no_kin(row, actor)
    return body_of(row.content)


def kept_body(submission_id: UUID) -> bytes:
    """Return the bytes as received to a package that works with them and shows them to nobody.

    Raises UnknownSubmission, and Erased when they are gone.
    """
    row = Content.objects.filter(pk=submission_id).order_by("pk").first()
    if row is None:
        raise UnknownSubmission(submission_id)
    return body_of(row)


def check_no_kin(row: Submission, actor: Actor, action: str = "submission.read") -> None:
    """Raise NotAllowed for a visit to the actor's own household or a declared relative's."""
    for family_id in (row.family_id, row.claimed_family_id):
        if family_id is not None:
            check_not_kin(actor, action, family_id)


def list_sent(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[SentRow]:
    """Return what the actor sent, newest first, each with its receipt and what to mend."""
    check_may(actor, "submission.send")
    page = keyset(Submission.objects.filter(actor_key=actor.key), _ORDER, cursor=cursor, size=size)
    last = last_words(page.items)
    return Page([sent_row(row, last.get(row.pk)) for row in page.items], page.next_cursor)


def last_words(rows: Iterable[Submission]) -> dict[UUID, ReviewEntry]:
    """Return, of visits that were sent back or rejected, the step that says what to mend or why it does not count."""
    asked = {row.pk: TOLD_IN_WORDS[row.state] for row in rows if row.state in TOLD_IN_WORDS}
    entries = ReviewEntry.objects.filter(submission_id__in=list(asked), move__in=TOLD_IN_WORDS.values())
    return {
        entry.submission_id: entry
        for entry in entries.order_by("pk").prefetch_related("comments")
        if entry.move == asked[entry.submission_id]
    }


def villages_of(submission_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return the villages of some visits, in pairs with their ids. The caller checks who may know."""
    rows = Submission.objects.filter(pk__in=sorted(set(submission_ids))).exclude(village_code="")
    return set(rows.order_by("pk").values_list("pk", "village_code"))


def list_refused(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[RefusedRow]:
    """Return bodies that were not taken from senders in the actor's areas, latest first."""
    check_may(actor, "submission.read")
    rows = narrow(RefusedAttempt.objects.all(), actor, "submission.read")
    page = keyset(rows, ("-last_at", "-id"), cursor=cursor, size=size)
    return Page([_refused_row(row) for row in page.items], page.next_cursor)


def body_of(content: Content) -> bytes:
    """Return the bytes exactly as received; raises Erased."""
    packed = parts.read(content, "body")
    assert packed is not None
    return zlib.decompress(packed)


def answers_of(content: Content) -> dict[str, Any]:
    """Return the answers; a submission not yet assessed has none. Raises Erased."""
    return unpack_answers(parts.read(content, "answers"))


def unpack_answers(packed: bytes | None) -> dict[str, Any]:
    """Return answers from their packed form."""
    return orjson.loads(zlib.decompress(packed)) if packed else {}


def _pace(content: Content) -> dict[str, int]:
    packed = parts.read(content, "pace")
    return orjson.loads(packed) if packed else {}


def _attachments(row: Submission) -> tuple[str, ...]:
    kept = row.attachments.filter(erased_at__isnull=True)
    return tuple(kept.order_by("name", "pk").values_list("name", flat=True))


def _erasure(content: Content) -> Erasure | None:
    if content.erased_at is None:
        return None
    return Erasure(content.erased_at, content.erased_reason)


def _searched(query: str | None, cursor: str | None) -> tuple[str, QuerySet[Submission]]:
    """Return the beginning of a name that is searched, if one is, and what matches the query.

    With a cursor, the walk of the index begins there and not at the first of the names.
    """
    rows = Submission.objects.all()
    try:
        uuid = UUID((query or "").strip().removeprefix("uuid:"))
    except ValueError:
        name = fold_name(query or "")
        if not name:
            return "", rows
        begin = Q(GreaterThanOrEqual(Carried("search_name"), name)) if cursor else Q(search_name__gte=name)
        return name, rows.filter(begin, search_name__lt=name + _LAST_CODE_POINT)
    return "", rows.filter(Q(family_id=uuid) | Q(instance_id=f"uuid:{uuid}"))


def scopes_of(actor: Actor, action: str, area: str | None) -> Sequence[str]:
    """Return the areas to search, none inside another; a named area must have been asked about before."""
    return (area,) if area else reach(actor, action)


def scores_by_visit(submission_ids: Sequence[UUID]) -> defaultdict[UUID, dict[str, ScoreRow]]:
    """Return the scores of visits by index; the caller checks who may know."""
    found: defaultdict[UUID, dict[str, ScoreRow]] = defaultdict(dict)
    for row in SubmissionScore.objects.filter(submission_id__in=submission_ids).order_by("index_id", "pk"):
        found[row.submission_id][row.index_id] = ScoreRow(
            index_id=row.index_id,
            index_hash=row.index_hash,
            numerator=row.numerator,
            denominator=row.denominator,
            scored=row.scored,
            category=row.category,
            states=row.states,
        )
    return found


def _row(row: Submission, scores: dict[str, ScoreRow]) -> SubmissionRow:
    return SubmissionRow(
        id=row.pk,
        family_name=row.family_name,
        village_code=row.village_code,
        state=row.state,
        is_current=row.is_current,
        result_code=row.result_code,
        visited_on=row.visited_on,
        received_at=row.received_at,
        actor_name=row.actor_name,
        round_id=row.round_id,
        error_count=row.error_count,
        warning_count=row.warning_count,
        version_number=row.version_number,
        is_complete=row.is_complete,
        scores=scores,
    )


def sent_row(row: Submission, entry: ReviewEntry | None, *, put_together: bool = False) -> SentRow:
    """Return what became of a visit, with its receipt; ``entry`` is its last return or rejection."""
    text = receipt_text(row.instance_id, row.sha256, row.received_at)
    return SentRow(
        instance_id=row.instance_id,
        sha256=row.sha256,
        received_at=row.received_at,
        state=row.state,
        is_complete=row.is_complete,
        signature=keys.sign(text.encode()),
        comments=_entry(entry).comments if entry else (),
        family_id=row.family_id,
        put_together=put_together,
        reason=entry.reason if entry else "",
    )


def _offered(move: Move, row: Submission, state: State) -> bool:
    """Tell whether a page should offer a decision: the current one of a family is never set aside."""
    return can_move(state, move) and not (move is Move.SET_ASIDE and row.is_current)


def _findings(row: Submission) -> tuple[FindingRow, ...]:
    rank = {"error": 0, "warning": 1, "info": 2}
    rows = sorted(row.findings.order_by("pk"), key=lambda f: rank.get(f.severity, 3))
    return tuple(FindingRow(f.code, f.severity, f.question, f.path, f.row, f.value, f.messages) for f in rows)


def _history(row: Submission, actor: Actor) -> tuple[HistoryEntry, ...]:
    received = HistoryEntry(row.received_at, row.actor_name, "receive", "", State.RECEIVED.value, "")
    entries = row.entries.order_by("pk").prefetch_related("comments")
    replaced = [entry.note for entry in entries if entry.move == Move.REPLACE.value]
    taken = successors(row, replaced, actor)
    told = (replace(_entry(one), successor=taken.get(one.note)) for one in entries)
    return (received, *told)


def _entry(entry: ReviewEntry) -> HistoryEntry:
    comments = sorted(entry.comments.all(), key=lambda c: c.pk)
    return HistoryEntry(
        at=entry.at,
        actor_name=entry.actor_name,
        move=entry.move,
        from_state=entry.from_state,
        to_state=entry.to_state,
        note=entry.note,
        comments=tuple(CommentRow(c.question, c.row, c.text) for c in comments),
        reason=entry.reason,
    )


def _versions(row: Submission) -> tuple[VersionRow, ...]:
    """Walk the chain both ways; a visit is corrected a few times at most."""
    chain = [row]
    while (earlier := chain[0].previous) is not None:
        chain.insert(0, earlier)
    while (later := Submission.objects.filter(previous=chain[-1]).order_by("pk").first()) is not None:
        chain.append(later)
    return tuple(_version(item) for item in chain)


def _version(row: Submission) -> VersionRow:
    return VersionRow(row.pk, row.version_number, row.received_at, row.state, row.is_current)


def _rivals(row: Submission, actor: Actor) -> tuple[RivalRow, ...]:
    """Return the other visits to the family in the round, those that the reader may see."""
    if row.family_id is None or row.round_id is None:
        return ()
    others: Iterable[Submission] = (
        Submission.objects.select_related("content")
        .filter(Q(family_id=row.family_id) | Q(claimed_family_id=row.family_id), round_id=row.round_id)
        .exclude(pk=row.pk)
        .exclude(state=State.SUPERSEDED.value)
        .order_by("pk")
    )
    return tuple(
        RivalRow(
            r.pk,
            r.received_at,
            r.actor_name,
            r.state,
            r.result_code,
            r.is_current,
            r.village_code,
            _can_be_one(row, r),
        )
        for r in others
        if may(actor, "submission.read", area=r.area_code)
    )


def _can_be_one(row: Submission, other: Submission) -> bool:
    """Tell whether two visits of a round may be put together: neither is made of the other already."""
    counts, waits = (row, other) if row.is_current else (other, row)
    return (
        counts.is_current
        and not waits.is_current
        and {counts.state, waits.state} <= _PUT_TOGETHER
        and counts.form_id == waits.form_id
        and counts.village_code == waits.village_code != ""
        and counts.family_id in (waits.family_id, waits.claimed_family_id)
        and not any(parts.is_erased(one.content) for one in (counts, waits))
        and not (comes_from(waits, counts) or comes_from(counts, waits))
    )


def _refused_row(row: RefusedAttempt) -> RefusedRow:
    return RefusedRow(
        code=row.code,
        message=row.message,
        details=row.details,
        actor_name=row.actor_name,
        form_id=row.form_id,
        instance_id=row.instance_id,
        sha256=row.sha256,
        size=row.size,
        first_at=row.first_at,
        last_at=row.last_at,
        times=row.times,
    )
