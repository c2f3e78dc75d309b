"""Writes of releases: closing a round, correcting one, and destroying what a family took back."""

from bahtera.releases.operations.correcting import (
    agree_to_correction,
    ask_correction,
    refuse_correction,
)
from bahtera.releases.operations.forgetting import forget_people, needed_files, on_erased
from bahtera.releases.operations.freezing import freeze, unsettled_in
from bahtera.releases.operations.micro_requests import agree_to_micro, ask_micro, refuse_micro
from bahtera.releases.operations.taking import take_version

__all__ = [
    "agree_to_correction",
    "agree_to_micro",
    "ask_correction",
    "ask_micro",
    "forget_people",
    "freeze",
    "needed_files",
    "on_erased",
    "refuse_correction",
    "refuse_micro",
    "take_version",
    "unsettled_in",
]
