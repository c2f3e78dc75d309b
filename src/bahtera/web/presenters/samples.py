"""What the pages of a round's sample show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters.parts import Option, Tag, options_of
from bahtera.web.presenters.rounds import RoundHead, head_of

STATES: Final = {
    "planned": gettext_noop("Planned, not drawn yet"),
    "drawn": gettext_noop("Drawn, to be confirmed"),
    "confirmed": gettext_noop("Confirmed"),
    "set_aside": gettext_noop("Set aside, and still listed"),
}
STRATA: Final = {
    "none": gettext_noop("No strata: all villages together"),
    "regency": gettext_noop("Each regency or city"),
    "district": gettext_noop("Each kecamatan"),
    "column": gettext_noop("The columns of the file that begin with “strat”"),
}
RULES: Final = {
    "proportional": gettext_noop("In proportion to families"),
    "root": gettext_noop("In proportion to the root of families: small strata get more"),
    "equal": gettext_noop("The same number for each stratum"),
}
CHANCES: Final = {
    "pps": gettext_noop("Larger villages more likely (in proportion to families)"),
    "equal": gettext_noop("Each village alike"),
}
WHY: Final = {
    "no_code": gettext_noop("No code of a village."),
    "stripped": gettext_noop(
        "This is no code. Has a spreadsheet made a number of it? Write it as text, as in 63.10.05.2003."
    ),
    "without_dots": gettext_noop(
        "Ten digits without dots may be a code of BPS, which numbers villages otherwise. Write the code of"
        " Kemendagri with its dots."
    ),
    "not_a_village": gettext_noop("This is the code of a wider area, not of a village."),
    "unknown": gettext_noop("No village has this code today."),
    "outside": gettext_noop("This village lies outside the area of the round."),
    "double": gettext_noop("This village stands in the file more than once."),
    "no_count": gettext_noop("The number of families is missing, zero, below zero, or no whole number."),
    "absurd": gettext_noop("So many families has no village."),
}
_STYLES: Final = {"confirmed": "tinggi", "drawn": "sedang", "planned": "state", "set_aside": "none"}
_SHOWN: Final = 100
_TYPED: Final = 200


@dataclass(frozen=True)
class FrameLine:
    """A frame as it is listed."""

    info: samples.FrameInfo
    source: str
    strata: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class DrawLine:
    """A draw as it is listed."""

    row: samples.DrawRow
    state: Tag
    seed_from: str
    url: str


@dataclass(frozen=True)
class TypedPlan:
    """What was typed into the form of a plan; as it is offered at first."""

    frame: str = ""
    villages: str = ""
    rule: str = "proportional"
    chance: str = "pps"
    take: str = "20"
    reserves: str = "5"
    replace_for: tuple[str, ...] = samples.USUAL
    seed: str = ""


@dataclass(frozen=True)
class SamplePage:
    """The sample of a round."""

    head: RoundHead
    frames: tuple[FrameLine, ...]
    draws: tuple[DrawLine, ...]
    draws_here: bool
    can_plan: bool
    visits: int
    is_two_stage: bool
    strata: tuple[Option, ...]
    rules: tuple[Option, ...]
    chances: tuple[Option, ...]
    results: tuple[Option, ...]
    typed: TypedPlan
    problem: str
    zone: str


@dataclass(frozen=True)
class ProblemLine:
    """A line of a file that is not taken."""

    line: int
    what: str
    why: str


@dataclass(frozen=True)
class PreviewPage:
    """What a file would make of a frame."""

    head: RoundHead
    seen: samples.Preview
    problems: tuple[ProblemLine, ...]
    more: int
    districts: tuple[tuple[str, samples.DistrictTotal], ...]
    strata: str
    strata_words: str
    packed: str


@dataclass(frozen=True)
class VillageLine:
    """A drawn village in a list."""

    row: samples.VillageRow
    name: str
    chance: str
    weight: str
    url: str
    tasks_url: str


@dataclass(frozen=True)
class DrawPage:
    """One draw with its villages."""

    head: RoundHead
    row: samples.DrawRow
    state: Tag
    seed_from: str
    allocation: str
    chance: str
    replace_for: tuple[str, ...]
    numbers: tuple[tuple[str, int], ...]
    villages: tuple[VillageLine, ...]
    listed: int
    can_draw: bool
    can_confirm: bool
    can_set_aside: bool
    may_export: bool
    back: str
    zone: str


@dataclass(frozen=True)
class VillagePage:
    """A drawn village."""

    head: RoundHead
    row: samples.VillageRow
    draw: samples.DrawRow
    name: str
    chance: str
    weight: str
    second: str
    can_list: bool
    known: int
    tasks_url: str
    back: str
    zone: str


@dataclass(frozen=True)
class FamilyLine:
    """A drawn family, for who gives tasks."""

    row: samples.FamilyRow
    name: str
    place: str
    kader: str
    result: str
    can_replace: bool
    can_link: bool


@dataclass(frozen=True)
class TasksPage:
    """The drawn families of a village by name."""

    head: RoundHead
    draw: samples.DrawRow
    village: str
    name: str
    main: tuple[FamilyLine, ...]
    reserves: tuple[FamilyLine, ...]
    kaders: tuple[Option, ...]
    results: tuple[Option, ...]
    unlinked: tuple[Option, ...]
    takes_tasks: bool
    has_lines: bool
    people_url: str
    back: str


def typed_plan(form: QueryDict) -> TypedPlan:
    """Return what was typed, for the form shown again."""

    def of(name: str) -> str:
        return str(form.get(name, ""))[:_TYPED]

    ticked = tuple(one for one in samples.REPLACEABLE if one in form.getlist("ganti"))
    return TypedPlan(
        of("kerangka"),
        of("desa"),
        of("pembagian"),
        of("peluang"),
        of("ambil"),
        of("cadangan"),
        ticked,
        of("benih"),
    )


def sample_page(
    row: surveys.RoundRow, actor: access.Actor, *, typed: TypedPlan | None = None, problem: str = ""
) -> SamplePage:
    """Return the sample of a round: frames and draws, newest first, and what may be planned.

    A plan that was refused is shown again as it was ``typed``, with the ``problem`` in words.
    """
    typed = typed or TypedPlan()
    frames = tuple(_frame(one) for one in samples.frames_of(row.id, actor=actor))
    draws = tuple(_draw(one) for one in samples.draws_of(row.id, actor=actor))
    visits = surveys.visits_in(row.id)
    draws_here = access.may(actor, "sample.draw", area=row.area_code)
    underway = any(one.row.state is not samples.DrawState.SET_ASIDE for one in draws)
    return SamplePage(
        head=head_of(row, actor, "sample"),
        frames=frames,
        draws=draws,
        draws_here=draws_here,
        can_plan=draws_here and bool(frames) and not underway and not visits,
        visits=visits,
        is_two_stage=row.design is surveys.Design.TWO_STAGE,
        strata=options_of(STRATA, "none"),
        rules=options_of(RULES, typed.rule),
        chances=options_of(CHANCES, typed.chance),
        results=_results(samples.REPLACEABLE, typed.replace_for),
        typed=typed,
        problem=problem,
        zone=places.own_zone(actor),
    )


def preview_page(
    row: surveys.RoundRow, actor: access.Actor, seen: samples.Preview, strata: samples.Strata, packed: str
) -> PreviewPage:
    """Return what a file would make of a frame, with the first hundred lines that are not taken."""
    known = places.names_of(one.code for one in seen.districts)
    return PreviewPage(
        head=head_of(row, actor, "sample"),
        seen=seen,
        problems=tuple(
            ProblemLine(one.line, one.what, wording.say(WHY, one.why.value)) for one in seen.problems[:_SHOWN]
        ),
        more=max(0, len(seen.problems) - _SHOWN),
        districts=tuple(
            (known[one.code].name if one.code in known else one.code, one) for one in seen.districts
        ),
        strata=strata.value,
        strata_words=wording.say(STRATA, strata.value),
        packed=packed,
    )


def draw_page(row: surveys.RoundRow, drawn: samples.DrawRow, actor: access.Actor) -> DrawPage:
    """Return a draw with the villages of the reader's areas."""
    rows = samples.villages_of(drawn.id, actor=actor)
    known = places.names_of([one.village_code for one in rows])
    names = {"": gettext("all villages")} | {
        code: places.full_name(area) for code, area in places.names_of(_codes(drawn)).items()
    }
    draws = access.may(actor, "sample.draw", area=row.area_code) and not surveys.visits_in(row.id)
    return DrawPage(
        head=head_of(row, actor, "sample"),
        row=drawn,
        state=_state(drawn),
        seed_from=_seed_from(drawn),
        allocation=wording.say(RULES, drawn.plan.allocation),
        chance=wording.say(CHANCES, drawn.plan.chance),
        replace_for=tuple(wording.say(wording.RESULTS, one) for one in drawn.plan.replace_for),
        numbers=tuple((names.get(name, name), n) for name, n in sorted(drawn.plan.numbers.items())),
        villages=tuple(_village(one, drawn, actor, known) for one in rows),
        listed=sum(one.listed is not None for one in rows),
        can_draw=draws and drawn.state is samples.DrawState.PLANNED,
        can_confirm=draws and drawn.state is samples.DrawState.DRAWN,
        can_set_aside=draws and drawn.state is not samples.DrawState.SET_ASIDE,
        may_export=access.may(actor, "sample.draw") and bool(rows),
        back=reverse("web:sample", args=[row.id]),
        zone=places.own_zone(actor),
    )


