"""Reading definitions/privacy: every problem of a file is found before it is refused."""

import hashlib
import string
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.privacy.errors import InvalidDeclaration
from bahtera.privacy.values import ConsentText, Ground, PurposeRecord, Purposes, RefusalReason

LANGUAGES: Final = ("id", "en")
PLACEHOLDERS: Final = frozenset(
    {"found_at", "due_at", "what_happened", "data", "handling", "advice", "affected", "contact"}
)
_HEAD: Final = ("version", "status", "source")
_WORDS: Final = ("ground", "article", "reason", "retention")
_LISTS: Final = ("people", "data", "recipients", "holds")


@cache
def purposes(known: frozenset[str]) -> Purposes:
    """Return the shipped purposes; ``known`` are those that access knows. Raises InvalidDeclaration."""
    return read_purposes((definitions("privacy") / "purposes.yaml").read_text(encoding="utf-8"), known)


@cache
def consent_texts() -> Mapping[tuple[str, str], ConsentText]:
    """Return the shipped texts by purpose and version. Raises InvalidDeclaration."""
    return read_consent_texts((definitions("privacy") / "consent-texts.yaml").read_text(encoding="utf-8"))


@cache
def refusals() -> Mapping[str, RefusalReason]:
    """Return the shipped reasons to refuse by code. Raises InvalidDeclaration."""
    return read_refusals((definitions("privacy") / "refusals.yaml").read_text(encoding="utf-8"))


@cache
def breach_notices() -> Mapping[str, str]:
    """Return the shipped drafts by audience. Raises InvalidDeclaration."""
    return read_breach_notices((definitions("privacy") / "breach-notices.yaml").read_text(encoding="utf-8"))


def read_purposes(text: str, known: Collection[str]) -> Purposes:
    """Return purposes from YAML. Raises InvalidDeclaration with every problem."""
    problems: list[str] = []
    file = _head(text, "purposes", problems)
    found = {
        name: record
        for name, entry in _mapping(file.get("purposes"), "purposes", problems).items()
        if (record := _purpose(str(name), entry, problems)) is not None
    }
    declared = set(_plain(file.get("purposes")))
    problems += [f"{name}: no such purpose is known" for name in sorted(declared - set(known))]
    problems += [f"{name}: this purpose is not declared" for name in sorted(set(known) - declared)]
    problems += _held_twice(found.values())
    _finish(problems)
    return Purposes(str(file["version"]), str(file["status"]), str(file["source"]), found)


def read_consent_texts(text: str) -> dict[tuple[str, str], ConsentText]:
    """Return texts from YAML. Raises InvalidDeclaration with every problem."""
    problems: list[str] = []
    file = _head(text, "texts", problems)
    found: dict[tuple[str, str], ConsentText] = {}
    entries = file.get("texts")
    for number, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        where, one = f"text {number}", _plain(entry)
        _need(one, ("purpose", "version", *LANGUAGES), where, problems)
        key = (str(one.get("purpose")), str(one.get("version")))
        if key in found:
            problems.append(f"{where}: {key[0]} {key[1]} stands twice")
        words = {name: str(one.get(name, "")).strip() for name in LANGUAGES}
        digest = hashlib.sha256(words["id"].encode()).hexdigest()
        found[key] = ConsentText(*key, words, digest)
    _finish(problems)
    return found


def read_refusals(text: str) -> dict[str, RefusalReason]:
    """Return reasons from YAML. Raises InvalidDeclaration with every problem."""
    problems: list[str] = []
    file = _head(text, "reasons", problems)
    found = {}
    for code, entry in _mapping(file.get("reasons"), "reasons", problems).items():
        one = _plain(entry)
        _need(one, ("article", *LANGUAGES), str(code), problems)
        words = {name: str(one.get(name, "")) for name in LANGUAGES}
        found[str(code)] = RefusalReason(str(code), str(one.get("article", "")), words)
    _finish(problems)
    return found


def read_breach_notices(text: str) -> dict[str, str]:
    """Return drafts from YAML. Raises InvalidDeclaration with every problem."""
    problems: list[str] = []
    file = _head(text, "notices", problems)
    notices = {str(name): str(body) for name, body in _plain(file.get("notices")).items()}
    problems += [f"{name}: missing" for name in ("person", "authority") if not notices.get(name)]
    for name, body in notices.items():
        try:
            used = {word for _, word, _, _ in string.Formatter().parse(body) if word is not None}
        except ValueError as error:
            problems.append(f"{name}: {error}")
            continue
        problems += [f"{name}: unknown placeholder {{{word}}}" for word in sorted(used - PLACEHOLDERS)]
    _finish(problems)
    return notices


# --- inside -----------------------------------------------------------------------------------------------


def _purpose(name: str, entry: Any, problems: list[str]) -> PurposeRecord | None:
    one = _plain(entry)
    before = len(problems)
    _need(one, (*_WORDS, "title"), name, problems)
    problems += [f"{name}: {key} is unknown" for key in sorted(set(one) - {*_WORDS, *_LISTS, "title"})]
    titles = _plain(one.get("title"))
    problems += [f"{name}: title has no {language}" for language in LANGUAGES if not titles.get(language)]
    for key in _LISTS:
        value = one.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            problems.append(f"{name}: {key} must be a list of texts")
        elif not value and key != "holds":
            problems.append(f"{name}: {key} is empty")
    if one.get("ground") not in {*Ground}:
        problems.append(f"{name}: {one.get('ground')!r} is no lawful ground of article 20")
    if len(problems) > before:
        return None
    lists = {key: tuple(one[key]) for key in _LISTS}
    return PurposeRecord(
        id=name,
        title=titles,
        ground=Ground(one["ground"]),
        article=str(one["article"]),
        reason=str(one["reason"]),
        retention=str(one["retention"]),
        **lists,
    )


def _held_twice(records: Collection[PurposeRecord]) -> list[str]:
    seen: dict[str, str] = {}
    problems = []
    for record in records:
        for held in record.holds:
            if held in seen:
                problems.append(f"{record.id}: {held} is held for {seen[held]} already")
            seen[held] = record.id
    return problems


def _head(text: str, body: str, problems: list[str]) -> dict[str, Any]:
    try:
        file = _plain(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise InvalidDeclaration([f"not YAML: {' '.join(str(error).split())}"]) from error
    _need(file, (*_HEAD, body), "file", problems)
    if file.get("status") not in {"official", "working"}:
        problems.append("file: status is official or working")
    return file


def _need(one: Mapping[str, Any], names: Sequence[str], where: str, problems: list[str]) -> None:
    problems += [f"{where}: {name} is missing" for name in names if one.get(name) in (None, "", [], {})]


def _mapping(value: Any, where: str, problems: list[str]) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        problems.append(f"{where}: must be a mapping")
    return _plain(value)


def _plain(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _finish(problems: list[str]) -> None:
    if problems:
        raise InvalidDeclaration(problems)
