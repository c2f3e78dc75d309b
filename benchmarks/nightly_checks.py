"""A night's look at 100,000 interviews, on SQLite: everything that checks ask, duplicate families among it.

``python -m benchmarks.nightly_checks`` fills a site of its own with simulated interviews as arrival leaves them (the
receiving path has its own benchmark), looks at all of them, and again after ten villages changed. ``BENCH_VISITS`` sets
another number.
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
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run([sys.executable, "-m", "benchmarks._nightly"], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
