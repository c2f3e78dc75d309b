"""All reads of published questionnaires."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from bahtera import indices as index_library
from bahtera.foundation import blobs

from .engine.assessment import compiled_form
from .engine.changes import changes
from .engine.columns import arrow_schema
from .engine.instances import InstanceWriter
from .engine.messages import text_in
from .engine.paper.reading import paper_form
from .engine.readings import reading
from .engine.recordings import named_files
from .errors import UnknownForm
from .models import FormFile, Questionnaire
from .values import Change, DictionaryItem, FormVersion, OutlineItem, QuestionLabels, ShownFile, Texts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    import pyarrow as pa

    from .engine.paper.sheets import PaperForm
    from .engine.schema import Labels, Node

_LIGHT: Final = (
    "form_id", "version", "title", "md5", "published_at", "root", "media", "indices", "source_sha256",
)  # fmt: skip
_KEPT: Final = 64
_QUOTED: Final = re.compile(r"\{\w+\}")
_names: dict[str, tuple[str, ...]] = {}
_xforms: dict[str, bytes] = {}  # by MD5: the same bytes for ever, so no transaction can make them stale


def current_forms() -> list[FormVersion]:
    """Return the newest version of each form, by form id."""
    newest: dict[str, dict[str, Any]] = {}
    for row in Questionnaire.objects.order_by("form_id", "id").values(*_LIGHT):
        newest[row["form_id"]] = row
    return [_form(row) for row in newest.values()]


def get_form(form_id: str, version: str) -> FormVersion | None:
    """Return a published version, or None."""
    row = Questionnaire.objects.filter(form_id=form_id, version=version).values(*_LIGHT).first()
    return _form(row) if row else None


def list_versions(form_id: str) -> list[FormVersion]:
    """Return the versions of a form, newest first."""
    rows = Questionnaire.objects.filter(form_id=form_id).order_by("-id").values(*_LIGHT)
    return [_form(row) for row in rows]


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that are workbooks, recordings or pictures of published versions."""
    workbooks = Questionnaire.objects.filter(source_sha256__in=hashes).order_by("id")
    shown = FormFile.objects.filter(sha256__in=hashes).order_by("id")
    return {*workbooks.values_list("source_sha256", flat=True), *shown.values_list("sha256", flat=True)}


def shown_files(form: FormVersion) -> tuple[ShownFile, ...]:
    """Return the recordings and pictures a version names, in its order; those that are missing have no hash."""
    names = _named(form)
    if not names:
        return ()
    rows = FormFile.objects.filter(questionnaire__form_id=form.form_id, questionnaire__version=form.version)
    kept = {
        row.name: ShownFile(row.name, row.sha256, row.md5, row.size, row.kind)
        for row in rows.order_by("name")
    }
    return tuple(kept.get(name, ShownFile(name)) for name in names)


def read_shown_file(file: ShownFile) -> bytes:
    """Return the bytes of a recording or picture; FileNotFoundError when it is missing."""
    with blobs.open(file.sha256) as stream:
        return stream.read()


def _named(form: FormVersion) -> tuple[str, ...]:
    found = _names.get(form.md5)
    if found is None:
        if len(_names) >= _KEPT:
            _names.clear()
        found = _names[form.md5] = named_files(form.xform)
    return found


def column_schema(form_id: str, version: str) -> pa.Schema:
    """Return the Arrow schema of a version's answers; raises UnknownForm."""
    return arrow_schema(compiled_form(_known(form_id, version).xform))


def diff(before: FormVersion, after: FormVersion) -> list[Change]:
    """Return what changed between two versions, with its consequence for the data."""
    return changes(compiled_form(before.xform).schema, compiled_form(after.xform).schema)


def labels(form_id: str, version: str) -> Mapping[str, QuestionLabels]:
    """Return the labels of every question and of its choices, by question name; raises UnknownForm."""
    schema = compiled_form(_known(form_id, version).xform).schema
    return {
        node.name: QuestionLabels(
            both(node.labels, node.name),
            {choice.name: both(choice.labels, choice.name) for choice in node.options.choices}
            if node.options
            else {},
        )
        for node in schema.root.walk()
        if node.parent is not None
    }


def result_reading(form: FormVersion) -> bytes | None:
    """Return the file by which a phone says the results of a form (``hasil.json``); None for a form without indices.

    It speaks of the very definitions the form was published with; an index whose definition is gone is left out.
    """
    book = index_library.load_services()
    return _reading(form.xform, form.indices, book) if form.indices else None


@lru_cache(maxsize=16)
def _reading(
    xform: bytes, published: tuple[tuple[str, str], ...], book: index_library.ServiceBook
) -> bytes | None:
    found = [_published_index(index, digest) for index, digest in published]
    known = [each for each in found if each is not None]
    return reading(compiled_form(xform), known, book) if known else None


def _published_index(index: str, digest: str) -> index_library.IndexDefinition | None:
    for version in reversed(index_library.list_versions(index)):
        definition = index_library.load(index, version=version).without_private()
        if definition.hash == digest:
            return definition
    return None


