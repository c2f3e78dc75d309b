"""What differs between two versions of a form, and what that does to the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.values import Change, Texts

from .messages import text_in

if TYPE_CHECKING:
    from .schema import Node, Schema

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
    "moved": {
        "id": "Pertanyaan pindah ke bagian lain; jawaban per keluarga dan per anggota tidak sama.",
        "en": "The question moved between family and member; the answers are not alike.",
    },
}
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
    if (old.kind, old.type, old.control) != (new.kind, new.type, new.control):
        found.append(_change("type_changed", name, _kind(old), _kind(new)))
    if _home(old) != _home(new):
        found.append(_change("moved", name, _home(old), _home(new)))
    before, after = _choices(old), _choices(new)
    found += [_change("choice_added", name, "", choice) for choice in after if choice not in before]
    found += [_change("choice_removed", name, choice, "") for choice in before if choice not in after]
    for attribute, kind in _RULES:
        if getattr(old, attribute) != getattr(new, attribute):
            found.append(_change(kind, name, getattr(old, attribute), getattr(new, attribute)))
    if dict(old.labels) != dict(new.labels):
        found.append(_change("label_changed", name, _label(old), _label(new)))
    return found


def _change(kind: str, name: str, before: str, after: str) -> Change:
    return Change(kind, name, before, after, _CONSEQUENCES[kind])


def _kind(node: Node) -> str:
    return f"{node.type} ({node.control})" if node.control else f"{node.kind} {node.type}"


def _home(node: Node) -> str:
    repeat = node.parent.repeat if node.parent is not None else None
    return repeat.name if repeat is not None else ""


def _choices(node: Node) -> list[str]:
    return [choice.name for choice in node.options.choices] if node.options else []


def _label(node: Node) -> str:
    return text_in(node.labels, "id") or node.name
