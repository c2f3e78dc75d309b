"""Bodies, answers, findings, notes and comments become sealed columns; erasing leaves its day and reason."""

from django.db import migrations, models

from bahtera.foundation.sealing.migrating import ToBytes


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="content", name="key", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="content", name="erased_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="content",
            name="erased_reason",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="content", name="erased_by", field=models.CharField(blank=True, default="", max_length=80)
        ),
        ToBytes("submissionfinding", "value", models.BinaryField(blank=True, default=b"")),
        ToBytes("submissionfinding", "messages", models.BinaryField(default=b"")),
        ToBytes("reviewentry", "note", models.BinaryField(blank=True, default=b"")),
        ToBytes("reviewcomment", "text", models.BinaryField()),
        migrations.AddField(
            model_name="attachment", name="erased_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["sha256"], name="surveys_attachment_sha"),
        ),
    ]