def outline(form: FormVersion) -> tuple[OutlineItem, ...]:
    """Return groups, repeats and questions in order, without what the device fills in."""
    root = compiled_form(form.xform).schema.root
    return tuple(_item(node) for node in root.walk() if node.parent is not None and not _by_device(node))


def dictionary(form: FormVersion) -> tuple[DictionaryItem, ...]:
    """Return every question in order with all that a data dictionary says of it, without what the device fills in."""
    root = compiled_form(form.xform).schema.root
    return tuple(
        _entry(node)
        for node in root.walk()
        if node.kind == "question" and not _by_device(node) and _type(node) != "note"
    )


def paper(form: FormVersion, language: str, *, without: Collection[str] = ()) -> PaperForm:
    """Return a form as it is printed, in one of its languages, without the questions named."""
    return paper_form(compiled_form(form.xform).schema, language, without=without)


def device_questions(form: FormVersion) -> frozenset[str]:
    """Return the names of what a device fills in: when the visit began and ended, whose device, which instance."""
    root = compiled_form(form.xform).schema.root
    return frozenset(node.name for node in root.walk() if node.parent is not None and _by_device(node))


def languages(form: FormVersion) -> tuple[str, ...]:
    """Return the languages a form speaks, by code where its maker wrote one; ("",) for a form of one language."""
    return compiled_form(form.xform).schema.languages


@dataclass(frozen=True, slots=True)
class SubmissionWriter:
    """Writes submissions to one version of a form, as a phone would."""

    form: FormVersion
    _writer: InstanceWriter

    def write(self, answers: Mapping[str, object], *, on: date, corrects: str = "") -> bytes:
        """Return the XML for answers by question name (a repeat is a list of mappings).

        Calculations are worked out and questions that are not asked are left out. `instanceID`, `start`,
        `end` and `deviceid` are given like answers; `on` is today() where no `end` is given, `corrects` the
        instance id of the version this one corrects. Raises KeyError for names the form does not have.
        """
        return self._writer.complete(answers, compiled_form(self.form.xform), on=on, corrects=corrects)


def writer(form: FormVersion) -> SubmissionWriter:
    """Return what writes submissions to this version."""
    return SubmissionWriter(form, InstanceWriter(form.xform))


def both(texts: Labels, fallback: str) -> Texts:
    """Return the text in both languages, the name where there is none; answers quoted in it become "…"."""
    return {language: _QUOTED.sub("…", text_in(texts, language)) or fallback for language in ("id", "en")}


def _item(node: Node) -> OutlineItem:
    return OutlineItem(
        name=node.name,
        path=node.path,
        kind=node.kind,
        depth=node.path.count("/") - 2,
        type=_type(node),
        labels=both(node.labels, node.name),
        calculated=bool(node.calculate),
    )


def _entry(node: Node) -> DictionaryItem:
    around: list[Texts] = []
    parent = node.parent
    while parent is not None and parent.parent is not None:
        if parent.labels:
            around.insert(0, both(parent.labels, parent.name))
        parent = parent.parent
    repeat = node.repeat
    return DictionaryItem(
        name=node.name,
        path=node.path,
        type=_type(node),
        per=repeat.name if repeat else "",
        sections=tuple(around),
        labels=both(node.labels, node.name),
        hints=both(node.hints, "") if node.hints else {},
        choices={choice.name: both(choice.labels, choice.name) for choice in node.options.choices}
        if node.options
        else {},
        asked_when=node.relevant,
        required=node.required,
        rule=node.constraint,
        rule_messages=both(node.constraint_messages, "") if node.constraint_messages else {},
        calculated=bool(node.calculate),
    )


def _type(node: Node) -> str:
    if node.kind != "question":
        return node.kind
    if node.calculate and not node.control:
        return "calculate"
    if node.readonly == "true()" and not node.calculate:
        return "note"
    return {"select1": "select_one", "select": "select_multiple"}.get(
        node.control, {"int": "integer", "string": "text"}.get(node.type, node.type)
    )


def _by_device(node: Node) -> bool:
    return bool(node.preload) or ("/meta" in node.path and node.path.split("/")[2] == "meta")


def _known(form_id: str, version: str) -> FormVersion:
    form = get_form(form_id, version)
    if form is None:
        raise UnknownForm(form_id, version)
    return form


def _form(row: Mapping[str, Any]) -> FormVersion:
    published: datetime = row["published_at"]
    return FormVersion(
        form_id=row["form_id"],
        version=row["version"],
        title=row["title"],
        xform=_xform(row),
        md5=row["md5"],
        published_at=published,
        root=row["root"],
        media=tuple(row["media"]),
        indices=tuple((index, digest) for index, digest in row["indices"]),
        source_sha256=row["source_sha256"],
    )


def _xform(row: Mapping[str, Any]) -> bytes:
    found = _xforms.get(row["md5"])
    if found is None:
        stored = Questionnaire.objects.values_list("xform", flat=True).get(
            form_id=row["form_id"], version=row["version"]
        )
        found = stored.encode()
        if len(_xforms) >= _KEPT:
            _xforms.clear()
        _xforms[row["md5"]] = found
    return found
