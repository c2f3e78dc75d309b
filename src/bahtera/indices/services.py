"""Which service answers which unmet indicator, and which step a family can choose: `definitions/services`.

It stands beside the index definitions because it speaks of indicators and of nothing else: no agency, no agreement, no
family. So both wings can read it without meeting: questionnaires print the steps, the phone says them, `referrals` will
propose the services and `actions` will count the needs. Who really offers a service, where and since when, is a row of
`referrals` and no definition.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from bahtera.indices.errors import InvalidDefinition, UnknownDefinition
from bahtera.indices.library import definitions_folder, version_key
from bahtera.indices.reading import Cursor, open_document
from bahtera.indices.values import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

Status = Literal["official", "working"]
HARDEST = 5
_FORMAT = "1"
_TOP = ("format", "id", "version", "status", "title", "source", "services", "needs", "other_steps")
_SERVICE = ("id", "label", "said", "by", "where", "bring", "cost")
_NEED = ("id", "indicators")
_NEED_MAY = ("ease", "services", "none_yet", "step", "not_a_step")


@dataclass(frozen=True, slots=True)
class Service:
    """A service in words a volunteer can say aloud; `by` are kinds of units that give it."""

    id: str
    label: Text
    said: Text
    by: tuple[str, ...]
    where: Text
    bring: Text
    cost: Text


@dataclass(frozen=True, slots=True)
class Need:
    """What unmet indicators (`index/indicator`) have in common, and what answers it.

    Either `services` has some or `none_yet` says why there is none. Either `step` is what a family can do, with its
    `ease` (1 the easiest, 5 the hardest), or `not_a_step` says why nothing can be done about it now.
    """

    id: str
    indicators: tuple[str, ...]
    services: tuple[str, ...]
    none_yet: Text | None
    step: Text | None
    not_a_step: Text | None
    ease: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that no indicator asks for."""

    id: str
    step: Text


@dataclass(frozen=True)
class ServiceBook:
    """One version of the whole table; every output names `version`, `status` and `hash`."""

    id: str
    version: str
    status: Status
    title: Text
    source: str
    note: str
    services: tuple[Service, ...]
    needs: tuple[Need, ...]
    other_steps: tuple[Step, ...]
    content: str = field(repr=False)

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 (hex) of the file's canonical content."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @cached_property
    def _by_indicator(self) -> Mapping[str, Need]:
        return {name: need for need in self.needs for name in need.indicators}

    def need_of(self, index: str, indicator: str) -> Need | None:
        """Return the need behind an indicator, None when the table does not know it."""
        return self._by_indicator.get(f"{index}/{indicator}")

    @cached_property
    def steps(self) -> Mapping[str, Text]:
        """Return every step a family can choose, by id: first those that meet a need, then the others."""
        found = {need.id: need.step for need in self.needs if need.step is not None}
        return {**found, **{each.id: each.step for each in self.other_steps}}


def list_service_versions(*, folder: Path | None = None) -> list[str]:
    """Return the versions of the table, oldest first."""
    return sorted((file.stem for file in (folder or services_folder()).glob("*.yaml")), key=version_key)


def load_services(version: str | None = None, *, folder: Path | None = None) -> ServiceBook:
    """Return a version of the table of services, the newest when none is named.

    Raises:
        UnknownDefinition: there is no such version.
        InvalidDefinition: the file is wrong; every problem with file, line and column.
    """
    place = folder or services_folder()
    versions = list_service_versions(folder=place)
    if not versions or (version is not None and version not in versions):
        raise UnknownDefinition(f"there is no version {version or ''} of the services".replace("  ", " "))
    path = place / f"{version or versions[-1]}.yaml"
    return _load(path, path.stat().st_mtime_ns)


def services_folder() -> Path:
    """Return `definitions/services` of the checkout this package runs from."""
    return definitions_folder().parent / "services"


