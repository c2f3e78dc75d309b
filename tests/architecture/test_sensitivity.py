"""Every column of every table says how secret it is (ASVS 14.1.1): one that does not breaks the build."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import BinaryField

from bahtera.access.api import Level
from bahtera.config.sensitivity import every_column, levels_of
from bahtera.foundation.sealing import fields as sealed

# Names of columns that hold what identifies, reaches or secretly opens for a person, wherever they stand.
IDENTITY = {
    *("nik", "no_kk", "nik_digest", "no_kk_digest", "head_name", "family_name", "search_name", "address"),
    *("birth_date", "phone", "email", "username", "password", "pin_hash", "session_key", "secret"),
    *("code_digest", "secret_sha256", "actor_name", "device_id"),
}


def test_every_column_has_a_level():
    assert [column for column, level in every_column() if level is None] == []


def test_every_level_is_one_of_the_five_and_of_a_field_there_is():
    wrong = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        for name, level in levels_of(model).items():
            if name not in names or level not in {f"L{number.value}" for number in Level}:
                wrong.append(f"{model._meta.label}.{name}: {level}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(IDENTITY))
def test_what_identifies_somebody_is_nowhere_below_identity(name):
    low = [
        column
        for column, level in every_column()
        if column.rpartition(".")[2] == name and Level.of(level or "L1") < Level.IDENTITY
    ]
    assert low == []


def test_what_is_sealed_is_at_least_identity():
    """The seal costs something: whatever is worth it is not called harmless."""
    kinds = (sealed.SealedTextField, sealed.SealedJSONField, sealed.SealedPartField, sealed.DigestField)
    low = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and Level.of(levels_of(model)[field.name]) < Level.IDENTITY
    ]
    assert low == []


def test_a_new_column_without_a_level_is_seen():
    class Unsaid(models.Model):
        SENSITIVITY = {"id": "L1"}
        note = models.TextField()
        picture = BinaryField()

        class Meta:
            app_label = "foundation"
            managed = False

    try:
        found = {column for column, level in every_column() if level is None}
        assert found == {"foundation.Unsaid.note", "foundation.Unsaid.picture"}
    finally:
        del apps.all_models["foundation"]["unsaid"]
        apps.clear_cache()
