"""Who may touch what was confided: surveys keep and forget, the field API tells what is asked, few open."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bahtera"
# What opens, and the only folders that may name it. Protection and statistics come to open; surveys never do.
OPENERS = {
    "open_help_calls": {"confided", "protection"},
    "help_boxes_since": {"confided", "protection"},
    "open_private_answers": {"confided", "results", "statistics"},
}
USERS = {
    "config/registrations.py",
    "config/retention.py",
    "http/field/private.py",
    "http/field/starting.py",
    "surveys/operations/keeping/erasing.py",
    "surveys/operations/receiving/confiding.py",
}


def sources():
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE), path.read_text(encoding="utf-8")


def test_few_open_what_was_confided():
    wrong = [
        f"{path}: {name}"
        for path, text in sources()
        for name, folders in OPENERS.items()
        if re.search(rf"\b{name}\b", text) and path.parts[0] not in folders
    ]
    assert wrong == []


def test_few_know_that_there_is_anything():
    users = {
        str(path) for path, text in sources() if "bahtera.confided" in text and path.parts[0] != "confided"
    }
    assert users - {"config/settings.py"} == USERS


def test_keys_of_the_private_part_are_asked_for_in_few_places():
    users = {
        str(path)
        for path, text in sources()
        if re.search(r"exchange\.(?:STATISTICS|HELP)\b", text) and path.parts[0] != "confided"
    }
    assert users == {"http/field/starting.py"}
