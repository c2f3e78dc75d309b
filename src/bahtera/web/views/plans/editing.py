"""Writing plans: by a form, from a need, and as a file."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places
from bahtera.web.door import page
from bahtera.web.presenters import visits
from bahtera.web.presenters.administration import area_options
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Option
from bahtera.web.presenters.plans import lists as listed
from bahtera.web.presenters.plans import one as shown
from bahtera.web.presenters.plans import words as said
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms
from bahtera.web.views.plans.addresses import area_code

_ACTION: Final = "plan.propose"
_FIELDS: Final = (
    *("wilayah", "tahun", "putaran", "butir", "kegiatan", "rincian", "skpd", "unit", "jabatan"),
    *("sumber", "jumlah", "mulai", "tenggat", "keluarga", "persen", "sebab"),
)
_LARGEST: Final = 4 * 2**20


class MoreThanLack(Refused):
    """More families are aimed at than lacked it; whoever means it says so."""

    def __init__(self, aimed: int, lacking: int) -> None:
        super().__init__(
            "web.more_than_lack",
            "{aimed} families are aimed at, but {lacking} lacked it when the round asked. Nothing is kept yet: change "
            "the number, or say below that it is meant so.",
            aimed=aimed,
            lacking=lacking,
        )


class _Attempt(forms.Attempt):
    """An attempt that may ask back before it goes on; ``asks``: it did, and everything typed stays."""

    asks = False

    def warn(self, request: HttpRequest, doubt: Refused | None) -> None:
        """Raise a doubt, unless it was said that it is meant so."""
        if doubt is not None and not forms.text_in(request, "sengaja"):
            self.asks = True
            raise doubt


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def new_plan(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Write a plan down; an address may name village and indicator, as the pages of needs do."""
    attempt = _Attempt(request, gettext("The draft is kept. Propose it when it is ready."))
    if request.method == "POST":
        with attempt:
            village = forms.area_in(request, "wilayah", actor, _ACTION)
            written = _written(request, village)
            attempt.warn(request, _beyond(written))
            return redirect("web:plan", actions.make_plan(written, actor=actor))
        typed = {name: forms.text_in(request, name) for name in _FIELDS}
    else:
        typed = _from_address(request, actor)
    view = _form(actor, typed, problem=attempt.problem, sure=attempt.asks)
    return render(request, "web/plans/form.html", {"page": view}, status=attempt.status)


