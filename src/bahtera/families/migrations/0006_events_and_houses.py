"""Events, houses, moves, people in two families, and the KKI."""

import bahtera.foundation.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0005_doubles_are_found'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='EventProposal',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('source', models.CharField(max_length=120)),
                ('state', models.CharField(default='open', max_length=9)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='FamilyEvent',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('precision', models.CharField(max_length=5)),
                ('village_code', models.CharField(blank=True, max_length=13)),
                ('source_kind', models.CharField(max_length=7)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('note', models.BinaryField(blank=True, default=b'')),
                ('actor_key', models.CharField(max_length=80)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FamilyMove',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('from_village', models.CharField(max_length=13)),
                ('to_village', models.CharField(max_length=13)),
                ('moved_on', models.DateField()),
                ('state', models.CharField(default='waiting', max_length=9)),
                ('consent_manner', models.CharField(max_length=6)),
                ('consent_witness', models.BinaryField(blank=True, default=b'')),
                ('consent_text', models.CharField(max_length=20)),
                ('asked_by', models.CharField(max_length=80)),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.CharField(blank=True, default='', max_length=80)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.BinaryField(blank=True, default=b'')),
            ],
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('village_code', models.CharField(max_length=13)),
                ('address', models.BinaryField(blank=True, default=b'')),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HouseholdStay',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('actor_key', models.CharField(max_length=80)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SharedMember',
            fields=[
                ('id', models.UUIDField(default=bahtera.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(blank=True, max_length=14)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='familylink',
            name='event_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='familylink',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='familystate',
            name='kki',
            field=models.BinaryField(blank=True, default=b''),
        ),
        migrations.AddField(
            model_name='familystate',
            name='kki_digest',
            field=models.CharField(editable=False, max_length=40, null=True),
        ),
        migrations.AddIndex(
            model_name='familystate',
            index=models.Index(condition=models.Q(('kki_digest__isnull', False), ('valid_to__isnull', True)), fields=['kki_digest'], name='family_state_kki'),
        ),
        migrations.AddField(
            model_name='eventpart',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_parts', to='families.family'),
        ),
        migrations.AddField(
            model_name='eventpart',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_parts', to='families.member'),
        ),
        migrations.AddField(
            model_name='eventproposal',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='families.family'),
        ),
        migrations.AddField(
            model_name='eventproposal',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='families.member'),
        ),
        migrations.AddField(
            model_name='familyevent',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='eventproposal',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='eventpart',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='familymove',
            name='arrival',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='familymove',
            name='consent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.member'),
        ),
        migrations.AddField(
            model_name='familymove',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='families.family'),
        ),
        migrations.AddField(
            model_name='familymove',
            name='out',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='move', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='householdstay',
            name='family',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='families.family'),
        ),
        migrations.AddField(
            model_name='householdstay',
            name='household',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='families.household'),
        ),
        migrations.AddField(
            model_name='sharedmember',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='families.familyevent'),
        ),
        migrations.AddField(
            model_name='sharedmember',
            name='main',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_into', to='families.member'),
        ),
        migrations.AddField(
            model_name='sharedmember',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_from', to='families.member'),
        ),
        migrations.AddConstraint(
            model_name='familyevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['birth', 'death', 'divorce', 'marriage_in', 'marriage_out', 'split', 'join', 'move_in', 'move_out', 'head', 'adoption', 'shared', 'correction'])), name='family_event_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='familyevent',
            constraint=models.CheckConstraint(condition=models.Q(('precision__in', ['day', 'month', 'year'])), name='family_event_precision_is_known'),
        ),
        migrations.AddConstraint(
            model_name='familyevent',
            constraint=models.CheckConstraint(condition=models.Q(('source_kind__in', ['visit', 'officer', 'import'])), name='family_event_source_is_known'),
        ),
        migrations.AddConstraint(
            model_name='familyevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'correction'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='family_event_only_a_correction_reverses'),
        ),
        migrations.AddConstraint(
            model_name='eventproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('member',), name='member_has_one_open_proposal'),
        ),
        migrations.AddConstraint(
            model_name='eventproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'confirmed', 'dismissed', 'overtaken'])), name='event_proposal_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='eventpart',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['before', 'after'])), name='event_part_side_is_known'),
        ),
        migrations.AddIndex(
            model_name='familymove',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['to_village', 'asked_at'], name='family_move_waiting'),
        ),
        migrations.AddConstraint(
            model_name='familymove',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('family',), name='family_moves_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='familymove',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'declined', 'withdrawn'])), name='family_move_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='familymove',
            constraint=models.CheckConstraint(condition=models.Q(('consent_manner__in', ['signed', 'spoken'])), name='family_move_manner_is_known'),
        ),
        migrations.AddConstraint(
            model_name='householdstay',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('family',), name='family_stays_in_one_house'),
        ),
        migrations.AddConstraint(
            model_name='householdstay',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='household_stay_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='sharedmember',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('other',), name='member_is_shared_once'),
        ),
        migrations.AddConstraint(
            model_name='sharedmember',
            constraint=models.CheckConstraint(condition=models.Q(('main', models.F('other')), _negated=True), name='member_shared_with_another'),
        ),
        migrations.AddConstraint(
            model_name='sharedmember',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['', 'polygamy', 'shared_custody'])), name='member_sharing_is_known'),
        ),
    ]
