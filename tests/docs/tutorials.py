"""Reads the commands of a tutorial and runs them in one shell, as a reader would."""

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "@@tutorial@@"
_SECONDS = 240


@dataclass(frozen=True)
class Step:
    """A command and what the text promises it prints; None where nothing is promised."""

    command: str
    promised: str


def steps(page: Path) -> list[Step]:
    """Return every command of a page with its promised output."""
    found = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, promised = part.partition("\n")
            found.append(Step(command, promised.rstrip("\n")))
    return found


def run(commands: list[str]) -> list[str]:
    """Run the commands in one shell and return what each printed."""
    script = "set -m\n" + "".join(f"{command}\necho '{_MARK}'\n" for command in commands)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BAHTERA_", "DJANGO_"))
    }
    with subprocess.Popen(
        ["bash"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            printed, _ = shell.communicate(script, timeout=_SECONDS)
        finally:
            _stop_all(shell.pid)
    return [part.strip("\n") for part in printed.split(f"{_MARK}\n")]


def _stop_all(session: int) -> None:
    """End whatever the commands left running: every process of the shell's session."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and int(entry.name) != os.getpid():
                os.kill(int(entry.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue


def keeps(promised: str, printed: str) -> bool:
    """Tell whether the printed text is the promised one, with anything where it says "…"."""
    pattern = ".*".join(re.escape(part) for part in promised.split("…"))
    return re.fullmatch(pattern, printed, flags=re.DOTALL) is not None
