"""A visit that a person put together of two names the one that did not count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0009_steps")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="merged_with",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_into",
                to="surveys.submission",
            ),
        ),
    ]
