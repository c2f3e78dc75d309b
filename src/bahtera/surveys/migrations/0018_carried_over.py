"""Tasks that an unfinished visit of an earlier round became."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0017_joint_visits'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='carried_from',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.round'),
        ),
    ]
