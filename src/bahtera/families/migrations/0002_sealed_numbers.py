"""NIK and KK become sealed columns with a blind index beside each."""

from django.db import migrations, models

from bahtera.foundation.sealing.migrating import ToBytes


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="familystate", name="family_state_kk"),
        migrations.RemoveIndex(model_name="memberstate", name="member_state_nik"),
        ToBytes("familystate", "no_kk", models.BinaryField(blank=True, default=b"")),
        ToBytes("memberstate", "nik", models.BinaryField(blank=True, default=b"")),
        migrations.AddField(
            model_name="familystate",
            name="no_kk_digest",
            field=models.CharField(editable=False, max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="memberstate",
            name="nik_digest",
            field=models.CharField(editable=False, max_length=40, null=True),
        ),
        migrations.AddIndex(
            model_name="familystate",
            index=models.Index(
                condition=models.Q(("no_kk_digest__isnull", False), ("valid_to__isnull", True)),
                fields=["no_kk_digest"],
                name="family_state_kk",
            ),
        ),
        migrations.AddIndex(
            model_name="memberstate",
            index=models.Index(
                condition=models.Q(("nik_digest__isnull", False), ("valid_to__isnull", True)),
                fields=["nik_digest"],
                name="member_state_nik",
            ),
        ),
    ]
