"""The addresses a phone is given are those it can reach."""

import os
import subprocess
import sys

import pytest

VISITOR = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from bahtera.web import signing
from bahtera.web.views import session
told = []
session.access.check_password = lambda *args, origin: told.append(origin.address) or 1 / 0
visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
visitor.post("/masuk/", {"username": "x"}, headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})
print(told[0])
"""
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


@pytest.mark.parametrize(("trust", "address"), [("yes", "203.0.113.9"), ("no", "127.0.0.1")])
def test_only_a_trusted_proxy_says_where_a_visitor_comes_from(trust, address, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", VISITOR],
        env={
            "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
            "BAHTERA_DATA_DIR": str(tmp_path),
            "BAHTERA_TRUST_PROXY": trust,
            "BAHTERA_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == address
