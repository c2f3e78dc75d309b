"""What every test stands on: the database named by BAHTERA_DATABASE_URL, a data folder of its own."""

import os
import tempfile

os.environ.setdefault("BAHTERA_DATA_DIR", tempfile.mkdtemp(prefix="bahtera-test-"))
os.environ.setdefault("BAHTERA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("BAHTERA_TASKS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")
