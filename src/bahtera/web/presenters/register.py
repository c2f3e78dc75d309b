"""What the pages of the register show: the families of a village, one family and its events, who moved in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas.api import Area
from bahtera.families import api as families
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters import register_words as words
from bahtera.web.presenters import visits
from bahtera.web.presenters.lists import VisitLine
from bahtera.web.presenters.parts import Option, Place, Tag


@dataclass(frozen=True)
class FamilyLine:
    """One family in the list of a village."""

    url: str
    name: str
    where: str
    people: int
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class LineageView:
    """What became of the families met in an earlier round, beside those met in a later one."""

    earlier: str
    later: str
    matched: int
    joined: int
    gone: int
    split: int
    new: int

    @property
    def before(self) -> int:
        """Return how many families the earlier round met."""
        return self.matched + self.joined + self.gone

    @property
    def after(self) -> int:
        """Return how many families the later round met."""
        return self.matched + self.split + self.new


@dataclass(frozen=True)
class ListPage:
    """The families of one village."""

    villages: tuple[Option, ...]
    village: str
    village_name: str
    text: str
    rows: tuple[FamilyLine, ...]
    left: tuple[FamilyLine, ...]
    more_url: str
    total: int
    moves: int
    lineage: LineageView | None
    synthetic: bool


@dataclass(frozen=True)
class PersonLine:
    """Somebody of a family; ``note`` says in what other family they are, ``url`` leads there for who may see it."""

    id: str
    name: str
    relation: str
    sex: str
    born: date | None
    status: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class EventLine:
    """Something that happened; ``url`` takes it back, empty when that cannot be."""

    what: str
    when: str
    people: str
    others: tuple[tuple[str, str], ...]
    note: str
    source: str
    recorded_at: datetime
    taken_back: bool
    url: str


@dataclass(frozen=True)
class AskedLine:
    """Something that a visit left to be said about a person."""

    id: str
    member: str
    is_missing: bool
    name: str
    on: date
    choices: tuple[Option, ...]


@dataclass(frozen=True)
class MoveLine:
    """A family on its way to another village."""

    id: str
    name: str
    people: int
    from_village: str
    to_village: str
    moved_on: date
    state: str


@dataclass(frozen=True)
class FamilyPage:
    """Everything the page of one family shows."""

    id: str
    title: str
    places: tuple[Place, ...]
    list_url: str
    zone: str
    status: str
    is_present: bool
    special: str
    where: str
    people: tuple[PersonLine, ...]
    gone: tuple[PersonLine, ...]
    asked: tuple[AskedLine, ...]
    events: tuple[EventLine, ...]
    kinds: tuple[Option, ...]
    neighbours: tuple[Option, ...]
    shares_house: bool
    others: tuple[Option, ...]
    move: MoveLine | None
    kki: str
    same_kki: tuple[Option, ...]
    visits: tuple[VisitLine, ...]
    adults: tuple[Option, ...]
    revision: str
    can_keep: bool
    today: date


def title_of(name: str) -> str:
    """Return what a family is called by its head."""
    return gettext("Family of {name}").format(name=name) if name else gettext("Family without a name")


def url_of(family_id: UUID) -> str:
    """Return the address of a family's page."""
    return reverse("web:family", args=[family_id])


def lines_of(
    rows: Iterable[families.FamilyRow], asked: Mapping[UUID, int], houses: Mapping[UUID, UUID]
) -> tuple[FamilyLine, ...]:
    """Return families as a list shows them, with what is to be said of each."""
    return tuple(
        FamilyLine(
            url=url_of(row.family_id),
            name=title_of(row.head_name),
            where=families.neighbourhood(row.rt, row.rw),
            people=row.people,
            tags=_tags(row, asked.get(row.family_id, 0), row.family_id in houses),
        )
        for row in rows
    )


def _tags(row: families.FamilyRow, asked: int, in_house: bool) -> tuple[Tag, ...]:
    tags = [Tag(gettext("{n} to say").format(n=asked), "sedang", "warning")] if asked else []
    if row.special:
        tags.append(Tag(words.special(row.special)))
    if in_house:
        tags.append(Tag(gettext("Shares a house")))
    return tuple(tags)


