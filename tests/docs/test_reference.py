"""What can be typed or set is written down, and nothing else is."""

import re
import subprocess

import typer
from tests.docs.tutorials import ROOT

from bahtera.cli.main import app

COMMANDS = ROOT / "docs" / "reference" / "commands.md"
SETTINGS = ROOT / "docs" / "reference" / "settings.md"


def commands():
    """Return every command by what one types, as in ``audit verify``."""
    found = {}
    for name, command in typer.main.get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        found |= {f"{name} {one}": inner[one] for one in inner} if inner else {name: command}
    return found


def sections():
    parts = re.split(
        r"^### bahtera ([a-z-]+(?: [a-z-]+)?).*$", COMMANDS.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def source_text():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src", "scripts", "Makefile", ".ci"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = [
        name for name in listed.stdout.decode().split("\0") if name.endswith((".py", "Makefile", "postgres"))
    ]
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names if (ROOT / name).is_file())


def test_every_command_has_a_section_and_every_section_a_command():
    assert set(sections()) == set(commands())


def parameters(command):
    """The parameters of a command, or of all commands of a group."""
    yield from command.params
    for one in getattr(command, "commands", {}).values():
        yield from parameters(one)


def test_every_option_is_listed_in_its_section():
    for name, command in commands().items():
        options = {
            option
            for one in parameters(command)
            for option in (*one.opts, *one.secondary_opts)
            if option.startswith("--")
        }
        listed = set(re.findall(r"(?<!-)--[a-z][a-z-]+", sections()[name]))
        assert options - {"--help"} <= listed, name
        assert listed <= options | {"--help", "--column"}, name


def test_every_setting_is_listed_and_every_listed_setting_is_read():
    read = set(re.findall(r"BAHTERA_[A-Z_]+", source_text()))
    assert set(re.findall(r"BAHTERA_[A-Z_]+", SETTINGS.read_text(encoding="utf-8"))) == read


def test_links_between_documents_lead_somewhere():
    pages = [ROOT / "README.md", *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} -> {target}"


def test_every_decision_is_in_the_list_and_says_what_was_rejected():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("0*.md"):
        text = page.read_text(encoding="utf-8")
        assert page.name in listed
        assert all(
            part in text
            for part in ("**Status:**", "## Context", "## Decision", "## Consequences", "## Rejected")
        )
        assert len(text.split()) < 600, f"{page.name} is longer than a page"


def test_the_glossary_has_both_languages_in_every_row():
    rows = [
        line
        for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert len(rows) > 40
    for row in rows[1:]:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 3, row
        assert all(cells), row
