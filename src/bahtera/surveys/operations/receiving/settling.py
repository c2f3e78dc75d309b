"""Giving an assessed submission its place: its round, its family, the version it replaces, its rivals.

``place`` reads and computes; ``settle`` runs inside the one transaction that keeps the submission.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Model

from bahtera.access.api import zone_of
from bahtera.families import api as families
from bahtera.foundation import audit, clock, events
from bahtera.foundation.models import EventDelivery
from bahtera.foundation.sealing import parts
from bahtera.surveys.models import (
    Attachment,
    Content,
    ReviewEntry,
    Submission,
    SubmissionFinding,
    SubmissionScore,
)
from bahtera.surveys.operations.receiving.drawing import holds_on_arrival
from bahtera.surveys.operations.receiving.inserting import Ledger, insert_all
from bahtera.surveys.operations.receiving.succession import (
    Placement,
    note_kin,
    replaced,
    rivals_of,
    same_family,
    takes_the_place,
    yielding,
)
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.rules import (
    Move,
    State,
    area_codes,
    choose_round,
    counts_as_visit,
    date_of,
    fallback_codes,
    finding,
    fold_name,
    members_of,
    next_state,
    place_findings,
    state_after_assessment,
    steps_of,
    text_of,
    told_once,
    uuid_of,
    within,
)
from bahtera.surveys.rules.joint import ACTOR_PREFIX
from bahtera.surveys.values import Assessed, FindingRow, ScoreRow, SentFile

_DEFLATE_LEVEL = 1


class FamilyKnownOtherwise(Exception):
    """The register knows the family under another id, and under that it has a current visit already.

    Whoever settles starts again with that id, so that the register is not told of a visit that must wait.
    """

    def __init__(self, family_id: UUID | None) -> None:
        super().__init__(str(family_id))
        self.family_id = family_id


def place(
    row: Submission, assessed: Assessed, *, kin: frozenset[UUID], family_id: UUID | None = None
) -> Placement:
    """Fill the row with what its answers say and find its round; reads only.

    ``kin`` are families that the sender must not visit: the visit is kept, and another kader must do it.
    ``family_id`` stands in for the id in the answers when the register knows the family under another.
    """
    facts = assessed.facts
    codes = _codes(assessed, row.sender_areas)
    row.province_code, row.regency_code, row.district_code, row.village_code = codes
    row.claimed_family_id = facts.family_id
    row.family_id = family_id or facts.family_id
    row.family_name = facts.family_name or _name_on_record(row) or row.family_name
    row.search_name = fold_name(row.family_name)
    row.result_code = facts.result_code
    row.visited_on = facts.visited_on
    row.respondent, row.others_present = facts.respondent, facts.others_present
    row.started_at, row.ended_at = assessed.started_at, assessed.ended_at
    row.declared_files = list(assessed.declared)
    book = remembered.rounds(row.form_id)
    chosen = choose_round(
        book.rounds, row.village_code or facts.village_code, facts.visited_on, book.takes_part
    )
    row.round_id = chosen.id if chosen else None
    takes_part = chosen is not None and book.takes_part(chosen.id, facts.village_code)
    found = place_findings(
        facts.village_code,
        row.sender_areas,
        chosen,
        takes_part=takes_part,
        visited_on=facts.visited_on,
        village_known=assessed.village_known,
    )
    alone = not row.actor_key.startswith(ACTOR_PREFIX)
    if alone and not book.joint.isdisjoint({row.family_id, row.claimed_family_id} - {None}):
        found = [*found, finding("shared_alone", "warning")]
    share = book.holds.get(chosen.id) if chosen else None
    placement = Placement(row, assessed, [*assessed.findings, *found], kin, share)
    note_kin(placement)
    return placement


def _name_on_record(row: Submission) -> str:
    """Return the head's name of a family of this village that nobody answered for: a visit not carried out."""
    known = families.living_places([row.family_id]) if row.family_id else []
    return next((one.head_name for one in known if one.village_code == row.village_code), "")


def _codes(assessed: Assessed, sender_areas: Sequence[str]) -> tuple[str, str, str, str]:
    """Return the area that sees the visit: its village, or the sender's area when nobody has such a village.

    A village not yet on the list, inside the sender's area, keeps its own codes.
    """
    claimed = assessed.facts.village_code
    inside = any(within(claimed, scope) for scope in sender_areas)
    codes = area_codes(claimed) if assessed.village_known or inside else ("", "", "", "")
    return codes if codes[-1] else fallback_codes(sender_areas)


def content_of(placement: Placement, xml: bytes) -> Content:
    """Return a placed submission's body and answers, closed with a key of its own, to be kept by `settle`."""
    content = Content(submission_id=placement.row.pk)
    parts.write(content, body=pack_body(xml), **_pieces(placement.assessed))
    return content


