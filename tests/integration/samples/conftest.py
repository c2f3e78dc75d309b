"""A round to be drawn from: villages of two kecamatan with families, and the people who draw and who visit."""

from datetime import UTC, date, datetime

import pytest
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.families.models import Family, FamilyState
from bahtera.foundation.ids import new_id
from bahtera.surveys import api as surveys

CODES = tuple(f"63.05.0{1 + at // 6}.20{1 + at % 6:02d}" for at in range(12))
SIZES = {code: 40 + 23 * at % 97 for at, code in enumerate(CODES)}
SITI = Actor.over("user:1", "Siti", frozenset({"statistician"}), ("63.05",))
RAHMAT = Actor.over("user:2", "Rahmat", frozenset({"supervisor"}), ("63.05",))
STRANGER = Actor.over("user:3", "Jauh", frozenset({"statistician", "supervisor"}), ("63.02",))


@pytest.fixture
def round_id(db):
    add_places({code: f"Desa Sintetis {code[-2:]}" for code in CODES})
    add_places({"63.05": "Contoh", "63.05.01": "Satu", "63.05.02": "Dua", "63.02.01.2001": "Jauh"})
    row = surveys.create_round(
        name="Contoh sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 1, 1),
        area_code="63.05",
        actor=SYSTEM,
    )
    return row.id


def frame_file(sizes=SIZES):
    return ("kode;keluarga\n" + "\n".join(f"{code};{count}" for code, count in sizes.items())).encode()


def add_families(village, count):
    """Put families into the register, in three RT; return their ids in the order of the village's list."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [Family(id=new_id(), opened_source="test", created_at=at) for _ in range(count)]
    Family.objects.bulk_create(rows)
    FamilyState.objects.bulk_create(
        FamilyState(
            family=family,
            village_code=village,
            rw="001",
            rt=f"00{1 + number * 3 // count}",
            head_name=f"Sintetis {number}",
            valid_from=at.date(),
            reason="visit",
            source="test",
            actor_key="system",
            recorded_at=at,
        )
        for number, family in enumerate(rows)
    )
    return [family.pk for family in rows]