@page("plan.read", methods=("GET", "HEAD", "POST"))
def change_plan(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Write something else into a plan."""
    found = actions.get_plan(plan_id, actor=actor)
    row = found.row
    if not found.may_change:
        raise access.NotAllowed(_ACTION)
    attempt = _Attempt(request, gettext("The plan is changed."))
    if request.method == "POST":
        with attempt:
            written = _written(request, row.village_code, row)
            if written.families != row.families:
                attempt.warn(request, _beyond(written))
            actions.change_plan(
                plan_id,
                written,
                actor=actor,
                revision=whole_number(forms.text_in(request, "revisi")) or 0,
                reason=forms.text_in(request, "sebab"),
            )
            return redirect("web:plan", plan_id)
        typed = {name: forms.text_in(request, name) for name in _FIELDS} | {"wilayah": row.village_code}
    else:
        typed = _typed_of(row)
    view = _form(actor, typed, row=row, problem=attempt.problem, sure=attempt.asks)
    return render(request, "web/plans/form.html", {"page": view}, status=attempt.status)


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def import_plans(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Take plans over from a file: all of its lines, or none."""
    tabs = listed.tabs("web:import_plans")
    if request.method != "POST":
        return render(request, "web/plans/import.html", {"page": shown.import_page(tabs)})
    try:
        made = actions.import_plans(_content(request), actor=actor)
    except actions.BadPlanFile as refused:
        view = shown.import_page(tabs, forms.in_words(refused), refused)
    except access.NotAllowed:
        raise
    except Refused as refused:
        view = shown.import_page(tabs, forms.in_words(refused))
    else:
        text = ngettext(
            "{n} plan is taken over as a draft.", "{n} plans are taken over as drafts.", len(made)
        )
        messages.success(request, text.format(n=numbers.integer(len(made))), extra_tags="good")
        return redirect(f"{reverse('web:plans')}?keadaan={actions.State.DRAFT.value}")
    return render(request, "web/plans/import.html", {"page": view}, status=400)


@page(_ACTION)
def import_example(_request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """Hand out an empty file of plans with one line that shows how each column is written."""
    year = places.today_in("").year + 1
    example = (
        *("63.10.11.2011", year, 1, "ikk", "IKK-D1-02", "Akta kelahiran keliling", "", "dukcapil", ""),
        *("Kepala Bidang Pencatatan Sipil", "apbd_kabupaten", "25.000.000", f"{year}-01-15", f"{year}-06-30"),
        *(40, "90"),
    )
    return csv_file("contoh-rencana-aksi.csv", actions.COLUMNS, [example])


def _content(request: HttpRequest) -> bytes:
    found = request.FILES.get("berkas")
    file: UploadedFile[Any] | None = found if isinstance(found, UploadedFile) else None
    if file is None or file.file is None:
        raise Refused("web.no_file", "Choose the file.")
    content: bytes = file.file.read(_LARGEST + 1)
    return content


def _from_address(request: HttpRequest, actor: access.Actor) -> dict[str, str]:
    """Return what an address names, as a form's fields: ``wilayah``, ``indikator``, ``indeks``, ``putaran``, ``skpd``.

    Raises NotAllowed for a village in which the actor writes no plan: the form would show its figures.
    """
    village = area_code(request)
    if village:
        access.check_may(actor, _ACTION, area=village)
    indicator = request.GET.get("indikator", "")[:40]
    index = request.GET.get("indeks", "ikk")[:40]
    year = places.today_in(village).year + 1
    return {
        "wilayah": village,
        "butir": f"{index}:{indicator}" if indicator else "",
        "putaran": request.GET.get("putaran", "")[:10],
        "skpd": request.GET.get("skpd", "")[:40],
        "tahun": str(year),
        "mulai": f"{year}-01-02",
        "tenggat": f"{year}-12-15",
        **_proposed(village, index, indicator),
        **_taken_over(request.GET.get("putaran", ""), village, index, indicator),
    }


def _proposed(village: str, index: str, indicator: str) -> dict[str, str]:
    """Return who answers for an indicator in a village by the mapping of its regency, as a form's fields."""
    line = needs.lines_of(village).get((index, indicator)) if village and indicator else None
    if line is None:
        return {}
    units = needs.units_for(village).get(line.agency, ())
    return {"skpd": line.agency, "unit": str(units[0].id) if len(units) == 1 else ""}


def _taken_over(round_id: str, village: str, index: str, indicator: str) -> dict[str, str]:
    """Return families and rupiah of one round of work against a need, as a form's fields; by the public's figure."""
    found = _baseline(round_id, village, index, indicator)
    line = needs.lines_of(village).get((index, indicator)) if found else None
    if found is None or line is None or not found.unmet:
        return {}
    return {
        "keluarga": str(line.reached_of(found.unmet)),
        "jumlah": numbers.integer(line.cost_of(found.unmet)),
        "jangkauan": str(line.reach),
    }


def _beyond(written: actions.PlanInput) -> MoreThanLack | None:
    """Return the doubt about a plan that aims at more families than lack it, where everybody may see how many do."""
    found = _baseline(str(written.round_id), written.village_code, written.index_id, written.indicator)
    if found is None or found.unmet is None or (written.families or 0) <= found.unmet:
        return None
    living = actions.families_of(written.village_code)
    if living is not None and (written.families or 0) > living:
        return None  # refused for good when it is kept
    return MoreThanLack(written.families or 0, found.unmet)


def _typed_of(row: actions.PlanRow) -> dict[str, str]:
    return {
        "wilayah": row.village_code,
        "tahun": str(row.year),
        "putaran": str(row.round_id),
        "butir": f"{row.index_id}:{row.indicator}",
        "kegiatan": row.activity,
        "rincian": row.details,
        "skpd": row.agency,
        "unit": str(row.unit_id or ""),
        "jabatan": row.position,
        "sumber": row.source,
        "jumlah": "" if row.amount is None else str(row.amount),
        "mulai": row.starts_on.isoformat(),
        "tenggat": row.deadline.isoformat(),
        "keluarga": "" if row.families is None else str(row.families),
        "persen": "" if row.share is None else f"{row.share / 100:g}",
    }


def _written(request: HttpRequest, village: str, row: actions.PlanRow | None = None) -> actions.PlanInput:
    index, _, indicator = forms.text_in(request, "butir").partition(":")
    if not indicator:
        raise Refused("web.no_indicator", "Choose the indicator that the plan is for.")
    days = _days(request, row)
    return actions.PlanInput(
        village_code=village,
        year=row.year if row else _whole(request, "tahun") or 0,
        round_id=_whole(request, "putaran") or 0,
        index_id=index,
        indicator=indicator,
        activity=forms.text_in(request, "kegiatan"),
        details=str(request.POST.get("rincian", ""))[:2000],
        agency=forms.text_in(request, "skpd"),
        unit_id=forms.id_in(request, "unit"),
        position=forms.text_in(request, "jabatan"),
        source=forms.text_in(request, "sumber"),
        amount=actions.rupiah_of(forms.text_in(request, "jumlah"), "amount"),
        starts_on=days[0],
        deadline=days[1],
        families=_whole(request, "keluarga"),
        share=actions.share_of(forms.text_in(request, "persen"), "share"),
    )


def _days(request: HttpRequest, row: actions.PlanRow | None) -> tuple[date, date]:
    first = forms.needed_day(request, "mulai")
    if row is not None and row.first_deadline is not None:
        return first, row.deadline
    return first, forms.needed_day(request, "tenggat")


def _whole(request: HttpRequest, name: str) -> int | None:
    return actions.whole_of(forms.text_in(request, name), name)


def _form(
    actor: access.Actor,
    typed: Mapping[str, str],
    *,
    row: actions.PlanRow | None = None,
    problem: str = "",
    sure: bool = False,
) -> shown.PlanForm:
    village = row.village_code if row else areas.code_in(typed["wilayah"].partition(" ")[0]) or ""
    rounds = [one for one in surveys.list_rounds() if one.has_begun and _concerns(one, village, actor)]
    wanted = typed["putaran"] or _measuring(rounds, village, typed["butir"])
    this_year = places.today_in(village).year
    years = range(this_year - 1, this_year + actions.plan_settings().years_ahead + 1)
    reached = access.reach(actor, "plan.read")
    serving = access.units_of_regency(village or next((one for one in reached if one), ""))
    own = actions.own_units(actor)
    return shown.PlanForm(
        tabs=listed.tabs("web:plans"),
        typed=dict(typed) | ({"wilayah": _named(village)} if village else {}),
        areas=area_options(actor, "plan.read"),
        rounds=tuple(Option(str(one.id), visits.round_title(one), str(one.id) == wanted) for one in rounds),
        indicators=_indicators(rounds, typed["butir"]),
        agencies=tuple(
            Option(code, said.agency(code), code == typed["skpd"]) for code in needs.load_book().agencies
        ),
        units=tuple(
            Option(
                str(one.id),
                f"{one.agency} · {one.name}",
                str(one.id) == typed.get("unit", "") or {one.id} == own,
            )
            for one in serving
        ),
        sources=tuple(
            Option(code, said.source(code), code == typed.get("sumber"))
            for code in actions.plan_settings().sources
        ),
        years=tuple(Option(str(year), str(year), str(year) == typed["tahun"]) for year in years),
        problem=problem,
        asks_sure=sure,
        taken_over=_taken_words(typed),
        need=_need(wanted, village, typed["butir"]),
        plan_url=reverse("web:plan", args=[row.id]) if row else "",
        number=row.number if row else "",
        revision=row.revision if row else 0,
        needs_reason=row is not None and row.state is not actions.State.DRAFT,
        deadline_stays=row is not None and row.first_deadline is not None,
    )


def _taken_words(typed: Mapping[str, str]) -> str:
    """Say where the numbers of a new plan come from; "" for those that somebody typed."""
    if not typed.get("jangkauan"):
        return ""
    return gettext(
        "Families and amount are proposed by the list of services: one round of work reaches {reach} percent of those "
        "who lack it. Change them as you see fit."
    ).format(reach=typed["jangkauan"])


def _concerns(one: surveys.RoundRow, village: str, actor: access.Actor) -> bool:
    if village:
        return access.covers(one.area_code, village)
    scopes = access.reach(actor, "plan.read")
    return any(access.covers(scope, one.area_code) or access.covers(one.area_code, scope) for scope in scopes)


def _indicators(rounds: list[surveys.RoundRow], chosen: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    ids = dict.fromkeys(index for one in rounds for index in one.index_ids)
    return tuple(
        (
            index.upper(),
            tuple(
                Option(f"{index}:{code}", f"{code} · {words(label)}", f"{index}:{code}" == chosen)
                for code, label in actions.public_indicators(index).items()
            ),
        )
        for index in ids
    )


def _need(round_id: str, village: str, chosen: str) -> shown.BaselineLine | None:
    """Return the figure that a plan of this village and indicator would start from; None when there is none."""
    index, _, indicator = chosen.partition(":")
    found = _baseline(round_id, village, index, indicator)
    return shown.baseline_line(found, index, indicator) if found else None


def _baseline(round_id: str, village: str, index: str, indicator: str) -> actions.Baseline | None:
    number = whole_number(round_id)
    if not (number and village and indicator):
        return None
    with suppress(Refused):
        return actions.baseline_of(number, village, index, indicator)
    return None


def _measuring(rounds: list[surveys.RoundRow], village: str, chosen: str) -> str:
    """Return the newest round that measured an indicator in a village, or else the newest round."""
    ids = [str(one.id) for one in rounds]
    newest = ids[0] if ids else ""
    return next((one for one in ids if _need(one, village, chosen)), newest) if village and chosen else newest


def _named(village: str) -> str:
    known = places.names_of([village])
    return f"{village} · {places.village_line(village, known)}" if village in known else village
