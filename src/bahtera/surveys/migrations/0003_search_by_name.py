"""Names ordered by code point, and one index that a search by name walks in any scope."""

from django.db import migrations, models

import bahtera.surveys.fields


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_find_doubtful")]

    operations = [
        migrations.RemoveIndex(model_name="submission", name="surveys_sub_search"),
        migrations.AlterField(
            model_name="submission",
            name="search_name",
            field=bahtera.surveys.fields.CodePointField(blank=True, max_length=150),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["search_name", "id", "province_code", "regency_code", "state", "round"],
                name="surveys_sub_name",
            ),
        ),
    ]
