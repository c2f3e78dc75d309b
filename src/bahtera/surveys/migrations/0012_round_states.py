"""A round has a state in place of being open or not, a history of its moves, and a calendar."""

import django.db.models.deletion
from django.db import migrations, models


def from_open(apps, schema_editor):
    rounds = apps.get_model("surveys", "Round")
    rounds.objects.filter(is_open=False).update(state="review")


def to_open(apps, schema_editor):
    rounds = apps.get_model("surveys", "Round")
    rounds.objects.exclude(state="field").update(is_open=False)


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0011_review_levels'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoundEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor_key', models.CharField(max_length=80)),
                ('from_state', models.CharField(max_length=12)),
                ('to_state', models.CharField(max_length=12)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('counts', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='RoundStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=12)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('keeper', models.CharField(blank=True, default='', max_length=120)),
                ('done_on', models.DateField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='round',
            name='design',
            field=models.CharField(default='enumeration', max_length=12),
        ),
        migrations.AddField(
            model_name='round',
            name='pinned',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='round',
            name='purpose',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
        migrations.AddField(
            model_name='round',
            name='recommendation_number',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='round',
            name='recommendation_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='round',
            name='state',
            field=models.CharField(default='field', max_length=12),
        ),
        migrations.RunPython(from_open, to_open),
        migrations.RemoveField(
            model_name='round',
            name='is_open',
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'field', 'review', 'provisional', 'final', 'corrected'])), name='surveys_round_state'),
        ),
        migrations.AddField(
            model_name='roundentry',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='surveys.round'),
        ),
        migrations.AddField(
            model_name='roundstage',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='surveys.round'),
        ),
        migrations.AddConstraint(
            model_name='roundstage',
            constraint=models.UniqueConstraint(fields=('round', 'stage'), name='surveys_roundstage_once'),
        ),
        migrations.AddConstraint(
            model_name='roundstage',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='surveys_roundstage_dates'),
        ),
    ]