def options_of(
    rows: Iterable[families.FamilyRow], without: UUID | None, chosen: str = ""
) -> tuple[Option, ...]:
    """Return families to choose from, by head and RT."""
    return tuple(
        Option(
            str(row.family_id),
            ", ".join(filter(None, (title_of(row.head_name), families.neighbourhood(row.rt, row.rw)))),
            str(row.family_id) == chosen,
        )
        for row in rows
        if row.family_id != without
    )


def move_line(move: families.MoveRow, known: Mapping[str, Area]) -> MoveLine:
    """Return a move in words."""
    states = {
        "waiting": gettext("waits for the other village"),
        "accepted": gettext("taken up there"),
        "declined": gettext("not taken up there"),
        "withdrawn": gettext("withdrawn"),
    }
    return MoveLine(
        id=str(move.id),
        name=title_of(move.head_name),
        people=move.people,
        from_village=places.village_line(move.from_village, known),
        to_village=places.village_line(move.to_village, known),
        moved_on=move.moved_on,
        state=states[move.state.value],
    )


def family_page(family: families.Family, village: str, actor: Actor, today: date) -> FamilyPage:
    """Return everything the page of a family shows to somebody who may read it."""
    known = places.names_of([village])
    can_keep = may(actor, "family.keep", area=village)
    shared = {one.member_id: one for one in families.shared_of(family.id)}
    present = [one for one in family.members if one.status == "present"]
    asked = families.proposals_for([family.id])
    house = families.house_of(family.id)
    here = families.families_in(village, actor=actor) if family.status == "present" else []
    move = families.move_of(family.id)
    kki = families.kki_of(family.id)
    crumbs = places.crumbs(village, actor, last_linked=True)
    found = surveys.list_submissions(actor=actor, query=str(family.id), size=10)
    return FamilyPage(
        id=str(family.id),
        title=title_of(family.head_name),
        places=crumbs,
        list_url=f"{reverse('web:families')}?desa={village}",
        zone=places.zone_of(village, known),
        status=wording.say(words.STATUSES, family.status) if family.status != "present" else "",
        is_present=family.status == "present",
        special=words.special(families.special_kind(one.relation for one in present)),
        where=_where(family),
        people=tuple(_person(one, shared.get(one.id), actor) for one in _in_order(present)),
        gone=tuple(_person(one, None, actor) for one in family.members if one.status != "present"),
        asked=tuple(_asked(one, family) for one in asked) if can_keep else (),
        events=_events(family, actor, can_keep=can_keep),
        kinds=kind_options() if can_keep and family.status in {"present", "away"} else (),
        neighbours=_neighbours(house, family.id, actor),
        shares_house=house is not None,
        others=options_of(here, family.id),
        move=move_line(move, places.names_of([move.from_village, move.to_village])) if move else None,
        kki=kki,
        same_kki=_links([one for one in families.families_with_kki(kki) if one != family.id], actor),
        visits=visits.visit_lines(found.items),
        adults=tuple(
            Option(str(one.id), one.name or gettext("Name not given"), chosen=False)
            for one in present
            if one.birth_date is None or families.is_adult(one.birth_date, today)
        ),
        revision=families.revision_of(family.id),
        can_keep=can_keep,
        today=today,
    )


def kind_options() -> tuple[Option, ...]:
    """Return what can be told of a family, for the buttons of its page."""
    return tuple(
        Option(kind, gettext(text), chosen=False)
        for kind, text in words.KINDS.items()
        if kind != "correction"
    )


def readable(family_id: UUID, actor: Actor) -> bool:
    """Tell whether somebody may see a family's page."""
    try:
        families.check_family(family_id, actor)
    except families.UnknownFamily:
        return False
    return True


# --- inside -----------------------------------------------------------------------------------------------


