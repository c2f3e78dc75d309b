"""A mistake of ours is told to the log without values, and to the visitor without anything."""

import logging
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError

from bahtera.config.logs import HideTokens, UtcFormatter, safe_traceback

NIK = "6310110101010001"
SECRETS = (NIK, "Siti Rahasia", "081234567890", "kunci-sangat-rahasia", "abc123token")


def raised(error):
    try:
        name = "Siti Rahasia"
        nik, password = NIK, "kunci-sangat-rahasia"
        raise error
    except Exception as caught:  # noqa: BLE001
        assert len({name, nik, password}) == 3
        return caught


MISTAKES = [
    ValueError(f"invalid literal for int() with base 10: '{SECRETS[1]}'"),
    KeyError(NIK),
    KeyError("Siti Rahasia"),
    IntegrityError(
        'duplicate key value violates unique constraint "x"\nDETAIL:  Key (nik)=(Siti Rahasia) already exists.'
    ),
    DatabaseError(
        f'invalid input syntax for type date: "{SECRETS[1]}"\nLINE 1: SELECT {NIK}\nCONTEXT: x={NIK}'
    ),
    RuntimeError("failed at /v1/key/abc123token/submission"),
    TypeError(f"telephone 081234567890 and NIK {NIK}"),
    UnicodeDecodeError("utf-8", b"Siti Rahasia", 0, 1, "bad"),
]


@pytest.mark.parametrize("error", MISTAKES, ids=lambda error: type(error).__name__)
def test_a_traceback_keeps_places_and_types_and_no_value(error):
    text = safe_traceback(raised(error))
    assert [secret for secret in SECRETS if secret in text] == []
    assert type(error).__name__ in text
    assert "test_errors_say_nothing.py" in text
    assert all(line.startswith("    | ") for line in text.splitlines())


def test_what_led_to_it_is_told_too_and_as_little():
    try:
        try:
            raise KeyError(SECRETS[1])
        except KeyError as first:
            raise RuntimeError("second") from first
    except RuntimeError as second:
        text = safe_traceback(second)
    assert "KeyError" in text
    assert "which led to" in text
    assert "Siti Rahasia" not in text


@pytest.mark.parametrize("value", [NIK, "081234567890", "+6281234567890", "6281234567890"])
def test_numbers_of_people_are_hidden_in_plain_lines(value):
    assert value not in logged(f"no family for {value}, asked twice")


@pytest.mark.parametrize(
    "kept",
    ["2026-11-22", "submission:0192aaaa-1111-7222-8333-123456789012", "91599 areas", "https://x:8443/a"],
)
def test_other_numbers_stay(kept):
    assert kept in logged(f"about {kept} nothing is wrong")


@pytest.mark.parametrize("control", ["\n", "\r", "\r\n", "\x1b[31m", "\u2028", "\x00", "\x85"])
def test_nobody_writes_a_record_of_their_own(control):
    line = logged("GET %s", f"/x{control}2026-11-22T00:00:00.000Z INFO audit: all is well")
    assert control not in line
    assert len(line.splitlines()) == 1


def logged(message, *arguments):
    record = logging.LogRecord("x", logging.INFO, "f", 1, message, arguments, None)
    HideTokens().filter(record)
    return UtcFormatter("%(asctime)s %(message)s").format(record)


def test_times_are_utc_to_the_thousandth():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "m", (), None)
    record.created, record.msecs = 0.5, 500
    assert UtcFormatter("%(asctime)s").format(record) == "1970-01-01T00:00:00.500Z"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/masuk/", "/api/v1/areas?q=ab", "/v1/key/abc123token/formList"])
def test_an_error_page_of_every_door_says_nothing(visitor, monkeypatch, caplog, address):
    from bahtera.access import api as access
    from bahtera.http import openrosa
    from bahtera.web.views import session

    def broken(*_args, **_kwargs):
        name, nik = "Siti Rahasia", NIK
        raise ValueError(f"could not keep '{name}' with {nik}")

    monkeypatch.setattr(session, "sign_in_form", broken)
    for name in ("resolve_token", "resolve_bearer"):
        monkeypatch.setattr(access, name, broken)
    monkeypatch.setattr(openrosa, "resolve_token", broken, raising=False)
    answer = visitor.get(address, headers={"authorization": "Bearer abc123token"})
    assert answer.status_code == 500
    shown = answer.text + str(answer.headers)
    assert [word for word in (*SECRETS, "Traceback", "ValueError", ".py", "bahtera.") if word in shown] == []
    handler = SimpleNamespace(lines=[])
    for record in caplog.records:
        HideTokens().filter(record)
        handler.lines.append(UtcFormatter("%(message)s").format(record))
    written = "\n".join(handler.lines)
    assert "ValueError" in written, "the mistake is in the log"
    assert [secret for secret in SECRETS if secret in written] == []


def test_no_mail_carries_a_request(settings):
    from django.utils.log import AdminEmailHandler

    assert settings.ADMINS == []
    assert not [one for one in logging.getLogger("django").handlers if isinstance(one, AdminEmailHandler)]
