"""Services to which one may refer: those of the directory, and those that only packets name."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bahtera.directory import api as directory
from bahtera.referrals.rules.declaring import packets

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def known_services() -> Mapping[str, Mapping[str, str]]:
    """Return the labels of the services to which one may refer, by id and language."""
    return MappingProxyType(
        {
            **{name: one.labels for name, one in directory.declared_services().items()},
            **packets().services,
        }
    )
