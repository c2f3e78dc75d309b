"""Referrals of a province: an inbox among 200,000, sending, the look at clocks, and a table of 10,000 taken in.

200,000 referrals between 40 units are written straight into the tables, a twentieth of them to one unit; then every box
of that unit is asked for as a page does: first, middle and last page, and the counts above it. ``BENCH_REFERRALS`` and
``BENCH_LINES`` set other numbers. On SQLite and on PostgreSQL.
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
        command = [sys.executable, "-m", "benchmarks._referrals"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        subprocess.run(["scripts/with-postgres", *command], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
