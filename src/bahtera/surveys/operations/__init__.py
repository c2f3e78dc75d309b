"""All writes of surveys, by use case."""

from bahtera.surveys.operations.keeping.erasing import erase
from bahtera.surveys.operations.keeping.expiring import EXECUTORS, forget_senders
from bahtera.surveys.operations.receiving.assessing import assess_received, on_assess_wanted
from bahtera.surveys.operations.receiving.attachments import keep_file, open_attachment
from bahtera.surveys.operations.receiving.storing import receive, record_refused
from bahtera.surveys.operations.reviewing.deciding import approve, return_with_comments, set_aside
from bahtera.surveys.operations.reviewing.handing_over import take_over
from bahtera.surveys.operations.rounds.assigning import assign, end_assignment, hand_over_assignment
from bahtera.surveys.operations.rounds.opening import (
    close_round,
    create_round,
    open_round,
    reopen_round,
    set_targets,
)

__all__ = [
    "EXECUTORS",
    "approve",
    "assess_received",
    "assign",
    "close_round",
    "create_round",
    "end_assignment",
    "erase",
    "forget_senders",
    "hand_over_assignment",
    "keep_file",
    "on_assess_wanted",
    "open_attachment",
    "open_round",
    "receive",
    "record_refused",
    "reopen_round",
    "return_with_comments",
    "set_aside",
    "set_targets",
    "take_over",
]
