"""All writes of checks."""

from bahtera.checks.operations.answering import answer
from bahtera.checks.operations.arriving import on_visit_erased, on_visits_changed
from bahtera.checks.operations.replying import reply
from bahtera.checks.operations.running import run_nightly, run_round

__all__ = ["answer", "on_visit_erased", "on_visits_changed", "reply", "run_nightly", "run_round"]
