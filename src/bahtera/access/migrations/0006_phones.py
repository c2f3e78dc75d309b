"""Enrolled phones at work: locks, unlock codes, sessions, and challenges that were answered."""

import django.db.models.deletion
from django.db import migrations, models

import bahtera.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_corrected_decrees"),
    ]

    operations = [
        # No phone could be enrolled before: where there is a row all the same, its PIN fits nothing any more.
        migrations.RemoveField("device", "pin_hash"),
        migrations.AddField("device", "pin_hash", models.BinaryField(null=True)),
        migrations.AddField("device", "unlock_secret", models.BinaryField(null=True)),
        migrations.AddField("device", "unlock_counter", models.PositiveIntegerField(default=0)),
        migrations.AddField("device", "unlock_issued_at", models.DateTimeField(null=True)),
        migrations.AddField("device", "locked_at", models.DateTimeField(null=True)),
        migrations.AlterField("device", "public_key", models.CharField(max_length=200, unique=True)),
        migrations.CreateModel(
            name="DeviceSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_sha256", models.CharField(max_length=64, unique=True)),
                ("started_at", models.DateTimeField(db_index=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="access.device"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SpentChallenge",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("spent_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
