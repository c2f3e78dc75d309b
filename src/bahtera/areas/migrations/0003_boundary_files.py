"""Boundaries with the outline as drawn, and the history of the files they are from."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def carry_over(apps, schema_editor):
    """Make one file of each earlier import; boundaries are drawn as they are until they are imported anew."""
    boundary = apps.get_model("areas", "Boundary")
    file = apps.get_model("areas", "BoundaryFile")
    made = {}
    for row in boundary.objects.order_by("code"):
        key = (row.file_sha256, row.source, row.imported_at)
        if key not in made:
            made[key] = file.objects.create(
                name=row.source,
                state="kept",
                source=row.source,
                sha256=row.file_sha256,
                size=0,
                sent_at=row.imported_at,
                decided_at=row.imported_at,
                sent_by="system",
            )
        boundary.objects.filter(code=row.code).update(file=made[key], outline=row.polygons)


class Migration(migrations.Migration):
    dependencies = [("areas", "0002_boundaries")]

    operations = [
        migrations.CreateModel(
            name="BoundaryFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=200)),
                ("dated", models.CharField(blank=True, default="", max_length=200)),
                ("licence", models.CharField(blank=True, default="", max_length=200)),
                ("property_name", models.CharField(blank=True, default="", max_length=200)),
                ("crs", models.CharField(blank=True, default="", max_length=200)),
                ("layer", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(max_length=100)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.JSONField(blank=True, null=True)),
                ("problem", models.JSONField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["waiting", "read", "keeping", "kept", "refused", "dropped"]),
                        name="boundary_file_state_is_known",
                    )
                ]
            },
        ),
        migrations.AddField("Boundary", "outline", models.BinaryField(null=True)),
        migrations.AddField(
            "Boundary",
            "file",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="boundaries",
                to="areas.boundaryfile",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
    ]
