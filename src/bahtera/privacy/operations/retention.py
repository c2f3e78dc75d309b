"""What is old enough is ended every night, rule by rule, and counted.

A wording of a rule is announced first: the night that sees it for the first time only counts. What an order holds
is passed over. Every batch is one transaction with its count and its entry, so a run that is cut off goes on where
it stood; one bad thing is written down and stops nothing but itself.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import IntegrityError
from django.db.models import F

from bahtera.access.api import SYSTEM
from bahtera.foundation import audit, clock
from bahtera.foundation.expiring import Executor, Expired, executors
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import RetentionUnderWay
from bahtera.privacy.models import RetentionReport, RetentionRun
from bahtera.privacy.queries import holds
from bahtera.privacy.queries import retention as queries
from bahtera.privacy.queries.retention import ReportRow, RunRow
from bahtera.privacy.rules import retention as rules
from bahtera.privacy.rules.retention import RetentionRule

logger = logging.getLogger(__name__)

# A run that counted nothing for so long has died.
_STILL: Final = timedelta(minutes=15)
# So many things of one rule in one night; the rest comes the next.
MOST: Final = 20_000
_MOST_PROBLEMS: Final = 20


def carry_out(*, after_pause: bool = False) -> RunRow:
    """Carry out every rule, or go on with a run that was cut off; return what was done.

    After a pause of more than 35 days nothing is done unless somebody says ``after_pause``: a clock that ran ahead
    must not destroy what is young. Raises RetentionUnderWay, InvalidDeclaration.
    """
    declared = queries.retention_rules()
    paused = rules.was_paused(queries.last_done(), clock.now()) and not after_pause
    run = _take_up(declared.version)
    if not paused:
        for rule in declared.rules:
            _one(run, rule, executors()[rule.executor])
    _finish(run, "paused" if paused else "done")
    return _told(run)


def preview() -> tuple[ReportRow, ...]:
    """Return what the rules would do now, or announce; nothing is written."""
    found, now = [], clock.now()
    covered = holds.covered_now()
    for rule in queries.retention_rules().rules:
        older_than = rules.before(rule, now)
        due = held = 0
        for items in queries.expired(executors()[rule.executor], older_than):
            due += len(items)
            held += sum(covered.holds(item) for item in items)
            if due >= MOST:
                break
        ready = rules.is_announced(queries.first_told(rule), now)
        found.append(
            ReportRow(rule.id, rule.sha256, ready, older_than, due, 0, held, 0, left_over=due >= MOST)
        )
    return tuple(found)


# --- inside -----------------------------------------------------------------------------------------------


def _take_up(version: str) -> RetentionRun:
    """Return a new run, or the one that was cut off, for this process alone."""
    now = clock.now()
    run = RetentionRun.objects.filter(state="running").order_by("pk").first()
    if run is None:
        try:
            with durable():
                return RetentionRun.objects.create(rules_version=version, started_at=now, touched_at=now)
        except IntegrityError as error:
            raise RetentionUnderWay from error
    mine = RetentionRun.objects.filter(pk=run.pk, touched_at=run.touched_at, state="running")
    lives = abs(now - run.touched_at) < _STILL
    if lives or not mine.update(touched_at=now, rules_version=version):
        raise RetentionUnderWay
    run.touched_at = now
    return run


def _one(run: RetentionRun, rule: RetentionRule, executor: Executor) -> None:
    report = _begin(run, rule)
    if report is None:
        return
    try:
        for items in queries.expired(executor, report.older_than):
            report.due += len(items)
            _batch(run, report, rule, executor, items)
            if report.due >= MOST:
                report.left_over = True
                break
    except Exception as failure:
        # What cannot even be searched stands in the report, and the other rules go on.
        logger.exception("retention rule %s failed", rule.id)
        _note(report, "", failure)
        report.failed = max(report.failed, 1)
    report.finished_at = clock.now()
    _save(run, report)


def _begin(run: RetentionRun, rule: RetentionRule) -> RetentionReport | None:
    """Return the rule's report to fill; None when this run has it already. What was ended stays counted."""
    now = clock.now()
    report = RetentionReport.objects.filter(run=run, rule=rule.id).order_by("pk").first()
    if report is not None and report.finished_at is not None and report.rule_sha256 == rule.sha256:
        return None
    if report is None:
        report = RetentionReport(run=run, rule=rule.id, started_at=now)
    report.rule_sha256, report.older_than = rule.sha256, rules.before(rule, now)
    report.carried_out = rules.is_announced(queries.first_told(rule), now)
    report.due, report.held, report.failed, report.problems = report.ended, 0, 0, []
    report.left_over, report.finished_at = False, None
    with durable():
        report.save()
    return report


def _batch(
    run: RetentionRun,
    report: RetentionReport,
    rule: RetentionRule,
    executor: Executor,
    items: Sequence[Expired],
) -> None:
    """End a batch in one transaction; when that fails, each thing in its own."""
    if not report.carried_out:
        covered = holds.covered_now()
        report.held += sum(covered.holds(item) for item in items)
        _save(run, report)
        return
    try:
        report.held += _end(report, rule, executor, items)
    except Exception as failure:
        if len(items) == 1:
            logger.exception("retention of %s failed", items[0].key)
            report.failed += 1
            _note(report, items[0].key, failure)
        else:
            for item in items:
                _batch(run, report, rule, executor, [item])
            return
    _save(run, report)


def _end(report: RetentionReport, rule: RetentionRule, executor: Executor, items: Sequence[Expired]) -> int:
    """End what no order holds, and return how many are held."""
    with durable():
        holds.guard_holds()
        covered = holds.covered_now()
        free = [item.key for item in items if not covered.holds(item)]
        ended = executor.end(free, f"retention {rule.id} {rule.sha256[:12]}") if free else 0
        if ended:
            RetentionReport.objects.filter(pk=report.pk).update(ended=F("ended") + ended)
            audit.record(
                "privacy.retention_ended",
                actor=SYSTEM.key,
                subject=f"retention_run:{report.run_id}",
                details={
                    "rule": rule.id,
                    "wording": rule.sha256[:12],
                    "what": rule.executor,
                    "ended": ended,
                },
            )
    report.ended += ended
    return len(items) - len(free)


def _note(report: RetentionReport, key: str, failure: Exception) -> None:
    if len(report.problems) < _MOST_PROBLEMS:
        report.problems.append({"key": key, "error": type(failure).__name__})


def _save(run: RetentionRun, report: RetentionReport) -> None:
    """Write down how far a rule came, and that the run lives. ``ended`` is counted where it happens."""
    now = clock.now()
    with durable():
        report.save(update_fields=["due", "held", "failed", "problems", "left_over", "finished_at"])
        RetentionRun.objects.filter(pk=run.pk).update(touched_at=now)


def _finish(run: RetentionRun, state: str) -> None:
    run.state, run.finished_at = state, clock.now()
    with durable():
        run.save(update_fields=["state", "finished_at"])
        audit.record(
            "privacy.retention_run",
            actor=SYSTEM.key,
            subject=f"retention_run:{run.pk}",
            details={"state": state, "version": run.rules_version},
        )


def _told(run: RetentionRun) -> RunRow:
    reports = RetentionReport.objects.filter(run=run).order_by("pk")
    return queries.run_row(run, [queries.report_row(row) for row in reports])
