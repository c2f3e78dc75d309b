"""What the pages of questions about interviews show: each in its definition's words, with its numbers filled in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera import indices
from bahtera.areas import api as areas
from bahtera.checks import api as checks
from bahtera.web import charts, numbers, places, wording
from bahtera.web.presenters.answers import in_language, language
from bahtera.web.presenters.parts import Option, Tag
from bahtera.web.presenters.rounds import RoundHead

STATES: Final = {
    "open": gettext_noop("Open question"),
    "explained": gettext_noop("Explained"),
    "confirmed": gettext_noop("It is so"),
    "mended": gettext_noop("Mended"),
    "passed": gettext_noop("Gone by itself"),
}
SEVERITIES: Final = {
    "high": gettext_noop("Look first"),
    "medium": gettext_noop("Look"),
    "low": gettext_noop("Note"),
}
DOUBTS: Final = {
    "no_head": gettext_noop("no head of the family"),
    "two_heads": gettext_noop("more than one head"),
    "age_out_of_range": gettext_noop("an age that cannot be"),
    "spouse_under_age": gettext_noop("a spouse under age"),
    "spouse_not_married": gettext_noop("a spouse who is not married"),
    "spouse_same_sex": gettext_noop("head and spouse of one sex"),
    "child_older_than_parent": gettext_noop("a child older than the head"),
    "parent_very_young": gettext_noop("a very young parent"),
    "parent_younger_than_child": gettext_noop("a parent younger than the head"),
    "grandchild_too_old": gettext_noop("a grandchild too old for the head"),
    "member_twice": gettext_noop("one member written twice"),
}
_WHAT: Final = {
    "income": gettext_noop("income per resident"),
    "floor": gettext_noop("floor area per resident"),
}
_SEVERITY_STYLE: Final = {
    "high": ("rendah", "warning"),
    "medium": ("sedang", "warning"),
    "low": ("none", "info"),
}
_STATE_STYLE: Final = {"open": ("sedang", ""), "mended": ("tinggi", "ok"), "explained": ("tinggi", "ok")}
_PLACES: Final = {"icc": 2}


@dataclass(frozen=True)
class CheckLine:
    """One check in the overview."""

    title: str
    url: str
    severity: Tag
    open: int
    answered: int
    passed: int


@dataclass(frozen=True)
class CountLine:
    """A village or a kader with open questions."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class ChecksPage:
    """The overview of a round's questions."""

    head: RoundHead
    lines: tuple[CheckLine, ...]
    choices: tuple[Option, ...]
    days: tuple[checks.DayCount, ...]
    chart: charts.Pace | None
    villages: tuple[CountLine, ...]
    kader: tuple[CountLine, ...]
    total_open: int
    last_run: checks.RunRow | None
    version: str
    list_url: str
    csv_url: str
    zone: str


@dataclass(frozen=True)
class FlagLine:
    """One question in a list."""

    title: str
    said: str
    url: str
    place: str
    kader: str
    severity: Tag
    state: Tag
    first_seen: datetime
    replied: bool = False


@dataclass(frozen=True)
class FlagsPage:
    """A list of questions with what narrows it."""

    head: RoundHead
    rows: tuple[FlagLine, ...]
    choices: tuple[Option, ...]
    severities: tuple[Option, ...]
    states: tuple[Option, ...]
    villages: tuple[Option, ...]
    kader: str
    filtered: bool
    more_url: str
    back: str
    zone: str


@dataclass(frozen=True)
class FlagPage:
    """One question with everything that is declared about it."""

    head: RoundHead
    line: FlagLine
    explanation: str
    other_reasons: tuple[str, ...]
    kader_words: str
    source: str
    value: str
    threshold: str
    check_id: str
    hash: str
    in_vain: str
    answered_at: datetime | None
    answered_name: str
    note: str
    back: str
    beside_url: str
    zone: str


def kader_code(actor_key: str) -> str:
    """Return what stands for a key where no name is shown; the same key has the same code everywhere."""
    return hashlib.sha256(actor_key.encode()).hexdigest()[:4] if actor_key else ""


def kader_label(actor_key: str) -> str:
    """Return a kader without a name."""
    return gettext("Kader {code}").format(code=kader_code(actor_key)) if actor_key else ""


def title_of(check_id: str) -> str:
    """Return a check's title in the reader's language; its id when it is declared no more."""
    check = checks.load().checks.get(check_id)
    return in_language(check.title) if check else check_id


def severity_tag(severity: str) -> Tag:
    """Return the label of a severity."""
    style, icon = _SEVERITY_STYLE.get(severity, ("none", ""))
    return Tag(wording.say(SEVERITIES, severity), style, icon)


def state_tag(state: str) -> Tag:
    """Return the label of a question's state."""
    style, icon = _STATE_STYLE.get(state, ("none", ""))
    return Tag(wording.say(STATES, state), style, icon)


def question_of(row: checks.FlagRow) -> str:
    """Return the question in the reader's language; a plain one when its numbers were erased with the visit."""
    check = checks.load().checks.get(row.check_id)
    if check is None:
        return row.check_id
    told = {"value": _number(row.value, check.unit), "indicator": _indicator(row.question)}
    told |= {name: _fact(name, value) for name, value in row.facts.items()}
    try:
        return in_language(check.question).format_map(told)
    except KeyError:
        return in_language(check.title)


