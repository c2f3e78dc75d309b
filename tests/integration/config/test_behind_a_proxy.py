"""The addresses a phone is given are those it can reach."""

import subprocess
import sys

import pytest

PROGRAM = """
import django
django.setup()
from django.test import RequestFactory
request = RequestFactory().get("/v1/key/x/formList", headers={"X-Forwarded-Proto": "https"}, SERVER_NAME="localhost")
print(request.build_absolute_uri())
"""


@pytest.mark.parametrize(("trust", "scheme"), [("yes", "https"), ("no", "http")])
def test_only_a_trusted_proxy_says_https(trust, scheme, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
            "BAHTERA_DATA_DIR": str(tmp_path),
            "BAHTERA_TRUST_PROXY": trust,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(f"{scheme}://localhost")
