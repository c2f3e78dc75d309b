"""What the audit costs a submission, and how long a million entries take to verify, on both databases.

The cost is a ratio within one run: the same process receives visits of the real questionnaire (synthetic
families) in turns of a few, with the audit, with entries that are not chained, and with none. The middle of all
turns counts.
``BENCH_ENTRIES`` sets another number of entries.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    for launcher in ([], ["scripts/with-postgres"]):
        with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
            environment = os.environ | {
                "BAHTERA_DATA_DIR": folder,
                "BAHTERA_SECRET_KEY": "bench",
                "BAHTERA_POSTGRES_DURABLE": "1",
                "BAHTERA_LOG_LEVEL": "WARNING",
            }
            environment.pop("BAHTERA_DATABASE_URL", None)
            command = [*launcher, sys.executable, "-m", "benchmarks._audit"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
