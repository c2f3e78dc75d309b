"""Columns that become sealed: what stood in them is kept, on both databases."""

import json

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from bahtera.foundation import sealing
from bahtera.foundation.sealing import values
from bahtera.foundation.sealing.fields import (
    DigestField,
    PartKeyField,
    SealedJSONField,
    SealedPartField,
    SealedTextField,
)
from bahtera.foundation.sealing.migrating import ToBytes

TEXTS = ["", "6302121201800001", "back\\slash \\x41 'quote'", "nasi goreng ñ 🍚", "\\"]


@pytest.mark.django_db(transaction=True)
def test_text_and_json_become_bytes_that_say_the_same():
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("text", models.CharField(max_length=40, default="")),
        ("told", models.JSONField(default=dict)),
    ]
    state = ProjectState()
    steps = [
        migrations.CreateModel("Scratch", fields),
        ToBytes("scratch", "text", models.BinaryField(default=b"")),
        ToBytes("scratch", "told", models.BinaryField(default=b"")),
    ]
    states = [state]
    for step in steps:
        states.append(states[-1].clone())
        step.state_forwards("scratch", states[-1])
    with connection.schema_editor() as editor:
        steps[0].database_forwards("scratch", editor, states[0], states[1])
    before = states[1].apps.get_model("scratch", "Scratch")
    for text in TEXTS:
        before.objects.create(text=text, told={"id": text})
    try:
        for n in (1, 2):
            with connection.schema_editor() as editor:
                steps[n].database_forwards("scratch", editor, states[n], states[n + 1])
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, told FROM scratch_scratch ORDER BY id")
            rows = cursor.fetchall()
        as_text = [[v if isinstance(v, str) else bytes(v).decode() for v in row] for row in rows]
        assert [text for text, _ in as_text] == TEXTS
        assert [json.loads(told) for _, told in as_text] == [{"id": text} for text in TEXTS]
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(states[-1].apps.get_model("scratch", "Scratch"))


def test_migrations_know_plain_columns_only():
    for field, path in (
        (SealedTextField(default="", blank=True), "django.db.models.BinaryField"),
        (SealedJSONField(default=dict), "django.db.models.BinaryField"),
        (PartKeyField(bound_by="id"), "django.db.models.BinaryField"),
        (SealedPartField(key="key"), "django.db.models.BinaryField"),
        (DigestField(of="nik", purpose="x", normalise=str.strip), "django.db.models.CharField"),
    ):
        _, found, _, kwargs = field.deconstruct()
        assert found == path
        assert not set(kwargs) & {"purpose", "bound_by", "key", "of", "normalise"}
        assert kwargs.get("default", b"") == b""


@pytest.mark.django_db
def test_json_is_sealed_as_it_was():
    field = SealedJSONField(purpose="t.c")
    field.set_attributes_from_name("c")
    for told in ({"id": "Nama", "en": "Name"}, {"a": [1, None, {"b": "ñ"}]}):
        closed = field.get_db_prep_value(told, connection)
        closed = bytes(getattr(closed, "obj", closed))  # psycopg wraps it
        assert b"Nama" not in closed
        assert field.from_db_value(closed, None, connection) == told
    assert field.from_db_value(b"", None, connection) == {}
    assert field.from_db_value(None, None, connection) is None
    with pytest.raises(sealing.NotSealed):
        field.from_db_value(b"{}", None, connection)


def test_every_sealed_column_says_what_it_is():
    """A digest names a column of its table and a purpose; a part names its key; every one has a level from L3 up."""
    found = 0
    for model in apps.get_models():
        names = {one.name for one in model._meta.concrete_fields}
        columns = {one.column for one in model._meta.concrete_fields}
        levels = getattr(model, "SENSITIVITY", {})
        for field in model._meta.concrete_fields:
            if isinstance(field, DigestField):
                assert field.of in names
                assert field.purpose
            if isinstance(field, PartKeyField):
                assert field.bound_by in columns
            if isinstance(field, SealedPartField):
                assert isinstance(model._meta.get_field(field.key), PartKeyField)
            if isinstance(field, SealedTextField | DigestField | SealedPartField):
                assert levels.get(field.name) in {"L3", "L4", "L5"}, f"{model._meta.label}.{field.name}"
                found += 1
    assert found >= 4
    assert values.MARK_BYTES == 3
