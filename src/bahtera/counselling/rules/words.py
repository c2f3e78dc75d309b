"""The code lists of counselling, out of definitions/."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import yaml

from bahtera.foundation.shipped import definitions

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS: Final = (
    *("services", "forms", "modes", "phases", "themes", "results", "stops", "ages", "sexes"),
    *("positions", "organisers", "funds"),
)
UNKNOWN: Final = "tidak_tahu"
"""The code of a sex or an age that nobody knows."""
_FILE: Final = "code-lists/counselling.yaml"


@dataclass(frozen=True, slots=True)
class Word:
    """A code and its words by language. ``groups``: whom a service is for; none: anybody."""

    name: str
    labels: Mapping[str, str]
    number: int = 0
    groups: tuple[str, ...] = ()
    since: int | None = None
    needed: bool = False

    def label(self, language: str) -> str:
        """Return the words for it; Indonesian when the language has none."""
        return self.labels.get(language, self.labels["id"])


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list with where it comes from; ``status``: official or inferred."""

    status: str
    source: str
    words: Mapping[str, Word]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return each list (`LISTS`), its words by code in the order of the file."""
    told = yaml.safe_load(definitions(_FILE).read_text(encoding="utf-8"))["lists"]
    return MappingProxyType(
        {
            name: CodeList(
                told[name]["status"],
                told[name]["source"],
                MappingProxyType({one["name"]: _word(one) for one in told[name]["items"]}),
            )
            for name in LISTS
        }
    )


@cache
def version() -> str:
    """Return under which version of the lists something was counted."""
    return str(yaml.safe_load(definitions(_FILE).read_text(encoding="utf-8"))["version"])


def known(name: str) -> frozenset[str]:
    """Return the codes of a list."""
    return frozenset(code_lists()[name].words)


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a list in the order of the file."""
    return tuple(code_lists()[name].words.values())


def _word(one: Mapping[str, object]) -> Word:
    told = dict(one)
    return Word(
        name=str(told["name"]),
        labels=MappingProxyType(dict(told["label"])),  # type: ignore[call-overload]
        number=int(told.get("number", 0)),  # type: ignore[call-overload]
        groups=tuple(told.get("groups", ())),  # type: ignore[arg-type]
        since=told.get("from"),  # type: ignore[arg-type]
        needed=bool(told.get("needed", False)),
    )
