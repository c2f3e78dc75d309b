"""Code lists of referrals, out of definitions/code-lists."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from bahtera.foundation.shipped import definitions

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER = "lainnya"
"""The code that needs words beside it."""


@cache
def codes(of: str) -> Mapping[str, Mapping[str, str]]:
    """Return the labels of a list (``rujukan_status`` ...) by code, each by language; raises KeyError."""
    told = _lists()[of]
    return MappingProxyType({one["name"]: MappingProxyType(one["label"]) for one in told})


@cache
def _lists() -> Mapping[str, Any]:
    text = (definitions("code-lists") / "referrals.yaml").read_text(encoding="utf-8")
    told: Mapping[str, Any] = yaml.safe_load(text)["lists"]
    return told
