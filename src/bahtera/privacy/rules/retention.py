"""How long what is kept: rules as data, read with every problem at once, and the day before which all is old."""

import hashlib
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
import yaml

from bahtera.foundation.expiring import Ending, Executor
from bahtera.privacy.errors import InvalidDeclaration
from bahtera.privacy.values import Ground

LANGUAGES: Final = ("id", "en")
STATUSES: Final = ("official", "working")
_UNITS: Final = ("years", "months", "days")
_WORDS: Final = ("executor", "since", "action", "ground", "article", "status", "reason")
_MONTHS: Final = 12
_MOST_YEARS: Final = 100

# A rule is announced on the first night and carried out on a later one.
ANNOUNCED_FOR: Final = timedelta(hours=12)
# After so long without a run the clock, or the site, stood still: a person must look before anything is destroyed.
LONGEST_PAUSE: Final = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is ended, how long after which date, on which ground; ``sha256`` tells one wording from another."""

    id: str
    title: Mapping[str, str]
    executor: str
    years: int
    months: int
    days: int
    since: str
    ending: Ending
    ground: Ground
    article: str
    status: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table that no rule ends, and why."""

    table: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """The declared rules in order, and what is kept without one."""

    version: str
    status: str
    source: str
    rules: tuple[RetentionRule, ...]
    kept: tuple[KeptTable, ...]


def read(text: str, executors: Mapping[str, Executor]) -> RetentionRules:
    """Return rules from YAML for the executors there are. Raises InvalidDeclaration with every problem."""
    problems: list[str] = []
    file = _load(text)
    problems += [
        f"file: {name} is missing" for name in ("version", "status", "source", "rules") if not file.get(name)
    ]
    if file.get("status") not in STATUSES:
        problems.append("file: status is official or working")
    problems += [f"file: {key} is unknown" for key in sorted(set(file) - _FILE)]
    found = [
        _rule(str(name), _plain(one), executors, problems) for name, one in _plain(file.get("rules")).items()
    ]
    rules = tuple(one for one in found if one is not None)
    problems += _carried_out_twice(rules)
    problems += [
        f"{name}: no rule says how long" for name in sorted(set(executors) - _named(file.get("rules")))
    ]
    kept = _kept(file.get("kept"), executors, problems)
    if problems:
        raise InvalidDeclaration(problems)
    return RetentionRules(str(file["version"]), str(file["status"]), str(file["source"]), rules, kept)


def before(rule: RetentionRule, now: datetime) -> datetime:
    """Return the instant before which everything is old: calendar years and months, and so many days."""
    count = now.year * _MONTHS + now.month - 1 - rule.years * _MONTHS - rule.months
    year, month = divmod(count, _MONTHS)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day) - timedelta(days=rule.days)


def is_announced(first_told: datetime | None, now: datetime) -> bool:
    """Tell whether a wording of a rule stood in a report long enough to be carried out."""
    return first_told is not None and now - first_told >= ANNOUNCED_FOR


def was_paused(last_run: datetime | None, now: datetime) -> bool:
    """Tell whether so long has passed since the last run that a person must look first."""
    return last_run is not None and now - last_run > LONGEST_PAUSE


# --- inside -----------------------------------------------------------------------------------------------

_FILE: Final = frozenset({"version", "status", "source", "rules", "kept"})


def _rule(
    name: str, one: dict[str, Any], executors: Mapping[str, Executor], problems: list[str]
) -> RetentionRule | None:
    known = len(problems)
    problems += [f"{name}: {key} is missing" for key in (*_WORDS, "title", "after") if not one.get(key)]
    problems += [f"{name}: {key} is unknown" for key in sorted(set(one) - {*_WORDS, "title", "after"})]
    titles = _plain(one.get("title"))
    problems += [f"{name}: title has no {language}" for language in LANGUAGES if not titles.get(language)]
    after = _after(name, _plain(one.get("after")), problems)
    if one.get("status") not in STATUSES:
        problems.append(f"{name}: status is official or working")
    if one.get("ground") not in {*Ground}:
        problems.append(f"{name}: {one.get('ground')!r} is no lawful ground of article 20")
    problems += _against(name, one, after, executors)
    if len(problems) > known:
        return None
    canonical = orjson.dumps(one, option=orjson.OPT_SORT_KEYS)
    return RetentionRule(
        id=name,
        title=titles,
        executor=str(one["executor"]),
        **after,
        since=str(one["since"]),
        ending=Ending(one["action"]),
        ground=Ground(one["ground"]),
        article=str(one["article"]),
        status=str(one["status"]),
        reason=str(one["reason"]),
        sha256=hashlib.sha256(canonical).hexdigest(),
    )


def _after(name: str, one: dict[str, Any], problems: list[str]) -> dict[str, int]:
    found = dict.fromkeys(_UNITS, 0)
    for unit, value in one.items():
        if unit not in _UNITS:
            problems.append(f"{name}: after counts years, months and days, not {unit}")
        elif type(value) is not int or value < 0:
            problems.append(f"{name}: after {unit} is a whole number from 0")
        else:
            found[unit] = value
    if one and not any(found.values()):
        problems.append(f"{name}: after is nothing")
    if found["years"] + found["months"] / _MONTHS + found["days"] / 365 > _MOST_YEARS:
        problems.append(f"{name}: after is more than {_MOST_YEARS} years")
    return found


def _against(
    name: str, one: dict[str, Any], after: Mapping[str, int], executors: Mapping[str, Executor]
) -> list[str]:
    """Return what a rule says that its executor does otherwise."""
    executor = executors.get(str(one.get("executor")))
    if executor is None:
        return [f"{name}: nobody carries out {one.get('executor')!r}"] if one.get("executor") else []
    found = []
    if one.get("since") != executor.since:
        found.append(f"{name}: {executor.name} counts since {executor.since}")
    if one.get("action") != executor.ending:
        found.append(f"{name}: what {executor.name} does is {executor.ending}")
    granted = timedelta(days=after["years"] * 365 + after["months"] * 28 + after["days"])
    if granted < executor.least:
        found.append(f"{name}: {executor.name} needs at least {executor.least.days} days")
    return found


def _carried_out_twice(rules: Collection[RetentionRule]) -> list[str]:
    seen: dict[str, str] = {}
    problems = []
    for rule in rules:
        if rule.executor in seen:
            problems.append(f"{rule.id}: {rule.executor} is named by {seen[rule.executor]} already")
        seen[rule.executor] = rule.id
    return problems


def _named(rules: Any) -> set[str]:
    return {str(_plain(one).get("executor")) for one in _plain(rules).values()}


def _kept(entries: Any, executors: Mapping[str, Executor], problems: list[str]) -> tuple[KeptTable, ...]:
    ended = {table for executor in executors.values() for table in executor.tables}
    found = []
    for table, reason in _plain(entries).items():
        if not isinstance(reason, str) or not reason.strip():
            problems.append(f"kept {table}: say why")
        if table in ended:
            problems.append(f"kept {table}: a rule ends it")
        found.append(KeptTable(str(table), str(reason).strip()))
    return tuple(found)


def _load(text: str) -> dict[str, Any]:
    try:
        return _plain(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise InvalidDeclaration([f"not YAML: {' '.join(str(error).split())}"]) from error


def _plain(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
