"""What differs between two versions of a form, and what that does to the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.values import Change, Texts

from .messages import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .schema import Labels, Node, Schema

_TEXT: Final = re.compile(r"('[^']*'|\"[^\"]*\")")
_SPACE: Final = re.compile(r"(?<=[(\[]) | (?=[)\],])")
_PATH: Final = re.compile(
    r"(?<![\w.)\]/])(?:current\(\)/)?(?:/|(?:\.\./)+)(?:[A-Za-z_][\w.\-]*/)*([A-Za-z_][\w.\-]*)"
)

_CONSEQUENCES: Final[dict[str, Texts]] = {
    "added": {
        "id": "Kunjungan versi lama tidak punya jawaban untuk pertanyaan ini.",
        "en": "Visits of the older version have no answer to this question.",
    },
    "removed": {
        "id": "Kunjungan versi baru tidak lagi menjawab pertanyaan ini; deret waktunya terputus.",
        "en": "Visits of the newer version no longer answer this question; its series ends.",
    },
    "type_changed": {
        "id": "Jawaban kedua versi berbeda jenis dan tidak boleh digabung begitu saja.",
        "en": "The answers of both versions differ in kind and must not simply be joined.",
    },
    "choice_added": {
        "id": "Pilihan baru tidak mungkin dijawab pada versi lama; bagian pilihan lain bisa turun.",
        "en": "The new choice could not be given before; the shares of other choices may drop.",
    },
    "choice_removed": {
        "id": "Pilihan ini tidak bisa lagi dijawab; jawaban lama tetap tersimpan.",
        "en": "The choice can no longer be given; older answers stay as they are.",
    },
    "relevant_changed": {
        "id": "Pertanyaan diajukan kepada keluarga yang berbeda: penyebutnya berubah.",
        "en": "Other families are asked: the denominator changes.",
    },
    "constraint_changed": {
        "id": "Aturan pengisian berubah; jawaban lama bisa melanggar aturan baru.",
        "en": "The rule changed; older answers may break the new one.",
    },
    "required_changed": {
        "id": "Kewajiban mengisi berubah; bagian yang kosong bisa berbeda.",
        "en": "Whether an answer is required changed; the share of blanks may differ.",
    },
    "calculation_changed": {
        "id": "Hasil hitungan kedua versi tidak dapat dibandingkan.",
        "en": "Results worked out by both versions cannot be compared.",
    },
    "label_changed": {
        "id": "Kalimat pertanyaan berubah; arti jawaban bisa bergeser.",
        "en": "The wording changed; the meaning of answers may shift.",
    },
    "choice_reworded": {
        "id": "Tulisan pilihan berubah; arti jawaban bisa bergeser.",
        "en": "The wording of the choice changed; the meaning of answers may shift.",
    },
    "filter_changed": {
        "id": "Pilihan yang ditawarkan kepada keluarga berubah.",
        "en": "Other choices are offered to a family.",
    },
    "hint_changed": {
        "id": "Petunjuk pengisian berubah; cara kader bertanya bisa berbeda.",
        "en": "The hint changed; volunteers may ask differently.",
    },
    "moved": {
        "id": "Pertanyaan pindah ke bagian lain; jawaban per keluarga dan per anggota tidak sama.",
        "en": "The question moved between family and member; the answers are not alike.",
    },
}
_NEVER: Final = {"false()": ""}  # "required: no" is the same as nothing
_RULES: Final = (
    ("relevant", "relevant_changed"),
    ("constraint", "constraint_changed"),
    ("required", "required_changed"),
    ("calculate", "calculation_changed"),
)


def changes(before: Schema, after: Schema) -> list[Change]:
    """Return the differences, questions in the order of the newer version, removed ones last."""
    old = {node.name: node for node in before.root.walk() if _counts(node)}
    new = {node.name: node for node in after.root.walk() if _counts(node)}
    found: list[Change] = []
    for name, node in new.items():
        found += _compared(old[name], node) if name in old else [_change("added", name, "", _label(node))]
    found += [_change("removed", name, _label(node), "") for name, node in old.items() if name not in new]
    return found


def _counts(node: Node) -> bool:
    return (
        node.parent is not None
        and not node.preload
        and node.name not in {"meta", "instanceID", "instanceName"}
    )


def _compared(old: Node, new: Node) -> list[Change]:
    name = new.name
    found: list[Change] = []
    if _kind(old) != _kind(new) or (old.kind, old.type, old.control) != (new.kind, new.type, new.control):
        found.append(_change("type_changed", name, _kind(old), _kind(new)))
    if _home(old) != _home(new):
        found.append(_change("moved", name, _home(old), _home(new)))
    before, after = _choices(old), _choices(new)
    found += [_change("choice_added", name, "", choice) for choice in after if choice not in before]
    found += [_change("choice_removed", name, choice, "") for choice in before if choice not in after]
    for choice, said, says in _reworded(before, after):
        found.append(_change("choice_reworded", name, *_told(said, says, choice)))
    for attribute, kind in _RULES:
        was, now = (
            plain(_NEVER.get(rule, rule)) for rule in (getattr(old, attribute), getattr(new, attribute))
        )
        if was != now:
            found.append(_change(kind, name, was, now))
    if _filter(old) != _filter(new):
        found.append(_change("filter_changed", name, _filter(old), _filter(new)))
    if dict(old.labels) != dict(new.labels):
        found.append(_change("label_changed", name, *_told(old.labels, new.labels, name)))
    if dict(old.hints) != dict(new.hints):
        found.append(_change("hint_changed", name, *_told(old.hints, new.hints, "")))
    return found


def plain(expression: str) -> str:
    """Return an expression as its author wrote it: `${name}` for the paths the compiler made of names.

    Names are unique in a form, so a question that only moved to another group leaves the expression alike.
    """
    parts = _TEXT.split(expression)
    parts[::2] = [
        _SPACE.sub("", _PATH.sub(r"${\1}", " ".join(f"|{part}|".split()))[1:-1]) for part in parts[::2]
    ]
    return "".join(parts).strip()


def _change(kind: str, name: str, before: str, after: str) -> Change:
    return Change(kind, name, before, after, _CONSEQUENCES[kind])


def _kind(node: Node) -> str:
    """Return a node's type as a workbook names it."""
    if node.kind != "question":
        return node.kind
    if node.calculate and not node.control:
        return "calculate"
    if node.readonly == "true()" and not node.calculate:
        return "note"
    return {"select1": "select_one", "select": "select_multiple"}.get(
        node.control, {"int": "integer", "string": "text"}.get(node.type, node.type)
    )


def _home(node: Node) -> str:
    repeat = node.parent.repeat if node.parent is not None else None
    return repeat.name if repeat is not None else ""


def _choices(node: Node) -> dict[str, Labels]:
    return {choice.name: choice.labels for choice in node.options.choices} if node.options else {}


def _reworded(
    before: Mapping[str, Labels], after: Mapping[str, Labels]
) -> Iterator[tuple[str, Labels, Labels]]:
    for choice in after:
        if choice in before and dict(before[choice]) != dict(after[choice]):
            yield choice, before[choice], after[choice]


def _filter(node: Node) -> str:
    return plain(node.options.filter) if node.options else ""


def _told(old: Labels, new: Labels, name: str) -> tuple[str, str]:
    """Return both texts in Indonesian, or in the first language in which they differ."""
    languages = ["id", *sorted({*old, *new} - {"id"})]
    for language in languages:
        was, now = text_in(old, language), text_in(new, language)
        if was != now:
            return was or name, now or name
    return "", ""


def _label(node: Node) -> str:
    return text_in(node.labels, "id") or node.name
