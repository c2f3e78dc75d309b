"""Every boundary names its file; a migration of its own, since rows and columns do not change in one transaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0003_boundary_files")]

    operations = [
        migrations.AlterField("Boundary", "outline", models.BinaryField()),
        migrations.AlterField(
            "Boundary",
            "file",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="boundaries",
                to="areas.boundaryfile",
            ),
        ),
        migrations.RemoveField("Boundary", "source"),
        migrations.RemoveField("Boundary", "file_sha256"),
        migrations.RemoveField("Boundary", "imported_at"),
    ]
