"""What the page about tasks shows: who visits whom in a village, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters import carrying, visits
from bahtera.web.presenters.parts import Option, ProgressBar

WHOLE: Final = "desa"
_PART: Final = "bagian:"
_FAMILY: Final = "keluarga:"


@dataclass(frozen=True)
class TaskLine:
    """One task of a kader."""

    id: str
    what: str
    until: date | None
    visited: int
    families: int
    others: tuple[Option, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KaderCard:
    """A kader with their tasks; ``has_left`` when they are no kader of the village any more.

    ``days`` are the last seven with their visits; ``overdue`` families are not visited though the last day is over.
    """

    name: str
    has_left: bool
    bar: ProgressBar
    tasks: tuple[TaskLine, ...]
    others: tuple[Option, ...] = ()
    days: tuple[tuple[str, int], ...] = ()
    this_week: int = 0
    returned: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class PartLine:
    """An RT: its name, how far it is, and where its families are listed."""

    name: str
    bar: ProgressBar
    kader: str
    url: str
    current: bool


@dataclass(frozen=True)
class AssignmentsPage:
    """The tasks of one village in one round."""

    rounds: tuple[Option, ...]
    villages: tuple[Option, ...]
    round_id: int | None
    village: str
    village_name: str
    bar: ProgressBar | None
    nobodys: int
    cards: tuple[KaderCard, ...]
    parts: tuple[PartLine, ...]
    kaders: tuple[Option, ...]
    choices: tuple[Option, ...]
    families: tuple[Option, ...]
    part_name: str
    back: str
    synthetic: bool
    share_url: str = ""
    progress_url: str = ""
    reasons: tuple[Option, ...] = ()
    vias: tuple[Option, ...] = ()
    wish_families: tuple[Option, ...] = ()
    wishes: tuple[Any, ...] = ()
    minutes: tuple[surveys.TaskMinutes, ...] = ()
    joint: tuple[Any, ...] = ()
    sections: tuple[Option, ...] = ()
    moved_in: int = 0
    zone: str = numbers.DEFAULT_ZONE


def part_name(rw: str, rt: str) -> str:
    """Return an RT in words; nobody knows it when both are empty."""
    return families.neighbourhood(rt, rw) or gettext("RT not known")


def cards_of(
    found: surveys.VillageTasks,
    team: Sequence[access.Teammate],
    names: dict[str, str],
    work: Mapping[UUID, surveys.KaderWork],
    today: date,
) -> tuple[KaderCard, ...]:
    """Return the kader of the village by name, with and without tasks, and after them who has left."""
    here = {str(one.person_id): one.name for one in team}
    known = {**names, **here}
    order = [*here, *(key for key in names if key not in here)]
    heads = {str(one.family_id): one.head_name for one in found.families}
    earlier = _earlier(found)
    cards = []
    for person_id in order:
        tasks = [one for one in found.tasks if str(one.row.person_id) == person_id]
        done = work.get(UUID(person_id))
        late = (one for one in tasks if one.row.last_day and one.row.last_day < today)
        cards.append(
            KaderCard(
                days=tuple((numbers.weekday(day), count) for day, count in done.days) if done else (),
                this_week=done.total if done else 0,
                returned=done.returned if done else 0,
                overdue=sum(one.families - one.visited for one in late),
                name=known[person_id],
                has_left=person_id not in here,
                bar=bar_of(sum(one.visited for one in tasks), sum(one.families for one in tasks)),
                tasks=tuple(_line(one, team, heads, earlier) for one in tasks),
                others=tuple(
                    Option(str(mate.person_id), mate.name, chosen=False)
                    for mate in team
                    if str(mate.person_id) != person_id
                ),
            )
        )
    return tuple(cards)


def parts_of(found: surveys.VillageTasks, address: str, chosen: str) -> tuple[PartLine, ...]:
    """Return the RT of the village, each with whose it is and the address that lists its families."""
    whose = {(one.row.rw, one.row.rt): one.row for one in found.tasks if one.row.family_id is None}
    lines = []
    for one in found.parts:
        key = f"{one.rw}-{one.rt}"
        given = whose.get((one.rw, one.rt)) or whose.get((one.rw, "")) or whose.get(("", ""))
        lines.append(
            PartLine(
                name=part_name(one.rw, one.rt),
                bar=bar_of(one.visited, one.families),
                kader=str(given.person_id) if given else "",
                url=f"{address}&{urlencode({'bagian': key})}#keluarga",
                current=key == chosen,
            )
        )
    return tuple(lines)


def choices_of(found: surveys.VillageTasks) -> tuple[Option, ...]:
    """Return what can be given as a whole: the village, and each RT that nobody has yet."""
    taken = {(one.row.rw, one.row.rt) for one in found.tasks if one.row.family_id is None}
    parts = tuple(
        Option(f"{_PART}{one.rw}-{one.rt}", part_name(one.rw, one.rt), chosen=False)
        for one in found.parts
        if one.rt and (one.rw, one.rt) not in taken
    )
    whole = () if ("", "") in taken else (Option(WHOLE, gettext("The whole village"), chosen=False),)
    return (*parts, *whole)


def families_of(found: surveys.VillageTasks, chosen: str) -> tuple[Option, ...]:
    """Return the families of the chosen RT that were not given to somebody one by one."""
    given = {one.row.family_id for one in found.tasks if one.row.family_id}
    return tuple(
        Option(f"{_FAMILY}{one.family_id}", one.head_name or gettext("Name not given"), chosen=False)
        for one in found.families
        if f"{_plain(one.rw)}-{_plain(one.rt)}" == chosen and one.family_id not in given
    )


def all_families_of(found: surveys.VillageTasks, chosen: str) -> tuple[Option, ...]:
    """Return every family of the chosen RT."""
    return tuple(
        Option(str(one.family_id), one.head_name or gettext("Name not given"), chosen=False)
        for one in found.families
        if f"{_plain(one.rw)}-{_plain(one.rt)}" == chosen
    )


def address_of(round_id: int | None, village: str) -> str:
    """Return the address of a village's tasks."""
    return f"{reverse('web:assignments')}?{urlencode({'putaran': round_id or '', 'desa': village})}"


def bar_of(visited: int, families: int) -> ProgressBar:
    """Return progress as a drawing; visits alone are counted here."""
    return ProgressBar(visited=visited, approved=0, target=families or None)


def _earlier(found: surveys.VillageTasks) -> dict[int, str]:
    """Return the rounds from which tasks were carried over, by id."""
    wanted = {one.row.carried_from for one in found.tasks if one.row.carried_from}
    return {one: visits.round_title(surveys.get_round(one)) for one in wanted}


def _line(
    one: surveys.Task, team: Sequence[access.Teammate], heads: dict[str, str], earlier: Mapping[int, str]
) -> TaskLine:
    row = one.row
    if row.family_id:
        what = gettext("Family of {name}").format(
            name=heads.get(str(row.family_id)) or gettext("Name not given")
        )
    else:
        what = part_name(row.rw, row.rt) if row.rw or row.rt else gettext("The whole village")
    others = tuple(
        Option(str(mate.person_id), mate.name, chosen=False)
        for mate in team
        if mate.person_id != row.person_id and row.family_id not in mate.kin
    )
    notes = carrying.task_notes(one, earlier.get(row.carried_from or 0, ""))
    return TaskLine(str(row.id), what, row.last_day, one.visited, one.families, others, notes)


def _plain(number: str) -> str:
    return number.strip().lstrip("0")
