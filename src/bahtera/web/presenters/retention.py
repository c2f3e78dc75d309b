"""How long what is kept, and what must not be destroyed, in the words of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.areas import api as areas
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.presenters.parts import Option, Tag

_SINCE: Final[Mapping[str, str]] = {
    "round_closed": gettext_noop("after the round was closed"),
    "last_attempt": gettext_noop("after the last attempt"),
    "upload": gettext_noop("after the upload"),
    "decision": gettext_noop("after the decision"),
    "last_record": gettext_noop("after the last visit or change"),
    "sign_in": gettext_noop("after the sign-in"),
    "last_guess": gettext_noop("after the last guess"),
    "answer": gettext_noop("after the answer"),
    "expiry": gettext_noop("after it ran out"),
    "leaving": gettext_noop("after the person left"),
    "hand_over": gettext_noop("after the hand-over"),
    "closing": gettext_noop("after it was closed"),
    "end": gettext_noop("after it ended"),
}
_ENDINGS: Final[Mapping[str, str]] = {
    "destroy_key": gettext_noop("its key is destroyed; hash and reason stay"),
    "anonymise": gettext_noop("names and numbers are emptied"),
    "delete": gettext_noop("it is deleted"),
}
_KINDS: Final[Mapping[str, str]] = {
    "area": gettext_noop("A whole area"),
    "family": gettext_noop("A family"),
    "member": gettext_noop("A member of a family"),
    "submission": gettext_noop("A visit"),
    "person": gettext_noop("Somebody who works here"),
}


@dataclass(frozen=True)
class RuleCard:
    """One rule, and what it did last."""

    title: str
    period: str
    ending: str
    article: str
    reason: str
    status: Tag
    last: str
    trouble: bool


@dataclass(frozen=True)
class ReportLine:
    """What one rule did in one run."""

    title: str
    carried_out: bool
    due: int
    ended: int
    held: int
    failed: int
    left_over: bool
    wording: str
    problems: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RunPart:
    """One night; ``quiet`` when there was nothing to do."""

    started_at: datetime
    state: str
    version: str
    lines: Sequence[ReportLine]
    ended: int
    held: int
    failed: int

    @property
    def quiet(self) -> bool:
        """Tell whether nothing was due."""
        return not self.lines


@dataclass(frozen=True)
class RetentionPage:
    """The rules, the next run, the last nights; ``holds_url`` is empty for who only watches."""

    version: str
    status: Tag
    source: str
    rules: Sequence[RuleCard]
    kept: Sequence[api.KeptTable]
    runs: Sequence[RunPart]
    next_at: datetime | None
    zone: str
    paused: bool
    failed: int
    holds: int
    holds_url: str
    more_url: str


@dataclass(frozen=True)
class HoldLine:
    """One hold as the page shows it."""

    id: UUID
    kind: str
    place: str
    subject: str
    letter: str
    ordered_by: str
    reason: str
    holds_from: date
    holds_until: date | None
    lifted_at: datetime | None
    lifted_letter: str
    stands: bool


@dataclass(frozen=True)
class HoldsPage:
    """The holds in the reader's areas, and the form for a new one."""

    rows: Sequence[HoldLine]
    more_url: str
    zone: str
    kinds: Sequence[Option]
    areas: Sequence[Option]
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def present(
    rules: api.RetentionRules,
    runs: Sequence[api.RunRow],
    *,
    language: str,
    zone: str,
    next_at: datetime | None,
    holds: int,
    can_hold: bool,
    more_url: str = "",
) -> RetentionPage:
    """Return the page in a language; reasons stay Indonesian, as they were declared."""
    last = next((run for run in runs if run.state == "done"), None)
    by_rule = {one.rule: one for one in last.reports} if last else {}
    titles = {rule.id: rule.title.get(language, rule.title["id"]) for rule in rules.rules}
    return RetentionPage(
        version=rules.version,
        status=_status(rules.status),
        source=rules.source,
        rules=tuple(_rule(rule, titles[rule.id], by_rule.get(rule.id)) for rule in rules.rules),
        kept=rules.kept,
        runs=tuple(_run(run, titles) for run in runs),
        next_at=next_at,
        zone=zone,
        paused=bool(runs) and runs[0].state == "paused",
        failed=sum(one.failed for one in by_rule.values()),
        holds=holds,
        holds_url=reverse("web:holds") if can_hold else "",
        more_url=more_url,
    )


