"""What is written into the audit, read in the source: no names, no numbers of persons, no prose."""

import ast
import re

import pytest
from tests.architecture.test_house import ROOT

WRITERS = {"record", "entry", "note"}
# Words for what a person could ask to have corrected or erased, as part of any identifier.
PERSONAL = {
    *(
        "name",
        "nik",
        "kk",
        "phone",
        "hp",
        "email",
        "address",
        "alamat",
        "birth",
        "latitude",
        "longitude",
        "position",
    ),
    *(
        "answers",
        "text",
        "message",
        "comment",
        "comments",
        "note",
        "notes",
        "title",
        "label",
        "username",
        "password",
    ),
    *("secret", "pin", "xml", "body", "token"),
}
# Words that only look like it.
HARMLESS = {"body_sha256", "name_count"}


def modules():
    for path in sorted((ROOT / "src" / "bahtera").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "audit" in text and "foundation/audit" not in path.as_posix():
            yield path, ast.parse(text)


def is_audit_call(node):
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="audit"), attr=attr)):
            return attr in WRITERS
    return False


def audit_calls(tree):
    return [node for node in ast.walk(tree) if is_audit_call(node)]


def wrappers(tree):
    """Return the names of functions of a module that hand their arguments on to the audit."""
    return {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(word.value, ast.Name)
            and word.value.id in {one.arg for one in every_argument(function)}
            for call in audit_calls(function)
            for word in call.keywords
            if word.arg in {"details", "about", "subject"}
        )
    }


def every_argument(function):
    return [*function.args.args, *function.args.kwonlyargs]


def told(tree):
    """Return the expressions that end up in an entry: the arguments, and what is assigned to ``details``."""
    for call in audit_calls(tree):
        yield from (word.value for word in call.keywords if word.arg != "actor")
        yield from call.args[1:]
    handed_on = wrappers(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in handed_on:
                yield from (value for value in [*node.args, *(word.value for word in node.keywords)])
            case ast.Assign(targets=[ast.Name(id="details")]) | ast.AnnAssign(target=ast.Name(id="details")):
                if handed_on or audit_calls(tree):
                    yield node.value


def words_of(expression):
    for node in ast.walk(expression):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word):
                yield word
            case ast.Dict(keys=keys):
                yield from (key.value for key in keys if isinstance(key, ast.Constant))


def personal_words(expression):
    return sorted(
        word
        for word in words_of(expression)
        if word not in HARMLESS and PERSONAL & set(re.split(r"_|(?<=[a-z])(?=[A-Z])", word.lower()))
    )


def test_no_audit_call_mentions_what_is_personal():
    wrong = [
        f"{path.relative_to(ROOT)}:{expression.lineno}: {', '.join(found)}"
        for path, tree in modules()
        for expression in told(tree)
        if (found := personal_words(expression))
    ]
    assert wrong == []


def test_every_action_is_a_plain_constant():
    """So that the list of actions can be read, and searched, in the source."""
    wrong = []
    for path, tree in modules():
        for call in audit_calls(tree):
            for constant in ast.walk(call.args[0]):
                text = getattr(constant, "value", None)
                if isinstance(text, str) and not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text):
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: {text}")
            if isinstance(call.args[0], ast.JoinedStr):
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: put together")
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('audit.record("a.b", actor=a.key, subject=s, details={"name": x})', ["name"]),
        ('audit.note("a.b", actor=a.key, subject=f"user:{user.username}")', ["username"]),
        (
            'details = {"x": row.head_name}\naudit.entry("a.b", actor=a, subject=s, details=details)',
            ["head_name"],
        ),
        (
            (
                'def _audit(details):\n    audit.record("a.b", actor=a, subject=s, details=details)\n'
                '_audit({"code": member.nik})'
            ),
            ["nik"],
        ),
        ('audit.record("a.b", actor=actor.name, subject=s, details={"kind": x, "renamed": 3})', []),
    ],
)
def test_the_reader_sees_what_it_should(source, found):
    assert sorted({word for one in told(ast.parse(source)) for word in personal_words(one)}) == found
