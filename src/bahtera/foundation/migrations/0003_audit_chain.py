"""The audit becomes a chain; entries written before are adopted into a closed lane of their own."""

from django.db import migrations, models

import bahtera.foundation.canonical


def adopt(apps, schema_editor):
    from bahtera.foundation.audit import adopting

    adopting.adopt_all(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_key_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditReference",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "reference", "entry_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=80)),
                ("entry_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditLane",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after", models.BigIntegerField(null=True)),
                ("lanes", models.SmallIntegerField()),
                ("genesis", models.BinaryField()),
                ("seq", models.BigIntegerField()),
                ("link", models.BinaryField()),
                ("is_open", models.BooleanField()),
                ("seal", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["id"], condition=models.Q(("is_open", True)), name="audit_open_lane"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("day", models.IntegerField(primary_key=True, serialize=False)),
                ("lines", models.IntegerField()),
                ("line_hash", models.CharField(max_length=64)),
                ("is_closed", models.BooleanField(default=False)),
                ("seal", models.BinaryField()),
            ],
        ),
        migrations.RemoveIndex(model_name="auditentry", name="audit_subject"),
        migrations.RemoveIndex(model_name="auditentry", name="audit_actor"),
        migrations.AlterField(
            model_name="auditentry",
            name="id",
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="details",
            field=bahtera.foundation.canonical.CanonicalJson(default=dict),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="about",
            field=bahtera.foundation.canonical.CanonicalJson(default=list),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="mac",
            field=models.BinaryField(default=b""),
        ),
        migrations.RunPython(adopt, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at", "id"], name="audit_at"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["action", "at", "id"], name="audit_action"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["subject", "at", "id"], name="audit_subject"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "at", "id"], name="audit_actor"),
        ),
    ]