def settle(
    placement: Placement, *, files: Mapping[str, SentFile], content: Content | None, ledger: Ledger
) -> None:
    """Write a placed submission with all that belongs to it; ``content`` is None when it is stored already.

    Must run in the transaction of the ledger, which takes what is new. A rival that appears meanwhile makes the
    database raise IntegrityError.
    """
    row, assessed = placement.row, placement.assessed
    ledger.before_looking_for(*_names(row, given=False))
    previous = replaced(placement)
    if previous and not row.family_name and previous.claimed_family_id == row.claimed_family_id:
        row.family_name, row.search_name = previous.family_name, previous.search_name
    rivals = same_family(row, previous)
    row.is_current = takes_the_place(placement, rivals)
    if row.is_current and assessed.village_known:
        known_as = row.family_id
        found = register_visit(row, assessed.answers, previous)
        placement.findings += found
        # A family on record in another village may be somebody else's: then a person decides.
        row.is_current = all(one.code != "families.village_differs" for one in found)
        if row.is_current and row.family_id != known_as:
            ledger.before_looking_for(row.family_id)
            if set(rivals_of(row, previous)) - set(rivals):
                raise FamilyKnownOtherwise(row.family_id)
        placement.findings = told_once(placement.findings)
    if note_kin(placement):
        row.is_current = False
    placement.findings += _file_findings(row, files)
    row.state = state_after_assessment(placement.findings).value
    row.error_count = sum(found.severity == "error" for found in placement.findings)
    row.warning_count = sum(found.severity == "warning" for found in placement.findings)
    for earlier in yielding(row, previous, rivals):
        supersede(earlier, by=row)
        if (earlier.village_code, earlier.round_id) != (row.village_code, row.round_id):
            tell("surveys.received", earlier)
    _write(placement, files, content, ledger)


def _names(row: Submission, *, given: bool) -> list[object]:
    """Return what a visit is known by, once ``given`` its own id, and by what it finds the visits before it."""
    own = [row.instance_id] if given else []
    return [one for one in (*own, row.deprecated_id, row.family_id, row.claimed_family_id) if one]


def register_visit(
    row: Submission, answers: Mapping[str, Any], previous: Submission | None = None
) -> list[FindingRow]:
    """Tell the family register of a visit that counts, take the family's id from it, return its doubts.

    ``previous`` is the version this one corrects.
    """
    if not counts_as_visit(row.result_code) or answers.get("persetujuan") == "tidak":
        return []
    members = [
        families.MemberInput(
            member_id=uuid_of(member.get("member_id")),
            name=text_of(member.get("nama")),
            nik=text_of(member.get("nik")),
            nik_reason=text_of(member.get("alasan_nik")),
            sex=text_of(member.get("jenis_kelamin")),
            birth_date=date_of(member.get("tgl_lahir")),
            birth_date_estimated=text_of(member.get("tgl_lahir_perkiraan")) == "ya",
            relation=text_of(member.get("hubungan")),
        )
        for member in members_of(answers)
    ]
    outcome = families.record_visit(
        village_code=row.village_code,
        family_id=row.family_id,
        no_kk=text_of(answers.get("no_kk")),
        kk_reason=text_of(answers.get("alasan_kk")),
        head_name=row.family_name,
        address=text_of(answers.get("alamat")),
        dusun=text_of(answers.get("dusun")),
        rw=text_of(answers.get("rw")),
        rt=text_of(answers.get("rt")),
        members=members,
        visited_on=row.visited_on or clock.today(zone_of(row.village_code)),
        source=_source(row),
        actor_key=row.actor_key,
        replaces=_source(previous) if previous else None,
    )
    row.family_id = outcome.family_id
    return [
        FindingRow(
            found.code, found.severity, found.question, "", found.row, _whom(found.details), found.messages
        )
        for found in outcome.findings
    ]


def _whom(details: Mapping[str, str]) -> str:
    """Return which record a doubt points to, as ``member:ID`` or ``family:ID``; a page looks its name up."""
    for kind in ("member", "family"):
        if uuid_of(details.get(f"{kind}_id")):
            return f"{kind}:{details[f'{kind}_id']}"
    return ""


def supersede(row: Submission, *, by: Submission, note: str = "") -> None:
    """Take a submission out of the figures because another takes its place."""
    state = next_state(State(row.state), Move.REPLACE)
    assert state is not None, f"{row.state} cannot be replaced"
    enter(
        row,
        Move.REPLACE,
        state,
        actor_key=by.actor_key,
        actor_name=by.actor_name,
        note=note or by.instance_id,
    )
    row.is_current = False
    row.save(update_fields=["state", "is_current", "revision"])


def enter(
    row: Submission, move: Move, state: State, *, actor_key: str, actor_name: str, note: str = ""
) -> ReviewEntry:
    """Put the row in a state and write the step into its history; the caller saves the row."""
    entry = ReviewEntry.objects.create(
        submission=row,
        at=clock.now(),
        actor_key=actor_key,
        actor_name=actor_name,
        move=move.value,
        from_state=row.state,
        to_state=state.value,
        note=note,
    )
    row.state = state.value
    row.revision += 1
    insert_all(changed(row))
    return entry


