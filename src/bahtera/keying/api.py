"""The door of keying: batches of sheets, typing them in, typing a sample again."""

from bahtera.keying.errors import (
    BadBatch,
    BadSerials,
    FamilyIsKnown,
    NotAllDone,
    NotDecided,
    NotToBeTyped,
    SerialTaken,
    SomebodyTypes,
    UnknownBatch,
    UnknownComparison,
    UnknownSheet,
    WhoseFamily,
)
from bahtera.keying.operations.batches import close_batch, leave_out, list_sheets, open_batch, recount
from bahtera.keying.operations.deciding import decide, set_share
from bahtera.keying.operations.expiring import EXECUTORS
from bahtera.keying.operations.sending import Sent, send
from bahtera.keying.operations.typing import begin, keep, let_go
from bahtera.keying.queries.batches import batch_of, get_batch, list_batches, on_paper
from bahtera.keying.queries.comparing import get_comparison, list_comparisons, rates
from bahtera.keying.queries.lists import lists_of
from bahtera.keying.rules import LARGEST_DRAFT, MOST_SHEETS, Again, Stage, serials_in
from bahtera.keying.values import (
    BatchDetail,
    BatchRow,
    Begun,
    Candidate,
    Comparison,
    ComparisonRow,
    Difference,
    OnPaper,
    Rate,
    Rates,
    SheetRow,
    ToType,
)

__all__ = [
    "EXECUTORS",
    "LARGEST_DRAFT",
    "MOST_SHEETS",
    "Again",
    "BadBatch",
    "BadSerials",
    "BatchDetail",
    "BatchRow",
    "Begun",
    "Candidate",
    "Comparison",
    "ComparisonRow",
    "Difference",
    "FamilyIsKnown",
    "NotAllDone",
    "NotDecided",
    "NotToBeTyped",
    "OnPaper",
    "Rate",
    "Rates",
    "Sent",
    "SerialTaken",
    "SheetRow",
    "SomebodyTypes",
    "Stage",
    "ToType",
    "UnknownBatch",
    "UnknownComparison",
    "UnknownSheet",
    "WhoseFamily",
    "batch_of",
    "begin",
    "close_batch",
    "decide",
    "get_batch",
    "get_comparison",
    "keep",
    "leave_out",
    "let_go",
    "list_batches",
    "list_comparisons",
    "list_sheets",
    "lists_of",
    "on_paper",
    "open_batch",
    "rates",
    "recount",
    "send",
    "serials_in",
    "set_share",
]