def village_page(
    row: surveys.RoundRow, drawn: samples.DrawRow, village: samples.VillageRow, actor: access.Actor
) -> VillagePage:
    """Return a drawn village."""
    code = village.village_code
    line = _village(village, drawn, actor, places.names_of([code]))
    visited = surveys.progress(row.id, code).visited
    draws = access.may(actor, "sample.draw", area=code) and drawn.state is samples.DrawState.CONFIRMED
    second = Fraction(village.main, village.listed) if village.listed else None
    return VillagePage(
        head=head_of(row, actor, "sample"),
        row=village,
        draw=drawn,
        name=line.name,
        chance=line.chance,
        weight=line.weight,
        second=chance_words(second) if second else "",
        can_list=draws and village.listed is None and not visited,
        known=families.count_families([code]).get(code, 0),
        tasks_url=line.tasks_url,
        back=reverse("web:sample_draw", args=[row.id, drawn.id]),
        zone=places.own_zone(actor),
    )


def tasks_page(row: surveys.RoundRow, drawn: samples.DrawRow, village: str, actor: access.Actor) -> TasksPage:
    """Return the drawn families of a village by name; the reader's own household and kin are not among them."""
    rows = samples.families_of(drawn.id, village, actor=actor)
    heads = {one.family_id: one for one in families.places_in([village]) if one.family_id not in actor.kin}
    tasks = surveys.village_tasks(row.id, village, actor=actor).tasks
    given = {one.row.family_id: one.row.person_id for one in tasks if one.row.family_id is not None}
    names = {str(key): name for key, name in access.names_behind(given.values()).items()}
    kaders = {key: names.get(str(person), "") for key, person in given.items()}
    lines = [_family(one, row.id, heads, kaders) for one in rows]
    linked = {one.family_id for one in rows}
    return TasksPage(
        head=head_of(row, actor, "sample"),
        draw=drawn,
        village=village,
        name=places.village_line(village, places.names_of([village])),
        main=tuple(one for one in lines if one.row.role is samples.Role.MAIN),
        reserves=tuple(one for one in lines if one.row.role is samples.Role.RESERVE),
        kaders=tuple(Option(str(one.person_id), one.name, chosen=False) for one in access.kaders_of(village)),
        results=_results(drawn.plan.replace_for, ()),
        unlinked=tuple(
            Option(str(key), f"{one.head_name} · {families.neighbourhood(one.rt, one.rw)}", chosen=False)
            for key, one in sorted(heads.items(), key=lambda item: item[1].head_name)
            if key not in linked
        ),
        takes_tasks=row.is_open,
        has_lines=any(one.in_use and one.family_id is None for one in rows),
        people_url=reverse("web:people") if access.may(actor, "person.read") else "",
        back=reverse("web:sample_village", args=[row.id, drawn.id, village]),
    )


