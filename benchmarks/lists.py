"""Every page of the list of submissions with a million families, on SQLite and on PostgreSQL.

A million submissions of one province are written straight into the tables (the receiving path has its own
benchmark), then each page is asked for as the web does: first, middle and last page, for each scope
and filter a supervisor can choose. The slowest page counts. ``BENCH_FAMILIES`` sets another number.
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
        (Path(folder) / "static").mkdir()
        environment.pop("BAHTERA_DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks._lists"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        subprocess.run(["scripts/with-postgres", *command], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