def _fact(name: str, value: Any) -> str:
    if name == "doubts":
        return ", ".join(dict.fromkeys(wording.say(DOUBTS, str(code)) for code, _ in value))
    if name == "what":
        return wording.say(_WHAT, str(value))
    if isinstance(value, (int, float)):
        return numbers.number(value, 0 if float(value).is_integer() else 1)
    return str(value)


def _number(value: float, unit: str) -> str:
    if unit == "share" or unit == "probability":
        return f"{numbers.number(100 * value, 0 if float(100 * value).is_integer() else 1)} %"
    places_ = _PLACES.get(unit, 0 if float(value).is_integer() else 1)
    return numbers.number(value, places_)


@cache
def _labels(index_id: str, lang: str) -> Mapping[str, str]:
    found = indices.load(index_id)
    return {one.id: one.label.en if lang == "en" else one.label.id for one in found.indicators}


def _indicator(name: str) -> str:
    if not name:
        return ""
    for plan in checks.load().answers.values():
        label = _labels(plan.index, language()).get(name)
        if label:
            return f"“{label}”"
    return name


def flag_line(row: checks.FlagRow, known: Mapping[str, areas.Area], *, replied: bool = False) -> FlagLine:
    """Return one question for a list; it names nobody. ``replied``: a kader said something to it."""
    return FlagLine(
        title=title_of(row.check_id),
        said=question_of(row),
        url=reverse("web:check_flag", args=[row.round_id, row.id]),
        place=places.village_line(row.village_code, known),
        kader=kader_label(row.actor_key),
        severity=severity_tag(row.severity),
        state=state_tag(row.state),
        first_seen=row.first_seen,
        replied=replied,
    )


def flag_page(row: checks.FlagRow, head: RoundHead, *, may_answer: bool, zone: str) -> FlagPage:
    """Return one question; its numbers beside what they were held against."""
    check = checks.load().checks[row.check_id]
    known = places.names_of([row.village_code])
    return FlagPage(
        head=head,
        line=flag_line(row, known),
        explanation=in_language(check.explanation),
        other_reasons=check.other_reasons[language()],
        kader_words=in_language(check.kader),
        source=check.source,
        value=_number(row.value, check.unit),
        threshold=_number(row.threshold, check.unit),
        check_id=check.id,
        hash=row.check_hash,
        in_vain=_in_vain(check.id),
        answered_at=row.answered_at,
        answered_name=row.answered_name if may_answer else "",
        note=row.note if may_answer else "",
        back=reverse("web:check_flags", args=[row.round_id]),
        beside_url=reverse("web:answer_flag", args=[row.round_id, row.id]) if may_answer else "",
        zone=zone,
    )


def _in_vain(check_id: str) -> str:
    """Say how often a check asked in vain where everybody worked honestly."""
    known = checks.load().measured.get(check_id)
    if known is None:
        return ""
    units = {
        "interviews": gettext("interviews"),
        "kader": gettext("kader"),
        "families": gettext("families"),
        "indicators": gettext("indicators in villages"),
    }
    text = gettext("{asked} of {of} {unit} in simulated honest fieldwork; real fieldwork has more reasons.")
    return text.format(
        asked=numbers.integer(known.asked), of=numbers.integer(known.of), unit=units[known.unit]
    )


def checks_page(seen: checks.Overview, head: RoundHead, *, chosen: str, zone: str) -> ChecksPage:
    """Return the overview: checks by severity, the trend, where and with whom most questions are open."""
    definition = checks.load()
    here = reverse("web:check_flags", args=[head.id])
    lines = [
        CheckLine(
            title=in_language(check.title),
            url=f"{here}?pemeriksaan={check.id}",
            severity=severity_tag(check.severity),
            open=counts.get("open", 0),
            answered=sum(counts.get(one.value, 0) for one in checks.ANSWERS),
            passed=counts.get("passed", 0),
        )
        for check in sorted(definition.checks.values(), key=lambda one: checks.SEVERITIES.index(one.severity))
        for counts in (seen.by_check.get(check.id, {}),)
    ]
    known = places.names_of(seen.by_village)
    return ChecksPage(
        head=head,
        lines=tuple(lines),
        choices=check_options(chosen),
        days=tuple(reversed(seen.trend)),
        chart=_chart(seen.trend),
        villages=tuple(
            CountLine(places.village_line(code, known), f"{here}?desa={code}&keadaan=open", count)
            for code, count in list(seen.by_village.items())[:20]
        ),
        kader=tuple(
            CountLine(kader_label(key), f"{here}?kader={kader_code(key)}&keadaan=open", count)
            for key, count in list(seen.by_kader.items())[:20]
        ),
        total_open=sum(line.open for line in lines),
        last_run=seen.last_run,
        version=definition.version,
        list_url=here,
        csv_url=reverse("web:check_flags_csv", args=[head.id]),
        zone=zone,
    )


def _chart(days: Sequence[checks.DayCount]) -> charts.Pace | None:
    few = 2
    if len(days) < few:
        return None
    labels = (numbers.short_day(days[0].day), numbers.short_day(days[-1].day))
    return charts.pace([one.open for one in days], [], labels, numbers.integer)


def check_options(chosen: str) -> tuple[Option, ...]:
    """Return the checks to choose from."""
    found = (
        Option(one.id, in_language(one.title), one.id == chosen) for one in checks.load().checks.values()
    )
    return tuple(sorted(found, key=lambda option: option.label))
