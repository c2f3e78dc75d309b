"""Front door of confided. Surveys keep through it; only what aggregates, and protection, may open."""

from bahtera.confided.errors import NotSealedForHere, TooFewToOpen, WrongPurpose
from bahtera.confided.operations.expiring import EXECUTORS
from bahtera.confided.operations.keeping import check_boxes, forget_private, keep_private
from bahtera.confided.operations.opening import open_help_calls, open_private_answers
from bahtera.confided.operations.renewing import HOLDERS
from bahtera.confided.queries.asking import FILE, help_boxes_since, private_part
from bahtera.confided.values import ANSWERS_STEP, HELP_STEP, Asked, HelpCall, PrivateAnswers, SentPrivate

__all__ = [
    "ANSWERS_STEP",
    "EXECUTORS",
    "FILE",
    "HELP_STEP",
    "HOLDERS",
    "Asked",
    "HelpCall",
    "NotSealedForHere",
    "PrivateAnswers",
    "SentPrivate",
    "TooFewToOpen",
    "WrongPurpose",
    "check_boxes",
    "forget_private",
    "help_boxes_since",
    "keep_private",
    "open_help_calls",
    "open_private_answers",
    "private_part",
]