def _where(family: families.Family) -> str:
    place = family.place
    return ", ".join(filter(None, (place.address, families.neighbourhood(place.rt, place.rw), place.dusun)))


def _in_order(members: Iterable[families.Member]) -> list[families.Member]:
    order = {relation: number for number, relation in enumerate(words.RELATIONS)}
    return sorted(members, key=lambda one: (order.get(one.relation, len(order)), one.birth_date or date.max))


def _person(one: families.Member, shared: families.SharedRow | None, actor: Actor) -> PersonLine:
    sexes = {"l": gettext("man"), "p": gettext("woman")}
    seen = shared is not None and readable(shared.elsewhere_family_id, actor)
    return PersonLine(
        id=str(one.id),
        name=one.name or gettext("Name not given"),
        relation=wording.say(words.RELATIONS, one.relation),
        sex=sexes.get(one.sex, ""),
        born=one.birth_date,
        status=wording.say(words.STATUSES, one.status) if one.status != "present" else "",
        note=wording.say(words.SHARINGS, shared.reason.value) if shared and seen else "",
        url=url_of(shared.elsewhere_family_id) if shared and seen else "",
    )


def _asked(one: families.ProposalRow, family: families.Family) -> AskedLine:
    member = next((m for m in family.members if m.id == one.member_id), None)
    missing = one.kind == "missing"
    kinds = (
        ("death", "marriage_out", "move_out", "split", "divorce")
        if missing
        else [kind for kind in words.KINDS if kind in {one.value for one in families.ARRIVALS}]
    )
    return AskedLine(
        id=str(one.id),
        member=str(one.member_id),
        is_missing=missing,
        name=(member.name if member else "") or gettext("Name not given"),
        on=one.on,
        choices=tuple(Option(kind, gettext(words.KINDS[kind]), chosen=False) for kind in kinds),
    )


def _events(family: families.Family, actor: Actor, *, can_keep: bool) -> tuple[EventLine, ...]:
    rows = families.events_of(family.id)
    about = families.about_whom(rows)
    return tuple(_event(one, about[one.id], family, actor, can_keep=can_keep) for one in rows)


def _event(
    one: families.EventRow, about: Iterable[UUID], family: families.Family, actor: Actor, *, can_keep: bool
) -> EventLine:
    others = [other for other in dict.fromkeys((*one.before, *one.after)) if other != family.id]
    can_undo = can_keep and one.reversed_by is None and one.reverses is None
    return EventLine(
        what=words.told_as(one),
        when=words.day_of(one),
        people=", ".join(_names(about, family, actor)),
        others=tuple(
            (url, name) for other in others if (name := _named(other, actor)) for url in (url_of(other),)
        ),
        note=one.note,
        source=wording.say(words.SOURCES, one.source_kind.value),
        recorded_at=one.recorded_at,
        taken_back=one.reversed_by is not None,
        url=reverse("web:take_event_back", args=[family.id, one.id]) if can_undo else "",
    )


def _names(persons: Iterable[UUID], family: families.Family, actor: Actor) -> list[str]:
    """Return the names of those who are or were of families that the reader may see."""
    here = {one.id: one.name for one in family.members}
    wanted = [one for one in persons if one not in here]
    elsewhere = families.get_people(wanted) if wanted else {}
    names = []
    for one in persons:
        found = elsewhere.get(one)
        if one in here:
            names.append(here[one])
        elif found is not None and found.family_id is not None and readable(found.family_id, actor):
            names.append(found.name)
    return [name for name in dict.fromkeys(names) if name]


def _named(family_id: UUID, actor: Actor) -> str:
    return title_of(families.get_family(family_id).head_name) if readable(family_id, actor) else ""


def _links(family_ids: Iterable[UUID], actor: Actor) -> tuple[Option, ...]:
    return tuple(
        Option(url_of(one), name, chosen=False) for one in family_ids if (name := _named(one, actor))
    )


def _neighbours(house: families.HouseRow | None, own: UUID, actor: Actor) -> tuple[Option, ...]:
    return _links([one for one in house.families if one != own], actor) if house else ()