@lru_cache(maxsize=16)
def _load(path: Path, _modified: int) -> ServiceBook:
    return read_services(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}")


def read_services(text: str, file: str) -> ServiceBook:
    """Return what the table says.

    Raises:
        InvalidDefinition: with every problem, each with file, line and column.
    """
    top = open_document(text, file)
    parts = top.mapping(need=_TOP, may=("note",))
    _refuse(top)
    if parts["format"].text() != _FORMAT:
        parts["format"].complain(f"this reader knows format {_FORMAT}")
    services = tuple(_service(each) for each in parts["services"].sequence())
    known = {each.id for each in services}
    needs = tuple(_need(each, known) for each in parts["needs"].sequence())
    others = tuple(_step(each) for each in parts["other_steps"].sequence())
    _once(parts["services"], [each.id for each in services])
    _once(parts["needs"], [*(each.id for each in needs), *(each.id for each in others)])
    _once(parts["needs"], [name for each in needs for name in each.indicators])
    unused = known - {name for each in needs for name in each.services}
    if unused:
        parts["services"].complain(f"no need asks for {', '.join(sorted(unused))}")
    _refuse(top)
    return ServiceBook(
        id=parts["id"].name(),
        version=parts["version"].text(),
        status=parts["status"].choice(Status, "working"),
        title=parts["title"].both_languages(),
        source=parts["source"].text(),
        note=parts["note"].text() if "note" in parts else "",
        services=services,
        needs=needs,
        other_steps=others,
        content=json.dumps(top.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    )


def _refuse(top: Cursor) -> None:
    if top.journal.problems:
        raise InvalidDefinition(top.journal.problems)


def _service(cursor: Cursor) -> Service:
    parts = cursor.mapping(need=_SERVICE)
    words = {name: _words(parts, name) for name in ("label", "said", "where", "bring", "cost")}
    by = tuple(each.name() for each in parts["by"].sequence()) if "by" in parts else ()
    if not by:
        cursor.complain("who gives it is missing")
    return Service(id=_id(parts), by=by, **words)


def _need(cursor: Cursor, known: Collection[str]) -> Need:
    parts = cursor.mapping(need=_NEED, may=_NEED_MAY)
    services = tuple(each.name() for each in parts["services"].sequence()) if "services" in parts else ()
    for name in sorted(set(services) - set(known)):
        parts["services"].complain(f"there is no service {name}")
    if bool(services) == ("none_yet" in parts):
        cursor.complain("either services or none_yet with its reason is needed")
    if ("step" in parts) == ("not_a_step" in parts):
        cursor.complain("either step or not_a_step with its reason is needed")
    if ("step" in parts) != ("ease" in parts):
        cursor.complain("ease stands beside step")
    return Need(
        id=_id(parts),
        indicators=tuple(each.text() for each in parts["indicators"].sequence())
        if "indicators" in parts
        else (),
        services=services,
        none_yet=_words(parts, "none_yet") if "none_yet" in parts else None,
        step=_words(parts, "step") if "step" in parts else None,
        not_a_step=_words(parts, "not_a_step") if "not_a_step" in parts else None,
        ease=_ease(parts["ease"]) if "ease" in parts else None,
    )


def _ease(cursor: Cursor) -> int:
    ease = cursor.integer(1)
    if ease > HARDEST:
        cursor.complain(f"ease goes from 1 to {HARDEST}")
    return ease


def _step(cursor: Cursor) -> Step:
    parts = cursor.mapping(need=("id", "step"))
    return Step(_id(parts), _words(parts, "step"))


def _id(parts: Mapping[str, Cursor]) -> str:
    return parts["id"].name() if "id" in parts else ""


def _words(parts: Mapping[str, Cursor], name: str) -> Text:
    return parts[name].both_languages() if name in parts else Text("", "")


def _once(cursor: Cursor, names: Collection[str]) -> None:
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        cursor.complain(f"said twice: {', '.join(twice)}")
