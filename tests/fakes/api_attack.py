"""The API attacked by its own description, in this process and without a network."""

from collections import Counter
from contextlib import contextmanager, suppress

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks

from bahtera.config.wsgi import application

load_all_checks()
_NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
_UNPACKED = {"Accept-Encoding": "identity"}  # what sends the requests here cannot unpack an answer
_AGAINST = schemathesis.GenerationMode.NEGATIVE
_MODES = (schemathesis.GenerationMode.POSITIVE, _AGAINST)


def operations():
    """Return every operation the API describes."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


def attack(headers, *, examples):
    """Send each operation so many requests that fit its description and as many that do not.

    Fails on a 500, and on an answer whose status, type or shape the description does not promise. Returns how
    many requests were sent to each.
    """
    sent = Counter()
    checks = [CHECKS.get_one(name) for name in _NAMES]
    with _connections_kept():
        for operation in operations():
            for mode in _MODES:
                cases = operation.as_strategy(generation_mode=mode)
                with suppress(Unsatisfiable if mode is _AGAINST else ()):  # nothing in it can be wrong
                    _send(cases, headers, checks, sent, examples)
    return sent


@contextmanager
def _connections_kept():
    """Keep the test's connection, and its transaction, from one request to the next."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _send(cases, headers, checks, sent, examples):
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def send(case):
        case.call_and_validate(headers=headers | _UNPACKED, checks=checks)
        sent[case.operation.label] += 1

    send()
