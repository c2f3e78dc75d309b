"""The rules of retention as they hold here, and what the runs of the last nights did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.foundation.expiring import Executor, Expired, executors
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.shipped import definitions
from bahtera.privacy.models import RetentionReport, RetentionRun
from bahtera.privacy.rules import retention as rules
from bahtera.privacy.rules.retention import RetentionRule, RetentionRules

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What one rule did in a run, or would do: ``carried_out`` tells which.

    ``due`` were old enough; of these ``ended``, ``held`` by an order, ``failed`` (the first few in ``problems``,
    key and kind of error). ``left_over``: more than one night's work, the rest comes next.
    """

    rule: str
    rule_sha256: str
    carried_out: bool
    older_than: datetime
    due: int
    ended: int
    held: int
    failed: int
    left_over: bool
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; ``state``: running, done, or paused because a person must look first."""

    id: UUID
    state: str
    rules_version: str
    started_at: datetime
    finished_at: datetime | None
    reports: tuple[ReportRow, ...]


def retention_rules() -> RetentionRules:
    """Return the shipped rules, checked against what can be carried out here. Raises InvalidDeclaration."""
    return _read(tuple(sorted(executors().items())))


def list_runs(*, actor: Actor, cursor: str | None = None, size: int = 30) -> Page[RunRow]:
    """Return a page of runs with their reports, latest first. Raises NotAllowed."""
    check_may(actor, "privacy.read")
    page = keyset(RetentionRun.objects.all(), ("-started_at", "-id"), cursor=cursor, size=size)
    found: dict[UUID, list[ReportRow]] = {}
    for row in RetentionReport.objects.filter(run__in=[run.pk for run in page.items]).order_by("pk"):
        found.setdefault(row.run_id, []).append(report_row(row))
    return Page([run_row(run, found.get(run.pk, [])) for run in page.items], page.next_cursor)


def run_row(run: RetentionRun, reports: Sequence[ReportRow]) -> RunRow:
    """Return a run as a value."""
    return RunRow(run.pk, run.state, run.rules_version, run.started_at, run.finished_at, tuple(reports))


def report_row(row: RetentionReport) -> ReportRow:
    """Return a report as a value."""
    return ReportRow(
        row.rule,
        row.rule_sha256,
        row.carried_out,
        row.older_than,
        row.due,
        row.ended,
        row.held,
        row.failed,
        row.left_over,
        tuple((one["key"], one["error"]) for one in row.problems),
    )


def first_told(rule: RetentionRule) -> datetime | None:
    """Return when this wording of a rule first stood in a report that was finished."""
    rows = RetentionReport.objects.filter(rule_sha256=rule.sha256, finished_at__isnull=False)
    return rows.order_by("started_at").values_list("started_at", flat=True).first()


def last_done() -> datetime | None:
    """Return when the last run began that was done."""
    rows = RetentionRun.objects.filter(state="done").order_by("-started_at")
    return rows.values_list("started_at", flat=True).first()


def expired(executor: Executor, before: datetime) -> Iterator[list[Expired]]:
    """Yield what is old, some at a time, each thing once."""
    after = ""
    while found := list(executor.find(before, after, min(executor.batch, _PAGE))):
        after = found[-1].key
        yield found


@cache
def _read(known: tuple[tuple[str, Executor], ...]) -> RetentionRules:
    text = (definitions("privacy") / "retention.yaml").read_text(encoding="utf-8")
    return rules.read(text, dict(known))
