"""Every expression gives what ODK Collect's engine gives, for every family."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyxform.xls2xform import convert
from tests.javarosa import JavaRosa, Node
from tests.spec.questionnaires.families import FAMILIES

from bahtera.foundation import clock
from bahtera.questionnaires.engine.conversions import Value, to_text
from bahtera.questionnaires.engine.evaluation import CompiledForm, environment
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.xml import parse_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.questionnaires.engine.frames import Row

HEAD = [
    {"type": "date", "name": "tgl", "label": "T"},
    {"type": "date", "name": "tgl2", "label": "T"},
    {"type": "integer", "name": "angka", "label": "T"},
    {"type": "integer", "name": "besar", "label": "T"},
    {"type": "integer", "name": "sakelar", "label": "T"},
    {"type": "decimal", "name": "desimal", "label": "T"},
    {"type": "text", "name": "teks", "label": "T"},
    {"type": "text", "name": "teks2", "label": "T"},
    {"type": "text", "name": "kosong", "label": "T"},
    {"type": "select_one yt", "name": "satu", "label": "T"},
    {"type": "select_multiple abc", "name": "banyak", "label": "T"},
    {"type": "select_multiple abc", "name": "kosong_pilih", "label": "T"},
    {"type": "integer", "name": "tersembunyi", "label": "T", "relevant": "${sakelar} = 1"},
    {"type": "begin group", "name": "grup", "label": "G", "relevant": "${sakelar} = 1"},
    {"type": "text", "name": "dalam_grup", "label": "T"},
    {"type": "end group"},
    {"type": "calculate", "name": "hasil_angka", "calculation": "${angka} * 2"},
    {"type": "calculate", "name": "hasil_teks", "calculation": "concat(${teks}, 'x')"},
    {"type": "calculate", "name": "hasil_benar", "calculation": "${angka} > 1"},
    {"type": "calculate", "name": "hasil_tanggal", "calculation": "date(${tgl} + 1)"},
    {"type": "calculate", "name": "hasil_nan", "calculation": "${kosong} + 1"},
    {"type": "calculate", "name": "hasil_pecah", "calculation": "${angka} div 2"},
    {"type": "begin repeat", "name": "anggota", "label": "R"},
    {"type": "text", "name": "nama", "label": "T"},
    {"type": "integer", "name": "umur", "label": "T"},
    {"type": "date", "name": "lahir", "label": "T"},
    {"type": "select_one jk", "name": "jk", "label": "T"},
    {"type": "select_one yt", "name": "kerja", "label": "T", "relevant": "${umur} > 14"},
    {"type": "integer", "name": "anak", "label": "T", "relevant": "${jk} = 'l'"},
    {"type": "select_multiple sakit", "name": "penyakit", "label": "T"},
    {"type": "calculate", "name": "dewasa", "calculation": "if(${umur} > 17, 1, 0)"},
]
LISTS = {
    "yt": ["ya", "tidak", "tidak_tahu"],
    "abc": ["a", "b", "c", "ab"],
    "jk": ["l", "p"],
    "sakit": ["asma", "flu"],
}


def sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (Path(__file__).parent / "expressions.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return found


def build() -> tuple[bytes, dict[str, str]]:
    names: dict[str, str] = {}
    survey = list(HEAD)
    for section, expressions in sections().items():
        if section == "visit":
            rest = expressions
        for number, expression in enumerate(expressions):
            names[f"{section}_{number}"] = expression
    members = [(name, text) for name, text in names.items() if name.startswith("member_")]
    survey += [{"type": "calculate", "name": name, "calculation": text} for name, text in members]
    survey.append({"type": "end repeat"})
    survey += [
        {"type": "calculate", "name": f"visit_{number}", "calculation": text}
        for number, text in enumerate(rest)
    ]
    choices = [
        {"list_name": name, "name": value, "label": value}
        for name, values in LISTS.items()
        for value in values
    ]
    book = {"survey": survey, "choices": choices, "settings": [{"form_id": "spec", "version": "1"}]}
    return convert(book, form_name="data").xform.encode(), names


@pytest.fixture(scope="module")
def answers() -> Iterator[list[tuple[str, str, str, str]]]:
    """(family and question, expression, ours, Collect's) for every calculation."""
    xform, names = build()
    form = CompiledForm(xform)
    assert form.problems == []
    found: list[tuple[str, str, str, str]] = []
    today = None
    while today != machine_day():  # Collect's engine asks the machine's clock; midnight may pass meanwhile
        today = machine_day()
        found = compared(form, xform, names, today)
    return found


def machine_day() -> date:
    return clock.now().astimezone().date()


def compared(
    form: CompiledForm, xform: bytes, names: dict[str, str], today: date
) -> list[tuple[str, str, str, str]]:
    writer = InstanceWriter(xform)
    rows: list[tuple[str, str, str, str]] = []
    with JavaRosa() as judge:
        judge.load(xform)
        for number, family in enumerate(FAMILIES):
            instance = writer.write(family)
            theirs = {node.path: node for node in judge.evaluate(instance)}
            result = form.evaluate(parse_trusted(instance), environment(None, None, today))
            for path, value in walk(form, result.root, "/data"):
                name = path.rpartition("/")[2]
                if name in names:
                    rows.append((f"{number}:{path}", names[name], shown(value), text_of(theirs[path])))
    return rows


def walk(form: CompiledForm, row: Row, base: str) -> Iterator[tuple[str, Value]]:
    for frame in form.layout.frames:
        if frame.depth == 0:
            yield from ((node.path, row.values[slot]) for slot, node in enumerate(frame.leaves))
        else:
            for inner in row.rows[0]:
                for slot, node in enumerate(frame.leaves):
                    yield f"{base}/{frame.node.name}[{inner.index}]/{node.name}", inner.values[slot]


def shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_text(value)


def text_of(node: Node) -> str:
    text = node.value or ""
    return text[:10] if len(text) > 10 and text[4:5] == text[7:8] == "-" and text[10:11] == "T" else text


def same(ours: str, theirs: str) -> bool:
    if ours == theirs or (ours, theirs) in {("true", "1"), ("false", "0")}:
        return True
    try:
        return math.isclose(float(ours), float(theirs), rel_tol=1e-12)
    except ValueError:
        return False


def test_there_are_hundreds_of_cases(answers: list[tuple[str, str, str, str]]) -> None:
    assert len({expression for _, expression, _, _ in answers}) > 250
    assert len(answers) > 1000


def test_every_expression_agrees(answers: list[tuple[str, str, str, str]]) -> None:
    wrong = [
        f"{where}: {expression} -> ours {ours!r}, Collect {theirs!r}"
        for where, expression, ours, theirs in answers
        if not same(ours, theirs)
    ]
    assert wrong == []
