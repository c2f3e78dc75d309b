"""Which ciphers, hashes and sources of chance the code may call: those of one library and one module."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bahtera"
FILES = sorted(SOURCE.rglob("*.py"))
# Weak for any use of ours; MD5 stands in ODK's own protocol and in forms, where it protects nothing.
REFUSED = re.compile(
    r"\b(?:ECB|CBC|CFB|OFB|CTR|ARC4|RC4|TripleDES|Blowfish|CAST5|IDEA|SEED|SHA1|MD5|PKCS1v15)\b"
)
# Made-up data of the demonstration, which must come out the same each time.
MAKES_DATA = ("cli/demonstration/",)


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call):
    return ast.unparse(call.func)


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_hashes_that_are_weak_protect_nothing(file):
    for call in calls(ast.parse(file.read_text(encoding="utf-8"))):
        if name_of(call) in {"hashlib.md5", "hashlib.sha1", "hashlib.new"}:
            said = {word.arg: ast.unparse(word.value) for word in call.keywords}
            assert said.get("usedforsecurity") == "False", f"{file.name}:{call.lineno}"


def test_only_one_library_enciphers_and_only_with_authenticated_modes():
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():
            if re.match(r"\s*(?:from|import)\s+(?:Crypto|nacl|Cryptodome|M2Crypto|pyaes)\b", line):
                pytest.fail(f"{file}: {line}")
        if "cryptography.hazmat" in text:
            assert not REFUSED.search(text), file


def test_chance_that_guards_something_comes_from_the_system():
    for file in FILES:
        if str(file.relative_to(SOURCE)).startswith(MAKES_DATA):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)
        }
        assert "random" not in imported, file
        assert "uuid1" not in file.read_text(encoding="utf-8"), file


def test_no_code_of_tests_is_part_of_a_site():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in found if name.split(".")[0] in {"tests", "pytest", "hypothesis"}], (
                file
            )
