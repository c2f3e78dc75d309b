"""Writes of releases: closing a round, correcting one, and destroying what a family took back."""

from bahtera.releases.operations.correcting import (
    agree_to_correction,
    ask_correction,
    preview_correction,
    refuse_correction,
)
from bahtera.releases.operations.forgetting import forget_people, needed_files, on_erased
from bahtera.releases.operations.freezing import freeze, order_version, reach_of, unsettled_in
from bahtera.releases.operations.micro_requests import agree_to_micro, ask_micro, refuse_micro
from bahtera.releases.operations.orders import close_order, place_order, wake_orders, work_on
from bahtera.releases.operations.taking import take_version

__all__ = [
    "agree_to_correction",
    "agree_to_micro",
    "ask_correction",
    "ask_micro",
    "close_order",
    "forget_people",
    "freeze",
    "needed_files",
    "on_erased",
    "order_version",
    "place_order",
    "preview_correction",
    "reach_of",
    "refuse_correction",
    "refuse_micro",
    "take_version",
    "unsettled_in",
    "wake_orders",
    "work_on",
]