def tell(name: str, row: Submission) -> None:
    """Publish news of a village in a round; without a round there are no figures to refresh."""
    insert_all(_news(name, row))


def changed(row: Submission) -> list[EventDelivery]:
    """Return the news that a visit came or moved, for the feed its sender's phone reads."""
    return events.deliveries("surveys.visit_changed", key=str(row.pk))


def _news(name: str, row: Submission) -> list[EventDelivery]:
    if not (row.round_id and row.village_code):
        return []
    key = f"{row.round_id}:{row.village_code}"
    return events.deliveries(name, key=key, payload={"submission_id": str(row.pk)})


def pack(answers: Mapping[str, Any], indices: Iterable[str] = ()) -> bytes:
    """Return answers as stored: deflated JSON, decimals as text so that none is rounded.

    What the form computes for an index is left out: it is half of the text, the scores say it, and the body
    keeps it as it came.
    """
    computed = tuple(f"{index}_" for index in indices)
    return zlib.compress(orjson.dumps(_without(answers, computed), default=str), _DEFLATE_LEVEL)


def _without(answers: Mapping[str, Any], computed: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: value for name, value in answers.items() if not name.startswith(computed)}
    for name, value in kept.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            kept[name] = [_without(member, computed) for member in value]
    return kept


def pack_body(xml: bytes) -> bytes:
    """Return a body as stored; inflating it gives the very bytes back."""
    return zlib.compress(xml, _DEFLATE_LEVEL)


def _file_findings(row: Submission, files: Mapping[str, SentFile]) -> Iterable[FindingRow]:
    declared = set(row.declared_files)
    for name in sorted(set(files) - declared):
        yield finding("attachment_not_declared", "info", value=name)
    if row.is_complete:
        for name in sorted(declared - set(files)):
            yield finding("attachment_missing", "warning", value=name)


def update_missing_files(row: Submission) -> int:
    """Bring the findings about missing files to what has come; returns by how many warnings that changed."""
    arrived = set(row.attachments.order_by("pk").values_list("name", flat=True))
    missing = set(row.declared_files) - arrived if row.is_complete else set()
    known = row.findings.filter(code="attachment_missing")
    noted = dict(known.order_by("pk").values_list("value", "pk"))
    arrived_since = [noted[name] for name in set(noted) - missing]
    known.filter(pk__in=arrived_since).delete()
    new = [finding("attachment_missing", "warning", value=name) for name in sorted(missing - set(noted))]
    insert_all(_finding_row(row, found) for found in new)
    return len(new) - len(arrived_since)


def _write(
    placement: Placement, files: Mapping[str, SentFile], content: Content | None, ledger: Ledger
) -> None:
    row, assessed = placement.row, placement.assessed
    children: list[Model] = [_finding_row(row, found) for found in placement.findings]
    children += [_score_row(row, score) for score in assessed.scores]
    children += _news("surveys.received", row)
    children += changed(row)
    children += holds_on_arrival(row, placement.share)
    audit.record(
        "surveys.assessed" if content is None else "surveys.received",
        actor=row.actor_key,
        subject=f"submission:{row.pk}",
        details={"instance_id": row.instance_id, "sha256": row.sha256, "state": row.state},
        about=[f"family:{row.family_id}"] if row.family_id else (),
    )
    if content is None:
        row.assess_problem = ""
        row.revision += 1
        row.save(force_update=True)
        pieces = _pieces(assessed)
        parts.write(row.content, **pieces)
        row.content.save(update_fields=sorted(pieces))
        ledger.add(children)
        return
    kept = [one for name, one in files.items() if one.sha256 and name in row.declared_files]
    children += [Attachment(submission=row, **one._asdict()) for one in kept]
    ledger.add([row, content, *children], names=_names(row, given=True))


def _pieces(assessed: Assessed) -> dict[str, bytes | None]:
    """Return what is kept of the answers: all of them, and apart the steps the family chose."""
    steps = steps_of(assessed.answers)
    return {
        "answers": pack(assessed.answers, {score.index_id for score in assessed.scores}),
        "steps": orjson.dumps(steps) if steps else None,
    }


def _finding_row(row: Submission, found: FindingRow) -> SubmissionFinding:
    return SubmissionFinding(
        submission=row,
        code=found.code[:60],
        severity=found.severity,
        question=found.question[:120],
        path=found.path[:500],
        row=found.row,
        value=found.value[:500],
        messages=dict(found.messages),
    )


def _score_row(row: Submission, score: ScoreRow) -> SubmissionScore:
    return SubmissionScore(
        submission=row,
        index_id=score.index_id,
        index_hash=score.index_hash,
        numerator=score.numerator,
        denominator=score.denominator,
        scored=score.scored,
        category=score.category,
        states=score.states,
    )


def _source(row: Submission) -> str:
    return f"submission:{row.pk}"
