"""The site's own settings over a data folder of the test run; read before any conftest."""

import os
import tempfile

os.environ.setdefault("BAHTERA_DATA_DIR", tempfile.mkdtemp(prefix="bahtera-test-"))
os.environ.setdefault("BAHTERA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("BAHTERA_TASKS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")

from bahtera.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.fakes.hashers.CheapArgon2"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as on a site: a database in memory would be one connection for the test and the site it looks at,
    # and whoever writes while the other does is told "table is locked" at once instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["BAHTERA_DATA_DIR"], "test.sqlite3")}  # noqa: F405, PTH118
