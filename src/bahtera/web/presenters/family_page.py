"""The page of one visit, put together from the submission, its questionnaire and its scores."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.checks import api as checks
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters import checks as flags
from bahtera.web.presenters import visits
from bahtera.web.presenters.answers import Labels, blocks_of, label_of
from bahtera.web.presenters.family import (
    Block,
    FamilyPage,
    HistoryLine,
    HoldLine,
    PaceLine,
    QuestionLine,
    ReceiptView,
    RivalLine,
    VersionLine,
)
from bahtera.web.presenters.finding_lines import finding_lines
from bahtera.web.presenters.looked_up import file_links, with_files, with_names
from bahtera.web.presenters.parts import Option, state_tag
from bahtera.web.presenters.scores import index_card

_LONGEST_VISIT = 12 * 60
_MINUTE_MS = 60_000
_DECIDED = ("approved", "superseded", "rejected")
_REPLACE = "replace"
# A part of a form is named by its group; a member's number, an inner group or a screen's number follow.
_PART = re.compile(r"[:/+]")


def family_page(detail: surveys.SubmissionDetail, actor: Actor) -> FamilyPage:
    """Return everything the page of a visit shows."""
    row = detail.row
    is_merged = any(entry.move == "merge" for entry in detail.history)
    known = places.names_of([row.village_code])
    round_row = surveys.get_round(row.round_id) if row.round_id is not None else None
    form = questionnaires.get_form(detail.form_id, detail.form_version)
    labels: Labels = questionnaires.labels(detail.form_id, detail.form_version) if form else {}
    blocks = _blocks(detail, form, labels, actor) if form else ()
    asked = _asked_about(detail, actor)
    return FamilyPage(
        id=str(row.id),
        title=_title(row),
        places=places.crumbs(row.village_code, actor, last_linked=True),
        zone=places.zone_of(row.village_code, known),
        state=state_tag(row.state),
        result=wording.say(wording.RESULTS, row.result_code) if row.result_code else "",
        visited_on=row.visited_on,
        who=row.actor_name,
        is_merged=is_merged,
        round_name=visits.round_title(round_row) if round_row else "",
        minutes=None if is_merged else _minutes(detail),
        pace=_pace(detail.pace, blocks),
        is_complete=row.is_complete,
        cards=tuple(index_card(row.scores[name]) for name in _main_first(row.scores)),
        findings=finding_lines(detail.findings, labels, _anchors(blocks), actor),
        is_decided=row.state in _DECIDED,
        blocks=blocks,
        history=tuple(_history(entry, labels) for entry in reversed(detail.history)),
        versions=tuple(_version(one, row) for one in reversed(detail.versions)),
        rivals=tuple(_rival(one, detail) for one in detail.rivals),
        replaces_approved=detail.replaces_approved is not None,
        receipt=_receipt(detail, form),
        problem=detail.assess_problem,
        erasure=detail.erasure,
        revision=detail.revision,
        can_approve="approve" in detail.moves and not any(one.is_open for one in detail.holds),
        can_return="return" in detail.moves,
        can_set_aside="set_aside" in detail.moves,
        can_reject="reject" in detail.moves,
        can_decide=may(actor, "submission.review", area=row.village_code or None),
        reasons=reject_reasons(),
        holds=hold_lines(detail.holds, asked),
        questions=question_lines(asked),
        confirmed_at=detail.confirmed_at,
        synthetic=visits.is_synthetic(round_row),
        correction_url=_correction(detail, round_row, actor),
    )


def _correction(detail: surveys.SubmissionDetail, round_row: surveys.RoundRow | None, actor: Actor) -> str:
    """Return where a correction of the visit is asked for, if its round's figures stand and the reader may ask."""
    if round_row is None or round_row.state not in surveys.DECIDED:
        return ""
    asks = may(actor, "release.correct", area=detail.row.village_code)
    return reverse("web:ask_correction", args=[detail.row.id]) if asks else ""


def _blocks(
    detail: surveys.SubmissionDetail, form: questionnaires.FormVersion, labels: Labels, actor: Actor
) -> tuple[Block, ...]:
    outline = questionnaires.outline(form)
    named = with_names(outline, labels, [detail.answers], actor)
    return with_files(blocks_of(outline, named, detail.answers, detail.findings), detail)


def _title(row: surveys.SubmissionRow) -> str:
    if row.family_name:
        return gettext("Family of {name}").format(name=row.family_name)
    return gettext("Visit without a name")


def _main_first(scores: Mapping[str, surveys.ScoreRow]) -> list[str]:
    return sorted(scores, key=lambda name: (name != visits.MAIN_INDEX, name))


def _minutes(detail: surveys.SubmissionDetail) -> int | None:
    """Return how long the visit took; a clock that went backwards or days apart says nothing."""
    if detail.started_at is None or detail.ended_at is None:
        return None
    minutes = round((detail.ended_at - detail.started_at).total_seconds() / 60)
    return minutes if 0 <= minutes <= _LONGEST_VISIT else None


