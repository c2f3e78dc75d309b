"""A hundred thousand families as CSV: how long, and whether memory stays flat (10,000 against 100,000).

Families are those of the demonstration, repeated under new ids, written straight into the tables. Each
export runs in a process of its own, from the approved rows to the last byte of the file.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        environment = os.environ | {"BAHTERA_DATA_DIR": folder, "BAHTERA_SECRET_KEY": "bench"}
        environment.pop("BAHTERA_DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks._exports"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        subprocess.run(["scripts/with-postgres", *command], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
