"""Phones are answered in the language they ask for, Indonesian when they ask for none."""

import pytest
from django.test import RequestFactory

from bahtera.http import openrosa
from bahtera.http.replies import language_of
from bahtera.web import catalogue


@pytest.mark.parametrize(
    "text", [openrosa._STORED, openrosa._STORED_LATER, openrosa._REPEATED, openrosa._FAILED]
)
def test_every_answer_to_a_phone_has_an_indonesian_wording(text):
    assert catalogue.read().get(text).string


@pytest.mark.parametrize(
    ("asked", "language"), [("", "id"), ("id-ID,id;q=0.9", "id"), ("en-US", "en"), ("fr", "id")]
)
def test_the_language_is_the_phones(asked, language):
    request = RequestFactory().get("/", headers={"Accept-Language": asked})
    assert language_of(request) == language