def _pace(pace: Mapping[str, int], blocks: tuple[Block, ...]) -> tuple[PaceLine, ...]:
    """Return the minutes of each group as the phone measured them, members together, in the form's order."""
    spent: Counter[str] = Counter()
    for part, milliseconds in pace.items():
        spent[_PART.split(part, maxsplit=1)[0]] += milliseconds
    return tuple(
        PaceLine(block.title, spent[name] // _MINUTE_MS)
        for block in blocks
        if (name := block.anchor.removeprefix("b-")) in spent
    )


def _anchors(blocks: tuple[Block, ...]) -> frozenset[str]:
    plain = (answer.anchor for block in blocks for answer in block.answers)
    members = (answer.anchor for block in blocks for member in block.members for answer in member.answers)
    return frozenset((*plain, *members))


def _history(entry: surveys.HistoryEntry, labels: Labels) -> HistoryLine:
    taken = entry.successor
    return HistoryLine(
        at=entry.at,
        who=entry.actor_name,
        what=_what(entry),
        note=_note(entry),
        comments=tuple((_asked(comment, labels), comment.text) for comment in entry.comments),
        url=reverse("web:submission", args=[taken.submission_id]) if taken else "",
        link=_taken_by(taken) if taken else "",
    )


def _note(entry: surveys.HistoryEntry) -> str:
    if entry.reason:
        return wording.say(wording.REJECT_REASONS, entry.reason)
    return "" if entry.move == _REPLACE else entry.note


def reject_reasons() -> tuple[Option, ...]:
    """Return the reasons for which a visit may be rejected, as the choices of a list."""
    codes = (one.value for one in surveys.RejectReason)
    return tuple(Option(code, wording.say(wording.REJECT_REASONS, code), chosen=False) for code in codes)


def _asked_about(detail: surveys.SubmissionDetail, actor: Actor) -> list[checks.FlagRow]:
    """Return what checks asked about the interview, if the reader may know."""
    row = detail.row
    if row.round_id is None or not may(actor, "check.read", area=row.village_code or None):
        return []
    return checks.asked_about(
        row.round_id, row.id, family_id=detail.family_id, kader=detail.actor_key, actor=actor
    )


def question_lines(rows: Sequence[checks.FlagRow]) -> tuple[QuestionLine, ...]:
    """Return the questions that nobody has answered."""
    return tuple(
        QuestionLine(
            title=flags.title_of(one.check_id),
            said=flags.question_of(one),
            url=reverse("web:check_flag", args=[one.round_id, one.id]),
            severity=flags.severity_tag(one.severity),
        )
        for one in rows
        if one.state == checks.FlagState.OPEN.value
    )


def hold_lines(rows: Sequence[surveys.HoldRow], asked: Sequence[checks.FlagRow] = ()) -> tuple[HoldLine, ...]:
    """Return why a visit waits for a check, and why it once did; with the question that holds it, if ``asked``."""
    urls = {one.check_id: reverse("web:check_flag", args=[one.round_id, one.id]) for one in asked}
    return tuple(
        HoldLine(
            why=wording.say(wording.HOLD_REASONS, one.why),
            words=one.words,
            made_at=one.made_at,
            released_at=one.released_at,
            released_by=one.released_by,
            note=one.note,
            title=flags.title_of(one.about) if one.about else "",
            url=urls.get(one.about, ""),
        )
        for one in rows
    )


def _what(entry: surveys.HistoryEntry) -> str:
    kind = entry.successor.kind if entry.successor else ""
    if kind == "merged":
        return gettext("Put together with another visit")
    return gettext("Replaced by another visit") if kind == "other" else wording.say(wording.MOVES, entry.move)


def _taken_by(taken: surveys.SuccessorRow) -> str:
    if taken.kind == "merged":
        return gettext("See the visit made of the two")
    if taken.kind == "version":
        return gettext("See version {number}").format(number=taken.version_number)
    return gettext("See the visit by {name}").format(name=taken.actor_name or "…")


def _asked(comment: surveys.CommentRow, labels: Labels) -> str:
    if not comment.question:
        return ""
    label = label_of(comment.question, labels)
    if comment.row is None:
        return label
    return gettext("{question} (person {number})").format(question=label, number=comment.row)


def _version(one: surveys.VersionRow, shown: surveys.SubmissionRow) -> VersionLine:
    return VersionLine(
        number=one.version_number,
        received_at=one.received_at,
        state=state_tag(one.state),
        url=reverse("web:submission", args=[one.submission_id]),
        shown=one.submission_id == shown.id,
    )


def _rival(one: surveys.RivalRow, detail: surveys.SubmissionDetail) -> RivalLine:
    both = [detail.row.id, one.submission_id]
    can_merge = one.is_mergeable and bool(detail.moves)
    here = detail.row.village_code
    elsewhere = one.village_code if one.village_code and here and one.village_code != here else ""
    return RivalLine(
        url=reverse("web:submission", args=[one.submission_id]),
        received_at=one.received_at,
        who=one.actor_name,
        state=state_tag(one.state),
        result=wording.say(wording.RESULTS, one.result_code) if one.result_code else "",
        merge_url=reverse("web:merge_visits", args=both) if can_merge else "",
        elsewhere=places.village_line(elsewhere, places.names_of([elsewhere])) if elsewhere else "",
    )


def _receipt(detail: surveys.SubmissionDetail, form: questionnaires.FormVersion | None) -> ReceiptView:
    title = form.title if form else detail.form_id
    return ReceiptView(
        mark=detail.sha256[:8].upper(),
        instance_id=detail.instance_id,
        sha256=detail.sha256,
        received_at=detail.row.received_at,
        device_id=detail.device_id,
        form=gettext("{title}, version {version}").format(title=title, version=detail.form_version),
        attachments=file_links(detail),
    )
