"""Whatever is wrong with a questionnaire is said in plain Indonesian and English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pyxform.errors import ErrorCode

from bahtera.questionnaires.engine import support
from bahtera.questionnaires.engine.wording import is_foreseen, texts
from bahtera.questionnaires.engine.wording_compilers import COMPILERS
from bahtera.questionnaires.engine.wording_own import OWN, REASONS

ENGINE = Path("src/bahtera/questionnaires/engine")
# Which argument of a call is the message.
MESSAGES = {"ExpressionError": 0, "FormError": 0, "Problem": 3, "problem": 2, "tell": 3, "_invalid": 1}
# What stands in some places is itself made of words.
FILLED = {
    "not supported: X": "not supported: use select_one_from_file",
    "X: X": "X: the expression is empty",
    "knownX": "known: did you mean X?",
    "choicesX": "choices: did you mean X?",
    "namedX": "named X",
    "named XX": "named X: did you mean X?",
    "needs X X": "needs X inside the repeat X",
    "needs X, X": "needs X, a repeat",
}
INTERNAL = {"INTERNAL_001", "INTERNAL_002"}


def told() -> list[str]:
    """Return the messages that the engine's source makes, with `X` for what is filled in."""
    found = []
    for path in sorted(ENGINE.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            place = MESSAGES.get(name)
            if place is not None and len(call.args) > place:
                found += [f"{path.name}: {text}" for text in words(call.args[place])]
        for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if scope.name.endswith(("_fault", "_problem")):
                returned = (
                    node.value for node in ast.walk(scope) if isinstance(node, ast.Return) and node.value
                )
                found += [f"{path.name}: {text}" for value in returned for text in words(value)]
            for node in ast.walk(scope):
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
                    found += [f"{path.name}: {text}" for text in words(node.value)]
    return sorted({line for line in found if not line.endswith((": X", ": "))})


def words(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(str(text)):
            return [text]
        case ast.JoinedStr(values):
            return ["".join(part.value if isinstance(part, ast.Constant) else "X" for part in values)]
        case ast.BinOp(left, ast.Add(), right):
            return [one + other for one in words(left) or ["X"] for other in words(right) or ["X"]]
        case ast.IfExp(_, yes, no):
            return [*words(yes), *words(no)]
    return []


def test_the_engines_messages_are_found() -> None:
    assert len(told()) > 70
    assert "rowchecks.py: the question has no type" in told()


@pytest.mark.parametrize("line", told())
def test_every_message_of_our_own_is_worded(line: str) -> None:
    message = line.partition(": ")[2]
    for made, real in FILLED.items():
        message = message.replace(made, real)
    assert is_foreseen(message)


@pytest.mark.parametrize(
    "code", [code for code in ErrorCode if code.name not in INTERNAL], ids=lambda code: code.name
)
def test_every_message_of_pyxform_is_worded(code: ErrorCode) -> None:
    message = re.sub(r"\[row : (?:\{row\}|1)\]", "", code.value.msg).strip()
    filled = re.sub(r"\{(?!\{)(\w+)\}", "abc", message).replace("{{", "{").replace("}}", "}")
    assert is_foreseen(filled)


@pytest.mark.parametrize(
    "reasons",
    [support.TYPES, support.APPEARANCES, support.SETTINGS, support.FUNCTIONS, support.SHEETS],
    ids=lambda one: next(iter(one)),
)
def test_every_reason_is_worded(reasons: dict[str, str]) -> None:
    assert set(reasons.values()) <= set(REASONS)


def test_wordings_fill_the_same_places() -> None:
    places = re.compile(r"\{(\w+)\}")
    for said, indonesian in OWN.items():
        assert set(places.findall(indonesian)) <= set(places.findall(said))
    for said, indonesian, english in COMPILERS:
        assert set(places.findall(indonesian)) == set(places.findall(english))
        assert set(places.findall(indonesian)) <= set(places.findall(said))


@pytest.mark.parametrize(
    ("message", "indonesian", "english"),
    [
        (
            (
                "java.lang.RuntimeException: Error evaluating field 'x' (/data/x[1]): The problem was "
                "located in Calculate "
                "expression for /data/x XPath evaluation: cannot handle function 'if'. Requires 3 arguments "
                "but 2 provided. "
                "Caused by: org.javarosa.xpath.XPathUnhandledException: ... 10 more"
            ),
            "fungsi if() memerlukan 3 isian, tetapi diberi 2",
            "the function if() needs 3 arguments but has 2",
        ),
        (
            (
                ">> XForm is invalid. org.javarosa.xform.parse.XFormParseException: Cycle detected in "
                "form's relevant and "
                "calculation logic! The following nodes are likely involved in the loop: /data/b /data/a"
            ),
            "pertanyaan saling bergantung melingkar: /data/b /data/a",
            "questions depend on each other in a circle: /data/b /data/a",
        ),
        (
            (
                ">> XForm is invalid. org.javarosa.xform.parse.XFormParseException: Invalid calculate for "
                "the bind attached "
                'to "/data/x" : mismatched brackets or parentheses! in expression (1 + 2'
            ),
            "kurung dalam rumus tidak berpasangan",
            "a bracket of the expression has no partner",
        ),
        (
            "Group has no children! Group: /data/g. The XML is invalid. >> Xform is invalid!",
            "kelompok ini kosong: isi dengan pertanyaan atau hapus",
            "the group is empty: put a question in it or remove it",
        ),
        (
            "x: the function sinus() is not supported",
            "x: fungsi sinus() tidak didukung",
            "x: the function sinus() is not supported",
        ),
    ],
)
def test_messages_as_they_come(message: str, indonesian: str, english: str) -> None:
    assert texts(message) == (indonesian, english)


def test_what_nobody_foresaw_is_passed_on_and_introduced() -> None:
    indonesian, english = texts("Flux capacitor {0} missing")
    assert indonesian == (
        "Pemeriksa formulir menolak bagian ini. Pesannya dalam bahasa Inggris: “Flux capacitor {0} missing”"
    )
    assert english.endswith("“Flux capacitor {0} missing”")
