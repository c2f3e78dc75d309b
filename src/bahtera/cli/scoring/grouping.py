"""What `--by` means: levels of the area code, or columns as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.indices import InvalidFrame
from bahtera.indices.sums import Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.sums import Key

LEVELS = {"province": 2, "regency": 5, "district": 8, "village": 13}
"""Characters of a dotted area code, 63.02.01.2001, by level."""

_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Grouping:
    """The columns of the file to group by, and how each value is shortened afterwards.

    `names` are the columns of the result, `columns` those of the file; `lengths` None keeps a value whole.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    lengths: tuple[int | None, ...]

    def apply(self, sums: Sums) -> Sums:
        """Return the sums by the result's columns; without an area code (null or blank) is a group of its own.

        Raises:
            InvalidFrame: a code is no dotted area code of the level asked for, or of one below it. Cut by position,
                6310112011 would count for a regency 63.1, and the village "63" for the whole province.
        """
        self._check(sums)
        groups: dict[Key, tuple[int, ...]] = {}
        for row in sums:
            parts = zip(row.key, self.lengths, strict=True)
            key = tuple(
                part if length is None else (str(part)[:length] or None) if part is not None else None
                for part, length in parts
            )
            known = groups.get(key)
            groups[key] = row.values if known is None else tuple(map(int.__add__, known, row.values))
        return Sums(sums.layout, sums.index_hash, self.names, groups)

    def _check(self, sums: Sums) -> None:
        for place, (name, column, length) in enumerate(
            zip(self.names, self.columns, self.lengths, strict=True)
        ):
            if length is None:
                continue
            wrong: dict[str, int] = {}
            for row in sums:
                code = row.key[place]
                if code not in (None, "") and not _is_code(str(code), length):
                    wrong[str(code)] = wrong.get(str(code), 0) + row.families
            if wrong:
                raise InvalidFrame(_refusal(name, column, wrong))


def _is_code(text: str, length: int) -> bool:
    return len(text) >= length and _CODE.fullmatch(text) is not None


def _refusal(name: str, column: str, wrong: dict[str, int]) -> str:
    most = sorted(wrong.items(), key=lambda each: (-each[1], each[0]))
    shown = ", ".join(f"{code} ({families})" for code, families in most[:_SHOWN])
    more = f" and {len(most) - _SHOWN} more" if len(most) > _SHOWN else ""
    example = "63.10.11.2011"[: LEVELS[name]]
    return (
        f"--by {name} needs area codes with dots in {column}, as {example}; these are none (families): {shown}{more}."
        f" Mend them, or group by them as they are: --by {column}"
    )


def read_grouping(by: Sequence[str], area_column: str) -> Grouping:
    """Return what `--by` asks for: a level of the area code (`village`, `regency` ...) or a column's name."""
    wanted = list(dict.fromkeys(by))
    return Grouping(
        names=tuple(wanted),
        columns=tuple(area_column if each in LEVELS else each for each in wanted),
        lengths=tuple(LEVELS.get(each) for each in wanted),
    )