def hold_lines(rows: Sequence[api.HoldRow]) -> tuple[HoldLine, ...]:
    """Return holds for a list, with the names of their areas."""
    known = places.names_of(row.area_code for row in rows)
    return tuple(_hold(row, known) for row in rows)


def kind_options(chosen: str) -> tuple[Option, ...]:
    """Offer what can be held."""
    return tuple(Option(kind, gettext(_KINDS[kind]), kind == chosen) for kind in api.holdable_kinds())


def period(rule: api.RetentionRule) -> str:
    """Return how long, in words: ``5 years after the round was closed``."""
    parts = [
        words.format(n=number)
        for number, words in (
            (rule.years, ngettext("{n} year", "{n} years", rule.years)),
            (rule.months, ngettext("{n} month", "{n} months", rule.months)),
            (rule.days, ngettext("{n} day", "{n} days", rule.days)),
        )
        if number
    ]
    return f"{' '.join(parts)} {gettext(_SINCE.get(rule.since, rule.since))}"


def _rule(rule: api.RetentionRule, title: str, report: api.ReportRow | None) -> RuleCard:
    return RuleCard(
        title=title,
        period=period(rule),
        ending=gettext(_ENDINGS[rule.ending]),
        article=rule.article,
        reason=rule.reason,
        status=_status(rule.status),
        last=_last(report),
        trouble=bool(report and report.failed),
    )


def _last(report: api.ReportRow | None) -> str:
    if report is None:
        return gettext("Has not run yet.")
    if not report.due and not report.failed:
        return gettext("Last night: nothing was old enough.")
    if not report.carried_out:
        words = gettext("Announced: {due} old enough, {held} of them held. It is carried out the next night.")
    else:
        words = gettext("Last night: {due} old enough, {ended} ended, {held} held, {failed} failed.")
    return words.format(due=report.due, ended=report.ended, held=report.held, failed=report.failed)


def _run(run: api.RunRow, titles: Mapping[str, str]) -> RunPart:
    lines = tuple(
        ReportLine(
            title=titles.get(one.rule, one.rule),
            carried_out=one.carried_out,
            due=one.due,
            ended=one.ended,
            held=one.held,
            failed=one.failed,
            left_over=one.left_over,
            wording=one.rule_sha256[:12],
            problems=one.problems,
        )
        for one in run.reports
        if one.due or one.failed
    )
    return RunPart(
        run.started_at,
        run.state,
        run.rules_version,
        lines,
        sum(one.ended for one in lines),
        sum(one.held for one in lines),
        sum(one.failed for one in lines),
    )


def _status(status: str) -> Tag:
    if status == "official":
        return Tag(gettext("official"), "tinggi", "ok")
    return Tag(gettext("proposal"))


def _hold(row: api.HoldRow, known: Mapping[str, areas.Area]) -> HoldLine:
    return HoldLine(
        id=row.id,
        kind=gettext(_KINDS.get(row.kind, row.kind)),
        place=places.village_line(row.area_code, known) if row.area_code else gettext("All of Indonesia"),
        subject=str(row.subject_id or ""),
        letter=row.letter,
        ordered_by=row.ordered_by,
        reason=row.reason,
        holds_from=row.holds_from,
        holds_until=row.holds_until,
        lifted_at=row.lifted_at,
        lifted_letter=row.lifted_letter,
        stands=row.stands,
    )
