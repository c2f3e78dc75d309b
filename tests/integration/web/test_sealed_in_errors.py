"""When reading what is sealed fails, neither the page nor the log says what it was."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bahtera.config.logs import HideTokens
from bahtera.families.models import MemberState
from bahtera.foundation.sealing import parts, values
from bahtera.surveys.models import Content

SECRET = "Jalan Rahasia 17"
NIK = "6302054102800001"

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog):
    """What the log would hold, through the site's own filter and with tracebacks."""
    caplog.handler.addFilter(HideTokens())
    caplog.handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    with caplog.at_level(logging.DEBUG):
        yield lambda: caplog.text


@pytest.fixture
def opened(doubtful_visit):
    content = Content.objects.filter(submission=doubtful_visit).first() or Content(submission=doubtful_visit)
    content.key = None
    parts.write(content, body=b"x", answers=f'{{"alamat": "{SECRET}", "nik": "{NIK}"}}'.encode())
    content.save()
    return doubtful_visit


def without_raising(client):
    client.raise_request_exception = False
    return client


def test_an_error_with_the_answers_at_hand_tells_neither_page_nor_log(bob, opened, told, monkeypatch):
    def fail(packed):
        secret, number = packed, NIK  # noqa: F841 - what a page of locals would show
        raise ValueError(f"cannot read {SECRET!r} of {NIK}")

    monkeypatch.setattr("bahtera.surveys.queries.reviewing.submissions.unpack_answers", fail)
    answer = without_raising(bob).get(reverse("web:submission", args=[opened.pk]))
    assert answer.status_code == 500
    for secret in (SECRET, NIK, "Rahasia"):
        assert secret not in answer.text
        assert secret not in told()
    assert "ValueError" in told()


def test_a_broken_value_tells_where_and_not_what(bob, opened, told):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_content SET answers = body")
    answer = without_raising(bob).get(reverse("web:submission", args=[opened.pk]))
    assert answer.status_code == 500
    assert "surveys_content.answers" in told()
    assert SECRET not in told() + answer.text
    assert "surveys_content" not in answer.text


def test_what_was_erased_is_said_on_the_page(bob, opened):
    content = Content.objects.get(submission=opened)
    parts.destroy(content)
    content.erased_at, content.erased_reason = opened.received_at, "Persetujuan ditarik"
    content.save()
    answer = bob.get(reverse("web:submission", args=[opened.pk]))
    assert answer.status_code == 200
    assert "Isi kunjungan ini sudah dihapus" in answer.text
    assert "Persetujuan ditarik" in answer.text
    assert SECRET not in answer.text


def test_the_key_never_stands_in_an_error(told):
    row = MemberState(nik=NIK)
    assert NIK not in repr(row)
    key = values.new_part_key(purpose="t.k", bound_to=b"x")
    try:
        raise RuntimeError(repr(key))
    except RuntimeError:
        logging.getLogger("test").exception("failed with %r", key)
    assert "AESGCM" not in told()
    assert Client().get("/sehat/").status_code in {200, 302, 503}
