"""The tutorial does what it says, call by call, on a site of its own."""

import re
import socket

import pytest
from tests.docs import tutorials

ENGLISH = tutorials.ROOT / "docs" / "tutorial" / "first-village.md"
INDONESIAN = tutorials.ROOT / "docs" / "tutorial" / "desa-pertama.md"


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return str(listening.getsockname()[1])


def test_both_languages_say_the_same_commands():
    assert tutorials.steps(INDONESIAN) == tutorials.steps(ENGLISH)


@pytest.mark.slow
def test_every_command_prints_what_the_text_promises():
    port = free_port()
    wanted = tutorials.steps(ENGLISH)
    printed = tutorials.run([step.command.replace("8000", port) for step in wanted])
    told = [
        f"$ {step.command}\npromised:\n{step.promised}\nprinted:\n{text}"
        for step, text in zip(wanted, printed, strict=False)
        if not tutorials.keeps(step.promised.replace("8000", port), text)
    ]
    assert not told, "\n\n".join(told)
    assert len(printed) == len(wanted) + 1


@pytest.mark.parametrize(
    ("promised", "printed", "kept"),
    [("a…c", "abbc", True), ("…", "x\ny", True), ("a", "ab", False), ("", "", True), ("a.c", "abc", False)],
)
def test_three_dots_stand_for_anything(promised, printed, kept):
    assert tutorials.keeps(promised, printed) is kept


def test_commands_are_found_with_their_output(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("text\n```console\n$ one\n1\n$ two\n```\n```python\n$ no\n```\n")
    assert tutorials.steps(page) == [tutorials.Step("one", "1"), tutorials.Step("two", "")]


def test_the_shell_remembers_between_commands():
    assert tutorials.run(["x=5", "echo $x"])[:2] == ["", "5"]


def test_no_command_of_a_tutorial_is_dangerous():
    for step in tutorials.steps(ENGLISH):
        for target in re.findall(r"rm -r\S* (\S+)", step.command):
            assert target == '"$BAHTERA_DATA_DIR"'
