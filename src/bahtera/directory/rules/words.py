"""The code lists of the directory and the services it speaks of, out of definitions/."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.indices.api import load_services

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS: Final = ("accessibility", "languages", "target_groups", "disabilities", "welfare")


@dataclass(frozen=True, slots=True)
class Word:
    """A code and its words by language."""

    name: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """Return the words for it; Indonesian when the language has none."""
        return self.labels.get(language, self.labels["id"])


@cache
def code_lists() -> Mapping[str, Mapping[str, Word]]:
    """Return the words of each list (`LISTS`) by code, in the order of the file."""
    told = yaml.safe_load(definitions("code-lists/directory.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: MappingProxyType(
                {one["name"]: Word(one["name"], MappingProxyType(one["label"])) for one in told[name]}
            )
            for name in LISTS
        }
    )


def known(name: str) -> frozenset[str]:
    """Return the codes of a list."""
    return frozenset(code_lists()[name])


@cache
def declared_services() -> Mapping[str, Word]:
    """Return the services of `definitions/services` by id."""
    return MappingProxyType(
        {
            one.id: Word(one.id, MappingProxyType({"id": one.label.id, "en": one.label.en}))
            for one in load_services().services
        }
    )
