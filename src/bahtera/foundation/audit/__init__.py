"""What was done, by whom, to what: an entry in the transaction that did it, in a chain that shows every change.

`record` and `record_many` write, `note` writes for what has no transaction, `entries` and `trail_of` read,
`anchor` signs where the chain stands into a file outside the database, `witness` writes into the chain where the
anchors stand, `verify` finds what was changed in either.
"""

from pathlib import Path

from bahtera.foundation.audit import anchors, chain_key
from bahtera.foundation.audit.anchors import anchor
from bahtera.foundation.audit.looking import VERIFIED, AnchoredDay, Standing, State, standing, states_of
from bahtera.foundation.audit.reading import count, entries, last, trail_of
from bahtera.foundation.audit.values import ChainKeyMissing, Draft, Entry, Problem, Report, day_label
from bahtera.foundation.audit.verifying import verify
from bahtera.foundation.audit.witnesses import Reason, explain_gap, witness
from bahtera.foundation.audit.wording import sentence
from bahtera.foundation.audit.writing import carrying, entry, gathered, note, record, record_many

__all__ = [
    "VERIFIED",
    "AnchoredDay",
    "ChainKeyMissing",
    "Draft",
    "Entry",
    "Problem",
    "Reason",
    "Report",
    "Standing",
    "State",
    "anchor",
    "carrying",
    "configure",
    "count",
    "day_label",
    "entries",
    "entry",
    "explain_gap",
    "gathered",
    "last",
    "note",
    "record",
    "record_many",
    "sentence",
    "standing",
    "states_of",
    "trail_of",
    "verify",
    "witness",
]


def configure(*, key_file: Path, folder: Path) -> None:
    """Name the file of the chain's key and the folder of the anchor files, both outside the database."""
    chain_key.configure(key_file)
    anchors.configure(folder)
