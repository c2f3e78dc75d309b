"""Recordings and pictures beside the questions of a published version."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FormFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("md5", models.CharField(max_length=32)),
                ("size", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="questionnaires.questionnaire",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="formfile",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "name"), name="questionnaires_one_file_of_a_name"
            ),
        ),
    ]
