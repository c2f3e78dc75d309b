"""The CSV files that go with a form: the villages, families and members of one token's areas.

Rows come in a fixed order, so the same data give the same bytes, and a phone downloads only what changed.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bahtera.access.api import Actor, check_may, reach
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation.errors import NotFound
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.queries.receiving.returned import returned_families
from bahtera.surveys.queries.receiving.steps import agreed_steps
from bahtera.surveys.queries.rounds.assignments import assigned_families, carried_places
from bahtera.surveys.values import AgreedStep, MediaFile

_RETURNED: Final = " · dikembalikan"


def villages_csv(actor: Actor) -> bytes:
    """Return the villages of the actor's areas: ``name`` is the Kemendagri code, ``label`` the name."""
    check_may(actor, "family.carry")
    found = _villages(actor)
    districts = areas.find({village.parent_code for village in found if village.parent_code})
    rows = (
        {
            "name": village.code,
            "label": village.name,
            "kecamatan": districts.get(village.parent_code or "", village).name,
        }
        for village in found
    )
    return _csv(_columns("villages.csv"), rows)


def families_csv(actor: Actor) -> bytes:
    """Return the families the actor visits: ``name`` is the family's id.

    In a village where an open round has assignments, those assigned to the kader; elsewhere all of the village.

    The actor's own household and declared relatives are left out: another kader visits them.
    A family whose visit was sent back says so in its label, and what is to be mended in ``catatan``; the steps it
    chose at its last visit stand in ``langkah_1`` and so on.
    """
    check_may(actor, "family.carry")
    theirs = _own_families(actor)
    villages = _village_codes(actor)
    returned = returned_families(reach(actor, "family.carry"))
    chosen = {str(family_id): steps for family_id, steps in agreed_steps(None, villages=villages).items()}
    rows = (
        {**row, **_sent_back(row, returned), **_step_columns(chosen.get(row["name"], ()))}
        for row in families.known_families(villages)
        if row["name"] in theirs
    )
    return _csv(_columns("families.csv", families.FAMILY_COLUMNS), rows)


def members_csv(actor: Actor) -> bytes:
    """Return the living members of those families: ``name`` is the member's id."""
    check_may(actor, "family.carry")
    theirs = _own_families(actor)
    rows = (row for row in families.known_members(_village_codes(actor)) if row["family_id"] in theirs)
    return _csv(_columns("members.csv", families.MEMBER_COLUMNS), rows)


def media_file(name: str, actor: Actor) -> MediaFile:
    """Return one of the files with the MD5 of its bytes; raises NotFound for a name no form declares."""
    make = _MAKERS.get(name)
    if make is None:
        raise NotFound("surveys.unknown_media", "There is no file {name}.", name=name)
    content = make(actor)
    return MediaFile(name, content, hashlib.md5(content, usedforsecurity=False).hexdigest())


_MAKERS: Final[Mapping[str, Callable[[Actor], bytes]]] = {
    "villages.csv": villages_csv,
    "families.csv": families_csv,
    "members.csv": members_csv,
}


def _sent_back(row: Mapping[str, str], returned: Mapping[str, str]) -> dict[str, str]:
    if row["name"] not in returned:
        return {}
    return {"label": row["label"] + _RETURNED, "catatan": returned[row["name"]]}


def _step_columns(steps: Sequence[AgreedStep]) -> dict[str, str]:
    return {
        f"langkah_{number}{part}": value
        for number, one in enumerate(steps, 1)
        for part, value in (("", one.step), ("_lain", one.other), ("_tanggal", str(one.due or "")))
    }


def _own_families(actor: Actor) -> set[str]:
    return {str(place.family_id) for place in carried_places(assigned_families(actor))}


def _villages(actor: Actor) -> list[areas.Area]:
    found = {
        village.code: village
        for area in reach(actor, "family.carry")
        for village in areas.villages_within(area)
    }
    return [found[code] for code in sorted(found)]


def _village_codes(actor: Actor) -> list[str]:
    return [village.code for village in _villages(actor)]


def _columns(name: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the columns forms may refer to, then what else is known; a column without data stays empty."""
    return tuple(dict.fromkeys((*questionnaires.MEDIA_COLUMNS[name], *more)))


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
