"""Runs every benchmark, one after the other, and writes docs/reference/benchmarks.md.

``python -m benchmarks`` runs all; ``python -m benchmarks scoring lists`` runs these two and keeps the
other rows.
"""

import platform
import re
import subprocess
import sys
from pathlib import Path

from bahtera.foundation import clock

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
HEAD = """# Benchmarks

Measured by each row's command (`make bench` runs all) on a shared
machine of {cores} cores ({machine}), {day}. Such a machine is noisy: the
ratios, taken in one run, are what to trust; absolute figures come with the machine they were taken on. A
figure that misses its reach stands here as measured.

| What | Reach | Measured | Met | Conditions | Command |
|---|---|---|---|---|---|
"""


def names() -> list[str]:
    """Return the benchmark modules of this folder."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    return [name for name in found if not name.startswith("_") and "def main" in source(name)]


def source(name: str) -> str:
    return (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")


def run(name: str) -> list[str]:
    """Run one benchmark, show what it prints, and return its rows as table lines."""
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    rows = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("ROW |"):
                cells = [cell.strip() for cell in line.removeprefix("ROW |").strip().split("|")]
                rows.append(f"| {' | '.join([*cells, f'`python -m benchmarks.{name}`'])} |")
    if process.returncode:
        raise SystemExit(f"{name} ended with status {process.returncode}")
    return rows


def kept(without: set[str]) -> dict[str, list[str]]:
    """Return the rows of the page that were not measured again, by benchmark."""
    rows: dict[str, list[str]] = {}
    if PAGE.exists():
        for line in PAGE.read_text(encoding="utf-8").splitlines():
            match = re.search(r"`python -m benchmarks\.(\w+)` \|$", line)
            if match and match[1] not in without:
                rows.setdefault(match[1], []).append(line)
    return rows


def main() -> None:
    chosen = sys.argv[1:] or names()
    rows = kept(set(chosen))
    for name in chosen:
        rows[name] = run(name)
    lines = [line for name in sorted(rows) for line in rows[name]]
    cores = len(set(re.findall(r"^processor\s*:\s*(\d+)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)))
    day = f"{clock.now():%Y-%m-%d}"
    PAGE.write_text(HEAD.format(cores=cores, machine=platform.machine(), day=day) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