def village_table(
    drawn: samples.DrawRow, actor: access.Actor
) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    """Return the drawn villages as a table; fractions as they are, so that anybody can reckon on."""
    rows = samples.villages_of(drawn.id, actor=actor)
    known = places.names_of([one.village_code for one in rows])
    head = (
        "kode",
        "desa",
        "strata",
        "keluarga_kerangka",
        "peluang",
        "pasti",
        "terdaftar",
        "utama",
        "cadangan",
    )
    return (*head, "penimbang"), [
        (
            one.village_code,
            known[one.village_code].name if one.village_code in known else "",
            one.stratum,
            one.families,
            one.probability,
            int(one.is_certain),
            "" if one.listed is None else one.listed,
            one.main,
            one.reserves,
            one.weight or "",
        )
        for one in rows
    ]


def family_table(
    drawn: samples.DrawRow, actor: access.Actor
) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    """Return the drawn families as a table: by number of the list and id, without name or place in the village."""
    head = ("kode_desa", "nomor_daftar", "peran", "urutan", "rujukan", "dipakai", "menggantikan", "hasil")
    return head, [
        (
            one.village_code,
            one.position,
            one.role.value,
            one.rank,
            one.reference,
            int(one.in_use),
            one.replaces or "",
            one.why,
        )
        for village in samples.villages_of(drawn.id, actor=actor)
        if access.may(actor, "sample.draw", area=village.village_code)
        for one in samples.families_of(drawn.id, village.village_code, actor=actor)
    ]


