"""The site's own settings over a data folder of the test run; read before any conftest."""

import os
import tempfile

os.environ.setdefault("BAHTERA_DATA_DIR", tempfile.mkdtemp(prefix="bahtera-test-"))
os.environ.setdefault("BAHTERA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("BAHTERA_TASKS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")

from bahtera.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.fakes.hashers.CheapArgon2"]
