"""Addresses become sealed columns."""

from django.db import migrations, models

from bahtera.foundation.sealing.migrating import ToBytes


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0002_sealed_numbers"),
    ]

    operations = [
        ToBytes("familystate", "address", models.BinaryField(blank=True, default=b"")),
    ]
