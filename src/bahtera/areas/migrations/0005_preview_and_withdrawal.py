"""What a file of boundaries would look like, and files taken back."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("areas", "0004_boundaries_by_file")]

    operations = [
        migrations.AddField(
            model_name="boundaryfile",
            name="preview",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(model_name="boundaryfile", name="boundary_file_state_is_known"),
        migrations.AddConstraint(
            model_name="boundaryfile",
            constraint=models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "read", "keeping", "kept", "refused", "dropped", "withdrawn"]
                ),
                name="boundary_file_state_is_known",
            ),
        ),
    ]