def chance_words(chance: Fraction) -> str:
    """Return a chance as a share in per cent beside the exact fraction."""
    if chance == 1:
        return gettext("certain")
    return f"{numbers.number(100 * chance, 2)} % ({chance.numerator}/{chance.denominator})"


def _frame(one: samples.FrameInfo) -> FrameLine:
    names = {code: area.name for code, area in places.names_of(s.name for s in one.strata if s.name).items()}
    source = gettext("family register") if one.source == "register" else gettext("file")
    return FrameLine(
        one,
        source,
        tuple(
            (names.get(s.name, s.name) or gettext("all villages"), s.villages, s.families) for s in one.strata
        ),
    )


def _draw(one: samples.DrawRow) -> DrawLine:
    return DrawLine(
        one, _state(one), _seed_from(one), reverse("web:sample_draw", args=[one.round_id, one.id])
    )


def _state(one: samples.DrawRow) -> Tag:
    icon = "ok" if one.state is samples.DrawState.CONFIRMED else ""
    return Tag(wording.say(STATES, one.state.value), _STYLES[one.state.value], icon)


def _seed_from(one: samples.DrawRow) -> str:
    lot = one.seed_from is samples.SeedFrom.LOT
    return gettext("drawn by lot") if lot else gettext("made by the system")


def _village(
    one: samples.VillageRow, drawn: samples.DrawRow, actor: access.Actor, known: Mapping[str, areas.Area]
) -> VillageLine:
    place = [drawn.round_id, drawn.id, one.village_code]
    tasks = one.listed is not None and access.may(actor, "assignment.manage", area=one.village_code)
    return VillageLine(
        row=one,
        name=places.village_line(one.village_code, known),
        chance=chance_words(one.probability),
        weight="" if one.weight is None else numbers.number(one.weight, 2),
        url=reverse("web:sample_village", args=place),
        tasks_url=reverse("web:sample_tasks", args=place) if tasks else "",
    )


def _family(
    one: samples.FamilyRow,
    round_id: int,
    heads: Mapping[UUID, families.FamilyPlace],
    kaders: Mapping[UUID, str],
) -> FamilyLine:
    key = one.family_id
    place = heads.get(key) if key else None
    result = surveys.result_of(round_id, one.family_id) if one.family_id is not None else None
    return FamilyLine(
        row=one,
        name=place.head_name if place else "",
        place=families.neighbourhood(place.rt, place.rw) if place else families.neighbourhood(one.rt, one.rw),
        kader=kaders.get(key, "") if key else "",
        result=wording.say(wording.RESULTS, result) if result else "",
        can_replace=one.in_use and result not in {"selesai", "selesai_sebagian"},
        can_link=one.family_id is None,
    )


def _codes(drawn: samples.DrawRow) -> list[str]:
    return [name for name in drawn.plan.numbers if name]


def _results(codes: Sequence[str], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(one, wording.say(wording.RESULTS, one), one in chosen) for one in codes)
