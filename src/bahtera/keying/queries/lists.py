"""The lists that go with a form while a sheet is typed: its village, and the one family it is about."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.keying.queries.visible import sheet_row
from bahtera.questionnaires import api as questionnaires

_VILLAGES: Final = "villages.csv"


def lists_of(sheet_id: UUID, *, chosen: UUID | None = None, actor: Actor) -> dict[str, str]:
    """Return the CSV files of a sheet's form by name.

    They hold the village of the batch, the family that the sheet was printed for or that the typist chose among
    those shown, and of the members only those of a sheet printed for its family: they stand on it.
    Raises UnknownSheet, NotAllowed.
    """
    sheet = sheet_row(sheet_id, actor)
    village = sheet.batch.village_code
    family = chosen or sheet.family_id
    if family in actor.kin:
        family = None
    printed = family is not None and family == sheet.family_id
    known = (
        [one for one in families.known_families([village]) if one["name"] == str(family)] if family else []
    )
    people = families.known_members([village]) if printed and known else ()
    return {
        _VILLAGES: _csv(_VILLAGES, _village(village)),
        "families.csv": _csv("families.csv", known),
        "members.csv": _csv("members.csv", (one for one in people if one["family_id"] == str(family))),
    }


def _village(code: str) -> list[dict[str, str]]:
    village = areas.get(code)
    district = next((one.name for one in reversed(areas.ancestors(code)) if one.code != code), "")
    return [{"name": code, "label": village.name, "kecamatan": district}]


def _csv(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    more = {"families.csv": families.FAMILY_COLUMNS, "members.csv": families.MEMBER_COLUMNS}
    columns = tuple(dict.fromkeys((*questionnaires.MEDIA_COLUMNS[name], *more.get(name, ()))))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
